//! The tree as a value, and its encoding: RFC 9420, Section 12.4.3.3.

use crate::algebra::Bytes;
use crate::codec::{decode_optional, decode_u8, decode_vector, encode_optional, encode_u8, encode_vector};
use crate::error::DecodeError;
use crate::tree::math::{LeafCount, LeafIndex, NodeIndex};
use crate::tree::nodes::{
    LeafNode, ParentNode, decode_leaf_node, decode_parent_node, encode_leaf_node, encode_parent_node,
};

/// A ratchet tree. `None` is a blank node.
///
/// Leaves and parents are kept apart, so a node of the wrong type cannot be written. Invariant, which all
/// functions of this module keep: there are 2^d leaves and one parent less.
#[derive(Clone, Debug, PartialEq)]
pub struct RatchetTree<B> {
    /// Node `2i` of the array is `leaves[i]`.
    leaves: Vec<Option<LeafNode<B>>>,
    /// Node `2i + 1` of the array is `parents[i]`.
    parents: Vec<Option<ParentNode<B>>>,
}

/// RFC 9420, Section 12.4.3.3.
///
/// ```text
/// enum { reserved(0), leaf(1), parent(2), (255) } NodeType;
///
/// struct {
///     NodeType node_type;
///     select (Node.node_type) {
///         case leaf:   LeafNode leaf_node;
///         case parent: ParentNode parent_node;
///     };
/// } Node;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Node<B> {
    /// At an even position.
    Leaf(LeafNode<B>),
    /// At an odd position.
    Parent(ParentNode<B>),
}

/// The tree with the one leaf given.
pub fn singleton<B: Bytes>(leaf: LeafNode<B>) -> RatchetTree<B> {
    RatchetTree { leaves: vec![Some(leaf)], parents: Vec::new() }
}

/// The number of leaves, blank ones included.
pub fn leaf_count<B>(tree: &RatchetTree<B>) -> LeafCount {
    match LeafCount::new(tree.leaves.len()) {
        Some(n) => n,
        // Excluded by the invariant.
        None => LeafCount::ONE,
    }
}

/// The leaf node at a leaf; `None` if it is blank or outside the tree.
pub fn leaf_at<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex) -> Option<&LeafNode<B>> {
    match tree.leaves.get(leaf.0 as usize) {
        Some(Some(node)) => Some(node),
        _ => None,
    }
}

/// The parent node at an odd node index; `None` if it is blank, a leaf, or outside the tree.
pub fn parent_at<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex) -> Option<&ParentNode<B>> {
    match tree.parents.get(x.0 as usize / 2) {
        Some(Some(node)) if x.0 % 2 == 1 => Some(node),
        _ => None,
    }
}

/// The tree with one leaf replaced, or blanked; unchanged if it has no such leaf.
pub fn with_leaf<B: Bytes>(tree: RatchetTree<B>, leaf: LeafIndex, node: Option<LeafNode<B>>) -> RatchetTree<B> {
    let mut tree = tree;
    if (leaf.0 as usize) < tree.leaves.len() {
        tree.leaves[leaf.0 as usize] = node;
    }
    tree
}

/// The tree with one parent node replaced, or blanked; unchanged if it has no such parent node.
pub fn with_parent<B: Bytes>(tree: RatchetTree<B>, x: NodeIndex, node: Option<ParentNode<B>>) -> RatchetTree<B> {
    let mut tree = tree;
    let i = x.0 as usize / 2;
    if x.0 % 2 == 1 && i < tree.parents.len() {
        tree.parents[i] = node;
    }
    tree
}

/// The tree with `n` leaves: blank nodes are added, or nodes dropped, at the right edge.
///
/// RFC 9420, Appendix C: "Add: append `N + 1` blank values. Remove: truncate to the first `(N-1) / 2`", repeated.
pub fn resized<B: Bytes>(tree: RatchetTree<B>, n: LeafCount) -> RatchetTree<B> {
    let mut tree = tree;
    tree.leaves.resize(n.value(), None);
    tree.parents.resize(n.value() - 1, None);
    tree
}

