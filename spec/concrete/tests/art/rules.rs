//! Every rule of ART that can be broken: what breaks it, and nothing else, is refused under its number; the state is
//! what it was, and what does not break it is accepted.

use std::collections::BTreeSet;
use std::fmt::Debug;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{decode_art_envelope, encode_art_envelope};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::key::ArtPublicKey;
use pleach_spec::art::labels::sign_with_art_label;
use pleach_spec::art::member::ArtIdentity;
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::message::open::open_art_message;
use pleach_spec::art::message::sender_data::{ArtSenderData, open_art_sender_data, seal_art_sender_data};
use pleach_spec::art::prekey::{ArtPrekey, encode_art_prekey_tbs};
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::setup::{ArtSetup, encode_art_setup_tbs};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec::art::update::{ArtUpdate, update_mac};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::codec::decode_exact;
use pleach_spec::error::{CryptoError, DecodeError, Error, Invalid, Misuse, Place, Rule, Unsupported};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, seed};
use crate::support::catalogue;
use crate::world::{ArtClient, WINDOW, clients, hear, say, set_up};

type Broken = (u16, Error);
type Change<'a, T> = &'a dyn Fn(&mut T);

fn invalid(rule: u16, place: Place) -> Broken {
    (rule, Error::Invalid(Invalid { rule: Rule::Art(rule), place }))
}

fn unverified(rule: u16) -> Broken {
    (rule, Error::Crypto(CryptoError { rule: Rule::Art(rule) }))
}

/// The rules that a function has seen broken.
#[derive(Default)]
struct Seen(BTreeSet<u16>);

impl Seen {
    fn refused<T: Debug>(&mut self, result: Result<T, Error>, (rule, error): Broken) {
        assert_eq!(result.unwrap_err(), error);
        self.0.insert(rule);
    }
}

fn key(bytes: &[u8]) -> ArtPublicKey<Octets> {
    ArtPublicKey { bytes: Octets::from(bytes) }
}

/// A public key of the suite that nobody has.
fn other_key() -> ArtPublicKey<Octets> {
    let private_key = Octets::kem_derive_private_key(SUITE, &literal("nobody"));
    ArtPublicKey { bytes: Octets::kem_public_key(SUITE, &private_key).unwrap() }
}

fn signed_prekey(owner: &ArtIdentity<Octets>, prekey: ArtPrekey<Octets>) -> ArtPrekey<Octets> {
    let mut prekey = prekey;
    let tbs = encode_art_prekey_tbs(&prekey);
    let private_key = &owner.signature_private_key;
    prekey.signature = sign_with_art_label(owner.suite, private_key, b"ArtPrekeyTBS", &tbs, &seed("sign")).unwrap();
    prekey
}

fn signed_setup(creator: &ArtIdentity<Octets>, setup: ArtSetup<Octets>) -> ArtSetup<Octets> {
    let mut setup = setup;
    let tbs = encode_art_setup_tbs(&setup);
    let private_key = &creator.signature_private_key;
    setup.signature = sign_with_art_label(SUITE, private_key, b"ArtSetupTBS", &tbs, &seed("sign")).unwrap();
    setup
}

/// An update that its sender authenticates.
fn authenticated(group: &ArtGroup<Octets>, update: ArtUpdate<Octets>) -> ArtUpdate<Octets> {
    let mut update = update;
    update.mac = update_mac(SUITE, &group.stage.update_mac_key, &update);
    update
}

#[test]
fn a_creator_checks_the_prekeys() {
    let mut seen = Seen::default();
    prekeys(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([4, 5, 6, 7, 11, 12]));
}

