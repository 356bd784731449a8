//! RFC 9420, Section 12.1: proposals.

use crate::algebra::Bytes;
use crate::codec::{decode_opaque, decode_u16, decode_u32, encode_opaque, encode_u16, encode_u32};
use crate::error::DecodeError;
use crate::extension::{Extension, decode_extensions, encode_extensions};
use crate::key_package::{KeyPackage, decode_key_package, encode_key_package};
use crate::key_schedule::psk_id::{PreSharedKeyId, decode_pre_shared_key_id, encode_pre_shared_key_id};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::{LeafNode, decode_leaf_node, encode_leaf_node};

/// The proposal type `add`: RFC 9420, Section 17.4.
pub const ADD: u16 = 0x0001;
/// The proposal type `update`.
pub const UPDATE: u16 = 0x0002;
/// The proposal type `remove`.
pub const REMOVE: u16 = 0x0003;
/// The proposal type `psk`.
pub const PSK: u16 = 0x0004;
/// The proposal type `reinit`.
pub const REINIT: u16 = 0x0005;
/// The proposal type `external_init`.
pub const EXTERNAL_INIT: u16 = 0x0006;
/// The proposal type `group_context_extensions`.
pub const GROUP_CONTEXT_EXTENSIONS: u16 = 0x0007;

/// RFC 9420, Section 12.1.
///
/// ```text
/// uint16 ProposalType;
///
/// struct {
///     ProposalType proposal_type;
///     select (Proposal.proposal_type) {
///         case add:                      Add;
///         case update:                   Update;
///         case remove:                   Remove;
///         case psk:                      PreSharedKey;
///         case reinit:                   ReInit;
///         case external_init:            ExternalInit;
///         case group_context_extensions: GroupContextExtensions;
///     };
/// } Proposal;
///
/// struct { KeyPackage key_package; } Add;
/// struct { LeafNode leaf_node; } Update;
/// struct { uint32 removed; } Remove;
/// struct { PreSharedKeyID psk; } PreSharedKey;
/// struct { opaque kem_output<V>; } ExternalInit;
/// struct { Extension extensions<V>; } GroupContextExtensions;
/// ```
///
/// Choice: RFC 9420 gives the content of an unknown proposal type no form; it is read as one `opaque<V>`, so
/// that the fields after it can be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Proposal<B> {
    /// RFC 9420, Section 12.1.1.
    Add {
        /// Of the client to add.
        key_package: KeyPackage<B>,
    },
    /// RFC 9420, Section 12.1.2.
    Update {
        /// Replaces the sender's.
        leaf_node: LeafNode<B>,
    },
    /// RFC 9420, Section 12.1.3.
    Remove {
        /// The leaf of the member to remove.
        removed: LeafIndex,
    },
    /// RFC 9420, Section 12.1.4.
    PreSharedKey {
        /// Names the key to inject.
        psk: PreSharedKeyId<B>,
    },
    /// RFC 9420, Section 12.1.5.
    ReInit {
        /// The parameters of the group to come.
        reinit: ReInit<B>,
    },
    /// RFC 9420, Section 12.1.6.
    ExternalInit {
        /// From which members compute the external init secret.
        kem_output: B,
    },
    /// RFC 9420, Section 12.1.7.
    GroupContextExtensions {
        /// The whole new list.
        extensions: Vec<Extension<B>>,
    },
    /// A proposal of a type that RFC 9420 does not define.
    Other {
        /// Neither 0 nor one of the seven.
        proposal_type: u16,
        /// Its content.
        content: B,
    },
}

/// RFC 9420, Section 12.1.5.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     ProtocolVersion version;
///     CipherSuite cipher_suite;
///     Extension extensions<V>;
/// } ReInit;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ReInit<B> {
    /// The id of the new group.
    pub group_id: B,
    /// Its version.
    pub version: u16,
    /// Its suite, as on the wire.
    pub cipher_suite: u16,
    /// The extensions of its GroupContext.
    pub extensions: Vec<Extension<B>>,
}

