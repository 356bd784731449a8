//! RFC 9420, Section 7.9: parent hashes, computed and verified.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::encode_opaque;
use crate::crypto::encode_hpke_public_key;
use crate::error::{Invalid, Place, Rule, require};
use crate::tree::math::{LeafIndex, NodeIndex, is_in_subtree, leaf_index, leaf_node_index, left, right};
use crate::tree::nodes::{LeafNodeSource, ParentNode};
use crate::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, parent_at, with_parent};
use crate::tree::terms::{PathStep, non_blank_parents, resolution};
use crate::tree::tree_hash::tree_hash_except;

/// The `parent_hash` of a node below the parent node P is the parent hash of P with its other child: a node
/// in the resolution of one of P's children has it.
const PARENT_HASH_MATCHES: Rule = Rule::Mls(150);
/// That node is all of the resolution of the child but leaves that are unmerged at P, and these are all of
/// P's unmerged leaves below the child.
const NODES_BETWEEN_ARE_BLANK: Rule = Rule::Mls(151);
/// There is exactly one such node.
const EXACTLY_ONE_CHAIN: Rule = Rule::Mls(153);

/// The parent hash of node `p` with copath child `s`: RFC 9420, Section 7.9. `None` if `p` is blank.
///
/// ```text
/// parent_hash(P, S) = Hash(ParentHashInput)
///
/// struct {
///     HPKEPublicKey encryption_key;
///     opaque parent_hash<V>;
///     opaque original_sibling_tree_hash<V>;
/// } ParentHashInput;
/// ```
pub fn parent_hash<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>, p: NodeIndex, s: NodeIndex) -> Option<B> {
    let node = parent_at(tree, p)?;
    let original_sibling_tree_hash = tree_hash_except(suite, tree, s, &node.unmerged_leaves);
    let input = encode_hpke_public_key(&node.encryption_key)
        .concat(&encode_opaque(&node.parent_hash))
        .concat(&encode_opaque(&original_sibling_tree_hash));
    Some(B::hash(suite, &input))
}

/// Sets the parent hashes of the nodes of a filtered direct path; returns also the one for its leaf.
///
/// From the root to the leaf: the last node of the path gets the zero-length parent hash, each other node
/// the parent hash of the next one. The leaf's is that of the first node, or empty if the path is.
///
/// Requires that no node of the path is blank.
pub fn with_parent_hashes<B: Crypto>(
    suite: CipherSuite,
    tree: RatchetTree<B>,
    path: &[PathStep],
) -> (RatchetTree<B>, B) {
    let mut tree = tree;
    let mut above = B::literal(&[]);
    for i in 0..path.len() {
        (tree, above) = match path.get(path.len() - 1 - i) {
            Some(step) => with_parent_hash(suite, tree, *step, above),
            None => (tree, above),
        };
    }
    (tree, above)
}

/// One step of [`with_parent_hashes`]: sets the node's `parent_hash`, and returns its own parent hash.
fn with_parent_hash<B: Crypto>(
    suite: CipherSuite,
    tree: RatchetTree<B>,
    step: PathStep,
    parent_hash_above: B,
) -> (RatchetTree<B>, B) {
    let node = match parent_at(&tree, step.node) {
        Some(node) => Some(ParentNode {
            encryption_key: node.encryption_key.clone(),
            parent_hash: parent_hash_above.clone(),
            unmerged_leaves: node.unmerged_leaves.clone(),
        }),
        None => None,
    };
    let tree = with_parent(tree, step.node, node);
    let own = match parent_hash(suite, &tree, step.node, step.copath) {
        Some(own) => own,
        // Excluded by the precondition.
        None => parent_hash_above,
    };
    (tree, own)
}

