//! RFC 9420, Section 12.4.3.1: the integrity of a ratchet tree that was received.
//!
//! The caller compares the tree hash with that of the GroupContext.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::crypto::HpkePublicKey;
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::extension::Extension;
use crate::tree::leaf_node::GroupBinding;
use crate::tree::leaf_policy::LeafPolicy;
use crate::tree::leaf_validation::{LeafNodeUse, check_encryption_key, check_leaf_node};
use crate::tree::math::{LeafIndex, NodeIndex, direct_path, leaf_node_index, level, node_width};
use crate::tree::member_validation::check_members;
use crate::tree::parent_hash::check_parent_hashes;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, parent_at};
use crate::tree::terms::{encryption_key_at, non_blank_leaves, non_blank_parents};

/// `unmerged_leaves` is in strictly increasing order.
const UNMERGED_LEAVES_ARE_SORTED: Rule = Rule::Mls(87);
/// An unmerged leaf is a non-blank leaf below the node.
const UNMERGED_LEAF_IS_BELOW: Rule = Rule::Mls(376);
/// Every non-blank node between an unmerged leaf and the node lists it too.
const UNMERGED_LEAF_IS_UNMERGED_BELOW: Rule = Rule::Mls(377);
/// The key of a parent node is that of no other node.
const PARENT_KEY_IS_UNIQUE: Rule = Rule::Mls(378);

/// Checks the integrity of a ratchet tree.
///
/// 1. The unmerged leaves of each parent node are sorted.
/// 2. Each parent node is parent-hash valid.
/// 3. Each leaf is valid, for itself and beside the others.
/// 4. Each parent node has valid unmerged leaves and a valid key of its own.
///
/// The first is RFC 9420, Section 7.1; the others are in the order of RFC 9420, Section 12.4.3.1.
///
/// # Errors
/// The first broken rule, at the leftmost node that breaks it.
pub fn check_tree<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    group_id: &B,
    group_extensions: &[Extension<B>],
    policy: &LeafPolicy<B>,
) -> Result<(), Error> {
    let parents = non_blank_parents(tree);
    check_sorted(tree, &parents)?;
    check_parent_hashes(suite, tree)?;
    check_leaves(suite, tree, group_id, group_extensions, policy)?;
    check_members(tree, group_extensions)?;
    check_parents(suite, tree, &parents)?;
    Ok(())
}

fn check_leaves<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    group_id: &B,
    group_extensions: &[Extension<B>],
    policy: &LeafPolicy<B>,
) -> Result<(), Error> {
    let leaves = non_blank_leaves(tree);
    let leaf_use = LeafNodeUse::RatchetTree;
    let mut verdict = Ok(());
    for i in 0..leaves.len() {
        verdict = match (verdict, leaves.get(i)) {
            (Ok(()), Some(leaf)) => {
                let binding = GroupBinding::Leaf { group_id: group_id.clone(), leaf_index: *leaf };
                match leaf_at(tree, *leaf) {
                    Some(node) => check_leaf_node(suite, node, &leaf_use, &binding, group_extensions, policy),
                    None => Ok(()),
                }
            }
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn check_sorted<B: Bytes>(tree: &RatchetTree<B>, parents: &[NodeIndex]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..parents.len() {
        verdict = match (verdict, parents.get(i)) {
            (Ok(()), Some(x)) => require(
                is_strictly_increasing(&unmerged_leaves(tree, *x)),
                UNMERGED_LEAVES_ARE_SORTED,
                Place::Node(x.0),
            ),
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn is_strictly_increasing(leaves: &[LeafIndex]) -> bool {
    let mut increasing = true;
    for i in 1..leaves.len() {
        increasing = increasing && leaves.get(i - 1) < leaves.get(i);
    }
    increasing
}

/// Choice: RFC 9420 nests the check of the encryption key under each unmerged leaf; here it is made for each
/// parent node, with and without unmerged leaves.
fn check_parents<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>, parents: &[NodeIndex]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..parents.len() {
        verdict = match (verdict, parents.get(i)) {
            (Ok(()), Some(x)) => check_parent(suite, tree, *x),
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn check_parent<B: Crypto>(suite: CipherSuite, tree: &RatchetTree<B>, x: NodeIndex) -> Result<(), Invalid> {
    let unmerged = unmerged_leaves(tree, x);
    let mut verdict = Ok(());
    for i in 0..unmerged.len() {
        verdict = match (verdict, unmerged.get(i)) {
            (Ok(()), Some(leaf)) => check_unmerged_leaf(tree, x, *leaf),
            (verdict, _) => verdict,
        };
    }
    verdict?;
    check_parent_key(tree, x)?;
    match encryption_key_at(tree, x) {
        Some(key) => check_encryption_key(suite, &key, Place::Node(x.0)),
        None => Ok(()),
    }
}

/// Checks that the encryption key of each parent node is that of no other node (RFC 9420, Section 16.7).
///
/// # Errors
/// At the leftmost parent node whose key is elsewhere too.
pub fn check_parent_keys<B: Bytes>(tree: &RatchetTree<B>) -> Result<(), Invalid> {
    let parents = non_blank_parents(tree);
    let mut verdict = Ok(());
    for i in 0..parents.len() {
        verdict = match (verdict, parents.get(i)) {
            (Ok(()), Some(x)) => check_parent_key(tree, *x),
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn check_parent_key<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex) -> Result<(), Invalid> {
    let unique = match encryption_key_at(tree, x) {
        Some(key) => !is_key_elsewhere(tree, x, &key),
        None => true,
    };
    require(unique, PARENT_KEY_IS_UNIQUE, Place::Node(x.0))
}

fn check_unmerged_leaf<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex, leaf: LeafIndex) -> Result<(), Invalid> {
    let n = leaf_count(tree);
    let place = Place::Node(x.0);
    let path = match (leaf_node_index(leaf, n), leaf_at(tree, leaf)) {
        (Some(node), Some(_)) => direct_path(node, n),
        _ => Vec::new(),
    };
    require(path.contains(&x), UNMERGED_LEAF_IS_BELOW, place)?;
    let mut listed = true;
    for i in 0..path.len() {
        listed = match path.get(i) {
            Some(between) if level(*between) < level(x) && parent_at(tree, *between).is_some() => {
                listed && unmerged_leaves(tree, *between).contains(&leaf)
            }
            _ => listed,
        };
    }
    require(listed, UNMERGED_LEAF_IS_UNMERGED_BELOW, place)
}

/// Whether another node of the tree has the public key of node `x`.
fn is_key_elsewhere<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex, key: &HpkePublicKey<B>) -> bool {
    let mut found = false;
    for i in 0..node_width(leaf_count(tree)) {
        let same = i != x.0 && encryption_key_at(tree, NodeIndex(i)).as_ref() == Some(key);
        found = found || same;
    }
    found
}

/// The unmerged leaves of a parent node; empty if it is blank.
fn unmerged_leaves<B: Bytes>(tree: &RatchetTree<B>, x: NodeIndex) -> Vec<LeafIndex> {
    match parent_at(tree, x) {
        Some(node) => node.unmerged_leaves.clone(),
        None => Vec::new(),
    }
}
