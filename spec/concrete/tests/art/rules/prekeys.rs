//! What a creator checks of prekeys.

use std::collections::BTreeSet;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::member::ArtIdentity;
use pleach_spec::art::prekey::ArtPrekey;
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::error::Place;
use pleach_spec_concrete::Octets;

use super::{Broken, Change, Seen, invalid, key, other_key, signed_prekey, unverified};
use crate::client::{SUITE, literal, seed};
use crate::world::{ArtClient, clients};

#[test]
fn a_creator_checks_the_prekeys() {
    let mut seen = Seen::default();
    prekeys(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([4, 5, 6, 7, 11, 12]));
}

pub(super) fn prekeys(seen: &mut Seen) {
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
    create(&valid).unwrap();
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

/// Keys are told apart as they are encoded. X25519 does not look at the last bit: RFC 7748, Section 5.
#[test]
fn two_encodings_of_an_identity_key_are_two_keys() {
    let mut clients = clients::<Octets>(SUITE, 3);
    let first = clients[1].prekey();
    let mut alias: Vec<u8> = first.owner.identity_key.bytes.clone().into();
    alias[31] ^= 0x80;
    let mut second = clients[2].prekey();
    second.owner.identity_key = key(&alias);
    let prekeys = [first, signed_prekey(&clients[2].own, second)];
    let created = clients[0].create("group", ArtMode::Signed, &prekeys, None);
    assert_eq!(created.setup.invitees[1].member.identity_key, key(&alias));
}