fn prekeys(seen: &mut Seen) {
    let mut clients = clients::<Octets>(SUITE, 3);
    let valid: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let creator = &clients[0].own;
    let create = |prekeys: &[ArtPrekey<Octets>]| {
        let options = SetupOptions { group_id: literal("group"), mode: ArtMode::Signed, old_group: None, prekeys };
        create_art_group(creator, &options, &seed("group"))
    };
    create(&valid).unwrap();
    let mut with = |change: Change<'_, ArtPrekey<Octets>>, broken: Broken| {
        let mut prekey = valid[1].clone();
        change(&mut prekey);
        let prekey = if broken.0 == 7 { prekey } else { signed_prekey(&clients[2].own, prekey) };
        seen.refused(create(&[valid[0].clone(), prekey]), broken);
    };
    let place = Place::Leaf(2);
    with(&|prekey| prekey.cipher_suite = 2, invalid(6, place));
    with(&|prekey| prekey.signature = literal("no signature"), unverified(7));
    with(&|prekey| prekey.ephemeral_key = other_key(), unverified(7));
    with(&|prekey| prekey.owner.identity = literal("another name"), unverified(7));
    with(&|prekey| prekey.ephemeral_key = key(&[9; 31]), invalid(4, place));
    with(&|prekey| prekey.owner.identity_key = key(&[9; 33]), invalid(4, place));
    with(&|prekey| prekey.owner.signature_key.bytes = literal("no key"), invalid(5, place));
    // Points of low order are keys, but share nothing.
    with(&|prekey| prekey.ephemeral_key = key(&[0; 32]), invalid(4, place));
    with(&|prekey| prekey.owner.identity_key = key(&[0; 32]), invalid(4, place));
    seen.refused(create(&[]), invalid(11, Place::Message));
    seen.refused(create(&[valid[0].clone(), valid[0].clone()]), invalid(12, place));
    let own = clients[0].clone().prekey();
    seen.refused(create(&[valid[0].clone(), own]), invalid(12, place));
}

/// Two members are alike if they have a name, an identity key or a signature key in common.
#[test]
fn members_are_distinct_in_all_that_they_are_known_by() {
    let mut clients = clients::<Octets>(SUITE, 3);
    let first = clients[1].prekey();
    let two = clients[2].own.clone();
    let owners: [Change<'_, ArtIdentity<Octets>>; 3] = [
        &|own| own.member.identity = literal("member 1"),
        &|own| own.member.identity_key = clients[1].own.member.identity_key.clone(),
        &|own| {
            own.member.signature_key = clients[1].own.member.signature_key.clone();
            own.signature_private_key = clients[1].own.signature_private_key.clone();
        },
    ];
    for change in owners {
        let mut own = two.clone();
        change(&mut own);
        let mut prekey = clients[2].clone().prekey();
        prekey.owner = own.member.clone();
        let prekeys = [first.clone(), signed_prekey(&own, prekey)];
        let options =
            SetupOptions { group_id: literal("group"), mode: ArtMode::Signed, old_group: None, prekeys: &prekeys };
        let refused = create_art_group(&clients[0].own, &options, &seed("group")).unwrap_err();
        assert_eq!(refused, invalid(12, Place::Leaf(2)).1);
    }
}

#[test]
fn a_receiver_checks_the_setup() {
    let mut seen = Seen::default();
    setups(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([4, 5, 8, 9, 10, 11, 12, 13, 14, 15]));
}

