//! RFC 9420, Section 12.2: the list of an external Commit.

use crate::algebra::{Bytes, Crypto};
use crate::commit::ProposalOrRef;
use crate::credential::is_accepted_successor;
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::proposal::Proposal;
use crate::proposal_list::regular::{check_each_proposal, check_psks};
use crate::proposal_list::{CommittedProposal, ListContext};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::LeafNode;
use crate::tree::ratchet_tree::leaf_at;

/// Exactly one ExternalInit.
const ONE_EXTERNAL_INIT: Rule = Rule::Mls(289);
/// At most one Remove.
const AT_MOST_ONE_REMOVE: Rule = Rule::Mls(290);
/// With a Remove, the path's leaf meets the criteria of an Update of the removed leaf.
const RESYNC_KEY: Rule = Rule::Mls(291);
/// With a Remove, the new credential is acceptable for the removed participant.
const RESYNC_CREDENTIAL: Rule = Rule::Mls(292);
/// No other proposals.
const OTHER_PROPOSAL: Rule = Rule::Mls(294);
/// No proposal by reference.
const BY_REFERENCE: Rule = Rule::Mls(395);

/// An external Commit names no proposal by reference: RFC 9420, Section 12.4.3.2.
///
/// # Errors
/// At the index of the first reference.
pub fn check_no_references<B: Bytes>(proposals: &[ProposalOrRef<B>]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for index in 0..proposals.len() {
        let by_value = matches!(proposals.get(index), Some(ProposalOrRef::Proposal { .. }));
        if verdict.is_ok() {
            verdict = require(by_value, BY_REFERENCE, Place::Entry(index as u32));
        }
    }
    verdict
}

/// Validates the list of an external Commit.
///
/// # Errors
/// The first rule broken, at the index of the first proposal at fault.
pub fn check_external_list<B: Crypto>(
    context: &ListContext<'_, B>,
    list: &[CommittedProposal<B>],
) -> Result<(), Error> {
    let mut external_inits = 0;
    let mut removes = 0;
    let mut verdict = Ok(());
    for index in 0..list.len() {
        let broken = match list.get(index) {
            Some(committed) => match committed.proposal {
                Proposal::ExternalInit { .. } => {
                    external_inits += 1;
                    (external_inits > 1, ONE_EXTERNAL_INIT)
                }
                Proposal::Remove { .. } => {
                    removes += 1;
                    (removes > 1, AT_MOST_ONE_REMOVE)
                }
                Proposal::PreSharedKey { .. } => (false, OTHER_PROPOSAL),
                _ => (true, OTHER_PROPOSAL),
            },
            None => (false, OTHER_PROPOSAL),
        };
        if verdict.is_ok() {
            verdict = require(!broken.0, broken.1, Place::Entry(index as u32));
        }
    }
    verdict?;
    require(external_inits == 1, ONE_EXTERNAL_INIT, Place::Message)?;
    check_each_proposal(context, list)?;
    check_psks(list)?;
    Ok(())
}

/// The leaf that the list removes, if it does: the joiner's prior appearance.
pub fn removed_leaf<B: Bytes>(list: &[CommittedProposal<B>]) -> Option<LeafIndex> {
    let mut found = None;
    for i in 0..list.len() {
        found = match list.get(i) {
            Some(committed) => match committed.proposal {
                Proposal::Remove { removed } => Some(removed),
                _ => found,
            },
            None => found,
        };
    }
    found
}

/// With a Remove, the leaf of the path is to the removed leaf what that of an Update would be.
///
/// # Errors
/// At the removed leaf.
pub fn check_resync<B: Bytes>(
    context: &ListContext<'_, B>,
    list: &[CommittedProposal<B>],
    leaf_node: &LeafNode<B>,
) -> Result<(), Invalid> {
    let Some(removed) = removed_leaf(list) else {
        return Ok(());
    };
    let Some(replaced) = leaf_at(context.tree, removed) else {
        return Ok(());
    };
    let place = Place::Leaf(removed.0);
    let new_key = leaf_node.encryption_key != replaced.encryption_key;
    require(new_key, RESYNC_KEY, place)?;
    let service = &context.policy.authentication;
    let accepted = is_accepted_successor(service, &replaced.credential, &leaf_node.credential);
    require(accepted, RESYNC_CREDENTIAL, place)
}
