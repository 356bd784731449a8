//! The labelled form that MLS (RFC 9420, Section 5.1.2, Section 5.1.3 and Section 8) and ART share: their labels
//! differ in what stands before them, so no value of the one is a value of the other.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{encode_opaque, encode_u16, encode_u32};
use crate::crypto::{SignaturePublicKey, random};
use crate::error::Misuse;
use crate::secret::{Seed, SignaturePrivateKey};

/// Whose labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// RFC 9420: `"MLS 1.0 "`.
    Mls10,
    /// [`crate::art`]: `"ART 1.0 "`.
    Art10,
}

/// What stands before a label.
fn prefix(protocol: Protocol) -> &'static [u8] {
    match protocol {
        Protocol::Mls10 => b"MLS 1.0 ",
        Protocol::Art10 => b"ART 1.0 ",
    }
}

/// A label with its content or context: the shape of SignContent (RFC 9420, Section 5.1.2) and
/// EncryptContext (RFC 9420, Section 5.1.3).
///
/// ```text
/// struct {
///     opaque label<V> = Prefix + Label;
///     opaque content<V>;
/// }
/// ```
pub fn labelled<B: Bytes>(protocol: Protocol, label: &[u8], content: &B) -> B {
    let label = B::literal(prefix(protocol)).concat(&B::literal(label));
    encode_opaque(&label).concat(&encode_opaque(content))
}

/// [`crate::crypto::expand_with_label`], with the labels of either protocol.
#[hax_lib::requires(length <= 255 * suite.kdf_nh())]
pub fn expand_labelled<B: Crypto>(
    suite: CipherSuite,
    protocol: Protocol,
    secret: &B,
    label: &[u8],
    context: &B,
    length: usize,
) -> B {
    let kdf_label = encode_u16::<B>(length as u16).concat(&labelled(protocol, label, context));
    B::kdf_expand(suite, secret, &kdf_label, length)
}

/// [`crate::crypto::derive_tree_secret`], with the labels of either protocol.
pub fn derive_tree_labelled<B: Crypto>(
    suite: CipherSuite,
    protocol: Protocol,
    secret: &B,
    label: &[u8],
    generation: u32,
    length: usize,
) -> B {
    expand_labelled(suite, protocol, secret, label, &encode_u32(generation), length)
}

/// [`crate::crypto::sign_with_label`], with the labels of either protocol.
///
/// # Errors
/// [`Misuse::PrivateKey`] if the private key is none of the suite.
pub fn sign_labelled<B: Crypto>(
    suite: CipherSuite,
    protocol: Protocol,
    private_key: &SignaturePrivateKey<B>,
    label: &[u8],
    content: &B,
    seed: &Seed<B>,
) -> Result<B, Misuse> {
    let randomness = random(suite, seed, label, 0, suite.kdf_nh());
    let signed = labelled(protocol, label, content);
    match B::signature_sign(suite, &private_key.bytes, &signed, &randomness) {
        Some(signature) => Ok(signature),
        None => Err(Misuse::PrivateKey),
    }
}

/// [`crate::crypto::verify_with_label`], with the labels of either protocol.
pub fn verify_labelled<B: Crypto>(
    suite: CipherSuite,
    protocol: Protocol,
    public_key: &SignaturePublicKey<B>,
    label: &[u8],
    content: &B,
    signature: &B,
) -> bool {
    B::signature_verify(suite, &public_key.bytes, &labelled(protocol, label, content), signature)
}