fn setups(seen: &mut Seen) {
    let mut clients = clients::<Octets>(SUITE, 3);
    let prekeys: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let valid = clients[0].create("group", ArtMode::Signed, &prekeys, None).setup;
    let receiver = clients[2].clone();
    let join = |setup: &ArtSetup<Octets>| join_art_group(&receiver.own, &receiver.prekeys, setup, None);
    join(&valid).unwrap();
    let mut with = |change: Change<'_, ArtSetup<Octets>>, broken: Broken| {
        let mut setup = valid.clone();
        change(&mut setup);
        let setup = if broken.0 == 10 { setup } else { signed_setup(&clients[0].own, setup) };
        seen.refused(join(&setup), broken);
    };
    // Signed by the creator, and wrong.
    with(&|setup| setup.cipher_suite = 2, invalid(9, Place::Message));
    with(&|setup| setup.invitees.clear(), invalid(11, Place::Message));
    with(&|setup| setup.invitees[0] = setup.invitees[1].clone(), invalid(12, Place::Leaf(2)));
    with(&|setup| setup.invitees[0].member.identity_key = key(&[9; 31]), invalid(4, Place::Leaf(1)));
    with(&|setup| setup.invitees[0].member.signature_key.bytes = literal("no key"), invalid(5, Place::Leaf(1)));
    with(&|setup| setup.invitees[0].ephemeral_key = key(&[9; 31]), invalid(4, Place::Leaf(1)));
    with(&|setup| setup.setup_key = key(&[9; 31]), invalid(4, Place::Message));
    with(&|setup| setup.setup_key = key(&[0; 32]), invalid(4, Place::Leaf(0)));
    with(&|setup| setup.creator.identity_key = key(&[0; 32]), invalid(4, Place::Leaf(0)));
    with(&|setup| drop(setup.tree.nodes.pop()), invalid(13, Place::Message));
    with(&|setup| setup.tree.nodes.extend([other_key(), other_key()]), invalid(13, Place::Message));
    with(&|setup| setup.tree.nodes[0] = key(&[9; 31]), invalid(4, Place::Node(0)));
    // The receiver's sibling is node 1, over the two other leaves.
    with(&|setup| setup.tree.nodes[1] = key(&[0; 32]), invalid(4, Place::Node(1)));
    with(&|setup| setup.tree.nodes[1] = other_key(), invalid(15, Place::Node(3)));
    with(&|setup| setup.tree.nodes[3] = other_key(), invalid(15, Place::Node(3)));
    with(&|setup| setup.tree.nodes[4] = other_key(), invalid(15, Place::Node(4)));
    // Another setup key, or another identity, makes another leaf key.
    with(&|setup| setup.setup_key = other_key(), invalid(15, Place::Node(4)));
    with(&|setup| setup.creator.identity = literal("another name"), invalid(15, Place::Node(4)));
    let without_receiver = |setup: &mut ArtSetup<Octets>| {
        setup.invitees.truncate(1);
        setup.tree.nodes.truncate(3);
    };
    with(&without_receiver, invalid(14, Place::Message));
    with(&|setup| setup.invitees[1].member.identity = literal("another name"), invalid(14, Place::Message));
    with(&|setup| setup.invitees[1].ephemeral_key = other_key(), invalid(8, Place::Message));
    // Not signed by the creator.
    with(&|setup| setup.signature = literal("no signature"), unverified(10));
    with(&|setup| setup.group_id = literal("another group"), unverified(10));
    with(&|setup| setup.mode = ArtMode::Unsigned, unverified(10));
    with(&|setup| setup.tree.nodes[0] = other_key(), unverified(10));
    with(
        &|setup| setup.creator.signature_key = setup.invitees[0].member.signature_key.clone(),
        invalid(12, Place::Leaf(1)),
    );
    // A prekey is used once.
    let joined = join(&valid).unwrap();
    assert_eq!(joined.prekeys.unused, []);
    seen.refused(join_art_group(&receiver.own, &joined.prekeys, &valid, None), invalid(8, Place::Message));
    // Those who are not members: the creator, and anyone else.
    for client in [clients[0].clone(), ArtClient::new(SUITE, "stranger")] {
        seen.refused(join_art_group(&client.own, &client.prekeys, &valid, None), invalid(14, Place::Message));
    }
    let mut unknown = valid.clone();
    unknown.cipher_suite = 8;
    assert_eq!(join(&unknown).unwrap_err(), Error::Unsupported(Unsupported::CipherSuite { value: 8 }));
}

#[test]
fn a_receiver_checks_which_group_a_setup_follows() {
    let mut seen = Seen::default();
    links(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([16]));
}

