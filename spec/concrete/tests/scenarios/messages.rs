//! RFC 9420, Section 6.3, Section 9 and Section 15: application messages, in any order and of any length.

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::error::{DecodeError, Error, Misuse, Place};
use pleach_spec::framing::auth::FramedContentAuthData;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::private_content::{
    PrivateMessageContent, encode_private_content_aad, encode_private_message_content, guarded_nonce,
};
use pleach_spec::framing::private_message::PrivateMessage;
use pleach_spec::framing::sender_data::{SenderData, seal_sender_data};
use pleach_spec::group::send::{MessageOptions, Protection};
use pleach_spec::proposal::Proposal;
use pleach_spec::secret_tree::{RatchetType, next_key};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;

use crate::support::{
    Client, Group, Member, Received, SUITE, by_value, commit_of, crypto, invalid, message, misuse, octets,
};

/// The text that a message carries to a member, with its sender and epoch.
fn read(member: &mut Member, message: &MlsMessage<Octets>) -> (Octets, u32, u64) {
    match member.receive(message) {
        Ok(Received::Application(read)) => (read.application_data, read.sender.0, read.epoch),
        other => panic!("{other:?}"),
    }
}

fn assert_reads(member: &mut Member, message: &MlsMessage<Octets>, text: &str) {
    assert_eq!(read(member, message).0, octets(text));
}

/// Lengths around those where the header of a vector grows.
const LENGTHS: [usize; 7] = [0, 1, 63, 64, 16383, 16384, 100_000];

fn long(length: usize) -> Octets {
    let bytes: Vec<u8> = (0..length).map(|i| i as u8).collect();
    Octets::from(bytes)
}

#[test]
fn messages_arrive_in_any_order() {
    let mut group = Group::new(SUITE, 3);
    let sent: Vec<_> = (0..6).map(|i| group.members[0].say(&i.to_string())).collect();
    for i in [4, 0, 2, 5, 3, 1] {
        assert_reads(&mut group.members[1], &sent[i], &i.to_string());
    }
    // To another member the first five were lost.
    assert_reads(&mut group.members[2], &sent[5], "5");
    group.chat();
}

#[test]
fn a_replayed_message_is_refused() {
    let mut group = Group::new(SUITE, 3);
    let first = group.members[0].say("first");
    let second = group.members[0].say("second");
    let used = invalid(187, Place::Leaf(0));
    assert_reads(&mut group.members[1], &second, "second");
    assert_eq!(group.members[1].refusal(&second), Some(used));
    assert_reads(&mut group.members[1], &first, "first");
    for message in [&first, &second] {
        assert_eq!(group.members[1].refusal(message), Some(used));
    }
    group.commit(2, &commit_of(Vec::new()));
    for message in [&first, &second] {
        assert_eq!(group.members[1].refusal(message), Some(used));
    }
    group.assert_works();
}

#[test]
fn a_replayed_proposal_is_refused() {
    let mut group = Group::new(SUITE, 3);
    let remove = Proposal::Remove { removed: LeafIndex(2) };
    let (_, sent) = group.members[0].propose(remove, &message());
    group.deliver(0, &sent);
    group.assert_refused(0, &sent, invalid(187, Place::Leaf(0)));
}

#[test]
fn a_generation_too_far_ahead_is_refused() {
    let mut group = Group::new(SUITE, 2);
    let sent: Vec<_> = (0..12).map(|i| group.members[0].say(&i.to_string())).collect();
    let too_far = invalid(442, Place::Leaf(0));
    assert_eq!(group.members[1].refusal(&sent[11]), Some(too_far));
    assert_reads(&mut group.members[1], &sent[10], "10");
    // Of those skipped, five are kept: 5 to 9.
    let dropped = invalid(187, Place::Leaf(0));
    assert_eq!(group.members[1].refusal(&sent[4]), Some(dropped));
    for i in [5, 9, 11] {
        assert_reads(&mut group.members[1], &sent[i], &i.to_string());
    }
    group.assert_works();
}

