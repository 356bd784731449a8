//! The life of a group of ART, once over terms and once over bytes.

use std::collections::BTreeSet;

use pleach_spec::algebra::Bytes;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::member::{ArtIdentity, create_identity};
use pleach_spec::art::message::send::{ArtMessageOptions, send_art_message};
use pleach_spec::art::prekey::create_prekey;
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::codec::{MAX_VECTOR_LENGTH, decode_exact};
use pleach_spec::error::{Error, Misuse};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, Source, seed};
use crate::scenario::shape;
use crate::world::{ArtClient, assert_art_agreement, clients, hear, say, update};
use pleach_models::term::{Term, name, reads};

/// All that is sent, in this order.
type Sent<B> = Vec<ArtMessageEnvelope<B>>;

/// Each member says something that the others hear.
fn talk<B: Source>(groups: &mut [ArtGroup<B>], sent: &mut Sent<B>) {
    for sender in 0..groups.len() {
        let data = B::fresh("application data");
        let message = say(&mut groups[sender], &data, &format!("message of {sender}"));
        for receiver in (0..groups.len()).filter(|receiver| *receiver != sender) {
            assert_eq!(hear(&mut groups[receiver], &message).unwrap().application_data, data);
        }
        sent.push(ArtMessageEnvelope::Message { message });
    }
}

/// Two members update, and all talk before and after.
fn live<B: Source>(groups: &mut [ArtGroup<B>], sent: &mut Sent<B>) {
    assert_art_agreement(groups);
    talk(groups, sent);
    for sender in [groups.len() - 1, 0] {
        let created = update(groups, sender, &format!("update of {sender}"));
        sent.push(ArtMessageEnvelope::Update { update: created.update });
        assert_art_agreement(groups);
    }
    talk(groups, sent);
}

/// A group of five, and then one that follows it: another creator, one member less, and a new one.
fn scenario<B: Source>() -> Sent<B> {
    let mut sent = Vec::new();
    let mut members: Vec<ArtClient<B>> = clients(SUITE, 5);
    let prekeys: Vec<_> = members[1..].iter_mut().map(ArtClient::prekey).collect();
    sent.extend(prekeys.iter().map(|prekey| ArtMessageEnvelope::Prekey { prekey: prekey.clone() }));
    let created = members[0].create("first group", ArtMode::Unsigned, &prekeys, None);
    let mut groups = vec![created.group];
    groups.extend(members[1..].iter_mut().map(|member| member.join(&created.setup, None)));
    sent.push(ArtMessageEnvelope::Setup { setup: created.setup });
    live(&mut groups, &mut sent);

    members.swap(0, 3);
    groups.swap(0, 3);
    members[4] = ArtClient::new(SUITE, "newcomer");
    let prekeys: Vec<_> = members[1..].iter_mut().map(ArtClient::prekey).collect();
    let created = members[0].create("second group", ArtMode::Signed, &prekeys, Some(&groups[0]));
    let mut next = vec![created.group];
    for (index, member) in members[1..].iter_mut().enumerate() {
        let old = (index != 3).then(|| &groups[index + 1]);
        next.push(member.join(&created.setup, old));
    }
    sent.push(ArtMessageEnvelope::Setup { setup: created.setup });
    live(&mut next, &mut sent);
    sent
}

/// Decoded from the encoding, so that both decoders took the same decisions; with its length.
fn decoded_shapes<B: Source>(sent: &Sent<B>) -> Vec<(usize, String)> {
    sent.iter()
        .map(|envelope| {
            let encoded = encode_art_envelope(envelope);
            let decoded = decode_exact(&encoded, decode_art_envelope).unwrap();
            (encoded.length(), shape(&format!("{decoded:?}")))
        })
        .collect()
}

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
