//! What members agree on, in groups that are looked at closely.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::update::create::{adopt_update, create_update};
use pleach_spec::art::update::process::process_update;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::{Error, Invalid, Misuse, Place, Rule};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, seed};
use crate::world::{assert_art_agreement, clients, hear, say, set_up, update};

const MODES: [ArtMode; 2] = [ArtMode::Unsigned, ArtMode::Signed];

#[test]
fn members_agree_in_every_suite() {
    for suite in CipherSuite::ALL {
        for mode in MODES {
            let (_, mut groups) = set_up::<Octets>(&mut clients(suite, 5), mode);
            assert_art_agreement(&groups);
            update(&mut groups, 4, "update of 4");
            assert_art_agreement(&groups);
            update(&mut groups, 1, "update of 1");
            assert_art_agreement(&groups);
            let message = say(&mut groups[2], &literal("hello"), "message of 2");
            for receiver in [0, 1, 3, 4] {
                let data = hear(&mut groups[receiver], &message).unwrap();
                assert_eq!((data.sender.0, data.application_data), (2, literal("hello")));
                assert_eq!(data.authenticated_data, literal("authenticated data"));
            }
        }
    }
}

/// A tree of 1,000 leaves has a height of 10.
#[test]
fn an_update_among_1000_members_replaces_at_most_11_public_keys() {
    let mut clients = clients::<Octets>(SUITE, 1000);
    let prekeys: Vec<_> = clients[1..].iter_mut().map(|client| client.prekey()).collect();
    let created = clients[0].create("group", ArtMode::Unsigned, &prekeys, None);
    // The last leaf is less deep: 1000 = 512 + 256 + 128 + 64 + 32 + 8.
    for (index, expected) in [(1, 11), (7, 11), (500, 11), (511, 11), (512, 11), (990, 11), (999, 9)] {
        let group = clients[index].join(&created.setup, None);
        let updated = create_update(&group, &seed("update")).unwrap();
        let receiver = process_update(&created.group, &updated.update).unwrap();
        assert_eq!(receiver.stage.context, updated.next.stage.context);
        assert_eq!(receiver.stage.chain_key, updated.next.stage.chain_key);
        let (before, after) = (&group.stage.context.tree.nodes, &updated.next.stage.context.tree.nodes);
        assert_eq!((before.len(), after.len()), (1999, 1999));
        let replaced = before.iter().zip(after).filter(|(old, new)| old != new).count();
        assert_eq!(replaced, updated.update.path.len());
        assert!(replaced <= 11, "{replaced}");
        assert_eq!(replaced, expected, "{index}");
    }
}

#[test]
fn of_two_updates_of_one_stage_the_second_is_refused() {
    let (_, groups) = set_up::<Octets>(&mut clients(SUITE, 3), ArtMode::Unsigned);
    let [first, second] = [0, 1].map(|sender| create_update(&groups[sender], &seed("concurrent")).unwrap());
    let after = process_update(&groups[2], &first.update).unwrap();
    let refused = Err(Error::Invalid(Invalid { rule: Rule::Art(18), place: Place::Message }));
    assert_eq!(process_update(&after, &second.update), refused);
    // The sender of the first adopts it; the sender of the second cannot, and processes the first.
    let adopted = adopt_update(&groups[0], &first, &first.update).unwrap();
    assert_eq!(adopted.stage.chain_key, after.stage.chain_key);
    let other = process_update(&groups[1], &first.update).unwrap();
    assert_eq!(adopt_update(&groups[1], &second, &first.update), Err(Misuse::Unknown));
    for accepted in [&first.update, &second.update] {
        assert_eq!(adopt_update(&other, &second, accepted), Err(Misuse::Unknown));
    }
    assert_eq!(other.stage.chain_key, after.stage.chain_key);
    // What it then does anew is accepted.
    let again = create_update(&other, &seed("again")).unwrap();
    assert_eq!(process_update(&after, &again.update).unwrap().stage.chain_key, again.next.stage.chain_key);
}

/// Neither is one made in another group that has the same name, and is in the same stage.
#[test]
fn an_update_is_adopted_in_the_group_in_which_it_was_created() {
    let (_, groups) = set_up::<Octets>(&mut clients(SUITE, 3), ArtMode::Signed);
    let (_, others) = set_up::<Octets>(&mut clients(SUITE, 2), ArtMode::Signed);
    let created = create_update(&groups[0], &seed("update")).unwrap();
    assert_eq!(adopt_update(&others[0], &created, &created.update), Err(Misuse::Unknown));
    // Nor by another member.
    assert_eq!(adopt_update(&groups[1], &created, &created.update), Err(Misuse::Unknown));
    assert_eq!(adopt_update(&groups[0], &created, &created.update).as_ref(), Ok(&created.next));
}

/// Messages out of order, and lost ones, as far as the window lets them; each of them once.
#[test]
fn messages_arrive_in_any_order() {
    let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 3), ArtMode::Signed);
    let texts: Vec<Octets> = (0..6).map(|number| literal(&format!("text {number}"))).collect();
    let sent: Vec<_> = texts.iter().map(|text| say(&mut groups[0], text, "message")).collect();
    for number in [2, 0, 5, 1] {
        let data = hear(&mut groups[1], &sent[number]).unwrap();
        assert_eq!(data.application_data, texts[number]);
        let used = Invalid { rule: Rule::Art(21), place: Place::Leaf(0) };
        assert_eq!(hear(&mut groups[1], &sent[number]), Err(Error::Invalid(used)));
    }
    assert_eq!(hear(&mut groups[2], &sent[4]).unwrap().application_data, texts[4]);
}

#[test]
fn messages_of_a_stage_that_is_over_are_refused() {
    let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 2), ArtMode::Unsigned);
    let message = say(&mut groups[0], &literal("late"), "message");
    update(&mut groups, 1, "update");
    let refused = Err(Error::Invalid(Invalid { rule: Rule::Art(18), place: Place::Message }));
    assert_eq!(hear(&mut groups[1], &message), refused);
}

#[test]
fn the_plaintext_of_a_message_is_padded_and_nothing_of_it_is_sent_in_the_clear() {
    let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 2), ArtMode::Unsigned);
    let message = say(&mut groups[0], &literal("what is said"), "message");
    // One octet for the length, 12 of data, 11 of padding, 16 for the tag.
    assert_eq!(message.ciphertext.as_slice().len(), 40);
    // Two integers, the reuse guard and the tag.
    assert_eq!(message.encrypted_sender_data.as_slice().len(), 28);
    assert_eq!((message.stage, &message.group_id), (0, &literal("group")));
}
