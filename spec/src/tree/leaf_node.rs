//! RFC 9420, Section 7.2: the signature of a LeafNode.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::encode_opaque;
use crate::crypto::{sign_with_label, verify_with_label};
use crate::error::Misuse;
use crate::secret::{Seed, SignaturePrivateKey};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::{LeafNode, LeafNodeSource, encode_leaf_index, encode_leaf_node_content};

/// The label of the signature.
const LABEL: &[u8] = b"LeafNodeTBS";

/// Where a LeafNode stands: what its signature covers besides its own fields, if its source is `update` or
/// `commit`.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupBinding<B> {
    /// Outside any group: in a KeyPackage.
    None,
    /// At a leaf of a group.
    Leaf {
        /// The group.
        group_id: B,
        /// The leaf.
        leaf_index: LeafIndex,
    },
}

/// RFC 9420, Section 7.2.
///
/// ```text
/// struct {
///     (all fields of LeafNode but signature)
///
///     select (LeafNodeTBS.leaf_node_source) {
///         case key_package: struct{};
///         case update:      opaque group_id<V>; uint32 leaf_index;
///         case commit:      opaque group_id<V>; uint32 leaf_index;
///     };
/// } LeafNodeTBS;
/// ```
///
/// `None` for a leaf of source `update` or `commit` outside any group. The field `signature` is not read.
pub fn leaf_node_tbs<B: Bytes>(leaf: &LeafNode<B>, binding: &GroupBinding<B>) -> Option<B> {
    let content = encode_leaf_node_content(leaf);
    match (&leaf.leaf_node_source, binding) {
        (LeafNodeSource::KeyPackage { .. }, _) => Some(content),
        (LeafNodeSource::Update | LeafNodeSource::Commit { .. }, GroupBinding::Leaf { group_id, leaf_index }) => {
            Some(content.concat(&encode_opaque(group_id)).concat(&encode_leaf_index(leaf_index)))
        }
        (LeafNodeSource::Update | LeafNodeSource::Commit { .. }, GroupBinding::None) => None,
    }
}

/// The leaf with its field `signature` set.
///
/// ```text
/// signature = SignWithLabel(., "LeafNodeTBS", LeafNodeTBS)
/// ```
///
/// # Errors
/// [`Misuse::PrivateKey`] if the private key is not that of the leaf's `signature_key`; [`Misuse::Unknown`]
/// for a source that belongs into a group, with no group.
pub fn sign_leaf_node<B: Crypto>(
    suite: CipherSuite,
    leaf: LeafNode<B>,
    binding: &GroupBinding<B>,
    private_key: &SignaturePrivateKey<B>,
    seed: &Seed<B>,
) -> Result<LeafNode<B>, Misuse> {
    let public_key = B::signature_public_key(suite, &private_key.bytes);
    if public_key != Some(leaf.signature_key.bytes.clone()) {
        return Err(Misuse::PrivateKey);
    }
    match leaf_node_tbs(&leaf, binding) {
        Some(tbs) => {
            let signature = sign_with_label(suite, private_key, LABEL, &tbs, seed)?;
            let mut leaf = leaf;
            leaf.signature = signature;
            Ok(leaf)
        }
        None => Err(Misuse::Unknown),
    }
}

/// Whether the signature of a leaf is one by its `signature_key`.
pub fn leaf_node_signature_is_valid<B: Crypto>(
    suite: CipherSuite,
    leaf: &LeafNode<B>,
    binding: &GroupBinding<B>,
) -> bool {
    match leaf_node_tbs(leaf, binding) {
        Some(tbs) => verify_with_label(suite, &leaf.signature_key, LABEL, &tbs, &leaf.signature),
        None => false,
    }
}
