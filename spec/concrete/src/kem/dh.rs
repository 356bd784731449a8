//! The Diffie-Hellman groups of the KEMs.
//!
//! Of X25519 and X448, every string of 32 and of 56 bytes is a private key (it is clamped in use, so the
//! vectors that publish it unclamped are well), and every one is a public key. What RFC 9180, Section 7.1.4,
//! demands instead is that an all-zero shared secret is rejected: that of a point of low order.

use pleach_spec::cipher_suite::CipherSuite;
use x448::{X448_BASEPOINT_BYTES, x448_unchecked};

use crate::nist::NistCurve;

/// A Diffie-Hellman group.
#[derive(Clone, Copy)]
pub(super) enum Group {
    X25519,
    X448,
    Nist(NistCurve),
}

impl Group {
    /// The group of a suite.
    pub(super) fn of(suite: CipherSuite) -> Group {
        match suite {
            CipherSuite::X25519Aes128GcmSha256Ed25519
            | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => Group::X25519,
            CipherSuite::X448Aes256GcmSha512Ed448
            | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => Group::X448,
            CipherSuite::P256Aes128GcmSha256P256 => Group::Nist(NistCurve::P256),
            CipherSuite::P384Aes256GcmSha384P384 => Group::Nist(NistCurve::P384),
            CipherSuite::P521Aes256GcmSha512P521 => Group::Nist(NistCurve::P521),
        }
    }

    /// The public key of a private key.
    pub(super) fn public_key(self, private_key: &[u8]) -> Option<Vec<u8>> {
        match self {
            Group::X25519 => {
                let mut public_key = [0; 32];
                libcrux_curve25519::secret_to_public(&mut public_key, private_key.try_into().ok()?);
                Some(public_key.to_vec())
            }
            Group::X448 => {
                let scalar = private_key.try_into().ok()?;
                Some(x448_unchecked(scalar, X448_BASEPOINT_BYTES).to_vec())
            }
            Group::Nist(curve) => curve.public_key(private_key),
        }
    }

    /// Whether this is the encoding of a public key.
    pub(super) fn is_public_key(self, public_key: &[u8]) -> bool {
        match self {
            Group::X25519 => public_key.len() == 32,
            Group::X448 => public_key.len() == 56,
            Group::Nist(curve) => curve.is_public_key(public_key),
        }
    }

    /// `DH(skX, pkY)`; `None` if a key is invalid or the result is all zero.
    pub(super) fn dh(self, private_key: &[u8], public_key: &[u8]) -> Option<Vec<u8>> {
        match self {
            Group::X25519 => {
                let (scalar, point) = (private_key.try_into().ok()?, public_key.try_into().ok()?);
                let mut shared = [0; 32];
                libcrux_curve25519::ecdh(&mut shared, point, scalar).ok()?;
                Some(shared.to_vec())
            }
            // The checked `x448` knows the points of low order by their canonical encodings only.
            Group::X448 => {
                let (scalar, point) = (private_key.try_into().ok()?, public_key.try_into().ok()?);
                let shared = x448_unchecked(scalar, point);
                (shared != [0; 56]).then(|| shared.to_vec())
            }
            Group::Nist(curve) => curve.dh(private_key, public_key),
        }
    }
}
