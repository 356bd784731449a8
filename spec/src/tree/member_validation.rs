//! RFC 9420, Section 7.3, Section 13.4 and Section 16.7: what the leaves of a group demand of each other.

use crate::algebra::Bytes;
use crate::credential::credential_type;
use crate::error::{Invalid, Place, Rule, require};
use crate::extension::Extension;
use crate::tree::capabilities::{supports_credential, supports_extensions};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::LeafNode;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at};
use crate::tree::terms::non_blank_leaves;

/// All members support each extension of the GroupContext.
const EXTENSIONS_IN_USE: Rule = Rule::Mls(419);
/// All members support the type of the leaf's credential (also R408).
const CREDENTIAL_TYPE_IS_SUPPORTED: Rule = Rule::Mls(107);
/// The leaf supports the types of all members' credentials.
const CREDENTIAL_TYPES_IN_USE: Rule = Rule::Mls(108);
/// The `signature_key` is unique among the members.
const SIGNATURE_KEY_IS_UNIQUE: Rule = Rule::Mls(116);
/// The `encryption_key` is unique among the members.
const ENCRYPTION_KEY_IS_UNIQUE: Rule = Rule::Mls(117);

/// Checks all members against the group and against each other.
///
/// For a tree as a whole: that of a group to be joined, or that which a Commit leads to.
///
/// # Errors
/// The first rule that the leftmost member at fault breaks, at its leaf.
pub fn check_members<B: Bytes>(tree: &RatchetTree<B>, group_extensions: &[Extension<B>]) -> Result<(), Invalid> {
    let members = non_blank_leaves(tree);
    let mut verdict = Ok(());
    for i in 0..members.len() {
        verdict = match (verdict, members.get(i)) {
            (Ok(()), Some(leaf)) => check_member(tree, *leaf, group_extensions),
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// Checks one member against the group and against all others; a blank leaf passes.
///
/// # Errors
/// The first broken rule, in the order of RFC 9420, Section 7.3, at the leaf.
pub fn check_member<B: Bytes>(
    tree: &RatchetTree<B>,
    leaf: LeafIndex,
    group_extensions: &[Extension<B>],
) -> Result<(), Invalid> {
    match leaf_at(tree, leaf) {
        Some(node) => {
            let place = Place::Leaf(leaf.0);
            let supported = supports_extensions(&node.capabilities, group_extensions);
            require(supported, EXTENSIONS_IN_USE, place)?;
            let others = other_members(tree, leaf);
            let supported = each(&others, node, supports_credential_of);
            require(supported, CREDENTIAL_TYPE_IS_SUPPORTED, place)?;
            let supports = each(&others, node, is_credential_supported_by);
            require(supports, CREDENTIAL_TYPES_IN_USE, place)?;
            let unique = each(&others, node, has_other_signature_key);
            require(unique, SIGNATURE_KEY_IS_UNIQUE, place)?;
            let unique = each(&others, node, has_other_encryption_key);
            require(unique, ENCRYPTION_KEY_IS_UNIQUE, place)
        }
        None => Ok(()),
    }
}

/// The leaf nodes of all members but one.
fn other_members<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex) -> Vec<&LeafNode<B>> {
    let members = non_blank_leaves(tree);
    let mut others = Vec::new();
    for i in 0..members.len() {
        let node = match members.get(i) {
            Some(other) if *other != leaf => leaf_at(tree, *other),
            _ => None,
        };
        if let Some(node) = node {
            others.push(node);
        }
    }
    others
}

/// Whether `condition(other, node)` holds of all others.
fn each<B: Bytes>(
    others: &[&LeafNode<B>],
    node: &LeafNode<B>,
    condition: fn(&LeafNode<B>, &LeafNode<B>) -> bool,
) -> bool {
    let mut all = true;
    for i in 0..others.len() {
        all = match others.get(i) {
            Some(other) => all && condition(other, node),
            None => all,
        };
    }
    all
}

fn supports_credential_of<B: Bytes>(other: &LeafNode<B>, node: &LeafNode<B>) -> bool {
    supports_credential(&other.capabilities, credential_type(&node.credential))
}

fn is_credential_supported_by<B: Bytes>(other: &LeafNode<B>, node: &LeafNode<B>) -> bool {
    supports_credential(&node.capabilities, credential_type(&other.credential))
}

fn has_other_signature_key<B: Bytes>(other: &LeafNode<B>, node: &LeafNode<B>) -> bool {
    other.signature_key != node.signature_key
}

fn has_other_encryption_key<B: Bytes>(other: &LeafNode<B>, node: &LeafNode<B>) -> bool {
    other.encryption_key != node.encryption_key
}
