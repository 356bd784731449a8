//! What a member can do in the name of another, and what it cannot.

use pleach_spec::algebra::Crypto;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::message::sender_data::{ArtSenderData, open_art_sender_data, seal_art_sender_data};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::create::{adopt_update, create_update};
use pleach_spec::art::update::process::process_update;
use pleach_spec::art::update::update_mac;
use pleach_spec::error::{CryptoError, Error, Invalid, Misuse, Place, Rule};
use pleach_spec::framing::private_content::guarded_nonce;
use pleach_spec::secret_tree::ratchet::{RatchetKey, advance};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, seed};
use crate::definition::vector;
use crate::world::{clients, hear, say, set_up};

const REFUSED: Error = Error::Crypto(CryptoError { rule: Rule::Art(26) });

fn three(mode: ArtMode) -> Vec<ArtGroup<Octets>> {
    set_up(&mut clients(SUITE, 3), mode).1
}

/// The state of member 1, which says of itself that it is member 0.
fn impostor(groups: &[ArtGroup<Octets>]) -> ArtGroup<Octets> {
    let mut group = groups[1].clone();
    group.own_index = MemberIndex(0);
    group
}

#[test]
fn a_member_can_speak_for_another_where_messages_are_not_signed() {
    let mut groups = three(ArtMode::Unsigned);
    let forged = say(&mut impostor(&groups), &literal("not by 0"), "forgery");
    let data = hear(&mut groups[2], &forged).unwrap();
    assert_eq!((data.sender, data.application_data), (MemberIndex(0), literal("not by 0")));
}

#[test]
fn a_member_cannot_speak_for_another_where_messages_are_signed() {
    let mut groups = three(ArtMode::Signed);
    let forged = say(&mut impostor(&groups), &literal("not by 0"), "forgery");
    assert_eq!(hear(&mut groups[2], &forged), Err(REFUSED));
}

/// The key of the first message of member 0.
fn first_key(group: &ArtGroup<Octets>) -> RatchetKey<Octets> {
    advance(SUITE, group.stage.ratchets[0].clone()).unwrap().1
}

/// The additional data of a message's content.
fn content_aad(message: &ArtMessage<Octets>) -> Octets {
    let stage = message.stage.to_be_bytes().to_vec();
    let (group_id, data) = (vector(message.group_id.as_slice()), vector(message.authenticated_data.as_slice()));
    Octets::from([b"AR".to_vec(), group_id, stage, data].concat())
}

/// What a message says, under the key of the next generation.
fn moved_on(group: &ArtGroup<Octets>, message: &ArtMessage<Octets>) -> ArtMessage<Octets> {
    let secret = &group.stage.sender_data_secret;
    let sender_data = open_art_sender_data(SUITE, message, secret).unwrap();
    let nonce = |key: &RatchetKey<Octets>| guarded_nonce(&key.nonce, &sender_data.reuse_guard).bytes;
    let (ratchet, first) = advance(SUITE, group.stage.ratchets[0].clone()).unwrap();
    let (_, second) = advance(SUITE, ratchet).unwrap();
    assert_eq!(first, first_key(group));
    let aad = content_aad(message);
    let plaintext = Octets::aead_open(SUITE, &first.key.bytes, &nonce(&first), &aad, &message.ciphertext).unwrap();
    let mut moved = message.clone();
    moved.ciphertext = Octets::aead_seal(SUITE, &second.key.bytes, &nonce(&second), &aad, &plaintext).unwrap();
    let sender_data = ArtSenderData { generation: 1, ..sender_data };
    moved.encrypted_sender_data = seal_art_sender_data(SUITE, &moved, secret, &sender_data).unwrap();
    moved
}

/// A member that has read a message can encrypt it anew, as the next of its sender.
#[test]
fn a_signature_is_for_one_generation() {
    for (mode, expected) in [(ArtMode::Unsigned, Ok(())), (ArtMode::Signed, Err(REFUSED))] {
        let mut groups = three(mode);
        let message = say(&mut groups[0], &literal("once"), "message");
        let again = moved_on(&groups[1], &message);
        hear(&mut groups[2], &message).unwrap();
        assert_eq!(hear(&mut groups[2], &again).map(|_| ()), expected);
    }
}

