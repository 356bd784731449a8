//! ART: the public keys of a tree.

use crate::algebra::Bytes;
use crate::art::key::{ArtPublicKey, decode_art_public_key, encode_art_public_key};
use crate::art::tree::ArtNodeIndex;
use crate::codec::{decode_vector, encode_vector};
use crate::error::DecodeError;

/// The public keys of all nodes, in the order of their numbers.
///
/// ```text
/// struct {
///     ArtPublicKey nodes<V>;
/// } ArtTree;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtTree<B> {
    /// Of `2n - 1` nodes, in a tree with `n` leaves.
    pub nodes: Vec<ArtPublicKey<B>>,
}

/// Inverse of [`decode_art_tree`].
pub fn encode_art_tree<B: Bytes>(tree: &ArtTree<B>) -> B {
    encode_vector(&tree.nodes, encode_art_public_key)
}

/// Reads an [`ArtTree`], of any number of nodes.
pub fn decode_art_tree<B: Bytes>(input: &B) -> Result<(ArtTree<B>, B), DecodeError> {
    let (nodes, rest) = decode_vector(input, decode_art_public_key)?;
    Ok((ArtTree { nodes }, rest))
}

/// The number of leaves.
pub fn art_leaf_count<B>(tree: &ArtTree<B>) -> usize {
    tree.nodes.len().div_ceil(2)
}

/// The public key of a node; `None` if the tree has no such node.
pub fn public_key_at<B: Bytes>(tree: &ArtTree<B>, x: ArtNodeIndex) -> Option<ArtPublicKey<B>> {
    tree.nodes.get(x.0 as usize).cloned()
}

/// The tree with other keys for the nodes of a path. Vectors: `art-update`, field `tree`.
pub fn with_path<B: Bytes>(tree: &ArtTree<B>, path: &[ArtNodeIndex], keys: &[ArtPublicKey<B>]) -> ArtTree<B> {
    let mut nodes = Vec::new();
    for i in 0..tree.nodes.len() {
        let new = key_on_path(path, keys, ArtNodeIndex(i as u32));
        nodes = match (new, tree.nodes.get(i)) {
            (Some(key), _) => pushed(nodes, key),
            (None, Some(key)) => pushed(nodes, key.clone()),
            (None, None) => nodes,
        };
    }
    ArtTree { nodes }
}

/// The key for a node, if it is on the path.
fn key_on_path<B: Bytes>(path: &[ArtNodeIndex], keys: &[ArtPublicKey<B>], x: ArtNodeIndex) -> Option<ArtPublicKey<B>> {
    let mut found = None;
    for i in 0..path.len() {
        found = match (found, path.get(i), keys.get(i)) {
            (None, Some(y), Some(key)) if *y == x => Some(key.clone()),
            (found, _, _) => found,
        };
    }
    found
}

fn pushed<B>(nodes: Vec<ArtPublicKey<B>>, key: ArtPublicKey<B>) -> Vec<ArtPublicKey<B>> {
    let mut nodes = nodes;
    nodes.push(key);
    nodes
}
