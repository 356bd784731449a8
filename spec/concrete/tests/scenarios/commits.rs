//! RFC 9420, Section 12: lists of proposals, Commits with and without a path, and the trees that they make.

use core::slice::from_ref;

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::create::adopt_commit;
use pleach_spec::commit::{Commit, ProposalOrRef};
use pleach_spec::error::{Misuse, Place};
use pleach_spec::framing::content::Content;
use pleach_spec::group::propose::propose;
use pleach_spec::hash_ref::make_proposal_ref;
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::Seed;
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::ratchet_tree::{leaf_at, leaf_count, parent_at};
use pleach_spec_concrete::Octets;

use crate::support::{
    Client, Group, Member, SUITE, by_value, client, commit_of, crypto, invalid, message, misuse, octets, public,
    without_path,
};

fn remove(leaf: u32) -> Proposal<Octets> {
    Proposal::Remove { removed: LeafIndex(leaf) }
}

fn resumption_psk(member: &Member) -> Proposal<Octets> {
    let context = &member.state.group_context;
    Proposal::PreSharedKey {
        psk: PreSharedKeyId {
            source: PskSource::Resumption {
                usage: ResumptionPskUsage::Application,
                psk_group_id: context.group_id.clone(),
                psk_epoch: context.epoch,
            },
            psk_nonce: Octets::from([7; 32]),
        },
    }
}

fn cleared() -> Proposal<Octets> {
    Proposal::GroupContextExtensions { extensions: Vec::new() }
}

#[test]
fn a_member_commits_its_own_proposals_by_reference() {
    for options in [public(), message()] {
        let mut group = Group::new(SUITE, 4);
        let joiner = Client::new(SUITE, "joiner");
        let psk = resumption_psk(&group.members[1]);
        // The joiner would have to hold the PSK, so that one is committed apart.
        let reference = group.propose(1, psk, &options);
        group.commit(1, &commit_of(vec![reference]));
        let list = [remove(2), joiner.add(), cleared()];
        let references = list.into_iter().map(|proposal| group.propose(1, proposal, &options)).collect();
        group.commit_and_join(1, &commit_of(references), vec![joiner]);
        group.chat();
    }
}

#[test]
fn another_member_commits_a_resumption_psk_by_reference() {
    let mut group = Group::new(SUITE, 4);
    let psk = resumption_psk(&group.members[2]);
    let reference = group.propose(2, psk, &message());
    group.commit(0, &without_path(vec![reference]));
    group.chat();
}

#[test]
fn an_update_of_each_leaf_is_committed_by_each_other() {
    for updater in 0..4 {
        for committer in (0..4).filter(|committer| *committer != updater) {
            let mut group = Group::full(SUITE, 4);
            let update = group.update(updater);
            group.commit(committer, &commit_of(vec![update]));
            assert!(group.members[updater].state.pending_updates.is_empty());
            group.commit(updater, &commit_of(Vec::new()));
            group.chat();
        }
    }
}

#[test]
fn all_others_update_at_once() {
    let mut group = Group::full(SUITE, 8);
    let updates = (0..7).map(|updater| group.update(updater)).collect();
    group.commit(7, &commit_of(updates));
    group.chat();
    group.commit(0, &commit_of(Vec::new()));
}

#[test]
fn an_update_changes_the_signature_key() {
    let mut group = Group::new(SUITE, 3);
    let (private_key, public_key) = client::signature_key_pair(SUITE, "rotated");
    let (update, sent) = group.members[1].propose_update(&message(), |leaf| {
        leaf.signature_private_key = private_key;
        leaf.signature_key = public_key;
    });
    group.deliver(1, &sent);
    // Until it is committed, the old key signs.
    let (_, second) = group.members[1].propose(cleared(), &message());
    group.deliver(1, &second);
    group.commit(2, &commit_of(vec![update]));
    group.chat();
    group.commit(1, &commit_of(Vec::new()));
}

#[test]
fn an_update_that_is_not_committed_is_forgotten() {
    let mut group = Group::new(SUITE, 3);
    let update = group.update(1);
    group.commit(0, &commit_of(Vec::new()));
    assert!(group.members[1].state.pending_updates.is_empty());
    assert!(group.members[1].state.proposals.is_empty());
    group.assert_list_refused(2, &[update], invalid(301, Place::Entry(0)));
}

