//! Every rule of ART that can be broken: what breaks it, and nothing else, is refused under its number. What does not
//! break it is accepted, before and after. That a refusal leaves the state what it was is a matter of types: a function
//! that fails returns none.

mod decoding;
mod links;
mod messages;
mod prekeys;
mod setups;
mod updates;

use std::collections::BTreeSet;
use std::fmt::Debug;

use pleach_spec::algebra::Crypto;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::key::ArtPublicKey;
use pleach_spec::art::labels::sign_with_art_label;
use pleach_spec::art::member::ArtIdentity;
use pleach_spec::art::prekey::{ArtPrekey, encode_art_prekey_tbs};
use pleach_spec::art::setup::{ArtSetup, encode_art_setup_tbs};
use pleach_spec::art::update::{ArtUpdate, update_mac};
use pleach_spec::error::{CryptoError, Error, Invalid, Place, Rule};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, seed};
use crate::support::catalogue;

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

/// Each rule of the catalogue that can be broken was broken above, and no other.
#[test]
fn every_rule_is_broken_once() {
    let mut seen = Seen::default();
    for part in
        [prekeys::prekeys, setups::setups, links::links, updates::updates, messages::messages, decoding::decoding]
    {
        part(&mut seen);
    }
    let expected: BTreeSet<u16> =
        catalogue().into_iter().filter(|rule| rule.can_be_broken).map(|rule| rule.number).collect();
    assert_eq!(expected.len(), 29);
    assert_eq!(seen.0, expected);
}
