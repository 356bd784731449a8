//! RFC 9420, Section 7.8: tree hashes.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{encode_opaque, encode_optional, encode_u8};
use crate::tree::math::{LeafIndex, NodeIndex, leaf_index, left, right, root};
use crate::tree::nodes::{LeafNode, ParentNode, encode_leaf_index, encode_leaf_node, encode_parent_node};
use crate::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, parent_at};

/// `NodeType` leaf.
const LEAF: u8 = 1;
/// `NodeType` parent.
const PARENT: u8 = 2;

/// The tree hash of the root: `tree_hash` of a GroupContext.
pub fn root_tree_hash<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>) -> B {
    tree_hash(suite, tree, root(leaf_count(tree)))
}

/// The tree hash of node `x`, which summarizes the subtree with `x` as head.
///
/// ```text
/// tree_hash(x) = Hash(TreeHashInput)
///
/// struct {
///     NodeType node_type;
///     select (TreeHashInput.node_type) {
///         case leaf:   LeafNodeHashInput leaf_node;
///         case parent: ParentNodeHashInput parent_node;
///     };
/// } TreeHashInput;
/// ```
///
/// Requires that `x` is a node of the tree.
/// Vectors: `tree-validation`, field `tree_hashes`.
pub fn tree_hash<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>, x: NodeIndex) -> B {
    tree_hash_except(suite, tree, x, &[])
}

/// The tree hash of node `x` in the tree where the leaves `except` are blank and in no `unmerged_leaves`.
///
/// RFC 9420, Section 7.9: with `except = P.unmerged_leaves` and `x` the child S of P, this is
/// `original_sibling_tree_hash`. The recursion ends at the leaves.
pub fn tree_hash_except<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>, x: NodeIndex, except: &[LeafIndex]) -> B {
    let input = match (leaf_index(x), left(x), right(x)) {
        (None, Some(left), Some(right)) => {
            let left_hash = tree_hash_except(suite, tree, left, except);
            let right_hash = tree_hash_except(suite, tree, right, except);
            parent_node_hash_input(parent_at(tree, x), &left_hash, &right_hash, except)
        }
        (Some(leaf), _, _) if !except.contains(&leaf) => leaf_node_hash_input(leaf, leaf_at(tree, leaf)),
        (Some(leaf), _, _) => leaf_node_hash_input(leaf, None),
        // A parent node has two children.
        (None, _, _) => B::literal(&[]),
    };
    B::hash(suite, &input)
}

/// ```text
/// struct {
///     uint32 leaf_index;
///     optional<LeafNode> leaf_node;
/// } LeafNodeHashInput;
/// ```
fn leaf_node_hash_input<B: Bytes>(leaf: LeafIndex, node: Option<&LeafNode<B>>) -> B {
    encode_u8::<B>(LEAF).concat(&encode_leaf_index(&leaf)).concat(&encode_optional(&node.cloned(), encode_leaf_node))
}

/// ```text
/// struct {
///     optional<ParentNode> parent_node;
///     opaque left_hash<V>;
///     opaque right_hash<V>;
/// } ParentNodeHashInput;
/// ```
fn parent_node_hash_input<B: Bytes>(
    node: Option<&ParentNode<B>>,
    left_hash: &B,
    right_hash: &B,
    except: &[LeafIndex],
) -> B {
    let node = match node {
        Some(node) => Some(ParentNode {
            encryption_key: node.encryption_key.clone(),
            parent_hash: node.parent_hash.clone(),
            unmerged_leaves: leaves_without(&node.unmerged_leaves, except),
        }),
        None => None,
    };
    encode_u8::<B>(PARENT)
        .concat(&encode_optional(&node, encode_parent_node))
        .concat(&encode_opaque(left_hash))
        .concat(&encode_opaque(right_hash))
}

/// The leaves of a list that are not in another.
fn leaves_without(leaves: &[LeafIndex], except: &[LeafIndex]) -> Vec<LeafIndex> {
    let mut kept = Vec::new();
    for i in 0..leaves.len() {
        match leaves.get(i) {
            Some(leaf) if !except.contains(leaf) => kept.push(*leaf),
            _ => (),
        }
    }
    kept
}