fn links(seen: &mut Seen) {
    let mut clients = clients::<Octets>(SUITE, 4);
    let (_, mut old) = set_up(&mut clients[..3], ArtMode::Signed);
    let prekeys: Vec<_> = [0, 2, 3].map(|index: usize| clients[index].prekey()).into();
    let create = |old: Option<&ArtGroup<Octets>>| clients[1].create("next", ArtMode::Signed, &prekeys, old).setup;
    let join = |setup: &ArtSetup<Octets>, old: &ArtGroup<Octets>| {
        join_art_group(&clients[0].own, &clients[0].prekeys, setup, Some(old))
    };
    let valid = create(Some(&old[1]));
    join(&valid, &old[0]).unwrap();
    // Who is new cannot verify the link, and is told of it.
    let joined = join_art_group(&clients[3].own, &clients[3].prekeys, &valid, None).unwrap();
    assert_eq!(joined.group.stage.context.link, valid.link);
    let broken = invalid(16, Place::Message);
    seen.refused(join(&create(None), &old[0]), broken);
    let changes: [Change<'_, ArtSetup<Octets>>; 3] = [
        &|setup| setup.link.as_mut().unwrap().group_id = literal("another group"),
        &|setup| setup.link.as_mut().unwrap().stage = 1,
        &|setup| setup.link.as_mut().unwrap().stage_authenticator = Octets::from([7; 32]),
    ];
    for change in changes {
        let mut setup = valid.clone();
        change(&mut setup);
        seen.refused(join(&signed_setup(&clients[1].own, setup), &old[0]), broken);
    }
    // A stranger can repeat a link that was sent, but is no member of the old group.
    let mut stranger = ArtClient::new(SUITE, "stranger");
    let others = [clients[0].clone().prekey(), clients[2].clone().prekey()];
    let mut setup = stranger.create("next", ArtMode::Signed, &others, None).setup;
    setup.link = valid.link.clone();
    let mut receiver = clients[0].clone();
    receiver.prekey();
    let setup = signed_setup(&stranger.own, setup);
    let joined = join_art_group(&receiver.own, &receiver.prekeys, &setup, Some(&old[0]));
    seen.refused(joined, broken);
    let misuse = {
        let options = SetupOptions {
            group_id: literal("next"),
            mode: ArtMode::Signed,
            old_group: Some(&old[0]),
            prekeys: &[clients[0].clone().prekey()],
        };
        create_art_group(&stranger.own, &options, &seed("next")).unwrap_err()
    };
    assert_eq!(misuse, Error::Misuse(Misuse::Unknown));
    stranger.prekey();
    // The group went on after the setup was made.
    crate::world::update(&mut old, 2, "update");
    seen.refused(join(&valid, &old[0]), broken);
}

#[test]
fn a_receiver_checks_the_update() {
    let mut seen = Seen::default();
    updates(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([4, 15, 17, 18, 19, 20, 23]));
}

fn updates(seen: &mut Seen) {
    let (_, groups) = set_up::<Octets>(&mut clients(SUITE, 5), ArtMode::Unsigned);
    let valid = create_update(&groups[0], &seed("update")).unwrap().update;
    let receiver = &groups[2];
    let before = receiver.clone();
    process_update(receiver, &valid).unwrap();
    let mut with = |change: Change<'_, ArtUpdate<Octets>>, broken: Broken| {
        let mut update = valid.clone();
        change(&mut update);
        let update = if broken.0 == 20 { update } else { authenticated(&groups[0], update) };
        seen.refused(process_update(receiver, &update), broken);
    };
    with(&|update| update.group_id = literal("another group"), invalid(17, Place::Message));
    with(&|update| update.stage = 1, invalid(18, Place::Message));
    with(&|update| update.stage = u64::MAX, invalid(18, Place::Message));
    with(&|update| update.sender = MemberIndex(5), invalid(19, Place::Leaf(5)));
    with(&|update| update.sender = MemberIndex(u32::MAX), invalid(19, Place::Leaf(u32::MAX)));
    with(&|update| update.mac = literal("no MAC"), unverified(20));
    with(&|update| update.sender = MemberIndex(1), unverified(20));
    with(&|update| update.path[0] = other_key(), unverified(20));
    with(&|update| drop(update.path.pop()), invalid(23, Place::Message));
    with(&|update| update.path.push(other_key()), invalid(23, Place::Message));
    with(&|update| update.sender = MemberIndex(4), invalid(23, Place::Message));
    with(&|update| update.path[0] = key(&[9; 31]), invalid(4, Place::Node(0)));
    // The paths of members 0 and 2 meet at node 3, whose child towards the sender is node 1.
    with(&|update| update.path[1] = key(&[0; 32]), invalid(4, Place::Node(1)));
    with(&|update| update.path[1] = other_key(), invalid(15, Place::Node(3)));
    with(&|update| update.path[2] = other_key(), invalid(15, Place::Node(3)));
    with(&|update| update.path[3] = other_key(), invalid(15, Place::Node(7)));
    assert_eq!(*receiver, before);
    let own = process_update(&groups[0], &valid);
    assert_eq!(own.unwrap_err(), Error::Misuse(Misuse::OwnMessage));
}

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

