//! RFC 9420, Section 6: each sender type in each form, and who may send what.

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::Commit;
use pleach_spec::error::{Misuse, Place};
use pleach_spec::extension::content::{ExternalSender, encode_external_senders};
use pleach_spec::extension::{EXTERNAL_SENDERS, Extension};
use pleach_spec::framing::auth::{AuthenticatedContent, FramedContentAuthData};
use pleach_spec::framing::content::{Content, FramedContent};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::private_message::protect_private_message;
use pleach_spec::framing::public_message::{PublicMessage, protect_outside_message};
use pleach_spec::framing::sender::signature_key;
use pleach_spec::framing::{Sender, WireFormat};
use pleach_spec::group::external_proposal::{ExternalTarget, external_proposal, new_member_proposal};
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;

use crate::support::{Client, Group, SUITE, by_value, commit_of, crypto, invalid, message, misuse, octets, public};

/// A group with one external sender, and that sender.
fn group_with_external_sender() -> (Group, Client) {
    let server = Client::new(SUITE, "server");
    let senders = [ExternalSender {
        signature_key: server.leaf.signature_key.clone(),
        credential: server.leaf.credential.clone(),
    }];
    let extension = Extension { extension_type: EXTERNAL_SENDERS, extension_data: encode_external_senders(&senders) };
    let clients = (0..3).map(|i| Client::new(SUITE, &format!("client {i}")));
    (Group::of(clients.collect(), &[extension]), server)
}

fn target(group: &Group) -> ExternalTarget<'_, Octets> {
    ExternalTarget { group_context: &group.members[0].state.group_context, authenticated_data: octets("from outside") }
}

fn remove(leaf: u32) -> Proposal<Octets> {
    Proposal::Remove { removed: LeafIndex(leaf) }
}

/// A content of a sender outside of the group, under a signature of nobody.
fn unsigned(group: &Group, sender: Sender, content: Content<Octets>) -> MlsMessage<Octets> {
    let context = &group.members[0].state.group_context;
    let is_commit = matches!(content, Content::Commit { .. });
    let public_message = PublicMessage {
        content: FramedContent {
            group_id: context.group_id.clone(),
            epoch: context.epoch,
            sender,
            authenticated_data: Octets::literal(&[]),
            content,
        },
        auth: FramedContentAuthData {
            signature: octets("no signature"),
            confirmation_tag: is_commit.then(|| octets("no tag")),
        },
        membership_tag: None,
    };
    MlsMessage::PublicMessage { public_message }
}

fn application() -> Content<Octets> {
    Content::Application { application_data: octets("data") }
}

fn proposal(proposal: Proposal<Octets>) -> Content<Octets> {
    Content::Proposal { proposal }
}

fn commit(proposals: impl IntoIterator<Item = Proposal<Octets>>) -> Content<Octets> {
    Content::Commit { commit: Commit { proposals: by_value(proposals), path: None } }
}

#[test]
fn a_member_sends_handshake_messages_in_both_forms() {
    for options in [public(), message()] {
        let mut group = Group::new(SUITE, 4);
        let by_reference = group.propose(1, remove(3), &options);
        let mut commit = commit_of(vec![by_reference]);
        commit.message = options;
        group.commit(0, &commit);
        assert_eq!(group.members.len(), 3);
        group.chat();
    }
}

#[test]
fn application_data_is_never_public() {
    let mut group = Group::new(SUITE, 3);
    let refused = group.members[0].send(&octets("data"), &public());
    assert_eq!(refused.err(), Some(misuse(Misuse::PublicApplicationData)));
    let by_member = Sender::Member { leaf_index: LeafIndex(0) };
    for sender in [by_member, Sender::External { sender_index: 0 }, Sender::NewMemberProposal, Sender::NewMemberCommit]
    {
        let mut message = unsigned(&group, sender, application());
        if let (MlsMessage::PublicMessage { public_message }, true) = (&mut message, sender == by_member) {
            public_message.membership_tag = Some(octets("no tag"));
        }
        group.assert_refused(usize::MAX, &message, invalid(42, Place::Message));
    }
}

#[test]
fn only_members_send_private_messages() {
    let (group, _) = group_with_external_sender();
    for sender in [Sender::External { sender_index: 0 }, Sender::NewMemberProposal, Sender::NewMemberCommit] {
        let state = group.members[0].state.clone();
        let signed = AuthenticatedContent {
            wire_format: WireFormat::PrivateMessage,
            content: FramedContent {
                group_id: state.group_context.group_id.clone(),
                epoch: state.group_context.epoch,
                sender,
                authenticated_data: Octets::literal(&[]),
                content: proposal(remove(1)),
            },
            auth: FramedContentAuthData { signature: octets("no signature"), confirmation_tag: None },
        };
        let secret = &state.epoch_secrets.sender_data_secret;
        let seed = group.members[0].client.clone().seed();
        let refused = protect_private_message(SUITE, &signed, secret, state.secret_tree.clone(), 0, &seed);
        assert_eq!(refused.err(), Some(Misuse::WrongMessage));
        let refused = signature_key(&signed, &state.group_context, &state.tree);
        assert_eq!(refused.err(), Some(invalid(50, Place::Message)));
        assert_eq!(protect_outside_message(&signed).err(), Some(Misuse::WrongMessage));
    }
}