#[test]
fn two_updates_of_one_member_are_two_changes() {
    let mut group = Group::new(SUITE, 3);
    let first = group.update(1);
    let second = group.update(1);
    let list = [first, second.clone()];
    group.assert_list_refused(0, &list, invalid(278, Place::Entry(1)));
    // Either alone will do.
    group.commit(0, &commit_of(vec![second]));
    group.chat();
}

#[test]
fn a_list_that_breaks_a_rule_is_refused() {
    let mut group = Group::new(SUITE, 4);
    let entry = |index| move |rule| invalid(rule, Place::Entry(index));
    let update = group.update(1);
    group.assert_list_refused(1, from_ref(&update), entry(0)(276));
    group.assert_list_refused(1, &by_value([remove(1)]), entry(0)(277));
    let list = [update, by_value([remove(1)]).remove(0)];
    group.assert_list_refused(0, &list, entry(1)(278));
    group.assert_list_refused(0, &by_value([remove(2), remove(2)]), entry(1)(278));
    group.assert_list_refused(0, &by_value([remove(4)]), entry(0)(251));
    group.assert_list_refused(0, &by_value([remove(u32::MAX)]), entry(0)(251));
    let joiner = Client::new(SUITE, "joiner");
    let list = by_value([joiner.add(), joiner.add()]);
    group.assert_list_refused(0, &list, entry(1)(280));
    let again = group.members[2].client.renewed(SUITE);
    group.assert_list_refused(0, &by_value([again.add()]), entry(0)(281));
    let psk = resumption_psk(&group.members[0]);
    let list = by_value([psk.clone(), psk]);
    group.assert_list_refused(0, &list, entry(1)(282));
    let list = by_value([cleared(), remove(1), cleared()]);
    group.assert_list_refused(0, &list, entry(2)(283));
    let kem_output = octets("");
    let list = by_value([Proposal::ExternalInit { kem_output }]);
    group.assert_list_refused(0, &list, entry(0)(286));
    let reference = make_proposal_ref(SUITE, &octets("no proposal"));
    let list = [ProposalOrRef::Reference { reference }];
    group.assert_list_refused(0, &list, entry(0)(301));
}

#[test]
fn a_client_is_removed_and_added_again_at_once() {
    let mut group = Group::full(SUITE, 4);
    let client = group.members[2].client.renewed(SUITE);
    let list = by_value([client.add(), remove(2)]);
    group.commit_and_join(0, &commit_of(list), vec![client]);
    assert_eq!(group.members[3].leaf_index(), 2);
    group.chat();
}

#[test]
fn adds_and_psks_need_no_path() {
    let mut group = Group::full(SUITE, 3);
    group.add_without_path(1, vec![Client::new(SUITE, "joiner")]);
    let psk = resumption_psk(&group.members[0]);
    group.commit(3, &without_path(by_value([psk])));
    group.chat();
}

#[test]
fn a_commit_without_the_path_that_it_needs_is_refused() {
    let mut group = Group::new(SUITE, 4);
    let update = group.update(3);
    let mut lists = vec![Vec::new(), by_value([cleared()]), vec![update]];
    // To the member that it removes, too.
    lists.push(by_value([remove(2)]));
    for proposals in lists {
        let path = None;
        let commit = Commit { proposals, path };
        let sent = group.members[1].forge(Content::Commit { commit }, &message());
        group.assert_refused(1, &sent, invalid(312, Place::Message));
    }
}

#[test]
fn a_new_leaf_needs_a_path() {
    let mut group = Group::new(SUITE, 3);
    let mut options = without_path(by_value([resumption_psk(&group.members[0])]));
    options.new_leaf = Some(group.members[0].new_leaf());
    let refused = group.members[0].commit(&options);
    assert_eq!(refused.err(), Some(misuse(Misuse::NewLeafWithoutPath)));
}

/// The Commit is signed with the old key, the GroupInfo of its Welcome with the new one.
#[test]
fn a_commit_changes_the_signature_key() {
    let mut group = Group::new(SUITE, 3);
    let (private_key, public_key) = client::signature_key_pair(SUITE, "rotated");
    let mut leaf = group.members[1].new_leaf();
    leaf.signature_private_key = private_key;
    leaf.signature_key = public_key.clone();
    let joiner = Client::new(SUITE, "joiner");
    let mut options = commit_of(by_value([joiner.add()]));
    options.new_leaf = Some(leaf);
    group.commit_and_join(1, &options, vec![joiner]);
    let tree = &group.members[0].state.tree;
    assert_eq!(leaf_at(tree, LeafIndex(1)).unwrap().signature_key, public_key);
    group.chat();
    group.commit(1, &commit_of(Vec::new()));
}