/// `optional<Node> ratchet_tree<V>`, without the blank nodes after the last non-blank one.
pub fn encode_ratchet_tree<B: Bytes>(tree: &RatchetTree<B>) -> B {
    let mut nodes = Vec::new();
    let mut width = 0;
    for i in 0..tree.leaves.len() {
        let leaf = match tree.leaves.get(i) {
            Some(Some(leaf)) => Some(Node::Leaf(leaf.clone())),
            _ => None,
        };
        let parent = match tree.parents.get(i) {
            Some(Some(parent)) => Some(Node::Parent(parent.clone())),
            _ => None,
        };
        width = match (leaf.is_some(), parent.is_some()) {
            (_, true) => 2 * i + 2,
            (true, false) => 2 * i + 1,
            (false, false) => width,
        };
        nodes.push(leaf);
        nodes.push(parent);
    }
    nodes.truncate(width);
    encode_vector(&nodes, encode_optional_node)
}

/// Inverse of [`encode_ratchet_tree`]: RFC 9420, Section 12.4.3.3.
///
/// # Errors
/// [`DecodeError::TreeLength`] for an even number of nodes, [`DecodeError::TrailingBlankNode`] if the last
/// node is blank, [`DecodeError::NodeType`] for a leaf at an odd or a parent at an even position.
pub fn decode_ratchet_tree<B: Bytes>(input: &B) -> Result<(RatchetTree<B>, B), DecodeError> {
    let (nodes, rest) = decode_vector(input, decode_optional_node)?;
    if nodes.len() % 2 == 0 {
        return Err(DecodeError::TreeLength);
    }
    if nodes.last() == Some(&None) {
        return Err(DecodeError::TrailingBlankNode);
    }
    let empty = RatchetTree { leaves: Vec::new(), parents: Vec::new() };
    let mut tree = Ok(empty);
    for i in 0..nodes.len() {
        tree = match (tree, nodes.get(i)) {
            (Ok(tree), Some(node)) => with_next_node(tree, i, node),
            (tree, _) => tree,
        };
    }
    let tree = tree?;
    match LeafCount::at_least(tree.leaves.len()) {
        Some(n) => Ok((resized(tree, n), rest)),
        None => Err(DecodeError::TreeLength),
    }
}

fn with_next_node<B: Bytes>(
    tree: RatchetTree<B>,
    position: usize,
    node: &Option<Node<B>>,
) -> Result<RatchetTree<B>, DecodeError> {
    let mut tree = tree;
    match (position % 2, node) {
        (0, None) => tree.leaves.push(None),
        (0, Some(Node::Leaf(leaf))) => tree.leaves.push(Some(leaf.clone())),
        (1, None) => tree.parents.push(None),
        (1, Some(Node::Parent(parent))) => tree.parents.push(Some(parent.clone())),
        _ => return Err(DecodeError::NodeType),
    }
    Ok(tree)
}

fn encode_optional_node<B: Bytes>(node: &Option<Node<B>>) -> B {
    encode_optional(node, encode_node)
}

fn decode_optional_node<B: Bytes>(input: &B) -> Result<(Option<Node<B>>, B), DecodeError> {
    decode_optional(input, decode_node)
}

fn encode_node<B: Bytes>(node: &Node<B>) -> B {
    match node {
        Node::Leaf(leaf) => encode_u8::<B>(1).concat(&encode_leaf_node(leaf)),
        Node::Parent(parent) => encode_u8::<B>(2).concat(&encode_parent_node(parent)),
    }
}

fn decode_node<B: Bytes>(input: &B) -> Result<(Node<B>, B), DecodeError> {
    let (node_type, rest) = decode_u8(input)?;
    match node_type {
        1 => {
            let (leaf, rest) = decode_leaf_node(&rest)?;
            Ok((Node::Leaf(leaf), rest))
        }
        2 => {
            let (parent, rest) = decode_parent_node(&rest)?;
            Ok((Node::Parent(parent), rest))
        }
        _ => Err(DecodeError::NodeType), // reserved(0) and unassigned values
    }
}
