//! RFC 9420, Section 5.1, Section 8 and Section 9.1: the labelled forms of the primitives.
//!
//! `Label` arguments are given without the prefix `"MLS 1.0 "`.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, encode_opaque, encode_u32};
use crate::error::{DecodeError, Misuse};
use crate::hpke::{open_base, seal_base};
use crate::labels::{Protocol, derive_tree_labelled, expand_labelled, labelled, sign_labelled, verify_labelled};
use crate::secret::{HpkePrivateKey, Seed, SignaturePrivateKey};

/// RFC 9420, Section 5.1.1.
///
/// ```text
/// opaque HPKEPublicKey<V>;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct HpkePublicKey<B> {
    /// In the format of the suite's KEM.
    pub bytes: B,
}

/// RFC 9420, Section 5.1.1.
///
/// ```text
/// opaque SignaturePublicKey<V>;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SignaturePublicKey<B> {
    /// EdDSA: the format of RFC 8032. ECDSA: an uncompressed point.
    pub bytes: B,
}

/// RFC 9420, Section 7.6.
///
/// ```text
/// struct {
///     opaque kem_output<V>;
///     opaque ciphertext<V>;
/// } HPKECiphertext;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct HpkeCiphertext<B> {
    /// The encapsulated key.
    pub kem_output: B,
    /// The AEAD ciphertext with its tag.
    pub ciphertext: B,
}

/// Inverse of [`decode_hpke_public_key`].
pub fn encode_hpke_public_key<B: Bytes>(key: &HpkePublicKey<B>) -> B {
    encode_opaque(&key.bytes)
}

/// Reads an [`HpkePublicKey`]; whether it is a valid key depends on the suite and is not checked here.
pub fn decode_hpke_public_key<B: Bytes>(input: &B) -> Result<(HpkePublicKey<B>, B), DecodeError> {
    let (bytes, rest) = decode_opaque(input)?;
    Ok((HpkePublicKey { bytes }, rest))
}

/// Inverse of [`decode_signature_public_key`].
pub fn encode_signature_public_key<B: Bytes>(key: &SignaturePublicKey<B>) -> B {
    encode_opaque(&key.bytes)
}

/// Reads a [`SignaturePublicKey`]; whether it is a valid key depends on the suite and is not checked here.
pub fn decode_signature_public_key<B: Bytes>(input: &B) -> Result<(SignaturePublicKey<B>, B), DecodeError> {
    let (bytes, rest) = decode_opaque(input)?;
    Ok((SignaturePublicKey { bytes }, rest))
}

/// Inverse of [`decode_hpke_ciphertext`].
pub fn encode_hpke_ciphertext<B: Bytes>(value: &HpkeCiphertext<B>) -> B {
    encode_opaque(&value.kem_output).concat(&encode_opaque(&value.ciphertext))
}

/// Reads an [`HpkeCiphertext`].
pub fn decode_hpke_ciphertext<B: Bytes>(input: &B) -> Result<(HpkeCiphertext<B>, B), DecodeError> {
    let (kem_output, rest) = decode_opaque(input)?;
    let (ciphertext, rest) = decode_opaque(&rest)?;
    let value = HpkeCiphertext { kem_output, ciphertext };
    Ok((value, rest))
}

/// RFC 9420, Section 8.
///
/// ```text
/// ExpandWithLabel(Secret, Label, Context, Length) = KDF.Expand(Secret, KDFLabel, Length)
///
/// struct {
///     uint16 length = Length;
///     opaque label<V> = "MLS 1.0 " + Label;
///     opaque context<V> = Context;
/// } KDFLabel;
/// ```
///
/// Requires `length <= min(65535, 255 * KDF.Nh)`.
#[hax_lib::requires(length <= 255 * suite.kdf_nh())]
pub fn expand_with_label<B: Crypto>(suite: CipherSuite, secret: &B, label: &[u8], context: &B, length: usize) -> B {
    expand_labelled(suite, Protocol::Mls10, secret, label, context, length)
}

/// RFC 9420, Section 8.
///
/// ```text
/// DeriveSecret(Secret, Label) = ExpandWithLabel(Secret, Label, "", KDF.Nh)
/// ```
pub fn derive_secret<B: Crypto>(suite: CipherSuite, secret: &B, label: &[u8]) -> B {
    expand_with_label(suite, secret, label, &B::literal(&[]), suite.kdf_nh())
}

