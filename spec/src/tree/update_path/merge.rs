//! RFC 9420, Section 7.5 and Section 12.4.2, the recipient: check an UpdatePath and merge it into the tree.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::crypto::HpkePublicKey;
use crate::error::{Error, Invalid, Misuse, Place, Rule, require};
use crate::tree::add_remove::blank_direct_path;
use crate::tree::leaf_validation::check_encryption_key;
use crate::tree::math::{LeafIndex, NodeIndex, leaf_node_index, node_width};
use crate::tree::nodes::{LeafNodeSource, ParentNode};
use crate::tree::parent_hash::with_parent_hashes;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, with_leaf, with_parent};
use crate::tree::terms::{PathStep, encryption_key_at, filtered_direct_path};
use crate::tree::update_path::{UpdatePath, UpdatePathNode, path_secret_recipients};

/// The leaf of the path has another `encryption_key` than the sender's current one.
const LEAF_KEY_CHANGES: Rule = Rule::Mls(342);
/// No public key of the path is in the tree (also R447).
const PATH_KEYS_ARE_NEW: Rule = Rule::Mls(343);
/// The public keys of the path are pairwise distinct.
const PATH_KEYS_ARE_DISTINCT: Rule = Rule::Mls(446);
/// The path has one entry for each node of the sender's filtered direct path.
const PATH_LENGTH: Rule = Rule::Mls(138);
/// The leaf's `parent_hash` is that of the first node of the path (also R131 and R154).
const LEAF_PARENT_HASH: Rule = Rule::Mls(155);
/// An entry has one ciphertext for each node of the resolution.
const CIPHERTEXT_COUNT: Rule = Rule::Mls(140);

/// The checks of RFC 9420, Section 12.4.2 on the public keys of a path. `tree` has the proposals applied,
/// but not the path. A blank leaf of the sender, that of an external Commit, has no key to differ from.
///
/// # Errors
/// The first broken rule for the leaf, then for each entry of the path, at the entry.
pub fn check_update_path_keys<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    sender: LeafIndex,
    path: &UpdatePath<B>,
) -> Result<(), Invalid> {
    let leaf_key = &path.leaf_node.encryption_key;
    let place = Place::Leaf(sender.0);
    let unchanged = match leaf_at(tree, sender) {
        Some(current) => current.encryption_key == *leaf_key,
        None => false,
    };
    require(!unchanged, LEAF_KEY_CHANGES, place)?;
    require(!has_key(tree, leaf_key), PATH_KEYS_ARE_NEW, place)?;
    let mut verdict = Ok(());
    let mut earlier = vec![leaf_key.clone()];
    for i in 0..path.nodes.len() {
        (verdict, earlier) = match (verdict, path.nodes.get(i)) {
            (Ok(()), Some(node)) => (
                check_path_key(suite, tree, &earlier, &node.encryption_key, i),
                with_key(earlier, &node.encryption_key),
            ),
            (verdict, _) => (verdict, earlier),
        };
    }
    verdict
}

fn check_path_key<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    earlier: &[HpkePublicKey<B>],
    key: &HpkePublicKey<B>,
    index: usize,
) -> Result<(), Invalid> {
    let place = Place::Entry(index as u32);
    check_encryption_key(suite, key, place)?;
    require(!has_key(tree, key), PATH_KEYS_ARE_NEW, place)?;
    require(!earlier.contains(key), PATH_KEYS_ARE_DISTINCT, place)
}

fn with_key<B: Bytes>(keys: Vec<HpkePublicKey<B>>, key: &HpkePublicKey<B>) -> Vec<HpkePublicKey<B>> {
    let mut keys = keys;
    keys.push(key.clone());
    keys
}

/// Whether a node of the tree has this public key.
fn has_key<B: Bytes>(tree: &RatchetTree<B>, key: &HpkePublicKey<B>) -> bool {
    let mut found = false;
    for i in 0..node_width(leaf_count(tree)) {
        found = found || encryption_key_at(tree, NodeIndex(i)).as_ref() == Some(key);
    }
    found
}

/// Merges an UpdatePath into the tree: RFC 9420, Section 7.5.
///
/// 1. Blank the direct path of the sender.
/// 2. Set the nodes of the filtered direct path, without unmerged leaves.
/// 3. Compute their parent hashes, and verify the one of the leaf.
///
/// # Errors
/// If the number of entries does not fit the tree, or the leaf has another parent hash;
/// [`Misuse::Unknown`] if the tree has no leaf `sender`.
pub fn merge_update_path<B: Crypto>(
    suite: CipherSuite,
    tree: RatchetTree<B>,
    sender: LeafIndex,
    path: &UpdatePath<B>,
) -> Result<RatchetTree<B>, Error> {
    leaf_node_index(sender, leaf_count(&tree)).ok_or(Misuse::Unknown)?;
    // Step 1.
    let tree = blank_direct_path(tree, sender);
    // Step 2.
    let steps = filtered_direct_path(&tree, sender);
    require(path.nodes.len() == steps.len(), PATH_LENGTH, Place::Message)?;
    let tree = with_path_nodes(tree, &steps, &path.nodes);
    // Step 3.
    let (tree, parent_hash) = with_parent_hashes(suite, tree, &steps);
    let expected = LeafNodeSource::Commit { parent_hash };
    require(path.leaf_node.leaf_node_source == expected, LEAF_PARENT_HASH, Place::Leaf(sender.0))?;
    Ok(with_leaf(tree, sender, Some(path.leaf_node.clone())))
}

fn with_path_nodes<B: Bytes>(tree: RatchetTree<B>, steps: &[PathStep], nodes: &[UpdatePathNode<B>]) -> RatchetTree<B> {
    let mut tree = tree;
    for i in 0..steps.len() {
        tree = match (steps.get(i), nodes.get(i)) {
            (Some(step), Some(node)) => with_new_parent(tree, step.node, node.encryption_key.clone()),
            _ => tree,
        };
    }
    tree
}

/// A parent node as an UpdatePath sets it: no unmerged leaves, and the parent hash still to be computed.
pub(crate) fn with_new_parent<B: Bytes>(
    tree: RatchetTree<B>,
    x: NodeIndex,
    encryption_key: HpkePublicKey<B>,
) -> RatchetTree<B> {
    let node = ParentNode { encryption_key, parent_hash: B::literal(&[]), unmerged_leaves: Vec::new() };
    with_parent(tree, x, Some(node))
}

/// Checks the numbers of ciphertexts: RFC 9420, Section 7.6. `tree` is the merged tree; `new_leaves` are the
/// leaves that the same Commit adds.
///
/// # Errors
/// The first entry of the path that has too few or too many.
pub fn check_ciphertext_counts<B: Bytes>(
    tree: &RatchetTree<B>,
    sender: LeafIndex,
    path: &UpdatePath<B>,
    new_leaves: &[LeafIndex],
) -> Result<(), Invalid> {
    let steps = filtered_direct_path(tree, sender);
    let mut verdict = Ok(());
    for i in 0..path.nodes.len() {
        let expected = match steps.get(i) {
            Some(step) => path_secret_recipients(tree, step.copath, new_leaves).len(),
            None => 0,
        };
        verdict = match (verdict, path.nodes.get(i)) {
            (Ok(()), Some(node)) => {
                require(node.encrypted_path_secret.len() == expected, CIPHERTEXT_COUNT, Place::Entry(i as u32))
            }
            (verdict, _) => verdict,
        };
    }
    verdict
}
