//! RFC 9420, Section 12.2: the list of a regular, that is not external, Commit.

use crate::algebra::{Bytes, Crypto};
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::framing::Sender;
use crate::proposal::Proposal;
use crate::proposal_list::individual::check_proposal;
use crate::proposal_list::members::{check_clients, check_proposal_types};
use crate::proposal_list::{CommittedProposal, ListContext, new_extensions};
use crate::tree::math::LeafIndex;

/// An Update by the committer.
const UPDATE_BY_COMMITTER: Rule = Rule::Mls(276);
/// A Remove of the committer.
const REMOVES_COMMITTER: Rule = Rule::Mls(277);
/// Several Updates or Removes for one leaf.
const TWO_CHANGES_TO_ONE_LEAF: Rule = Rule::Mls(278);
/// Several PreSharedKey proposals with one PreSharedKeyID.
const DUPLICATE_PSK: Rule = Rule::Mls(282);
/// Several GroupContextExtensions.
const TWO_GROUP_CONTEXT_EXTENSIONS: Rule = Rule::Mls(283);
/// A ReInit together with any other proposal.
const REINIT_NOT_ALONE: Rule = Rule::Mls(284);
/// An ExternalInit.
const EXTERNAL_INIT: Rule = Rule::Mls(286);

/// Validates the list of a regular Commit, bullet by bullet. The last bullet, on the resulting tree, is
/// [`crate::proposal_list::members::check_resulting_members`].
///
/// # Errors
/// The first rule broken, at the index of the first proposal at fault.
pub fn check_regular_list<B: Crypto>(
    context: &ListContext<'_, B>,
    committer: LeafIndex,
    list: &[CommittedProposal<B>],
) -> Result<(), Error> {
    check_each_proposal(context, list)?;
    check_changed_leaves(committer, list)?;
    check_clients(context.tree, list)?;
    check_psks(list)?;
    check_exclusive(list)?;
    check_proposal_types(context.tree, list)?;
    Ok(())
}

/// "It contains an individual proposal that is invalid."
pub(crate) fn check_each_proposal<B: Crypto>(
    context: &ListContext<'_, B>,
    list: &[CommittedProposal<B>],
) -> Result<(), Error> {
    let extensions = new_extensions(context.extensions, list);
    let mut verdict = Ok(());
    for index in 0..list.len() {
        verdict = match (verdict, list.get(index)) {
            (Ok(()), Some(committed)) => check_proposal(context, &extensions, index, committed),
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// Bullets 2 to 4. The error names the first proposal at fault.
fn check_changed_leaves<B: Bytes>(committer: LeafIndex, list: &[CommittedProposal<B>]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for index in 0..list.len() {
        verdict = match (verdict, list.get(index)) {
            (Ok(()), Some(committed)) => check_changed_leaf(committer, list, committed, index),
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn check_changed_leaf<B: Bytes>(
    committer: LeafIndex,
    list: &[CommittedProposal<B>],
    committed: &CommittedProposal<B>,
    index: usize,
) -> Result<(), Invalid> {
    let place = Place::Entry(index as u32);
    let Some(leaf) = changed_leaf(committed) else {
        return Ok(());
    };
    let by_committer = match committed.proposal {
        Proposal::Update { .. } => UPDATE_BY_COMMITTER,
        _ => REMOVES_COMMITTER,
    };
    require(leaf != committer, by_committer, place)?;
    let mut is_first = true;
    for earlier in 0..index {
        is_first = match list.get(earlier) {
            Some(other) => is_first && changed_leaf(other) != Some(leaf),
            None => is_first,
        };
    }
    require(is_first, TWO_CHANGES_TO_ONE_LEAF, place)
}

/// The leaf that an Update or a Remove applies to.
fn changed_leaf<B: Bytes>(committed: &CommittedProposal<B>) -> Option<LeafIndex> {
    match (&committed.proposal, committed.sender) {
        (Proposal::Update { .. }, Sender::Member { leaf_index }) => Some(leaf_index),
        (Proposal::Remove { removed }, _) => Some(*removed),
        _ => None,
    }
}

/// "It contains multiple PreSharedKey proposals that reference the same PreSharedKeyID."
pub(crate) fn check_psks<B: Bytes>(list: &[CommittedProposal<B>]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for index in 0..list.len() {
        for earlier in 0..index {
            let duplicate = match (list.get(index), list.get(earlier)) {
                (Some(one), Some(other)) => is_psk(&one.proposal) && one.proposal == other.proposal,
                _ => false,
            };
            if verdict.is_ok() {
                verdict = require(!duplicate, DUPLICATE_PSK, Place::Entry(index as u32));
            }
        }
    }
    verdict
}

fn is_psk<B: Bytes>(proposal: &Proposal<B>) -> bool {
    matches!(proposal, Proposal::PreSharedKey { .. })
}

/// The bullets on GroupContextExtensions, ReInit and ExternalInit.
fn check_exclusive<B: Bytes>(list: &[CommittedProposal<B>]) -> Result<(), Invalid> {
    let mut group_context_extensions = 0;
    let mut second_group_context_extensions = None;
    let mut reinit = None;
    let mut external_init = None;
    for index in 0..list.len() {
        if let Some(committed) = list.get(index) {
            match committed.proposal {
                Proposal::GroupContextExtensions { .. } => {
                    group_context_extensions += 1;
                    if group_context_extensions == 2 {
                        second_group_context_extensions = Some(index);
                    }
                }
                Proposal::ReInit { .. } if list.len() > 1 && reinit.is_none() => {
                    reinit = Some(index);
                }
                Proposal::ExternalInit { .. } if external_init.is_none() => {
                    external_init = Some(index);
                }
                _ => {}
            }
        }
    }
    require_none(second_group_context_extensions, TWO_GROUP_CONTEXT_EXTENSIONS)?;
    require_none(reinit, REINIT_NOT_ALONE)?;
    require_none(external_init, EXTERNAL_INIT)
}

fn require_none(at: Option<usize>, rule: Rule) -> Result<(), Invalid> {
    match at {
        None => Ok(()),
        Some(index) => require(false, rule, Place::Entry(index as u32)),
    }
}