/// RFC 9420, Section 9.1.
///
/// ```text
/// DeriveTreeSecret(Secret, Label, Generation, Length) =
///     ExpandWithLabel(Secret, Label, Generation, Length)
/// ```
pub fn derive_tree_secret<B: Crypto>(
    suite: CipherSuite,
    secret: &B,
    label: &[u8],
    generation: u32,
    length: usize,
) -> B {
    derive_tree_labelled(suite, Protocol::Mls10, secret, label, generation, length)
}

/// The all-zero vector of length `KDF.Nh`: `0` in the diagrams of RFC 9420, Section 8.
pub fn zero<B: Crypto>(suite: CipherSuite) -> B {
    let zeros = [0u8; 64];
    match zeros.get(..suite.kdf_nh()) {
        Some(zeros) => B::literal(zeros),
        None => B::literal(&zeros),
    }
}

/// RFC 9420, Section 5.1.2.
///
/// ```text
/// SignWithLabel(SignatureKey, Label, Content) = Signature.Sign(SignatureKey, SignContent)
/// ```
///
/// Deviation: the randomness that some signature schemes use is an argument.
///
/// # Errors
/// [`Misuse::PrivateKey`] if the private key is none of the suite.
pub fn sign_with_label<B: Crypto>(
    suite: CipherSuite,
    private_key: &SignaturePrivateKey<B>,
    label: &[u8],
    content: &B,
    seed: &Seed<B>,
) -> Result<B, Misuse> {
    sign_labelled(suite, Protocol::Mls10, private_key, label, content, seed)
}

/// RFC 9420, Section 5.1.2.
///
/// ```text
/// VerifyWithLabel(VerificationKey, Label, Content, SignatureValue) =
///     Signature.Verify(VerificationKey, SignContent, SignatureValue)
/// ```
pub fn verify_with_label<B: Crypto>(
    suite: CipherSuite,
    public_key: &SignaturePublicKey<B>,
    label: &[u8],
    content: &B,
    signature: &B,
) -> bool {
    verify_labelled(suite, Protocol::Mls10, public_key, label, content, signature)
}

/// RFC 9420, Section 5.1.3.
///
/// ```text
/// EncryptWithLabel(PublicKey, Label, Context, Plaintext) =
///     SealBase(PublicKey, EncryptContext, "", Plaintext)
/// ```
///
/// Deviation: the randomness of the KEM is an argument. `None` if the public key is none of the suite.
pub fn encrypt_with_label<B: Crypto>(
    suite: CipherSuite,
    public_key: &HpkePublicKey<B>,
    label: &[u8],
    context: &B,
    plaintext: &B,
    randomness: &B,
) -> Option<HpkeCiphertext<B>> {
    let info = labelled(Protocol::Mls10, label, context);
    seal_base(suite, public_key, &info, plaintext, randomness)
}

/// RFC 9420, Section 5.1.3.
///
/// ```text
/// DecryptWithLabel(PrivateKey, Label, Context, KEMOutput, Ciphertext) =
///     OpenBase(KEMOutput, PrivateKey, EncryptContext, "", Ciphertext)
/// ```
///
/// `None` if it does not open.
pub fn decrypt_with_label<B: Crypto>(
    suite: CipherSuite,
    private_key: &HpkePrivateKey<B>,
    label: &[u8],
    context: &B,
    ciphertext: &HpkeCiphertext<B>,
) -> Option<B> {
    open_base(suite, private_key, &labelled(Protocol::Mls10, label, context), ciphertext)
}

/// Random value number `index` of an operation, for the purpose that `label` names; `length` bytes.
///
/// Deviation: where the RFC samples, this crate expands the operation's one [`Seed`], so that randomness is
/// an argument and each value has its own label.
///
/// ```text
/// ExpandWithLabel(Seed, "random", label || index, length)
/// ```
pub fn random<B: Crypto>(suite: CipherSuite, seed: &Seed<B>, label: &[u8], index: u32, length: usize) -> B {
    let context = encode_opaque(&B::literal(label)).concat(&encode_u32(index));
    expand_with_label(suite, &seed.bytes, b"random", &context, length)
}

/// A [`Seed`] for a part of an operation: as [`random`], of `KDF.Nh` bytes.
pub fn derive_seed<B: Crypto>(suite: CipherSuite, seed: &Seed<B>, label: &[u8], index: u32) -> Seed<B> {
    let bytes = random(suite, seed, label, index, suite.kdf_nh());
    Seed { bytes }
}
