//! RFC 9420, Section 7.1 and Section 7.2: the contents of nodes.

use crate::algebra::Bytes;
use crate::codec::{
    decode_opaque, decode_u8, decode_u16_vector, decode_u32, decode_u64, decode_vector, encode_opaque, encode_u8,
    encode_u16_vector, encode_u32, encode_u64, encode_vector,
};
use crate::credential::{Credential, decode_credential, encode_credential};
use crate::crypto::{
    HpkePublicKey, SignaturePublicKey, decode_hpke_public_key, decode_signature_public_key, encode_hpke_public_key,
    encode_signature_public_key,
};
use crate::error::DecodeError;
use crate::extension::{Extension, decode_extensions, encode_extensions};
use crate::tree::math::LeafIndex;

/// RFC 9420, Section 7.1.
///
/// ```text
/// struct {
///     HPKEPublicKey encryption_key;
///     opaque parent_hash<V>;
///     uint32 unmerged_leaves<V>;
/// } ParentNode;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ParentNode<B> {
    /// Its private key is held by the members below, but not by those of the unmerged leaves.
    pub encryption_key: HpkePublicKey<B>,
    /// The parent hash of the next non-blank node above; empty at the top.
    pub parent_hash: B,
    /// Leaves below whose members do not hold the private key, in increasing order.
    pub unmerged_leaves: Vec<LeafIndex>,
}

/// RFC 9420, Section 7.2.
///
/// ```text
/// struct {
///     ProtocolVersion versions<V>;
///     CipherSuite cipher_suites<V>;
///     ExtensionType extensions<V>;
///     ProposalType proposals<V>;
///     CredentialType credentials<V>;
/// } Capabilities;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Protocol versions.
    pub versions: Vec<u16>,
    /// Cipher suites.
    pub cipher_suites: Vec<u16>,
    /// Extension types, without the default ones.
    pub extensions: Vec<u16>,
    /// Proposal types, without the default ones.
    pub proposals: Vec<u16>,
    /// Credential types.
    pub credentials: Vec<u16>,
}

/// RFC 9420, Section 7.2. In seconds since the Unix epoch.
///
/// ```text
/// struct {
///     uint64 not_before;
///     uint64 not_after;
/// } Lifetime;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// The first second at which the leaf is valid.
    pub not_before: u64,
    /// The last second at which the leaf is valid.
    pub not_after: u64,
}

/// RFC 9420, Section 7.2.
///
/// ```text
/// enum { reserved(0), key_package(1), update(2), commit(3), (255) } LeafNodeSource;
///
/// select (LeafNode.leaf_node_source) {
///     case key_package: Lifetime lifetime;
///     case update:      struct{};
///     case commit:      opaque parent_hash<V>;
/// };
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum LeafNodeSource<B> {
    /// The leaf of a KeyPackage.
    KeyPackage {
        /// When it may be used.
        lifetime: Lifetime,
    },
    /// The leaf of an Update proposal.
    Update,
    /// The leaf of an UpdatePath.
    Commit {
        /// The parent hash of the next non-blank node above; empty if there is none.
        parent_hash: B,
    },
}

/// RFC 9420, Section 7.2.
///
/// ```text
/// struct {
///     HPKEPublicKey encryption_key;
///     SignaturePublicKey signature_key;
///     Credential credential;
///     Capabilities capabilities;
///     LeafNodeSource leaf_node_source;
///     select (LeafNode.leaf_node_source) {
///         case key_package: Lifetime lifetime;
///         case update:      struct{};
///         case commit:      opaque parent_hash<V>;
///     };
///     Extension extensions<V>;
///     /* SignWithLabel(., "LeafNodeTBS", LeafNodeTBS) */
///     opaque signature<V>;
/// } LeafNode;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LeafNode<B> {
    /// Encrypts to this member.
    pub encryption_key: HpkePublicKey<B>,
    /// Verifies what this member signs.
    pub signature_key: SignaturePublicKey<B>,
    /// Who the member is.
    pub credential: Credential<B>,
    /// What the member supports.
    pub capabilities: Capabilities,
    /// How the leaf came to be.
    pub leaf_node_source: LeafNodeSource<B>,
    /// Anything else about the member.
    pub extensions: Vec<Extension<B>>,
    /// Over a LeafNodeTBS.
    pub signature: B,
}

/// Inverse of [`decode_parent_node`].
pub fn encode_parent_node<B: Bytes>(node: &ParentNode<B>) -> B {
    encode_hpke_public_key(&node.encryption_key)
        .concat(&encode_opaque(&node.parent_hash))
        .concat(&encode_vector(&node.unmerged_leaves, encode_leaf_index))
}

