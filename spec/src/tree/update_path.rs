//! RFC 9420, Section 7.5 and Section 7.6: a new direct path, and what a Commit carries of it.

pub mod create;
pub mod decrypt;
pub mod merge;

use crate::algebra::Bytes;
use crate::codec::{decode_vector, encode_vector};
use crate::crypto::{
    HpkeCiphertext, HpkePublicKey, decode_hpke_ciphertext, decode_hpke_public_key, encode_hpke_ciphertext,
    encode_hpke_public_key,
};
use crate::error::DecodeError;
use crate::tree::math::{LeafIndex, NodeIndex, leaf_index};
use crate::tree::nodes::{LeafNode, decode_leaf_node, encode_leaf_node};
use crate::tree::ratchet_tree::RatchetTree;
use crate::tree::terms::resolution;

/// RFC 9420, Section 7.6.
///
/// ```text
/// struct {
///     HPKEPublicKey encryption_key;
///     HPKECiphertext encrypted_path_secret<V>;
/// } UpdatePathNode;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UpdatePathNode<B> {
    /// The new public key of the node.
    pub encryption_key: HpkePublicKey<B>,
    /// The node's path secret, once for each node that needs it, in the order of the resolution.
    pub encrypted_path_secret: Vec<HpkeCiphertext<B>>,
}

/// RFC 9420, Section 7.6.
///
/// ```text
/// struct {
///     LeafNode leaf_node;
///     UpdatePathNode nodes<V>;
/// } UpdatePath;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UpdatePath<B> {
    /// The sender's new leaf.
    pub leaf_node: LeafNode<B>,
    /// One entry for each node of the sender's filtered direct path, from the leaf to the root.
    pub nodes: Vec<UpdatePathNode<B>>,
}

/// The label under which path secrets are encrypted.
pub(crate) const LABEL: &[u8] = b"UpdatePathNode";

/// Inverse of [`decode_update_path_node`].
pub fn encode_update_path_node<B: Bytes>(node: &UpdatePathNode<B>) -> B {
    encode_hpke_public_key(&node.encryption_key)
        .concat(&encode_vector(&node.encrypted_path_secret, encode_hpke_ciphertext))
}

/// Reads an [`UpdatePathNode`].
pub fn decode_update_path_node<B: Bytes>(input: &B) -> Result<(UpdatePathNode<B>, B), DecodeError> {
    let (encryption_key, rest) = decode_hpke_public_key(input)?;
    let (encrypted_path_secret, rest) = decode_vector(&rest, decode_hpke_ciphertext)?;
    let node = UpdatePathNode { encryption_key, encrypted_path_secret };
    Ok((node, rest))
}

/// Inverse of [`decode_update_path`].
pub fn encode_update_path<B: Bytes>(path: &UpdatePath<B>) -> B {
    encode_leaf_node(&path.leaf_node).concat(&encode_vector(&path.nodes, encode_update_path_node))
}

/// Reads an [`UpdatePath`].
pub fn decode_update_path<B: Bytes>(input: &B) -> Result<(UpdatePath<B>, B), DecodeError> {
    let (leaf_node, rest) = decode_leaf_node(input)?;
    let (nodes, rest) = decode_vector(&rest, decode_update_path_node)?;
    Ok((UpdatePath { leaf_node, nodes }, rest))
}

/// The nodes to which a path secret is encrypted: the resolution of the copath node, without the leaves
/// that the same Commit adds (RFC 9420, Section 7.5).
pub fn path_secret_recipients<B: Bytes>(
    tree: &RatchetTree<B>,
    copath: NodeIndex,
    new_leaves: &[LeafIndex],
) -> Vec<NodeIndex> {
    let nodes = resolution(tree, copath);
    let mut recipients = Vec::new();
    for i in 0..nodes.len() {
        match nodes.get(i) {
            Some(x) if !is_new_leaf(*x, new_leaves) => recipients.push(*x),
            _ => (),
        }
    }
    recipients
}

fn is_new_leaf(x: NodeIndex, new_leaves: &[LeafIndex]) -> bool {
    match leaf_index(x) {
        Some(leaf) => new_leaves.contains(&leaf),
        None => false,
    }
}
