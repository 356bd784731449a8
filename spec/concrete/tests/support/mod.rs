//! What the tests share.

#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod der;

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;

/// The bytes of a hexadecimal string, which may have spaces and line breaks.
pub(crate) fn hex(text: &str) -> Octets {
    let digits: Vec<u8> =
        text.chars().filter(|digit| !digit.is_whitespace()).map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    assert!(digits.len().is_multiple_of(2));
    let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    Octets::from(bytes)
}

/// The bytes of a text.
pub(crate) fn text(text: &str) -> Octets {
    Octets::from(text.as_bytes())
}

/// A byte string with one byte changed by a function.
pub(crate) fn with_byte(octets: &Octets, index: usize, change: fn(u8) -> u8) -> Octets {
    let mut bytes = octets.as_slice().to_vec();
    bytes[index] = change(bytes[index]);
    Octets::from(bytes)
}

/// A byte string without its last byte.
pub(crate) fn shorter(octets: &Octets) -> Octets {
    let bytes = octets.as_slice();
    Octets::from(&bytes[..bytes.len() - 1])
}

/// A byte string with a zero byte after it.
pub(crate) fn longer(octets: &Octets) -> Octets {
    Octets::from([octets.as_slice(), &[0]].concat())
}

/// A private and a public key of the KEM.
pub(crate) fn kem_keys(suite: CipherSuite, seed: &str) -> (Octets, Octets) {
    let private_key = Octets::kem_derive_private_key(suite, &text(seed));
    let public_key = Octets::kem_public_key(suite, &private_key).unwrap();
    (private_key, public_key)
}

/// A private and a public key of the signature scheme.
pub(crate) fn signature_keys(suite: CipherSuite, seed: &str) -> (Octets, Octets) {
    let private_key = Octets::signature_derive_private_key(suite, &text(seed));
    let public_key = Octets::signature_public_key(suite, &private_key).unwrap();
    (private_key, public_key)
}
