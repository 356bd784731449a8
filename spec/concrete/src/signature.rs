//! The signature schemes.

mod eddsa;

use pleach_spec::cipher_suite::CipherSuite;

use crate::derive::{derive_scalar, derive_string};
use crate::hash::Hash;
use crate::limit::fits;
use crate::nist::NistCurve;
use eddsa::{ed448, ed25519};

/// A signature scheme of RFC 9420, Section 17.1.
#[derive(Clone, Copy)]
pub(crate) enum Scheme {
    Ed25519,
    Ed448,
    Ecdsa(NistCurve),
}

impl Scheme {
    /// The signature scheme of a suite.
    pub(crate) fn of(suite: CipherSuite) -> Scheme {
        match suite {
            CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => {
                Scheme::Ed25519
            }
            CipherSuite::X448Aes256GcmSha512Ed448 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => Scheme::Ed448,
            CipherSuite::P256Aes128GcmSha256P256 => Scheme::Ecdsa(NistCurve::P256),
            CipherSuite::P384Aes256GcmSha384P384 => Scheme::Ecdsa(NistCurve::P384),
            CipherSuite::P521Aes256GcmSha512P521 => Scheme::Ecdsa(NistCurve::P521),
        }
    }

    /// Whether this is the encoding of a public key.
    pub(crate) fn is_public_key(self, public_key: &[u8]) -> bool {
        match self {
            Scheme::Ed25519 => ed25519::is_public_key(public_key),
            Scheme::Ed448 => ed448::is_public_key(public_key),
            Scheme::Ecdsa(curve) => curve.is_public_key(public_key),
        }
    }
}

/// A private key from `randomness`, by the procedures of RFC 9180, Section 7.1.3, with the `suite_id`
///
/// ```text
/// suite_id = concat("SIG", I2OSP(cipher_suite, 2))
/// ```
///
/// No standard says how; this is a convention of this crate, apart from all labels of HPKE and of MLS.
pub(crate) fn derive_private_key(suite: CipherSuite, randomness: &[u8]) -> Vec<u8> {
    let hash = Hash::of(suite);
    let suite_id = [b"SIG".as_slice(), &suite.value().to_be_bytes()].concat();
    match Scheme::of(suite) {
        Scheme::Ed25519 => derive_string(hash, &suite_id, randomness, 32),
        Scheme::Ed448 => derive_string(hash, &suite_id, randomness, 57),
        Scheme::Ecdsa(curve) => derive_scalar(hash, &suite_id, randomness, curve),
    }
}

/// The public key of a private key.
pub(crate) fn public_key(suite: CipherSuite, private_key: &[u8]) -> Option<Vec<u8>> {
    match Scheme::of(suite) {
        Scheme::Ed25519 => ed25519::public_key(private_key),
        Scheme::Ed448 => ed448::public_key(private_key),
        Scheme::Ecdsa(curve) => curve.public_key(private_key),
    }
}

/// A signature. EdDSA needs no randomness, and ignores it.
pub(crate) fn sign(suite: CipherSuite, private_key: &[u8], message: &[u8], randomness: &[u8]) -> Option<Vec<u8>> {
    if !fits(&[message, randomness]) {
        return None;
    }
    match Scheme::of(suite) {
        Scheme::Ed25519 => ed25519::sign(private_key, message),
        Scheme::Ed448 => ed448::sign(private_key, message),
        Scheme::Ecdsa(curve) => curve.sign(private_key, message, randomness),
    }
}

/// Whether `signature` is one over `message`.
pub(crate) fn verify(suite: CipherSuite, public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    if !fits(&[message]) {
        return false;
    }
    match Scheme::of(suite) {
        Scheme::Ed25519 => ed25519::verify(public_key, message, signature),
        Scheme::Ed448 => ed448::verify(public_key, message, signature),
        Scheme::Ecdsa(curve) => curve.verify(public_key, message, signature),
    }
}