fn messages(seen: &mut Seen) {
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
}

#[test]
fn a_decoder_checks_what_has_no_other_form() {
    let mut seen = Seen::default();
    decoding(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([1, 2, 3]));
}

fn decoding(seen: &mut Seen) {
    let (setup, _) = set_up::<Octets>(&mut clients(SUITE, 2), ArtMode::Signed);
    let envelope = pleach_spec::art::envelope::ArtMessageEnvelope::Setup { setup };
    let valid: Vec<u8> = encode_art_envelope(&envelope).into();
    // Version, wire type, cipher suite, group_id of 5 octets, mode.
    for (rule, error, at, values) in [
        (1, DecodeError::ArtVersion, 0, [0, 0x42]),
        (1, DecodeError::ArtVersion, 1, [0, 0x51]),
        (2, DecodeError::ArtWireType, 3, [0, 5]),
        (2, DecodeError::ArtWireType, 2, [1, 0xff]),
        (3, DecodeError::ArtMode, 12, [0, 3]),
    ] {
        for value in values {
            let mut bytes = valid.clone();
            bytes[at] = value;
            assert_eq!(error.rule(), Some(Rule::Art(rule)));
            let decoded = decode_exact(&Octets::from(bytes), decode_art_envelope);
            seen.refused(decoded.map_err(Error::Decode), (rule, Error::Decode(error)));
        }
    }
}

/// Each rule of the catalogue that can be broken was broken above, and no other.
#[test]
fn every_rule_is_broken_once() {
    let mut seen = Seen::default();
    for part in [prekeys, setups, links, updates, messages, decoding] {
        part(&mut seen);
    }
    let expected: BTreeSet<u16> =
        catalogue().into_iter().filter(|rule| rule.can_be_broken).map(|rule| rule.number).collect();
    assert_eq!(expected.len(), 26);
    assert_eq!(seen.0, expected);
}

/// A point of P-256 that is not on the curve is no key.
#[test]
fn a_point_off_the_curve_is_no_key() {
    let suite = CipherSuite::P256Aes128GcmSha256P256;
    let (_, groups) = set_up::<Octets>(&mut clients(suite, 2), ArtMode::Unsigned);
    let mut update = create_update(&groups[0], &seed("update")).unwrap().update;
    let mut point: Vec<u8> = update.path[0].bytes.clone().into();
    point[64] ^= 1;
    update.path[0] = key(&point);
    update.mac = update_mac(suite, &groups[0].stage.update_mac_key, &update);
    assert_eq!(process_update(&groups[1], &update).unwrap_err(), invalid(4, Place::Node(0)).1);
}

/// Padding that is not zero is refused, as in RFC 9420, Section 6.3.1.
#[test]
fn padding_is_zero() {
    use pleach_spec::art::message::content::decode_art_message_content;
    for (mode, input) in [(ArtMode::Unsigned, &[1, 7, 0, 1][..]), (ArtMode::Signed, &[1, 7, 1, 9, 0, 1])] {
        let decoded = decode_art_message_content(mode, &Octets::literal(input));
        assert_eq!(decoded, Err(DecodeError::Padding));
        let (zeros, _) = Octets::literal(input).split_at(input.len() - 1).unwrap();
        assert_eq!(decode_art_message_content(mode, &zeros).unwrap().length_of_padding, 1);
    }
    assert_eq!(DecodeError::Padding.rule(), Some(Rule::Mls(74)));
}