#[test]
fn a_signature_key_is_not_taken_from_another_member() {
    let mut group = Group::new(SUITE, 3);
    let mut leaf = group.members[1].new_leaf();
    leaf.signature_private_key = group.members[2].client.leaf.signature_private_key.clone();
    leaf.signature_key = group.members[2].client.leaf.signature_key.clone();
    let mut options = commit_of(Vec::new());
    options.new_leaf = Some(leaf);
    let refused = group.members[1].commit(&options);
    assert_eq!(refused.err(), Some(invalid(116, Place::Leaf(1))));
    group.assert_works();
}

#[test]
fn a_message_read_while_a_commit_is_pending_is_not_read_again() {
    let mut group = Group::full(SUITE, 3);
    let created = group.members[0].commit(&commit_of(Vec::new())).unwrap();
    let hello = group.members[1].say("hello");
    group.members[0].receive(&hello).unwrap();
    let current = group.members[0].state.clone();
    let policy = group.members[0].client.policy.clone();
    group.members[0].state = adopt_commit(&current, created.next.clone(), &policy).unwrap();
    // R187: the key is gone in the new epoch too, and so is that of the Commit itself.
    let last = group.members[0].state.past_epochs.last().unwrap();
    assert_eq!(last.secret_tree, current.secret_tree);
    assert_eq!(group.members[0].receive(&hello).err(), Some(invalid(187, Place::Leaf(1))));
    assert_eq!(created.next.past_epochs.last().unwrap().secret_tree, created.state.secret_tree);
    // The epoch that follows another one is no successor.
    let unknown = adopt_commit(&created.next, created.next.clone(), &policy).err();
    assert_eq!(unknown, Some(Misuse::Unknown));
}

#[test]
fn an_update_is_proposed_with_its_private_keys() {
    let mut group = Group::full(SUITE, 2);
    group.members[1].propose_update(&message(), |_| {});
    let member = &group.members[1];
    let update = member.state.proposals[0].proposal.clone();
    let refused = propose(&member.state, &member.client.policy, update, &message(), &Seed { bytes: octets("seed") });
    assert_eq!(refused.err(), Some(misuse(Misuse::WrongMessage)));
}

#[test]
fn of_two_competing_commits_one_is_dropped() {
    let mut group = Group::full(SUITE, 4);
    let mut options = commit_of(by_value([remove(3)]));
    options.message = public();
    let before = group.members[0].state.clone();
    let mut dropped = group.members[0].commit(&options).unwrap();
    // A PublicMessage uses no message key: nothing has changed.
    assert_eq!(dropped.state, before);
    options.proposals = Vec::new();
    let accepted = group.members[1].commit(&options).unwrap();
    group.deliver_commit(1, &accepted, Vec::new());
    group.assert_refused(0, &dropped.message, invalid(331, Place::Message));
    // The branch that was not taken is no way back.
    let mut lost = group.members[0].clone();
    lost.state = dropped.next.clone();
    let late = group.members[2].commit(&commit_of(Vec::new())).unwrap();
    assert!(lost.receive(&late.message).is_err());
    // As a PrivateMessage, a Commit uses one key, and still nothing else.
    options.message = message();
    let before = group.members[0].state.clone();
    dropped = group.members[0].commit(&options).unwrap();
    assert_ne!(dropped.state.secret_tree, before.secret_tree);
    dropped.state.secret_tree = before.secret_tree.clone();
    assert_eq!(dropped.state, before);
    group.commit(3, &commit_of(Vec::new()));
    group.chat();
}

#[test]
fn a_commit_is_processed_once() {
    let mut group = Group::new(SUITE, 3);
    let commit = group.members[0].commit(&commit_of(Vec::new())).unwrap();
    group.deliver_commit(0, &commit, Vec::new());
    group.assert_refused(0, &commit.message, invalid(331, Place::Message));
}

#[test]
fn a_commit_whose_tag_does_not_verify_is_refused() {
    let mut group = Group::new(SUITE, 3);
    let forged = group.forge_commit(0, &[]);
    group.assert_refused(0, &forged, crypto(350));
}

