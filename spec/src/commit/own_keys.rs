//! The private keys of a member once the proposals of a Commit are applied: RFC 9420, Section 7.5 and Section 12.1.2.

use crate::algebra::{Bytes, Crypto};
use crate::error::Misuse;
use crate::framing::Sender;
use crate::group::epoch::OwnMember;
use crate::group::{GroupState, PendingUpdate};
use crate::hash_ref::ProposalRef;
use crate::proposal::Proposal;
use crate::proposal_list::CommittedProposal;
use crate::tree::math::leaf_node_index;
use crate::tree::private_keys::{current_private_keys, with_private_key};
use crate::tree::ratchet_tree::{RatchetTree, leaf_count};

/// Installs the keys of this member's own Update, if the list has it, and drops those of nodes that the
/// list blanked.
///
/// # Errors
/// [`Misuse::Unknown`] if the list has an Update of this member whose private keys it does not hold.
pub fn own_keys_after_proposals<B: Crypto>(
    state: &GroupState<B>,
    list: &[CommittedProposal<B>],
    tree: &RatchetTree<B>,
) -> Result<OwnMember<B>, Misuse> {
    let mut private_keys = state.private_keys.clone();
    let mut signature_private_key = state.signature_private_key.clone();
    if let Some(reference) = own_update(state, list) {
        let Some(update) = find_pending(&state.pending_updates, &reference) else {
            return Err(Misuse::Unknown);
        };
        if let Some(own_node) = leaf_node_index(state.own_leaf, leaf_count(tree)) {
            private_keys = with_private_key(private_keys, own_node, update.encryption_private_key);
        }
        signature_private_key = update.signature_private_key;
    }
    Ok(OwnMember {
        own_leaf: state.own_leaf,
        private_keys: current_private_keys(state.suite, private_keys, tree),
        signature_private_key,
    })
}

/// The reference of this member's own Update in a list.
fn own_update<B: Bytes>(state: &GroupState<B>, list: &[CommittedProposal<B>]) -> Option<ProposalRef<B>> {
    let own = Sender::Member { leaf_index: state.own_leaf };
    let mut found = None;
    for i in 0..list.len() {
        found = match list.get(i) {
            Some(committed) if committed.sender == own => match committed.proposal {
                Proposal::Update { .. } => committed.reference.clone(),
                _ => found,
            },
            _ => found,
        };
    }
    found
}

fn find_pending<B: Bytes>(pending: &[PendingUpdate<B>], reference: &ProposalRef<B>) -> Option<PendingUpdate<B>> {
    let mut found = None;
    for i in 0..pending.len() {
        found = match (found, pending.get(i)) {
            (None, Some(update)) if update.reference == *reference => Some(update.clone()),
            (found, _) => found,
        };
    }
    found
}
