//! What a receiver checks of a message.

use std::collections::BTreeSet;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::message::open::open_art_message;
use pleach_spec::art::message::sender_data::{ArtSenderData, open_art_sender_data, seal_art_sender_data};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::error::{Error, Misuse, Place};
use pleach_spec_concrete::Octets;

use super::{Broken, Change, Seen, invalid, unverified};
use crate::client::{SUITE, literal};
use crate::world::{WINDOW, clients, hear, say, set_up};

#[test]
fn a_receiver_checks_the_message() {
    let mut seen = Seen::default();
    messages(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([17, 18, 19, 21, 22, 24, 25, 26]));
}

/// The message with other sender data.
fn with_sender_data(
    group: &ArtGroup<Octets>,
    message: &ArtMessage<Octets>,
    change: Change<'_, ArtSenderData<Octets>>,
) -> ArtMessage<Octets> {
    let secret = &group.stage.sender_data_secret;
    let mut sender_data = open_art_sender_data(SUITE, message, secret).unwrap();
    change(&mut sender_data);
    let mut message = message.clone();
    message.encrypted_sender_data = seal_art_sender_data(SUITE, &message, secret, &sender_data).unwrap();
    message
}

pub(super) fn messages(seen: &mut Seen) {
    let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 3), ArtMode::Signed);
    let valid = say(&mut groups[0], &literal("hello"), "message");
    let (mut sender, receiver) = (groups[0].clone(), groups[2].clone());
    let open = |message: &ArtMessage<Octets>| open_art_message(&receiver, &WINDOW, message);
    open(&valid).unwrap();
    let mut with = |change: Change<'_, ArtMessage<Octets>>, broken: Broken| {
        let mut message = valid.clone();
        change(&mut message);
        seen.refused(open(&message), broken);
    };
    with(&|message| message.group_id = literal("another group"), invalid(17, Place::Message));
    with(&|message| message.stage = 1, invalid(18, Place::Message));
    with(&|message| message.encrypted_sender_data = literal("no ciphertext"), unverified(24));
    // The ciphertext is sampled for the key of the sender data.
    with(&|message| message.ciphertext = literal("no ciphertext"), unverified(24));
    with(&|message| message.authenticated_data = literal("other data"), unverified(25));
    let mut sent_with = |change: Change<'_, ArtSenderData<Octets>>, broken: Broken| {
        let message = with_sender_data(&receiver, &valid, change);
        seen.refused(open(&message), broken);
    };
    sent_with(&|data| data.sender = MemberIndex(3), invalid(19, Place::Leaf(3)));
    sent_with(&|data| data.sender = MemberIndex(1), unverified(25));
    sent_with(&|data| data.generation = 1, unverified(25));
    sent_with(&|data| data.generation = 9, invalid(22, Place::Leaf(0)));
    sent_with(&|data| data.generation = u32::MAX, invalid(22, Place::Leaf(0)));
    sent_with(&|data| data.reuse_guard = Octets::from([0; 4]), unverified(25));
    let own = with_sender_data(&receiver, &valid, &|data| data.sender = MemberIndex(2));
    assert_eq!(open(&own).unwrap_err(), Error::Misuse(Misuse::OwnMessage));
    // Twice; and signed with another key than the sender's.
    let mut after = receiver.clone();
    hear(&mut after, &valid).unwrap();
    seen.refused(hear(&mut after, &valid), invalid(21, Place::Leaf(0)));
    sender.signature_private_key = groups[1].signature_private_key.clone();
    let wrong = say(&mut sender, &literal("hello"), "message");
    seen.refused(open(&wrong), unverified(26));
    assert_eq!(receiver, groups[2]);
    // Whatever was refused, the message that was meant is still read.
    assert_eq!(open(&valid).unwrap().1.application_data, literal("hello"));
}