#[test]
fn a_left_subtree_is_removed_and_filled_again() {
    for updates in [false, true] {
        let mut group = if updates { Group::full(SUITE, 8) } else { Group::new(SUITE, 8) };
        let list = by_value((0..4).map(remove));
        group.commit(2, &commit_of(Vec::new()));
        group.commit(6, &commit_of(list));
        assert_eq!((group.members.len(), group.removed.len()), (4, 4));
        assert_eq!(leaf_count(&group.members[0].state.tree).value(), 8);
        group.chat();
        for committer in 0..4 {
            group.commit(committer, &commit_of(Vec::new()));
        }
        let joiners = (0..5).map(|i| Client::new(SUITE, &format!("joiner {i}")));
        group.add(3, joiners.collect());
        assert_eq!(group.members[4].leaf_index(), 0);
        assert_eq!(group.members[8].leaf_index(), 8);
        group.chat();
        for committer in 0..9 {
            group.commit(committer, &commit_of(Vec::new()));
        }
    }
}

#[test]
fn a_right_subtree_is_removed_and_the_tree_truncated() {
    let mut group = Group::full(SUITE, 9);
    let list = by_value((4..9).map(remove));
    group.commit(0, &commit_of(list));
    assert_eq!(leaf_count(&group.members[0].state.tree).value(), 4);
    group.chat();
    let list = by_value((1..4).map(remove));
    group.commit(0, &commit_of(list));
    assert_eq!(leaf_count(&group.members[0].state.tree).value(), 1);
    group.add(0, vec![Client::new(SUITE, "joiner")]);
    group.chat();
}

#[test]
fn only_the_last_leaf_is_left() {
    let mut group = Group::full(SUITE, 5);
    group.commit(4, &commit_of(by_value((0..4).map(remove))));
    assert_eq!(leaf_count(&group.members[0].state.tree).value(), 8);
    assert_eq!(group.members[0].leaf_index(), 4);
    group.commit(0, &commit_of(Vec::new()));
    group.join_externally(Client::new(SUITE, "joiner"), |_| {});
    assert_eq!(group.members[1].leaf_index(), 0);
    group.chat();
}

/// RFC 9420, Section 7.9: a joiner finds every parent hash valid, whatever is unmerged below blank nodes.
#[test]
fn leaves_are_unmerged_under_blank_parents() {
    let mut group = Group::full(SUITE, 8);
    group.commit(7, &commit_of(by_value([remove(2), remove(3)])));
    let joiners = (0..2).map(|i| Client::new(SUITE, &format!("joiner {i}")));
    group.add_without_path(6 - 2, joiners.collect());
    let tree = &group.members[0].state.tree;
    // Node 5 is above the leaves 2 and 3, node 3 is above that, and node 7 is the root.
    assert!(parent_at(tree, NodeIndex(5)).is_none());
    assert!(parent_at(tree, NodeIndex(3)).is_none());
    let root = parent_at(tree, NodeIndex(7)).unwrap();
    assert_eq!(root.unmerged_leaves, [LeafIndex(2), LeafIndex(3)]);
    group.chat();
    // Three ways to see that tree: beside a Welcome without a path, after a path, and in a GroupInfo.
    group.add_without_path(0, vec![Client::new(SUITE, "third")]);
    group.join_externally(Client::new(SUITE, "fourth"), |_| {});
    group.add(1, vec![Client::new(SUITE, "fifth")]);
    group.chat();
    for committer in 0..group.members.len() {
        group.commit(committer, &commit_of(Vec::new()));
    }
    group.chat();
}

#[test]
fn an_unmerged_leaf_is_removed_or_updates_or_commits() {
    for what in 0..3 {
        let mut group = Group::full(SUITE, 4);
        let joiners = (0..3).map(|i| Client::new(SUITE, &format!("joiner {i}")));
        group.add_without_path(0, joiners.collect());
        match what {
            0 => group.commit(1, &commit_of(by_value([remove(5)]))),
            1 => {
                let update = group.update(5);
                group.commit(6, &commit_of(vec![update]));
            }
            _ => group.commit(5, &commit_of(Vec::new())),
        }
        group.chat();
        group.add(0, vec![Client::new(SUITE, "last")]);
        group.chat();
    }
}

#[test]
fn a_group_of_one_commits() {
    let mut group = Group::new(SUITE, 1);
    group.commit(0, &commit_of(Vec::new()));
    group.commit(0, &commit_of(by_value([cleared()])));
    let empty = Octets::literal(&[]);
    let context = &group.members[0].state.group_context;
    assert_ne!(context.confirmed_transcript_hash, empty);
    group.add(0, vec![Client::new(SUITE, "joiner")]);
    group.chat();
}