/// Reads a [`ParentNode`].
pub fn decode_parent_node<B: Bytes>(input: &B) -> Result<(ParentNode<B>, B), DecodeError> {
    let (encryption_key, rest) = decode_hpke_public_key(input)?;
    let (parent_hash, rest) = decode_opaque(&rest)?;
    let (unmerged_leaves, rest) = decode_vector(&rest, decode_leaf_index)?;
    let node = ParentNode { encryption_key, parent_hash, unmerged_leaves };
    Ok((node, rest))
}

/// A `uint32` that is the index of a leaf.
pub fn encode_leaf_index<B: Bytes>(leaf: &LeafIndex) -> B {
    encode_u32(leaf.0)
}

/// Inverse of [`encode_leaf_index`]. The index may lie outside any tree.
pub fn decode_leaf_index<B: Bytes>(input: &B) -> Result<(LeafIndex, B), DecodeError> {
    let (leaf, rest) = decode_u32(input)?;
    Ok((LeafIndex(leaf), rest))
}

/// Inverse of [`decode_capabilities`].
pub fn encode_capabilities<B: Bytes>(capabilities: &Capabilities) -> B {
    encode_u16_vector::<B>(&capabilities.versions)
        .concat(&encode_u16_vector(&capabilities.cipher_suites))
        .concat(&encode_u16_vector(&capabilities.extensions))
        .concat(&encode_u16_vector(&capabilities.proposals))
        .concat(&encode_u16_vector(&capabilities.credentials))
}

/// Reads [`Capabilities`]; unknown values are kept and mean nothing.
pub fn decode_capabilities<B: Bytes>(input: &B) -> Result<(Capabilities, B), DecodeError> {
    let (versions, rest) = decode_u16_vector(input)?;
    let (cipher_suites, rest) = decode_u16_vector(&rest)?;
    let (extensions, rest) = decode_u16_vector(&rest)?;
    let (proposals, rest) = decode_u16_vector(&rest)?;
    let (credentials, rest) = decode_u16_vector(&rest)?;
    let capabilities = Capabilities { versions, cipher_suites, extensions, proposals, credentials };
    Ok((capabilities, rest))
}

fn encode_leaf_node_source<B: Bytes>(source: &LeafNodeSource<B>) -> B {
    match source {
        LeafNodeSource::KeyPackage { lifetime } => {
            encode_u8::<B>(1).concat(&encode_u64(lifetime.not_before)).concat(&encode_u64(lifetime.not_after))
        }
        LeafNodeSource::Update => encode_u8(2),
        LeafNodeSource::Commit { parent_hash } => encode_u8::<B>(3).concat(&encode_opaque(parent_hash)),
    }
}

fn decode_leaf_node_source<B: Bytes>(input: &B) -> Result<(LeafNodeSource<B>, B), DecodeError> {
    let (source, rest) = decode_u8(input)?;
    match source {
        1 => {
            let (not_before, rest) = decode_u64(&rest)?;
            let (not_after, rest) = decode_u64(&rest)?;
            let lifetime = Lifetime { not_before, not_after };
            Ok((LeafNodeSource::KeyPackage { lifetime }, rest))
        }
        2 => Ok((LeafNodeSource::Update, rest)),
        3 => {
            let (parent_hash, rest) = decode_opaque(&rest)?;
            Ok((LeafNodeSource::Commit { parent_hash }, rest))
        }
        _ => Err(DecodeError::LeafNodeSource), // reserved(0) and unassigned values
    }
}

/// All fields of a LeafNode but the signature: the common part of LeafNode and LeafNodeTBS.
pub fn encode_leaf_node_content<B: Bytes>(leaf: &LeafNode<B>) -> B {
    encode_hpke_public_key(&leaf.encryption_key)
        .concat(&encode_signature_public_key(&leaf.signature_key))
        .concat(&encode_credential(&leaf.credential))
        .concat(&encode_capabilities(&leaf.capabilities))
        .concat(&encode_leaf_node_source(&leaf.leaf_node_source))
        .concat(&encode_extensions(&leaf.extensions))
}

/// Inverse of [`decode_leaf_node`].
pub fn encode_leaf_node<B: Bytes>(leaf: &LeafNode<B>) -> B {
    encode_leaf_node_content(leaf).concat(&encode_opaque(&leaf.signature))
}

/// Reads a [`LeafNode`].
pub fn decode_leaf_node<B: Bytes>(input: &B) -> Result<(LeafNode<B>, B), DecodeError> {
    let (encryption_key, rest) = decode_hpke_public_key(input)?;
    let (signature_key, rest) = decode_signature_public_key(&rest)?;
    let (credential, rest) = decode_credential(&rest)?;
    let (capabilities, rest) = decode_capabilities(&rest)?;
    let (leaf_node_source, rest) = decode_leaf_node_source(&rest)?;
    let (extensions, rest) = decode_extensions(&rest)?;
    let (signature, rest) = decode_opaque(&rest)?;
    let leaf =
        LeafNode { encryption_key, signature_key, credential, capabilities, leaf_node_source, extensions, signature };
    Ok((leaf, rest))
}