/// As in the paper: the MAC of an update shows that a member sent it, not which one. Signatures on messages do not
/// change that.
#[test]
fn a_member_can_update_for_another_in_both_modes() {
    for mode in [ArtMode::Unsigned, ArtMode::Signed] {
        let groups = three(mode);
        let forged = create_update(&impostor(&groups), &seed("forgery")).unwrap();
        let receiver = process_update(&groups[2], &forged.update).unwrap();
        assert_eq!(receiver.stage.chain_key, forged.next.stage.chain_key);
        // Member 0 is told that it is its own. It knows better, and can do nothing.
        let victim = process_update(&groups[0], &forged.update);
        assert_eq!(victim, Err(Error::Misuse(Misuse::OwnMessage)));
        // In particular it does not adopt what it created itself in that stage.
        let own = create_update(&groups[0], &seed("own")).unwrap();
        assert_eq!(adopt_update(&groups[0], &own, &forged.update), Err(Misuse::Unknown));
    }
}

/// A message of the first of these members is refused by the second.
fn are_apart(one: &ArtGroup<Octets>, other: &ArtGroup<Octets>) {
    assert_eq!(one.stage.context.stage, other.stage.context.stage);
    let message = say(&mut one.clone(), &literal("are you there?"), "message");
    let refused = Err(Error::Crypto(CryptoError { rule: Rule::Art(24) }));
    assert_eq!(hear(&mut other.clone(), &message), refused);
}

/// Member 0 of five sends a bad key of its leaf, which only member 1 uses, and of node 1, which member 4 does not.
///
/// ```text
///             7
///         /       \
///       3          8
///     /   \
///    1     5
///   / \   / \
///  0   2 4   6
/// ```
#[test]
fn a_member_can_split_the_group_by_keys_that_some_do_not_compute() {
    let groups = set_up::<Octets>(&mut clients(SUITE, 5), ArtMode::Signed).1;
    let created = create_update(&groups[0], &seed("update")).unwrap();
    let other = create_update(&groups[0], &seed("other")).unwrap().update;
    // Who refuses finds the first of its own nodes that does not agree.
    for (bad, refusing) in [(0, &[(1, 1)][..]), (1, &[(1, 1), (2, 3), (3, 3)])] {
        let mut update = created.update.clone();
        update.path[bad] = other.path[bad].clone();
        update.mac = update_mac(SUITE, &groups[0].stage.update_mac_key, &update);
        for member in 1..5 {
            let processed = process_update(&groups[member], &update);
            match refusing.iter().find(|(index, _)| *index == member) {
                Some((_, node)) => {
                    let broken = Invalid { rule: Rule::Art(15), place: Place::Node(*node) };
                    assert_eq!(processed, Err(Error::Invalid(broken)), "key {bad} at member {member}");
                }
                None => assert_eq!(processed.unwrap().stage.context.stage, 1, "key {bad} at member {member}"),
            }
        }
    }
}

/// Nobody finds out before a message is refused.
#[test]
fn a_member_can_split_the_group_by_two_updates_of_one_stage() {
    let groups = three(ArtMode::Signed);
    let updates = [1, 2].map(|number| create_update(&groups[0], &seed(&format!("update {number}"))).unwrap());
    let [one, two] = [1, 2].map(|member: usize| process_update(&groups[member], &updates[member - 1].update).unwrap());
    are_apart(&one, &two);
    are_apart(&two, &one);
}

/// Who is no member of the stage has no key for the MAC.
#[test]
fn an_outsider_cannot_update_for_anybody() {
    let groups = three(ArtMode::Unsigned);
    let (_, others) = set_up::<Octets>(&mut clients(SUITE, 4)[..3], ArtMode::Signed);
    let mut outsider = others[0].clone();
    outsider.stage.context = groups[0].stage.context.clone();
    let forged = create_update(&outsider, &seed("forgery")).unwrap();
    let refused = Err(Error::Crypto(CryptoError { rule: Rule::Art(20) }));
    assert_eq!(process_update(&groups[2], &forged.update), refused);
}
