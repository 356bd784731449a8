//! With a defence off, honest members still agree; or they do not, and that is known.

use std::panic::catch_unwind;

use pleach_models::term::Term;
use pleach_spec::group::GroupState;
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::send::Protection;
use pleach_spec::mutation::switch_on;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;

use crate::client::{add, commit_options, join, key_package, literal, message_options, read, seed};
use crate::group::{commit, full_group, small_commit};
use crate::life::assert_agreement;
use crate::table::{Protocol, mutants};

/// The mutants of these protocols for which `life` fails, of how many.
fn broken(protocol: Protocol, life: fn()) -> (Vec<String>, usize) {
    let mut tried = 0;
    let mut broken = Vec::new();
    for mutant in mutants() {
        if mutant.protocol != protocol || mutant.edit.is_empty() {
            continue;
        }
        switch_on(&[&mutant.id]).unwrap();
        tried += 1;
        if catch_unwind(life).is_err() {
            broken.push(mutant.id);
        }
    }
    (broken, tried)
}

/// Without blanks, the parent hash of the node over two leaves does not fit any more once one of them was updated: a
/// joiner, the last one in this life, refuses the tree.
#[test]
fn members_add_update_and_join_externally() {
    let life = || assert_eq!(crate::life::scenario::<Term>().0.len(), 16);
    assert_eq!(broken(Protocol::Mls, life), (vec!["no-blanking-on-update".to_string()], 35));
}

/// The test itself has it that the prekey is gone.
#[test]
fn members_of_art_update_and_talk() {
    let life = || assert_eq!(crate::art_life::scenario::<Term>().len(), 30);
    assert_eq!(broken(Protocol::Art, life), (vec!["art-prekey-reused".to_string()], 10));
}

/// Each says something that the others read.
fn talk(members: &mut [GroupState<Term>]) {
    for sender in 0..members.len() {
        let options = message_options(Protection::Private { padding: 11 });
        let data = literal("application data");
        let (state, message) =
            send_application_data(&members[sender], &data, &options, &seed(&format!("message {sender}"))).unwrap();
        members[sender] = state;
        for receiver in (0..members.len()).filter(|receiver| *receiver != sender) {
            let (state, received) = read(&members[receiver], &message);
            members[receiver] = state;
            assert_eq!(received, data);
        }
    }
}

/// Of five members, `a` removes `d`, and `a` commits again.
fn one_is_removed() -> Vec<GroupState<Term>> {
    let mut members = full_group("group", &["a", "b", "c", "d", "e"]);
    talk(&mut members);
    commit(&mut members, 0, &small_commit(&[Proposal::Remove { removed: LeafIndex(3) }]));
    talk(&mut members);
    commit(&mut members, 0, &commit_options(&[], Protection::Public));
    assert_eq!(members.len(), 4);
    assert_agreement(&members.iter().collect::<Vec<_>>());
    talk(&mut members);
    members
}

#[test]
fn a_member_is_removed() {
    let life = || assert_eq!(one_is_removed().len(), 4);
    assert_eq!(broken(Protocol::Mls, life), (vec![], 35));
}

/// `a` adds `f` in place of `d`, and each commits.
fn another_is_added() {
    let mut members = one_is_removed();
    let own = key_package("f");
    let created = commit(&mut members, 0, &small_commit(&[add(&own.key_package)]));
    members.push(join(&own, &created.welcome.unwrap(), Some(&created.next.tree)));
    assert_agreement(&members.iter().collect::<Vec<_>>());
    for by in 0..5 {
        commit(&mut members, by, &commit_options(&[], Protection::Public));
        assert_agreement(&members.iter().collect::<Vec<_>>());
    }
    talk(&mut members);
}

/// Without unmerged leaves, and without blanks, the parent hashes of nodes above do not fit the leaf: the new member
/// refuses the tree.
#[test]
fn a_member_is_added_in_place_of_one_that_was_removed() {
    let expected = ["no-blanking-on-remove", "no-unmerged-leaves"].map(String::from);
    assert_eq!(broken(Protocol::Mls, another_is_added), (expected.to_vec(), 35));
}
