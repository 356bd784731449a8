//! The stories tell what the pages of their kinds say.

use pleach_generator::{RootSeed, generate_one};
use pleach_spec::codec::decode_exact;
use pleach_spec::commit::{Commit, ProposalOrRef};
use pleach_spec::framing::content::{Content, FramedContent};
use pleach_spec::framing::message::{MlsMessage, decode_mls_message};
use pleach_spec::framing::{ContentType, Sender};
use pleach_spec::proposal::Proposal;
use pleach_spec_concrete::Octets;
use pleach_vectors::story::{Case, Epoch, Message};
use pleach_vectors::{AnyCase, Hex, Kind};

use crate::SUITE;

/// The case of suite 1.
fn story(kind: Kind) -> Case {
    match generate_one(kind, SUITE, 0, &RootSeed::default()).unwrap() {
        AnyCase::Story(case) => *case,
        _ => panic!("a case of another kind"),
    }
}

/// A line for each epoch: what the client receives in it, as far as anybody can read it.
fn told(case: &Case) -> Vec<String> {
    case.epochs.iter().map(epoch).collect()
}

fn epoch(epoch: &Epoch) -> String {
    let received: Vec<String> = epoch.proposals.iter().chain([&epoch.commit]).map(message).collect();
    received.join("; ")
}

fn message(message: &Hex) -> String {
    match decode_exact(&Octets::from(message.0.as_slice()), decode_mls_message).unwrap() {
        MlsMessage::PublicMessage { public_message } => {
            let FramedContent { sender, content, .. } = public_message.content;
            let sender = match sender {
                Sender::Member { leaf_index } => leaf_index.0.to_string(),
                Sender::External { sender_index } => format!("external {sender_index}"),
                Sender::NewMemberProposal | Sender::NewMemberCommit => "new".into(),
            };
            match content {
                Content::Proposal { proposal } => format!("{sender} proposes {}", name(&proposal)),
                Content::Commit { commit } => format!("{sender} commits {}", list(&commit)),
                Content::Application { .. } => panic!("application data in public"),
            }
        }
        MlsMessage::PrivateMessage { private_message } => match private_message.content_type {
            ContentType::Proposal => "private proposal".into(),
            ContentType::Commit => "private Commit".into(),
            ContentType::Application => panic!("application data among handshake messages"),
        },
        _ => panic!("no handshake message"),
    }
}

fn list(commit: &Commit<Octets>) -> String {
    let names = commit.proposals.iter().map(|entry| match entry {
        ProposalOrRef::Proposal { proposal } => name(proposal),
        ProposalOrRef::Reference { .. } => "ref".into(),
    });
    let names: Vec<String> = names.collect();
    let path = if commit.path.is_some() { "with" } else { "without" };
    format!("[{}] {path} path", names.join(", "))
}

fn name(proposal: &Proposal<Octets>) -> String {
    match proposal {
        Proposal::Add { .. } => "add".into(),
        Proposal::Update { .. } => "update".into(),
        Proposal::Remove { removed } => format!("remove {}", removed.0),
        Proposal::PreSharedKey { .. } => "psk".into(),
        Proposal::ReInit { .. } => "reinit".into(),
        Proposal::ExternalInit { .. } => "external_init".into(),
        Proposal::GroupContextExtensions { extensions } => format!("{} extensions", extensions.len()),
        Proposal::Other { proposal_type, .. } => format!("{proposal_type:#06x}"),
    }
}

/// The stories of the linked groups in a story.
fn linked(case: &Case) -> Vec<&Case> {
    case.epochs.iter().filter_map(|epoch| epoch.linked_group.as_deref()).collect()
}

#[test]
fn a_signature_key_changes_and_a_leaf_has_another_occupant_while_messages_are_late() {
    let case = story(Kind::PassiveClientApplicationMessages);
    assert_eq!(
        told(&case),
        ["1 commits [] with path", "0 commits [remove 2, add] with path", "2 commits [] with path"]
    );
    let read = |messages: &[Message]| -> Vec<(u64, u32)> { messages.iter().map(|m| (m.epoch, m.sender)).collect() };
    let epochs: Vec<Vec<(u64, u32)>> = case.epochs.iter().map(|epoch| read(&epoch.messages)).collect();
    assert_eq!(epochs[0], [(6, 1), (7, 1)]);
    assert_eq!(epochs[1], [(6, 2), (8, 2), (6, 2)]);
    assert_eq!(epochs[2][..4], [(6, 2), (6, 1), (8, 2), (6, 0)]);
    let lengths: Vec<usize> = case.initial_messages.iter().map(|m| m.application_data.len()).collect();
    for length in [0, 1, 63, 64, 16_383, 16_384] {
        assert!(lengths.contains(&length), "{length}");
    }
}