#[test]
fn messages_of_past_epochs_are_read_within_the_window() {
    let mut group = Group::new(SUITE, 3);
    let sent: Vec<_> = (0..4)
        .map(|epoch| {
            let said = group.members[0].say(&epoch.to_string());
            group.commit(1, &commit_of(Vec::new()));
            said
        })
        .collect();
    // Epochs 1 to 4 were; this is 5, and two past ones are kept.
    for message in &sent[..2] {
        let refused = invalid(433, Place::Message);
        assert_eq!(group.members[2].refusal(message), Some(refused));
    }
    assert_reads(&mut group.members[2], &sent[3], "3");
    assert_reads(&mut group.members[2], &sent[2], "2");
    let used = invalid(187, Place::Leaf(0));
    assert_eq!(group.members[2].refusal(&sent[2]), Some(used));
    group.chat();
}

#[test]
fn a_joiner_reads_nothing_of_the_time_before() {
    let mut group = Group::new(SUITE, 2);
    let before = group.members[0].say("before");
    group.add(0, vec![Client::new(SUITE, "joiner")]);
    let refused = invalid(433, Place::Message);
    assert_eq!(group.members[2].refusal(&before), Some(refused));
    assert_reads(&mut group.members[1], &before, "before");
}

#[test]
fn a_late_message_is_of_the_former_occupant_of_its_leaf() {
    let mut group = Group::new(SUITE, 3);
    let late = group.members[1].say("late");
    let remove = Proposal::Remove { removed: LeafIndex(1) };
    group.commit(0, &commit_of(by_value([remove])));
    group.add(0, vec![Client::new(SUITE, "successor")]);
    let successor = group.members[2].leaf_index();
    assert_eq!(successor, 1);
    // A signature of the new occupant would not verify: this is one of the old.
    let reader = &mut group.members[1];
    assert_eq!(read(reader, &late), (octets("late"), 1, 1));
    let epoch = &reader.state.past_epochs[0];
    assert_eq!(epoch.group_context.epoch, 1);
    let refused = invalid(433, Place::Message);
    assert_eq!(group.members[2].refusal(&late), Some(refused));
    group.chat();
}

#[test]
fn an_own_message_that_comes_back_is_named_so() {
    let mut group = Group::new(SUITE, 3);
    let said = group.members[0].say("said");
    assert_eq!(group.members[0].refusal(&said), Some(misuse(Misuse::OwnMessage)));
    group.commit(1, &commit_of(Vec::new()));
    // The key is gone with the sending.
    let used = invalid(187, Place::Leaf(0));
    assert_eq!(group.members[0].refusal(&said), Some(used));
}

#[test]
fn application_data_waits_for_a_commit_of_the_proposals() {
    let mut group = Group::new(SUITE, 3);
    let update = group.update(2);
    let refused = group.members[0].send(&octets("data"), &message());
    assert_eq!(refused.err(), Some(misuse(Misuse::PendingProposals)));
    group.commit(0, &commit_of(vec![update]));
    group.chat();
}

