//! RFC 9420, Section 12.2: the bullets on clients, on what members support, and on the resulting tree.

use crate::algebra::{Bytes, Crypto};
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::extension::Extension;
use crate::extension::content::{RequiredCapabilities, required_capabilities};
use crate::proposal::{Proposal, proposal_type};
use crate::proposal_list::CommittedProposal;
use crate::tree::capabilities::{supports_proposal, supports_required};
use crate::tree::math::LeafIndex;
use crate::tree::member_validation::check_members;
use crate::tree::nodes::LeafNode;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at};
use crate::tree::terms::non_blank_leaves;
use crate::tree::validation::check_parent_keys;

/// Several Adds for one client.
const CLIENT_ADDED_TWICE: Rule = Rule::Mls(280);
/// An Add of a client that is a member, and that the list does not remove.
const CLIENT_IS_MEMBER: Rule = Rule::Mls(281);
/// A non-default proposal type that a member that processes the Commit does not support.
const UNSUPPORTED_PROPOSAL_TYPE: Rule = Rule::Mls(287);
/// A `required_capabilities` that a member of the new epoch does not meet.
const REQUIRED_CAPABILITIES_NOT_MET: Rule = Rule::Mls(264);

/// The bullets on Adds.
///
/// Choice: what stands for "the same client" RFC 9420 leaves to the application, and gives identical signature
/// keys as its example; that is the test here.
///
/// # Errors
/// At the index of the first Add at fault.
pub fn check_clients<B: Bytes>(tree: &RatchetTree<B>, list: &[CommittedProposal<B>]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for index in 0..list.len() {
        verdict = match (verdict, added_leaf(list, index)) {
            (Ok(()), Some(added)) => check_client(tree, list, index, added),
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// The leaf that the proposal at an index adds, if it is an Add.
fn added_leaf<B: Bytes>(list: &[CommittedProposal<B>], index: usize) -> Option<&LeafNode<B>> {
    match list.get(index) {
        Some(committed) => match &committed.proposal {
            Proposal::Add { key_package } => Some(&key_package.leaf_node),
            _ => None,
        },
        None => None,
    }
}

fn check_client<B: Bytes>(
    tree: &RatchetTree<B>,
    list: &[CommittedProposal<B>],
    index: usize,
    added: &LeafNode<B>,
) -> Result<(), Invalid> {
    let place = Place::Entry(index as u32);
    let mut added_before = false;
    for earlier in 0..index {
        added_before = match added_leaf(list, earlier) {
            Some(other) => added_before || other.signature_key == added.signature_key,
            None => added_before,
        };
    }
    require(!added_before, CLIENT_ADDED_TWICE, place)?;
    let leaves = non_blank_leaves(tree);
    let mut is_member = false;
    for i in 0..leaves.len() {
        is_member = match leaves.get(i) {
            Some(leaf) => is_member || (!is_removed(list, *leaf) && has_key(tree, *leaf, added)),
            None => is_member,
        };
    }
    require(!is_member, CLIENT_IS_MEMBER, place)
}

fn has_key<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex, added: &LeafNode<B>) -> bool {
    match leaf_at(tree, leaf) {
        Some(member) => member.signature_key == added.signature_key,
        None => false,
    }
}

/// Whether the list removes the member at a leaf.
fn is_removed<B: Bytes>(list: &[CommittedProposal<B>], leaf: LeafIndex) -> bool {
    let mut found = false;
    for i in 0..list.len() {
        found = match list.get(i) {
            Some(committed) => found || committed.proposal == (Proposal::Remove { removed: leaf }),
            None => found,
        };
    }
    found
}

/// The bullet on non-default proposal types: members that the Commit adds or removes need not support them.
///
/// # Errors
/// At the index of the first proposal of an unsupported type.
pub fn check_proposal_types<B: Bytes>(tree: &RatchetTree<B>, list: &[CommittedProposal<B>]) -> Result<(), Invalid> {
    let leaves = non_blank_leaves(tree);
    let mut verdict = Ok(());
    for index in 0..list.len() {
        for i in 0..leaves.len() {
            verdict = match (verdict, list.get(index), leaves.get(i)) {
                (Ok(()), Some(committed), Some(leaf)) if !is_removed(list, *leaf) => require(
                    supports(tree, *leaf, proposal_type(&committed.proposal)),
                    UNSUPPORTED_PROPOSAL_TYPE,
                    Place::Entry(index as u32),
                ),
                (verdict, _, _) => verdict,
            };
        }
    }
    verdict
}

fn supports<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex, proposal_type: u16) -> bool {
    match leaf_at(tree, leaf) {
        Some(member) => supports_proposal(&member.capabilities, proposal_type),
        None => true,
    }
}

/// The last bullet: the members of the resulting tree fit each other and the extensions of the group.
///
/// `tree` is that of the new epoch, with the path merged if there is one.
///
/// # Errors
/// The first rule broken, at the leaf or node at fault.
pub fn check_resulting_members<B: Crypto>(tree: &RatchetTree<B>, extensions: &[Extension<B>]) -> Result<(), Error> {
    if let Some(required) = required_capabilities(extensions)? {
        check_required_capabilities(tree, &required)?;
    }
    check_members(tree, extensions)?;
    Ok(check_parent_keys(tree)?)
}

/// RFC 9420, Section 12.1.7: including the members added in the same Commit, and excluding those removed.
fn check_required_capabilities<B: Bytes>(
    tree: &RatchetTree<B>,
    required: &RequiredCapabilities,
) -> Result<(), Invalid> {
    let leaves = non_blank_leaves(tree);
    let mut verdict = Ok(());
    for i in 0..leaves.len() {
        verdict = match (verdict, leaves.get(i)) {
            (Ok(()), Some(leaf)) => {
                require(is_met_by(tree, *leaf, required), REQUIRED_CAPABILITIES_NOT_MET, Place::Leaf(leaf.0))
            }
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn is_met_by<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex, required: &RequiredCapabilities) -> bool {
    match leaf_at(tree, leaf) {
        Some(member) => supports_required(&member.capabilities, required),
        None => true,
    }
}
