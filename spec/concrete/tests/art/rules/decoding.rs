//! What decoders check.

use std::collections::BTreeSet;

use pleach_spec::algebra::Bytes;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{decode_art_envelope, encode_art_envelope};
use pleach_spec::codec::decode_exact;
use pleach_spec::error::{DecodeError, Error, Rule};
use pleach_spec_concrete::Octets;

use super::Seen;
use crate::client::SUITE;
use crate::world::{clients, set_up};

#[test]
fn a_decoder_checks_what_has_no_other_form() {
    let mut seen = Seen::default();
    decoding(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([1, 2, 3]));
}

pub(super) fn decoding(seen: &mut Seen) {
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