/// The type of a proposal, as on the wire.
pub fn proposal_type<B>(proposal: &Proposal<B>) -> u16 {
    match proposal {
        Proposal::Add { .. } => ADD,
        Proposal::Update { .. } => UPDATE,
        Proposal::Remove { .. } => REMOVE,
        Proposal::PreSharedKey { .. } => PSK,
        Proposal::ReInit { .. } => REINIT,
        Proposal::ExternalInit { .. } => EXTERNAL_INIT,
        Proposal::GroupContextExtensions { .. } => GROUP_CONTEXT_EXTENSIONS,
        Proposal::Other { proposal_type, .. } => *proposal_type,
    }
}

/// Whether a type is one of the default proposal types: RFC 9420, Section 7.2.
pub fn is_default_proposal_type(proposal_type: u16) -> bool {
    (ADD..=GROUP_CONTEXT_EXTENSIONS).contains(&proposal_type)
}

/// Inverse of [`decode_proposal`].
pub fn encode_proposal<B: Bytes>(proposal: &Proposal<B>) -> B {
    let content = match proposal {
        Proposal::Add { key_package } => encode_key_package(key_package),
        Proposal::Update { leaf_node } => encode_leaf_node(leaf_node),
        Proposal::Remove { removed } => encode_u32(removed.0),
        Proposal::PreSharedKey { psk } => encode_pre_shared_key_id(psk),
        Proposal::ReInit { reinit } => encode_reinit(reinit),
        Proposal::ExternalInit { kem_output } => encode_opaque(kem_output),
        Proposal::GroupContextExtensions { extensions } => encode_extensions(extensions),
        Proposal::Other { content, .. } => encode_opaque(content),
    };
    encode_u16::<B>(proposal_type(proposal)).concat(&content)
}

/// Reads a [`Proposal`].
///
/// # Errors
/// [`DecodeError::ProposalType`] for the reserved type 0.
pub fn decode_proposal<B: Bytes>(input: &B) -> Result<(Proposal<B>, B), DecodeError> {
    let (proposal_type, rest) = decode_u16(input)?;
    match proposal_type {
        0 => Err(DecodeError::ProposalType),
        ADD => {
            let (key_package, rest) = decode_key_package(&rest)?;
            Ok((Proposal::Add { key_package }, rest))
        }
        UPDATE => {
            let (leaf_node, rest) = decode_leaf_node(&rest)?;
            Ok((Proposal::Update { leaf_node }, rest))
        }
        REMOVE => {
            let (removed, rest) = decode_u32(&rest)?;
            let removed = LeafIndex(removed);
            Ok((Proposal::Remove { removed }, rest))
        }
        PSK => {
            let (psk, rest) = decode_pre_shared_key_id(&rest)?;
            Ok((Proposal::PreSharedKey { psk }, rest))
        }
        REINIT => {
            let (reinit, rest) = decode_reinit(&rest)?;
            Ok((Proposal::ReInit { reinit }, rest))
        }
        EXTERNAL_INIT => {
            let (kem_output, rest) = decode_opaque(&rest)?;
            Ok((Proposal::ExternalInit { kem_output }, rest))
        }
        GROUP_CONTEXT_EXTENSIONS => {
            let (extensions, rest) = decode_extensions(&rest)?;
            Ok((Proposal::GroupContextExtensions { extensions }, rest))
        }
        _ => {
            let (content, rest) = decode_opaque(&rest)?;
            let proposal = Proposal::Other { proposal_type, content };
            Ok((proposal, rest))
        }
    }
}

/// Inverse of [`decode_reinit`].
pub fn encode_reinit<B: Bytes>(reinit: &ReInit<B>) -> B {
    encode_opaque(&reinit.group_id)
        .concat(&encode_u16(reinit.version))
        .concat(&encode_u16(reinit.cipher_suite))
        .concat(&encode_extensions(&reinit.extensions))
}

/// Reads a [`ReInit`].
pub fn decode_reinit<B: Bytes>(input: &B) -> Result<(ReInit<B>, B), DecodeError> {
    let (group_id, rest) = decode_opaque(input)?;
    let (version, rest) = decode_u16(&rest)?;
    let (cipher_suite, rest) = decode_u16(&rest)?;
    let (extensions, rest) = decode_extensions(&rest)?;
    let reinit = ReInit { group_id, version, cipher_suite, extensions };
    Ok((reinit, rest))
}
