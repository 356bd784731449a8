//! The hash functions and HMAC.

use libcrux_sha2::{sha256, sha384, sha512};
use pleach_spec::cipher_suite::CipherSuite;

use crate::limit::fits;

/// The hash functions of RFC 9420, Section 17.1.
#[derive(Clone, Copy)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The hash function of a suite: that of its transcript hash, its KDF, its MAC and its KEM alike.
    pub(crate) fn of(suite: CipherSuite) -> Hash {
        match suite {
            CipherSuite::X25519Aes128GcmSha256Ed25519
            | CipherSuite::P256Aes128GcmSha256P256
            | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => Hash::Sha256,
            CipherSuite::P384Aes256GcmSha384P384 => Hash::Sha384,
            CipherSuite::X448Aes256GcmSha512Ed448
            | CipherSuite::P521Aes256GcmSha512P521
            | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => Hash::Sha512,
        }
    }

    /// The length of its output in bytes.
    pub(crate) fn length(self) -> usize {
        match self {
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }
}

/// The digest of `data`.
pub(crate) fn hash(hash: Hash, data: &[u8]) -> Vec<u8> {
    if !fits(&[data]) {
        return Vec::new();
    }
    match hash {
        Hash::Sha256 => sha256(data).to_vec(),
        Hash::Sha384 => sha384(data).to_vec(),
        Hash::Sha512 => sha512(data).to_vec(),
    }
}

/// `HMAC-Hash(key, data)`: the MAC of RFC 9420, Section 5.1.
pub(crate) fn hmac(hash: Hash, key: &[u8], data: &[u8]) -> Vec<u8> {
    if !fits(&[key, data]) {
        return Vec::new();
    }
    let algorithm = match hash {
        Hash::Sha256 => libcrux_hmac::Algorithm::Sha256,
        Hash::Sha384 => libcrux_hmac::Algorithm::Sha384,
        Hash::Sha512 => libcrux_hmac::Algorithm::Sha512,
    };
    let mut tag = vec![0; hash.length()];
    libcrux_hmac::hmac(algorithm, key, data, &mut tag);
    tag
}