#[test]
fn data_of_any_length_is_carried() {
    let mut group = Group::new(SUITE, 2);
    for length in LENGTHS {
        for authenticated_data in [0, length] {
            let options = MessageOptions {
                authenticated_data: long(authenticated_data),
                protection: Protection::Private { padding: length },
            };
            let sent = group.members[0].send(&long(length), &options).unwrap();
            match group.members[1].receive(&sent) {
                Ok(Received::Application(read)) => {
                    assert_eq!(read.application_data, long(length));
                    assert_eq!(read.authenticated_data, long(authenticated_data));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn authenticated_data_of_any_length_goes_with_handshake_messages() {
    let mut group = Group::new(SUITE, 2);
    for length in LENGTHS {
        for protection in [Protection::Public, Protection::Private { padding: 1 }] {
            let options = MessageOptions { authenticated_data: long(length), protection };
            let (update, sent) = group.members[0].propose_update(&options, |_| {});
            group.deliver(0, &sent);
            let mut commit = commit_of(vec![update]);
            commit.message = options;
            group.commit(1, &commit);
        }
    }
    group.chat();
}

#[test]
fn group_ids_of_any_length_are_carried() {
    for length in LENGTHS {
        let mut group = Group {
            members: vec![Member::create(Client::new(SUITE, "creator"), &long(length), &[]).unwrap()],
            removed: Vec::new(),
        };
        group.add(0, vec![Client::new(SUITE, "joiner")]);
        group.join_externally(Client::new(SUITE, "external joiner"), |_| {});
        group.chat();
    }
}

#[test]
fn identities_of_any_length_are_carried() {
    let clients = LENGTHS.map(|length| {
        Client::with(SUITE, &length.to_string(), |leaf| {
            leaf.credential = pleach_spec::credential::Credential::Basic { identity: long(length) };
        })
    });
    let mut group = Group::of(clients.to_vec(), &[]);
    group.chat();
    group.commit(5, &commit_of(Vec::new()));
}

#[test]
fn padding_hides_the_length() {
    let mut group = Group::new(SUITE, 2);
    for padding in [0, 1, 63, 64, 16384, 1 << 20] {
        let options = MessageOptions { authenticated_data: octets(""), protection: Protection::Private { padding } };
        let sent = group.members[0].send(&octets("data"), &options).unwrap();
        let MlsMessage::PrivateMessage { private_message } = &sent else {
            panic!("no PrivateMessage");
        };
        // The data, a signature of 64 bytes, and the tag, with their headers.
        let unpadded = 5 + 66 + 16;
        let length = private_message.ciphertext.length();
        assert_eq!(length, unpadded + padding);
        assert_reads(&mut group.members[1], &sent, "data");
    }
}

/// A PrivateMessage of a member whose plaintext is changed before it is encrypted.
fn encrypted_otherwise(member: &mut Member, change: impl FnOnce(Octets) -> Octets) -> MlsMessage<Octets> {
    let state = &mut member.state;
    let plaintext = encode_private_message_content(&PrivateMessageContent {
        content: Content::Application { application_data: octets("data") },
        auth: FramedContentAuthData { signature: octets("no signature"), confirmation_tag: None },
        length_of_padding: 0,
    });
    let (secret_tree, key) =
        next_key(SUITE, state.secret_tree.clone(), state.own_leaf, RatchetType::Application).unwrap();
    state.secret_tree = secret_tree;
    let mut private_message = PrivateMessage {
        group_id: state.group_context.group_id.clone(),
        epoch: state.group_context.epoch,
        content_type: pleach_spec::framing::ContentType::Application,
        authenticated_data: octets(""),
        encrypted_sender_data: octets(""),
        ciphertext: octets(""),
    };
    let reuse_guard = octets("four");
    let nonce = guarded_nonce(&key.nonce, &reuse_guard).bytes;
    let aad = encode_private_content_aad(&private_message);
    let plaintext = change(plaintext);
    private_message.ciphertext = Octets::aead_seal(SUITE, &key.key.bytes, &nonce, &aad, &plaintext).unwrap();
    let sender_data = SenderData { leaf_index: state.own_leaf, generation: key.generation, reuse_guard };
    let secret = &state.epoch_secrets.sender_data_secret;
    private_message.encrypted_sender_data = seal_sender_data(SUITE, &private_message, secret, &sender_data).unwrap();
    MlsMessage::PrivateMessage { private_message }
}

#[test]
fn padding_is_zero() {
    let mut group = Group::new(SUITE, 3);
    // With good padding, what is wrong is the signature.
    let with_zeros = encrypted_otherwise(&mut group.members[0], |plaintext| plaintext.concat(&Octets::from([0; 9])));
    group.assert_refused(0, &with_zeros, crypto(65));
    for at in [0, 4, 8] {
        let mut padding = [0; 9];
        padding[at] = 1;
        let sent = encrypted_otherwise(&mut group.members[0], |plaintext| plaintext.concat(&Octets::from(padding)));
        group.assert_refused(0, &sent, Error::Decode(DecodeError::Padding));
    }
}

#[test]
fn a_plaintext_that_ends_early_is_refused() {
    let mut group = Group::new(SUITE, 3);
    let sent =
        encrypted_otherwise(&mut group.members[0], |plaintext| plaintext.split_at(plaintext.length() - 1).unwrap().0);
    group.assert_refused(0, &sent, Error::Decode(DecodeError::Truncated));
}

#[test]
fn an_altered_private_message_does_not_decrypt() {
    let mut group = Group::new(SUITE, 3);
    let sent = group.members[0].say("data");
    let MlsMessage::PrivateMessage { private_message } = &sent else {
        panic!("no PrivateMessage");
    };
    let flip = |octets: &Octets| octets.xor(&Octets::from([1]));
    let mut altered = private_message.clone();
    altered.encrypted_sender_data = flip(&altered.encrypted_sender_data);
    let mut expected = vec![(altered, crypto(85))];
    let mut altered = private_message.clone();
    altered.ciphertext = flip(&altered.ciphertext);
    // The first bytes of the ciphertext enter the key of the sender data.
    expected.push((altered, crypto(85)));
    let mut altered = private_message.clone();
    let far = Octets::from([0; 40]).concat(&Octets::from([1]));
    altered.ciphertext = altered.ciphertext.xor(&far);
    expected.push((altered, crypto(79)));
    let mut altered = private_message.clone();
    altered.authenticated_data = octets("other");
    expected.push((altered, crypto(79)));
    for (private_message, error) in expected {
        let sent = MlsMessage::PrivateMessage { private_message };
        group.assert_refused(0, &sent, error);
    }
    // None of them used the key up.
    assert_reads(&mut group.members[1], &sent, "data");
}

#[test]
fn the_sender_of_a_private_message_is_a_member() {
    let mut group = Group::new(SUITE, 3);
    let mut sent = group.members[0].say("data");
    let MlsMessage::PrivateMessage { private_message } = &mut sent else {
        panic!("no PrivateMessage");
    };
    for leaf in [3, 4, u32::MAX] {
        let sender_data = SenderData { leaf_index: LeafIndex(leaf), generation: 0, reuse_guard: octets("four") };
        let secret = &group.members[0].state.epoch_secrets.sender_data_secret;
        private_message.encrypted_sender_data = seal_sender_data(SUITE, private_message, secret, &sender_data).unwrap();
        let sent = MlsMessage::PrivateMessage { private_message: private_message.clone() };
        group.assert_refused(0, &sent, invalid(86, Place::Leaf(leaf)));
    }
}

/// One cannot speak for another, though the keys are everyone's.
#[test]
fn a_member_signs_for_itself_only() {
    let mut group = Group::new(SUITE, 4);
    let mut impostor = group.members[1].clone();
    impostor.state.own_leaf = LeafIndex(2);
    let sent = impostor.say("data");
    for reader in [0, 3] {
        assert_eq!(group.members[reader].refusal(&sent), Some(crypto(65)));
    }
    // The key of the one spoken for is not used up.
    let said = group.members[2].say("data");
    assert_reads(&mut group.members[0], &said, "data");
}

#[test]
fn a_removed_member_still_reads_what_was_sent_before() {
    let mut group = Group::new(SUITE, 3);
    let earlier = group.members[1].say("earlier");
    group.commit(0, &commit_of(Vec::new()));
    let late = group.members[1].say("late");
    let remove = Proposal::Remove { removed: LeafIndex(2) };
    group.commit(0, &commit_of(by_value([remove])));
    let mut removed = group.removed.remove(0);
    assert!(!removed.is_active());
    assert_reads(&mut removed, &earlier, "earlier");
    assert_reads(&mut removed, &late, "late");
    // It sends nothing, and reads nothing that comes after.
    let refused = removed.send(&octets("data"), &message());
    assert_eq!(refused.err(), Some(misuse(Misuse::Inactive)));
    let refused = removed.commit(&commit_of(Vec::new()));
    assert_eq!(refused.err(), Some(misuse(Misuse::Inactive)));
    let after = group.members[1].say("after");
    assert_eq!(removed.refusal(&after), Some(invalid(433, Place::Message)));
    let commit = group.members[1].commit(&commit_of(Vec::new())).unwrap();
    assert_eq!(removed.refusal(&commit.message), Some(misuse(Misuse::Inactive)));
}
