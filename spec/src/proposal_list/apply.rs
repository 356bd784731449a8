//! RFC 9420, Section 12.3: applying a list of proposals, in the order that the section fixes.

use crate::algebra::Bytes;
use crate::extension::Extension;
use crate::framing::Sender;
use crate::key_package::KeyPackage;
use crate::key_schedule::psk_id::PreSharedKeyId;
use crate::proposal::{Proposal, ReInit};
use crate::proposal_list::{CommittedProposal, new_extensions};
use crate::tree::add_remove::{add_leaf, remove_leaf, update_leaf};
use crate::tree::math::LeafIndex;
use crate::tree::ratchet_tree::RatchetTree;

/// What a list of proposals makes of an epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct AppliedProposals<B> {
    /// The new tree, before any path.
    pub tree: RatchetTree<B>,
    /// The extensions of the new GroupContext.
    pub extensions: Vec<Extension<B>>,
    /// The members added, in the order of the list.
    pub added: Vec<AddedMember<B>>,
    /// The members removed.
    pub removed: Vec<LeafIndex>,
    /// The PSKs to inject, in the order of the list.
    pub psks: Vec<PreSharedKeyId<B>>,
    /// The `kem_output` of an ExternalInit.
    pub kem_output: Option<B>,
    /// The parameters of the group that follows.
    pub reinit: Option<ReInit<B>>,
}

/// A member that a Commit adds.
#[derive(Clone, Debug, PartialEq)]
pub struct AddedMember<B> {
    /// Its leaf.
    pub leaf: LeafIndex,
    /// What it was added by.
    pub key_package: KeyPackage<B>,
}

/// The steps of the section after the first; the last stands for all that only note something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Update,
    Remove,
    Add,
    Note,
}

/// Applies a valid list to the tree and the extensions of an epoch.
pub fn apply_proposals<B: Bytes>(
    tree: &RatchetTree<B>,
    extensions: &[Extension<B>],
    list: &[CommittedProposal<B>],
) -> AppliedProposals<B> {
    // 1. GroupContextExtensions.
    let applied = AppliedProposals {
        tree: tree.clone(),
        extensions: new_extensions(extensions, list),
        added: Vec::new(),
        removed: Vec::new(),
        psks: Vec::new(),
        kem_output: None,
        reinit: None,
    };
    // 2. Updates, 3. Removes, 4. Adds, 5. to 7. PSKs, ExternalInit and ReInit.
    let applied = apply_step(applied, Step::Update, list);
    let applied = apply_step(applied, Step::Remove, list);
    let applied = apply_step(applied, Step::Add, list);
    apply_step(applied, Step::Note, list)
}

fn apply_step<B: Bytes>(
    applied: AppliedProposals<B>,
    step: Step,
    list: &[CommittedProposal<B>],
) -> AppliedProposals<B> {
    let mut applied = applied;
    for i in 0..list.len() {
        applied = match list.get(i) {
            Some(committed) => apply_in_step(applied, step, committed),
            None => applied,
        };
    }
    applied
}

/// Applies a proposal if this is the step for its type.
fn apply_in_step<B: Bytes>(
    applied: AppliedProposals<B>,
    step: Step,
    committed: &CommittedProposal<B>,
) -> AppliedProposals<B> {
    let mut applied = applied;
    match (step, &committed.proposal) {
        (Step::Update, Proposal::Update { leaf_node }) => {
            if let Sender::Member { leaf_index } = committed.sender {
                applied.tree = update_leaf(applied.tree, leaf_index, leaf_node.clone());
            }
        }
        (Step::Remove, Proposal::Remove { removed }) => {
            applied.tree = remove_leaf(applied.tree, *removed);
            applied.removed.push(*removed);
        }
        (Step::Add, Proposal::Add { key_package }) => {
            let (tree, leaf) = add_leaf(applied.tree, key_package.leaf_node.clone());
            let key_package = key_package.clone();
            applied.tree = tree;
            applied.added.push(AddedMember { leaf, key_package });
        }
        (Step::Note, Proposal::PreSharedKey { psk }) => applied.psks.push(psk.clone()),
        (Step::Note, Proposal::ExternalInit { kem_output }) => {
            applied.kem_output = Some(kem_output.clone());
        }
        (Step::Note, Proposal::ReInit { reinit }) => applied.reinit = Some(reinit.clone()),
        _ => {}
    }
    applied
}

/// The leaves that the list added.
pub fn added_leaves<B: Bytes>(applied: &AppliedProposals<B>) -> Vec<LeafIndex> {
    let mut leaves = Vec::new();
    for i in 0..applied.added.len() {
        if let Some(member) = applied.added.get(i) {
            leaves.push(member.leaf);
        }
    }
    leaves
}
