//! RFC 9420, Section 4.1: the terms in which the operations on trees are described.

use crate::algebra::Bytes;
use crate::crypto::HpkePublicKey;
use crate::tree::math::{
    LeafIndex, NodeIndex, copath, direct_path, is_in_subtree, leaf_index, leaf_node_index, left, node_width, right,
};
use crate::tree::nodes::ParentNode;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, parent_at};

/// A node of a filtered direct path: RFC 9420, Section 4.1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// The node.
    pub node: NodeIndex,
    /// Its child on the copath.
    pub copath: NodeIndex,
}

/// Whether a node holds no public key; so is every node outside the tree.
pub fn is_blank<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex) -> bool {
    match leaf_index(x) {
        Some(leaf) => leaf_at(tree, leaf).is_none(),
        None => parent_at(tree, x).is_none(),
    }
}

/// The public key of a node; `None` if it is blank.
pub fn encryption_key_at<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex) -> Option<HpkePublicKey<B>> {
    let leaf = match leaf_index(x) {
        Some(leaf) => leaf_at(tree, leaf),
        None => None,
    };
    match (leaf, parent_at(tree, x)) {
        (Some(node), _) => Some(node.encryption_key.clone()),
        (None, Some(node)) => Some(node.encryption_key.clone()),
        (None, None) => None,
    }
}

/// The resolution of a node: RFC 9420, Section 4.1.1.
///
/// ```text
/// resolution(x) = x, unmerged_leaves(x)                       if x is not blank
/// resolution(x) = ""                                          if x is a blank leaf
/// resolution(x) = resolution(left(x)), resolution(right(x))   otherwise
/// ```
///
/// An entry of `unmerged_leaves` that is no leaf of the tree has no node, and is left out. The recursion
/// ends at the leaves.
pub fn resolution<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex) -> Vec<NodeIndex> {
    if x.0 >= node_width(leaf_count(tree)) {
        return Vec::new();
    }
    match (parent_at(tree, x), left(x), right(x)) {
        (Some(parent), _, _) => with_unmerged_leaves(tree, x, parent),
        (None, Some(left), Some(right)) => concatenated(resolution(tree, left), resolution(tree, right)),
        _ if is_blank(tree, x) => Vec::new(),
        _ => vec![x],
    }
}

fn with_unmerged_leaves<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex, parent: &ParentNode<B>) -> Vec<NodeIndex> {
    let mut nodes = vec![x];
    for i in 0..parent.unmerged_leaves.len() {
        nodes = match parent.unmerged_leaves.get(i) {
            Some(leaf) => match leaf_node_index(*leaf, leaf_count(tree)) {
                Some(node) => concatenated(nodes, vec![node]),
                None => nodes,
            },
            None => nodes,
        };
    }
    nodes
}

fn concatenated(first: Vec<NodeIndex>, second: Vec<NodeIndex>) -> Vec<NodeIndex> {
    let mut nodes = first;
    nodes.extend_from_slice(&second);
    nodes
}

/// The filtered direct path of a leaf, from the leaf to the root: RFC 9420, Section 4.1.2.
///
/// A node of the direct path is left out if the resolution of its child on the copath is empty. Empty for
/// a leaf outside the tree.
pub fn filtered_direct_path<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex) -> Vec<PathStep> {
    let n = leaf_count(tree);
    let (nodes, siblings) = match leaf_node_index(leaf, n) {
        Some(x) => (direct_path(x, n), copath(x, n)),
        None => (Vec::new(), Vec::new()),
    };
    let mut steps = Vec::new();
    for i in 0..nodes.len() {
        match (nodes.get(i), siblings.get(i)) {
            (Some(node), Some(copath)) if !resolution(tree, *copath).is_empty() => {
                steps.push(PathStep { node: *node, copath: *copath });
            }
            _ => (),
        }
    }
    steps
}

/// The position in a filtered direct path of the node whose copath child has a leaf in its subtree: the
/// lowest common ancestor of that leaf and the path's own.
///
/// `None` if there is none, as for the path's own leaf.
pub fn common_ancestor_step(path: &[PathStep], leaf: LeafIndex) -> Option<usize> {
    if leaf.0 > u32::MAX / 2 {
        return None;
    }
    let x = NodeIndex(2 * leaf.0);
    let mut found = None;
    for i in 0..path.len() {
        found = match (found, path.get(i)) {
            (None, Some(step)) if is_in_subtree(x, step.copath) => Some(i),
            (found, _) => found,
        };
    }
    found
}

/// The leftmost blank leaf of the tree, if it has a blank leaf.
pub fn leftmost_blank_leaf<B: Bytes>(tree: &RatchetTree<B>) -> Option<LeafIndex> {
    let mut found = None;
    for i in 0..leaf_count(tree).value() {
        let leaf = LeafIndex(i as u32);
        found = match found {
            None if leaf_at(tree, leaf).is_none() => Some(leaf),
            found => found,
        };
    }
    found
}

/// The leaves that are members, from left to right.
pub fn non_blank_leaves<B: Bytes>(tree: &RatchetTree<B>) -> Vec<LeafIndex> {
    let mut leaves = Vec::new();
    for i in 0..leaf_count(tree).value() {
        let leaf = LeafIndex(i as u32);
        if leaf_at(tree, leaf).is_some() {
            leaves.push(leaf);
        }
    }
    leaves
}

/// The parent nodes that are not blank, from left to right.
pub fn non_blank_parents<B: Bytes>(tree: &RatchetTree<B>) -> Vec<NodeIndex> {
    let mut parents = Vec::new();
    for i in 0..node_width(leaf_count(tree)) {
        if parent_at(tree, NodeIndex(i)).is_some() {
            parents.push(NodeIndex(i));
        }
    }
    parents
}
