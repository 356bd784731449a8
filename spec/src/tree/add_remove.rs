//! RFC 9420, Section 7.7: adding and removing leaves; and how Add, Update and Remove change the tree
//! (RFC 9420, Section 12.1.1 to Section 12.1.3).

use crate::algebra::Bytes;
use crate::tree::math::{LeafCount, LeafIndex, NodeIndex, direct_path, leaf_node_index};
use crate::tree::nodes::{LeafNode, ParentNode};
use crate::tree::ratchet_tree::{RatchetTree, leaf_count, parent_at, resized, with_leaf, with_parent};
use crate::tree::terms::{leftmost_blank_leaf, non_blank_leaves};

/// Doubles the number of leaves: a new blank root, with the old tree as its left subtree and a blank right
/// subtree.
///
/// A tree of 2^30 leaves is returned unchanged. No tree of that size exists: its encoding would not fit
/// into a vector.
pub fn extend<B: Bytes>(tree: RatchetTree<B>) -> RatchetTree<B> {
    match LeafCount::new(2 * leaf_count(&tree).value()) {
        Some(n) => resized(tree, n),
        None => tree,
    }
}

/// Discards the root and its right subtree for as long as that has no non-blank leaf.
///
/// RFC 9420, Section 12.1.3: the rightmost non-blank leaf being L, 2^d leaves stay, with the smallest d
/// such that 2^d > L.
pub fn truncate<B: Bytes>(tree: RatchetTree<B>) -> RatchetTree<B> {
    let n = match non_blank_leaves(&tree).last() {
        Some(leaf) => LeafCount::at_least(leaf.0 as usize + 1),
        None => Some(LeafCount::ONE),
    };
    match n {
        Some(n) => resized(tree, n),
        // A leaf of the tree has an index below 2^30.
        None => tree,
    }
}

/// Finds a place for a new member: the leftmost blank leaf, if need be of the extended tree.
///
/// For an Add (RFC 9420, Section 12.1.1), and for the sender of an external Commit
/// (RFC 9420, Section 12.4.2).
pub fn assign_leaf<B: Bytes>(tree: RatchetTree<B>) -> (RatchetTree<B>, LeafIndex) {
    match leftmost_blank_leaf(&tree) {
        Some(leaf) => (tree, leaf),
        None => {
            let leaf = LeafIndex(leaf_count(&tree).value() as u32);
            (extend(tree), leaf)
        }
    }
}

/// Applies an Add: RFC 9420, Section 12.1.1. Returns also the leaf of the new member.
///
/// 1. Identify the leaf L for the new member.
/// 2. Add L to the `unmerged_leaves` of each non-blank node of its direct path.
/// 3. Set L.
pub fn add_leaf<B: Bytes>(tree: RatchetTree<B>, node: LeafNode<B>) -> (RatchetTree<B>, LeafIndex) {
    let (tree, leaf) = assign_leaf(tree);
    let path = leaf_direct_path(&tree, leaf);
    let mut tree = tree;
    for i in 0..path.len() {
        tree = match path.get(i) {
            Some(x) => with_unmerged_leaf(tree, *x, leaf),
            None => tree,
        };
    }
    (with_leaf(tree, leaf, Some(node)), leaf)
}

/// Applies an Update: RFC 9420, Section 12.1.2. Replaces the leaf and blanks its direct path.
pub fn update_leaf<B: Bytes>(tree: RatchetTree<B>, leaf: LeafIndex, node: LeafNode<B>) -> RatchetTree<B> {
    blank_direct_path(with_leaf(tree, leaf, Some(node)), leaf)
}

/// Applies a Remove: RFC 9420, Section 12.1.3. Blanks the leaf and its direct path, and truncates the tree.
///
/// With several Removes it does not matter that each one truncates, nor that Adds follow which extend the
/// tree again. What a truncation discards is blank in every valid tree: the leaves by definition, the nodes
/// above them because removing a leaf blanks its direct path, which includes the discarded root. An
/// extension brings the same blank nodes back, and the leftmost blank leaf is the same with and without.
pub fn remove_leaf<B: Bytes>(tree: RatchetTree<B>, leaf: LeafIndex) -> RatchetTree<B> {
    truncate(blank_direct_path(with_leaf(tree, leaf, None), leaf))
}

/// Blanks all nodes on the direct path of a leaf.
pub fn blank_direct_path<B: Bytes>(tree: RatchetTree<B>, leaf: LeafIndex) -> RatchetTree<B> {
    let path = leaf_direct_path(&tree, leaf);
    let mut tree = tree;
    for i in 0..path.len() {
        tree = match path.get(i) {
            Some(x) => with_parent(tree, *x, None),
            None => tree,
        };
    }
    tree
}

/// The direct path of a leaf; empty if the leaf lies outside the tree.
pub fn leaf_direct_path<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex) -> Vec<NodeIndex> {
    let n = leaf_count(tree);
    match leaf_node_index(leaf, n) {
        Some(x) => direct_path(x, n),
        None => Vec::new(),
    }
}

/// Adds a leaf to the `unmerged_leaves` of a node, unless that is blank.
fn with_unmerged_leaf<B: Bytes>(tree: RatchetTree<B>, x: NodeIndex, leaf: LeafIndex) -> RatchetTree<B> {
    match parent_at(&tree, x).cloned() {
        Some(node) => {
            let node = ParentNode {
                encryption_key: node.encryption_key,
                parent_hash: node.parent_hash,
                unmerged_leaves: with_leaf_index(&node.unmerged_leaves, leaf),
            };
            with_parent(tree, x, Some(node))
        }
        None => tree,
    }
}

/// A list in increasing order with one more leaf, in its place.
fn with_leaf_index(leaves: &[LeafIndex], leaf: LeafIndex) -> Vec<LeafIndex> {
    let mut smaller = Vec::new();
    let mut larger = Vec::new();
    for i in 0..leaves.len() {
        match leaves.get(i) {
            Some(other) if *other < leaf => smaller.push(*other),
            Some(other) if *other > leaf => larger.push(*other),
            _ => (),
        }
    }
    smaller.push(leaf);
    smaller.extend_from_slice(&larger);
    smaller
}
