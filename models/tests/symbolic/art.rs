//! The life of a group of ART, once over terms and once over bytes.

use std::collections::BTreeSet;

use pleach_spec::algebra::Bytes;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::member::{ArtIdentity, create_identity};
use pleach_spec::art::message::send::{ArtMessageOptions, send_art_message};
use pleach_spec::art::prekey::create_prekey;
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::codec::MAX_VECTOR_LENGTH;
use pleach_spec::error::{Error, Misuse};
use pleach_spec_concrete::Octets;

use crate::art_life::{decoded_shapes, scenario};
use crate::client::{SUITE, seed};
use crate::world::{ArtClient, clients};
use pleach_models::term::{Term, name, reads};

#[test]
fn a_group_of_art_lives_alike_over_terms_and_over_bytes() {
    let (terms, octets) = (scenario::<Term>(), scenario::<Octets>());
    let (shapes, expected) = (decoded_shapes(&terms), decoded_shapes(&octets));
    // Prekeys of the first group, setups, updates, and messages: of five members, before and after the updates.
    assert_eq!(shapes.len(), 4 + 2 + 4 + 20);
    for (shape, expected) in shapes.iter().zip(&expected) {
        assert_eq!(shape, expected);
    }
}

/// As of MLS: nothing that is opaque is looked into, and what is read are integers and padding.
#[test]
fn only_integers_and_padding_are_read_in_art() {
    assert!(reads().literals.is_empty());
    scenario::<Term>();
    let reads = reads();
    assert_eq!(reads.refused, 0);
    let lengths: BTreeSet<usize> =
        reads.literals.iter().filter(|bytes| bytes.iter().any(|byte| *byte != 0)).map(Vec::len).collect();
    assert_eq!(lengths, BTreeSet::from([1, 2, 4, 8]));
    let zeros = reads.literals.iter().filter(|bytes| bytes.len() == 11);
    assert_eq!(zeros.count(), 1);
}

/// What no vector can carry. Terms have lengths that bytes would not fit in memory.
#[test]
fn what_is_too_long_is_not_sent() {
    let long = name("long", MAX_VECTOR_LENGTH + 1);
    let mut members: Vec<ArtClient<Term>> = clients(SUITE, 2);
    let prekeys = [members[1].prekey()];
    let mode = ArtMode::Unsigned;
    let create = |own: &ArtIdentity<Term>, group_id: Term| {
        let options = SetupOptions { group_id, mode, old_group: None, prekeys: &prekeys };
        create_art_group(own, &options, &seed("group"))
    };
    let too_long = Error::Misuse(Misuse::TooLong);
    assert_eq!(create(&members[0].own, long).unwrap_err(), too_long);
    let long_name = create_identity(SUITE, &long, &seed("identity")).unwrap();
    assert_eq!(create(&long_name, name("group", 5)).unwrap_err(), too_long);
    assert_eq!(create_prekey(&long_name, &seed("prekey")).unwrap_err(), Misuse::TooLong);

    let group = create(&members[0].own, name("group", 5)).unwrap().group;
    let send = |data: &Term, authenticated_data: Term, padding| {
        send_art_message(&group, data, &ArtMessageOptions { authenticated_data, padding }, &seed("message"))
    };
    let (data, empty) = (name("data", 5), Term::literal(&[]));
    send(&data, empty, 0).unwrap();
    assert_eq!(send(&long, empty, 0).unwrap_err(), Misuse::TooLong);
    assert_eq!(send(&data, long, 0).unwrap_err(), Misuse::TooLong);
    assert_eq!(send(&data, empty, MAX_VECTOR_LENGTH + 1).unwrap_err(), Misuse::TooLong);
    // Each fits, but not both in one ciphertext.
    assert_eq!(send(&name("data", MAX_VECTOR_LENGTH - 4), empty, 11).unwrap_err(), Misuse::TooLong);
}