#[test]
fn a_member_commits_what_an_external_sender_proposes() {
    let (mut group, mut server) = group_with_external_sender();
    let joiner = Client::new(SUITE, "joiner");
    let mut references = Vec::new();
    for proposal in [remove(1), joiner.add()] {
        let seed = server.seed();
        let key = &server.leaf.signature_private_key;
        let sent = external_proposal(&target(&group), 0, proposal, key, &seed).unwrap();
        references.push(group.deliver_to_all(&sent));
    }
    group.commit_and_join(2, &commit_of(references), vec![joiner]);
    assert_eq!(group.members.len(), 3);
    group.chat();
}

#[test]
fn an_external_sender_is_in_the_list_of_the_group() {
    let (mut group, mut server) = group_with_external_sender();
    let seed = server.seed();
    let key = &server.leaf.signature_private_key;
    let other = external_proposal(&target(&group), 1, remove(1), key, &seed).unwrap();
    group.assert_refused(usize::MAX, &other, invalid(57, Place::Message));
    let mallory = Client::new(SUITE, "mallory");
    let key = &mallory.leaf.signature_private_key;
    let forged = external_proposal(&target(&group), 0, remove(1), key, &seed).unwrap();
    group.assert_refused(usize::MAX, &forged, crypto(65));
    let mut without = Group::new(SUITE, 3);
    let key = &server.leaf.signature_private_key;
    let sent = external_proposal(&target(&without), 0, remove(1), key, &seed).unwrap();
    without.assert_refused(usize::MAX, &sent, invalid(57, Place::Message));
}

#[test]
fn an_external_sender_sends_certain_proposals_only() {
    let (mut group, _) = group_with_external_sender();
    let sender = Sender::External { sender_index: 0 };
    let leaf_node = Client::new(SUITE, "joiner").own.key_package.leaf_node;
    let kem_output = octets("");
    let other = Proposal::Other { proposal_type: 0xf001, content: octets("") };
    for refused in [Proposal::Update { leaf_node }, Proposal::ExternalInit { kem_output }, other] {
        let sent = unsigned(&group, sender, proposal(refused));
        group.assert_refused(usize::MAX, &sent, invalid(59, Place::Message));
    }
    let sent = unsigned(&group, sender, commit([remove(1)]));
    group.assert_refused(usize::MAX, &sent, invalid(58, Place::Message));
}

#[test]
fn a_member_commits_what_a_new_member_proposes() {
    let mut group = Group::new(SUITE, 3);
    let mut joiner = Client::new(SUITE, "joiner");
    let seed = joiner.seed();
    let sent = new_member_proposal(&target(&group), &joiner.own, &seed).unwrap();
    let reference = group.deliver_to_all(&sent);
    group.commit_and_join(1, &commit_of(vec![reference]), vec![joiner]);
    group.chat();
}

#[test]
fn a_new_member_proposes_its_own_add_only() {
    let mut group = Group::new(SUITE, 3);
    let sender = Sender::NewMemberProposal;
    let sent = unsigned(&group, sender, proposal(remove(1)));
    group.assert_refused(usize::MAX, &sent, invalid(64, Place::Message));
    let sent = unsigned(&group, sender, commit([]));
    group.assert_refused(usize::MAX, &sent, invalid(63, Place::Message));
    let joiner = Client::new(SUITE, "joiner");
    let sent = unsigned(&group, sender, proposal(joiner.add()));
    group.assert_refused(usize::MAX, &sent, crypto(65));
}

#[test]
fn a_new_member_commits_with_a_path_only() {
    let mut group = Group::new(SUITE, 3);
    let sender = Sender::NewMemberCommit;
    let sent = unsigned(&group, sender, proposal(remove(1)));
    group.assert_refused(usize::MAX, &sent, invalid(61, Place::Message));
    let sent = unsigned(&group, sender, commit([]));
    group.assert_refused(usize::MAX, &sent, invalid(393, Place::Message));
}

#[test]
fn a_message_of_another_epoch_or_group_is_refused() {
    let (mut group, mut server) = group_with_external_sender();
    let seed = server.seed();
    let key = &server.leaf.signature_private_key;
    let early = external_proposal(&target(&group), 0, remove(1), key, &seed).unwrap();
    let commit_early = group.clone().members[1].commit(&commit_of(Vec::new())).unwrap().message;
    let mut elsewhere = target(&group).group_context.clone();
    elsewhere.group_id = octets("another group");
    let other = ExternalTarget { group_context: &elsewhere, authenticated_data: octets("") };
    let stray = external_proposal(&other, 0, remove(1), key, &seed).unwrap();
    group.commit(0, &commit_of(Vec::new()));
    group.assert_refused(usize::MAX, &early, invalid(242, Place::Message));
    group.assert_refused(1, &commit_early, invalid(331, Place::Message));
    group.assert_refused(usize::MAX, &stray, invalid(332, Place::Message));
}

#[test]
fn a_public_message_of_a_member_has_the_membership_tag() {
    let mut group = Group::new(SUITE, 3);
    let (_, sent) = group.members[1].propose(remove(2), &public());
    let MlsMessage::PublicMessage { public_message } = &sent else {
        panic!("no PublicMessage");
    };
    let mut altered = public_message.clone();
    let tag = altered.membership_tag.take().unwrap();
    let wrong =
        [Octets::literal(&[]), tag.split_at(16).unwrap().0, tag.concat(&Octets::literal(&[0])), Octets::from([0; 32])];
    for tag in wrong {
        let mut public_message = altered.clone();
        public_message.membership_tag = Some(tag);
        let sent = MlsMessage::PublicMessage { public_message };
        group.assert_refused(1, &sent, crypto(69));
    }
    group.deliver(1, &sent);
}