/// Whether every parent node is parent-hash valid, "top down": RFC 9420, Section 7.9.2.
///
/// For each parent node there must be exactly one descendant D whose parent hash is valid with respect to
/// it. D lies lower in the tree and is a leaf or again has exactly one such descendant, so each parent node
/// is the end of a chain that starts at a leaf.
///
/// # Errors
/// The first parent node from the left that is not valid. That D is a descendant holds of every node that
/// is considered, since all are in the resolution of a child.
pub fn check_parent_hashes<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>) -> Result<(), Invalid> {
    let parents = non_blank_parents(tree);
    let mut verdict = Ok(());
    for i in 0..parents.len() {
        verdict = match (verdict, parents.get(i)) {
            (Ok(()), Some(p)) => check_parent_hash(suite, tree, *p),
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// How many nodes claim a parent node as the next one above them, and how many of them rightly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Links {
    /// Nodes whose `parent_hash` is the parent hash of P.
    matching: usize,
    /// Those among them that were updated together with P.
    valid: usize,
}

fn check_parent_hash<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>, p: NodeIndex) -> Result<(), Invalid> {
    let (matching, valid) = match (left(p), right(p)) {
        (Some(left), Some(right)) => {
            let from_left = links(suite, tree, p, left, right);
            let from_right = links(suite, tree, p, right, left);
            (from_left.matching + from_right.matching, from_left.valid + from_right.valid)
        }
        _ => (0, 0),
    };
    let place = Place::Node(p.0);
    require(matching > 0, PARENT_HASH_MATCHES, place)?;
    require(valid > 0, NODES_BETWEEN_ARE_BLANK, place)?;
    require(valid == 1, EXACTLY_ONE_CHAIN, place)
}

/// The links to P from nodes D in the resolution of its child C; S is the other child.
fn links<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>, p: NodeIndex, c: NodeIndex, s: NodeIndex) -> Links {
    let expected = parent_hash(suite, tree, p, s);
    let unmerged = unmerged_below(tree, p, c);
    let nodes = resolution(tree, c);
    let mut links = Links { matching: 0, valid: 0 };
    for i in 0..nodes.len() {
        links = match nodes.get(i) {
            Some(d) if expected.is_some() && parent_hash_at(tree, *d) == expected => Links {
                matching: links.matching + 1,
                valid: links.valid + usize::from(without(&nodes, *d) == unmerged),
            },
            _ => links,
        };
    }
    links
}

/// The `parent_hash` field of a node; `None` if it is blank, or a leaf that has no such field.
fn parent_hash_at<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex) -> Option<B> {
    match (leaf_index(x), parent_at(tree, x)) {
        (Some(leaf), _) => match &leaf_at(tree, leaf)?.leaf_node_source {
            LeafNodeSource::Commit { parent_hash } => Some(parent_hash.clone()),
            LeafNodeSource::KeyPackage { .. } | LeafNodeSource::Update => None,
        },
        (None, Some(node)) => Some(node.parent_hash.clone()),
        (None, None) => None,
    }
}

/// The intersection of P's `unmerged_leaves` with the subtree under C, as nodes, in their order.
///
/// Where `unmerged_leaves` are sorted, the order is that of a resolution.
fn unmerged_below<B: Bytes>(tree: &RatchetTree<B>, p: NodeIndex, c: NodeIndex) -> Vec<NodeIndex> {
    let unmerged_leaves: Vec<LeafIndex> = match parent_at(tree, p) {
        Some(node) => node.unmerged_leaves.clone(),
        None => Vec::new(),
    };
    let mut below = Vec::new();
    for i in 0..unmerged_leaves.len() {
        let node = match unmerged_leaves.get(i) {
            Some(leaf) => leaf_node_index(*leaf, leaf_count(tree)),
            None => None,
        };
        match node {
            Some(node) if is_in_subtree(node, c) => below.push(node),
            _ => (),
        }
    }
    below
}

fn without(nodes: &[NodeIndex], x: NodeIndex) -> Vec<NodeIndex> {
    let mut kept = Vec::new();
    for i in 0..nodes.len() {
        match nodes.get(i) {
            Some(node) if *node != x => kept.push(*node),
            _ => (),
        }
    }
    kept
}