#[test]
fn custom_proposals_are_by_value_and_by_reference_and_one_who_lacks_support_is_removed() {
    assert_eq!(
        told(&story(Kind::PassiveClientCustomProposals)),
        [
            "private proposal; 2 proposes 0xffff; 3 proposes update; 1 commits [ref, ref, ref, 0xf0a1] with path",
            "3 commits [0xffff] with path",
            "0 commits [1 extensions] with path",
            "2 commits [add] with path",
            "1 commits [remove 5, 0xf0a1] with path",
            "0 commits [0 extensions] with path",
            "3 commits [add] with path",
        ]
    );
}

#[test]
fn handshake_messages_are_private_and_mixed_with_public_ones() {
    assert_eq!(
        told(&story(Kind::PassiveClientEncryptedHandshakes)),
        [
            "private proposal; private proposal; private proposal; private Commit",
            "private proposal; 2 proposes update; private proposal; 1 proposes psk; 4 commits [ref, ref, ref] with path",
            "2 proposes 1 extensions; private proposal; private Commit",
            "private Commit",
            "private Commit",
        ]
    );
}

#[test]
fn external_commits_are_plain_and_with_psks_and_resyncs() {
    assert_eq!(
        told(&story(Kind::PassiveClientExternalCommit)),
        [
            "0 proposes update; new commits [external_init] with path",
            "0 commits [add] without path",
            "0 commits [remove 2] with path",
            "new commits [external_init, psk] with path",
            "new commits [external_init, remove 3] with path",
            "new commits [external_init, remove 5, psk] with path",
            "5 commits [add] with path",
        ]
    );
}

#[test]
fn outsiders_propose_whatever_they_may() {
    assert_eq!(
        told(&story(Kind::PassiveClientExternalProposals)),
        [
            "external 1 proposes add; external 0 proposes psk; new proposes add; external 1 proposes remove 3; \
             external 2 proposes remove 1; 3 proposes update; 0 commits [ref, ref, ref, ref, ref] with path",
            "external 2 proposes 1 extensions; 3 commits [ref] with path",
            "external 0 proposes remove 0; 3 commits [ref] with path",
            "new proposes add; 1 commits [ref] without path",
            "external 1 proposes reinit; 4 commits [ref] with path",
        ]
    );
}

#[test]
fn members_are_added_by_value_and_by_reference_at_times_that_never_go_back() {
    let case = story(Kind::PassiveClientLifetimes);
    assert_eq!(
        told(&case),
        [
            "1 commits [add, add] with path",
            "3 proposes add; 3 proposes add; 2 commits [ref, ref] without path",
            "0 commits [remove 2, add] with path",
        ]
    );
    let joined = case.time.unwrap();
    let since: Vec<u64> = case.epochs.iter().map(|epoch| epoch.time.unwrap() - joined).collect();
    assert_eq!(since, [1, 8_640_000, 8_640_001]);
}

#[test]
fn a_group_branches_twice_and_both_it_and_a_subgroup_are_reinitialized() {
    let case = story(Kind::PassiveClientLinkedGroups);
    assert_eq!(
        told(&case),
        [
            "1 commits [] with path",
            "3 commits [remove 0, add] with path",
            "private proposal; 0 commits [ref] with path",
        ]
    );
    let groups = linked(&case);
    assert_eq!(groups.iter().map(|group| group.cipher_suite).collect::<Vec<_>>(), [1, 1, 2]);
    assert_eq!(told(groups[0]), ["1 commits [add] with path", "0 commits [reinit] without path"]);
    assert_eq!(told(groups[1]), ["0 commits [psk] without path"]);
    assert_eq!(told(groups[2]), ["2 proposes update; 0 commits [ref] with path"]);
    let after = linked(groups[0]);
    assert_eq!(after.len(), 1);
    assert_eq!(told(after[0]), ["1 commits [] with path"]);
}

#[test]
fn certificates_are_renewed_by_updates_and_commits_and_come_from_outside() {
    assert_eq!(
        told(&story(Kind::PassiveClientX509)),
        [
            "3 proposes update; 0 commits [ref] with path",
            "private Commit",
            "3 commits [1 extensions] with path",
            "external 0 proposes add; 0 commits [ref] with path",
            "new commits [external_init] with path",
        ]
    );
}
