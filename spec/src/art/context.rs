//! ART: what the members of a group agree on in a stage.

use crate::algebra::{Bytes, Crypto};
use crate::art::envelope::encode_art10;
use crate::art::member::{ArtMember, encode_art_member};
use crate::art::public_tree::{ArtTree, encode_art_tree};
use crate::cipher_suite::CipherSuite;
use crate::codec::{
    decode_opaque, decode_u8, decode_u64, encode_opaque, encode_optional, encode_u8, encode_u16, encode_u64,
    encode_vector,
};
use crate::error::DecodeError;

/// Whether the messages of a group are signed. Updates never are.
///
/// Choice: both, since the difference is a property worth showing.
///
/// ```text
/// enum { reserved(0), unsigned(1), signed(2), (255) } ArtMode;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArtMode {
    /// A member can send messages in the name of another, for all of them have the same keys.
    Unsigned,
    /// Each message is signed by its sender.
    Signed,
}

/// The stage of another group that a group follows.
///
/// Choice: membership is static in the paper. It changes by another setup.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 stage;
///     opaque stage_authenticator<V>;
/// } ArtLink;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtLink<B> {
    /// The other group.
    pub group_id: B,
    /// Its last stage.
    pub stage: u64,
    /// [`crate::art::stage_key::stage_authenticator`] of that stage.
    pub stage_authenticator: B,
}

/// What a stage key binds.
///
/// Choice: beyond the identities and the public tree of the paper, all that the members have to agree on.
///
/// ```text
/// struct {
///     ArtVersion version = art10;
///     CipherSuite cipher_suite;
///     opaque group_id<V>;
///     ArtMode mode;
///     optional<ArtLink> link;
///     uint64 stage;
///     ArtMember members<V>;
///     ArtTree tree;
/// } ArtContext;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtContext<B> {
    /// The wire value of the suite.
    pub cipher_suite: u16,
    /// What the group is called.
    pub group_id: B,
    /// Whether messages are signed.
    pub mode: ArtMode,
    /// The stage that the group's first one follows.
    pub link: Option<ArtLink<B>>,
    /// The number of updates since the setup.
    pub stage: u64,
    /// The members, in the order of their leaves.
    pub members: Vec<ArtMember<B>>,
    /// The public keys.
    pub tree: ArtTree<B>,
}

/// Inverse of [`decode_art_mode`].
pub fn encode_art_mode<B: Bytes>(mode: ArtMode) -> B {
    match mode {
        ArtMode::Unsigned => encode_u8(1),
        ArtMode::Signed => encode_u8(2),
    }
}

/// Reads an [`ArtMode`].
///
/// # Errors
/// [`DecodeError::ArtMode`] for a value that is not defined.
pub fn decode_art_mode<B: Bytes>(input: &B) -> Result<(ArtMode, B), DecodeError> {
    let (mode, rest) = decode_u8(input)?;
    match mode {
        1 => Ok((ArtMode::Unsigned, rest)),
        2 => Ok((ArtMode::Signed, rest)),
        _ => Err(DecodeError::ArtMode), // reserved(0) and unassigned values
    }
}

/// Inverse of [`decode_art_link`].
pub fn encode_art_link<B: Bytes>(link: &ArtLink<B>) -> B {
    encode_opaque(&link.group_id).concat(&encode_u64(link.stage)).concat(&encode_opaque(&link.stage_authenticator))
}

/// Reads an [`ArtLink`].
pub fn decode_art_link<B: Bytes>(input: &B) -> Result<(ArtLink<B>, B), DecodeError> {
    let (group_id, rest) = decode_opaque(input)?;
    let (stage, rest) = decode_u64(&rest)?;
    let (stage_authenticator, rest) = decode_opaque(&rest)?;
    let link = ArtLink { group_id, stage, stage_authenticator };
    Ok((link, rest))
}

/// The encoding, which is never sent.
pub fn encode_art_context<B: Bytes>(context: &ArtContext<B>) -> B {
    encode_art10::<B>()
        .concat(&encode_u16(context.cipher_suite))
        .concat(&encode_opaque(&context.group_id))
        .concat(&encode_art_mode(context.mode))
        .concat(&encode_optional(&context.link, encode_art_link))
        .concat(&encode_u64(context.stage))
        .concat(&encode_vector(&context.members, encode_art_member))
        .concat(&encode_art_tree(&context.tree))
}

/// ```text
/// context_hash = Hash(ArtContext)
/// ```
///
/// Vectors: `art-stage-key`, field `context_hash`.
pub fn context_hash<B: Crypto>(suite: CipherSuite, context: &ArtContext<B>) -> B {
    B::hash(suite, &encode_art_context(context))
}
