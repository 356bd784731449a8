//! The labelled forms of RFC 9420, Section 5.1.2 and Section 8, with the prefix `"ART 1.0 "`.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::crypto::SignaturePublicKey;
use crate::error::Misuse;
use crate::labels::{Protocol, expand_labelled, sign_labelled, verify_labelled};
use crate::secret::{Seed, SignaturePrivateKey};

/// `ExpandWithLabel(secret, label, context, length)`.
pub fn expand_with_art_label<B: Crypto>(suite: CipherSuite, secret: &B, label: &[u8], context: &B, length: usize) -> B {
    expand_labelled(suite, Protocol::Art10, secret, label, context, length)
}

/// `DeriveSecret(secret, label)`: `KDF.Nh` bytes.
pub fn derive_art_secret<B: Crypto>(suite: CipherSuite, secret: &B, label: &[u8]) -> B {
    expand_with_art_label(suite, secret, label, &B::literal(&[]), suite.kdf_nh())
}

/// `SignWithLabel(private_key, label, content)`.
///
/// # Errors
/// [`Misuse::PrivateKey`] if the private key is none of the suite.
pub fn sign_with_art_label<B: Crypto>(
    suite: CipherSuite,
    private_key: &SignaturePrivateKey<B>,
    label: &[u8],
    content: &B,
    seed: &Seed<B>,
) -> Result<B, Misuse> {
    sign_labelled(suite, Protocol::Art10, private_key, label, content, seed)
}

/// `VerifyWithLabel(public_key, label, content, signature)`.
pub fn verify_with_art_label<B: Crypto>(
    suite: CipherSuite,
    public_key: &SignaturePublicKey<B>,
    label: &[u8],
    content: &B,
    signature: &B,
) -> bool {
    verify_labelled(suite, Protocol::Art10, public_key, label, content, signature)
}
