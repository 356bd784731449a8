//! The AEADs: AES-GCM and ChaCha20-Poly1305, both with tags of 16 bytes.

use libcrux_aes::{AesGcm128, AesGcm256};
use libcrux_chacha20poly1305::ChaCha20Poly1305;
use libcrux_traits::aead::slice::Aead;
use pleach_spec::cipher_suite::CipherSuite;

use crate::limit::fits;

/// The length of a tag in bytes.
const TAG_LENGTH: usize = 16;

/// The ciphertext and its tag; `None` if a length does not fit.
pub(crate) fn seal(suite: CipherSuite, key: &[u8], nonce: &[u8], aad: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
    if !fits(&[aad, plaintext]) {
        return None;
    }
    let mut sealed = vec![0; plaintext.len() + TAG_LENGTH];
    let (ciphertext, tag) = sealed.split_at_mut(plaintext.len());
    let encrypt = match suite {
        CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::P256Aes128GcmSha256P256 => AesGcm128::encrypt,
        CipherSuite::X448Aes256GcmSha512Ed448
        | CipherSuite::P521Aes256GcmSha512P521
        | CipherSuite::P384Aes256GcmSha384P384 => AesGcm256::encrypt,
        CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => {
            <ChaCha20Poly1305 as Aead>::encrypt
        }
    };
    encrypt(ciphertext, tag, key, nonce, aad, plaintext).ok()?;
    Some(sealed)
}

/// The plaintext; `None` if the tag does not verify or a length does not fit.
pub(crate) fn open(suite: CipherSuite, key: &[u8], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    if !fits(&[aad, sealed]) {
        return None;
    }
    let (ciphertext, tag) = sealed.split_at_checked(sealed.len().checked_sub(TAG_LENGTH)?)?;
    let mut plaintext = vec![0; ciphertext.len()];
    let decrypt = match suite {
        CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::P256Aes128GcmSha256P256 => AesGcm128::decrypt,
        CipherSuite::X448Aes256GcmSha512Ed448
        | CipherSuite::P521Aes256GcmSha512P521
        | CipherSuite::P384Aes256GcmSha384P384 => AesGcm256::decrypt,
        CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => {
            <ChaCha20Poly1305 as Aead>::decrypt
        }
    };
    decrypt(&mut plaintext, key, nonce, aad, ciphertext, tag).ok()?;
    Some(plaintext)
}
