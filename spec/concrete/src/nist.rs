//! The NIST curves: Diffie-Hellman and ECDSA.
//!
//! * A private key is a big-endian integer of the length of the field: 32, 48 or 66 bytes.
//! * A public key is an uncompressed point, `0x04 || x || y`: RFC 9420, Section 5.1.1, and RFC 9180,
//!   Section 7.1.1. It must lie on the curve and not be the point at infinity, which, as the cofactor is 1,
//!   is the whole of the validation that RFC 9180, Section 7.1.4, demands.
//! * A signature is a DER-encoded `ECDSA-Sig-Value`, over SHA-256, SHA-384 and SHA-512 in turn. No RFC
//!   demands the lower of the two values of `s`, so both verify, and signing gives either.

mod p256;
mod rustcrypto;

use rustcrypto::{p384, p521};

/// A NIST curve, with the hash function of its ECDSA.
#[derive(Clone, Copy)]
pub(crate) enum NistCurve {
    P256,
    P384,
    P521,
}

impl NistCurve {
    /// The length of a private key, and of a coordinate, in bytes.
    pub(crate) fn scalar_length(self) -> u16 {
        match self {
            NistCurve::P256 => 32,
            NistCurve::P384 => 48,
            NistCurve::P521 => 66,
        }
    }

    /// The bits that the first byte of a private key may have: RFC 9180, Section 7.1.3.
    pub(crate) fn bit_mask(self) -> u8 {
        match self {
            NistCurve::P256 | NistCurve::P384 => 0xff,
            NistCurve::P521 => 0x01,
        }
    }

    /// Whether this is a private key: of the right length, not zero, and below the order.
    pub(crate) fn is_private_key(self, private_key: &[u8]) -> bool {
        match self {
            NistCurve::P256 => p256::is_private_key(private_key),
            NistCurve::P384 => p384::is_private_key(private_key),
            NistCurve::P521 => p521::is_private_key(private_key),
        }
    }

    /// The public key of a private key.
    pub(crate) fn public_key(self, private_key: &[u8]) -> Option<Vec<u8>> {
        match self {
            NistCurve::P256 => p256::public_key(private_key),
            NistCurve::P384 => p384::public_key(private_key),
            NistCurve::P521 => p521::public_key(private_key),
        }
    }

    /// Whether this is a public key.
    pub(crate) fn is_public_key(self, public_key: &[u8]) -> bool {
        match self {
            NistCurve::P256 => p256::is_public_key(public_key),
            NistCurve::P384 => p384::is_public_key(public_key),
            NistCurve::P521 => p521::is_public_key(public_key),
        }
    }

    /// The x-coordinate of the shared point; `None` if a key is invalid.
    pub(crate) fn dh(self, private_key: &[u8], public_key: &[u8]) -> Option<Vec<u8>> {
        match self {
            NistCurve::P256 => p256::dh(private_key, public_key),
            NistCurve::P384 => p384::dh(private_key, public_key),
            NistCurve::P521 => p521::dh(private_key, public_key),
        }
    }

    /// A signature under the nonce of RFC 6979, Section 3.6, with `randomness` as its additional data.
    ///
    /// Empty `randomness` gives the deterministic signature of RFC 6979, Section 3.2.
    pub(crate) fn sign(self, private_key: &[u8], message: &[u8], randomness: &[u8]) -> Option<Vec<u8>> {
        match self {
            NistCurve::P256 => p256::sign(private_key, message, randomness),
            NistCurve::P384 => p384::sign(private_key, message, randomness),
            NistCurve::P521 => p521::sign(private_key, message, randomness),
        }
    }

    /// Whether `signature` is one over `message`.
    pub(crate) fn verify(self, public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
        match self {
            NistCurve::P256 => p256::verify(public_key, message, signature),
            NistCurve::P384 => p384::verify(public_key, message, signature),
            NistCurve::P521 => p521::verify(public_key, message, signature),
        }
    }
}
