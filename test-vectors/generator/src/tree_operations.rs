//! `tree-operations`: what one proposal does to the tree of a real group.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::framing::Sender;
use pleach_spec::proposal::{Proposal, encode_proposal};
use pleach_spec::proposal_list::CommittedProposal;
use pleach_spec::proposal_list::apply::apply_proposals;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::tree_operations::Case;

use crate::support::client::Cast;
use crate::support::evolution::{evolved, remove};
use crate::support::group::Group;
use crate::support::hex;
use crate::support::options::public;
use crate::{Random, Refusal};

/// The first cases: an Add to a blank leaf, an Add that extends the tree, an Update, a Remove inside the tree, and a
/// Remove that truncates it. Later ones are a random proposal in a random tree.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let cast = &mut Cast::new(suite, random);
    let added = cast.client()?;
    match index {
        0 => {
            let mut group = Group::full(cast, 4, random)?;
            remove(&mut group, 0, &[1])?;
            of_proposal(&group, 2, added.add())
        }
        1 => of_proposal(&Group::full(cast, 4, random)?, 1, added.add()),
        2 => of_update(Group::full(cast, 3, random)?, 2),
        3 => of_proposal(&Group::full(cast, 4, random)?, 3, remove_of(1)),
        4 => of_proposal(&Group::full(cast, 5, random)?, 0, remove_of(4)),
        _ => {
            let group = evolved(cast, 10, 6, random)?;
            let size = group.members.len();
            let (sender, other) = (random.below(size), random.below(size));
            match random.below(3) {
                0 if size > 1 && sender != other => {
                    let leaf = group.member(other)?.leaf();
                    of_proposal(&group, sender, remove_of(leaf.0))
                }
                1 => of_update(group, sender),
                _ => of_proposal(&group, sender, added.add()),
            }
        }
    }
}

fn remove_of(leaf: u32) -> Proposal<Octets> {
    Proposal::Remove { removed: LeafIndex(leaf) }
}

fn of_update(mut group: Group, sender: usize) -> Result<AnyCase, Refusal> {
    let member = group.member_mut(sender)?;
    member.propose_update(&public(), |_| {})?;
    let update = member.state.proposals.last().ok_or(Refusal::Missing("proposal"))?.proposal.clone();
    of_proposal(&group, sender, update)
}

fn of_proposal(group: &Group, sender: usize, proposal: Proposal<Octets>) -> Result<AnyCase, Refusal> {
    let leaf_index = group.member(sender)?.leaf();
    let (suite, before) = (group.member(sender)?.state.suite, group.tree()?);
    let list = [CommittedProposal { sender: Sender::Member { leaf_index }, reference: None, proposal }];
    let after = apply_proposals(before, &[], &list).tree;
    let [CommittedProposal { proposal, .. }] = &list;
    Ok(AnyCase::TreeOperations(Case {
        cipher_suite: Some(suite.value()),
        tree_before: hex(&encode_ratchet_tree(before)),
        proposal: hex(&encode_proposal(proposal)),
        proposal_sender: leaf_index.0,
        tree_hash_before: Some(hex(&root_tree_hash(suite, before))),
        tree_after: hex(&encode_ratchet_tree(&after)),
        tree_hash_after: Some(hex(&root_tree_hash(suite, &after))),
    }))
}
