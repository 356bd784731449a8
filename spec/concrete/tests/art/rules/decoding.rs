//! What decoders check.

use std::collections::BTreeSet;

use pleach_spec::algebra::Bytes;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::message::content::decode_art_message_content;
use pleach_spec::art::message::sender_data::decode_art_sender_data;
use pleach_spec::art::update::create::create_update;
use pleach_spec::codec::decode_exact;
use pleach_spec::error::{DecodeError, Error, Rule};
use pleach_spec_concrete::Octets;

use super::Seen;
use crate::client::{SUITE, literal, seed};
use crate::world::{ArtClient, clients, say, set_up};

#[test]
fn a_decoder_checks_what_has_no_other_form() {
    let mut seen = Seen::default();
    decoding(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([1, 2, 3, 28, 29]));
}

impl Seen {
    fn undecodable<T: std::fmt::Debug>(&mut self, result: Result<T, DecodeError>, rule: u16, error: DecodeError) {
        assert_eq!(error.art_rule(), Some(Rule::Art(rule)));
        self.refused(result.map_err(Error::Decode), (rule, Error::Decode(error)));
    }
}

fn decoded(bytes: &[u8]) -> Result<ArtMessageEnvelope<Octets>, DecodeError> {
    decode_exact(&Octets::from(bytes), decode_art_envelope)
}

/// One envelope of each kind.
fn envelopes() -> [Vec<u8>; 4] {
    let (setup, mut groups) = set_up::<Octets>(&mut clients(SUITE, 2), ArtMode::Signed);
    let update = create_update(&groups[0], &seed("update")).unwrap().update;
    let message = say(&mut groups[0], &literal("hello"), "message");
    let prekey = ArtClient::new(SUITE, "owner").prekey();
    [
        ArtMessageEnvelope::Prekey { prekey },
        ArtMessageEnvelope::Setup { setup },
        ArtMessageEnvelope::Update { update },
        ArtMessageEnvelope::Message { message },
    ]
    .map(|envelope| encode_art_envelope(&envelope).into())
}

pub(super) fn decoding(seen: &mut Seen) {
    let [_, setup, ..] = &envelopes();
    // Version, wire type, cipher suite, group_id of 5 octets, mode.
    for (rule, error, at, values) in [
        (1, DecodeError::ArtVersion, 0, [0, 0x42]),
        (1, DecodeError::ArtVersion, 1, [0, 0x51]),
        (2, DecodeError::ArtWireType, 3, [0, 5]),
        (2, DecodeError::ArtWireType, 2, [1, 0xff]),
        (3, DecodeError::ArtMode, 12, [0, 3]),
    ] {
        for value in values {
            let mut bytes = setup.clone();
            bytes[at] = value;
            seen.undecodable(decoded(&bytes), rule, error);
        }
    }
    truncated_or_followed(seen);
    padding(seen);
}

/// Every proper prefix of everything that is sent, and of what a message encrypts.
fn truncated_or_followed(seen: &mut Seen) {
    for bytes in envelopes() {
        for length in 0..bytes.len() {
            seen.undecodable(decoded(&bytes[..length]), 28, DecodeError::Truncated);
        }
        decoded(&bytes).unwrap();
        seen.undecodable(decoded(&[&bytes[..], &[0]].concat()), 28, DecodeError::TrailingBytes);
    }
    let sender_data = [7; 13];
    let decoded = |length| decode_exact(&Octets::literal(&sender_data[..length]), decode_art_sender_data);
    for length in 0..12 {
        seen.undecodable(decoded(length), 28, DecodeError::Truncated);
    }
    decoded(12).unwrap();
    seen.undecodable(decoded(13), 28, DecodeError::TrailingBytes);
    // Data and signature of an octet each: without the one or the other, a signed content ends early.
    let content = |mode, input: &[u8]| decode_art_message_content(mode, &Octets::literal(input));
    for length in 0..4 {
        seen.undecodable(content(ArtMode::Signed, &[1, 7, 1, 9][..length]), 28, DecodeError::Truncated);
    }
    for length in 0..2 {
        seen.undecodable(content(ArtMode::Unsigned, &[1, 7][..length]), 28, DecodeError::Truncated);
    }
}

/// As in RFC 9420, Section 6.3.1.
fn padding(seen: &mut Seen) {
    for (mode, input) in [(ArtMode::Unsigned, &[1, 7, 0, 1][..]), (ArtMode::Signed, &[1, 7, 1, 9, 0, 1])] {
        let decoded = decode_art_message_content(mode, &Octets::literal(input));
        seen.undecodable(decoded, 29, DecodeError::Padding);
        let (zeros, _) = Octets::literal(input).split_at(input.len() - 1).unwrap();
        assert_eq!(decode_art_message_content(mode, &zeros).unwrap().length_of_padding, 1);
    }
}

/// ART is encoded as MLS is; what a message of MLS can be has rules of its own.
#[test]
fn the_rules_of_the_encoding_are_shared() {
    let [_, setup, ..] = envelopes();
    // The presence of a link follows the mode. Before them is the length of group_id.
    for (at, value, error, rule) in [
        (13, 2, DecodeError::OptionalPresence, 2),
        (6, 0xc0, DecodeError::LengthPrefix, 6),
        (6, 0x40, DecodeError::NonMinimalLength, 5),
    ] {
        let mut bytes = setup.clone();
        bytes[at] = value;
        if value == 0x40 {
            bytes[at + 1] = 5;
        }
        assert_eq!(decoded(&bytes), Err(error));
        assert_eq!((error.art_rule(), error.rule()), (Some(Rule::Mls(rule)), Some(Rule::Mls(rule))));
    }
    // Of MLS, that a message ends early has no rule.
    assert_eq!(DecodeError::Truncated.rule(), None);
    assert_eq!(DecodeError::TrailingBytes.rule(), Some(Rule::Mls(49)));
    assert_eq!(DecodeError::Padding.rule(), Some(Rule::Mls(74)));
}
