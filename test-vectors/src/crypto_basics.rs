//! `crypto-basics`: the labelled primitives of RFC 9420, Section 5.1, Section 5.2, Section 8 and Section 9.

use serde::{Deserialize, Serialize};

use crate::check::{altered, expect_all, expect_bytes, expect_ok, expect_refusal};
use crate::seed::Seeds;
use crate::{Fallible, Hex, Mismatch, Step};

/// What the checker asks of an implementation. Labels come without the prefix `"MLS 1.0 "`.
pub trait Subject: Fallible {
    /// `RefHash(label, value)`; the label is used as it is.
    fn ref_hash(suite: u16, label: &str, value: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// `ExpandWithLabel(secret, label, context, length)`.
    fn expand_with_label(
        suite: u16,
        secret: &[u8],
        label: &str,
        context: &[u8],
        length: u16,
    ) -> Result<Vec<u8>, Self::Error>;

    /// `DeriveSecret(secret, label)`.
    fn derive_secret(suite: u16, secret: &[u8], label: &str) -> Result<Vec<u8>, Self::Error>;

    /// `DeriveTreeSecret(secret, label, generation, length)`.
    fn derive_tree_secret(
        suite: u16,
        secret: &[u8],
        label: &str,
        generation: u32,
        length: u16,
    ) -> Result<Vec<u8>, Self::Error>;

    /// `SignWithLabel(signature_priv, label, content)`: the signature.
    fn sign_with_label(
        suite: u16,
        signature_priv: &[u8],
        label: &str,
        content: &[u8],
        seed: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;

    /// `VerifyWithLabel(signature_pub, label, content, signature)`; refuses what does not verify.
    fn verify_with_label(
        suite: u16,
        signature_pub: &[u8],
        label: &str,
        content: &[u8],
        signature: &[u8],
    ) -> Result<(), Self::Error>;

    /// `EncryptWithLabel(hpke_pub, label, context, plaintext)`.
    fn encrypt_with_label(
        suite: u16,
        hpke_pub: &[u8],
        label: &str,
        context: &[u8],
        plaintext: &[u8],
        seed: &[u8],
    ) -> Result<Sealed, Self::Error>;

    /// `DecryptWithLabel(hpke_priv, label, context, sealed.kem_output, sealed.ciphertext)`: the plaintext.
    fn decrypt_with_label(
        suite: u16,
        hpke_priv: &[u8],
        label: &str,
        context: &[u8],
        sealed: &Sealed,
    ) -> Result<Vec<u8>, Self::Error>;
}

/// An `HPKECiphertext`, in its two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The encapsulated key, without a length.
    pub kem_output: Vec<u8>,
    /// The ciphertext with its tag, without a length.
    pub ciphertext: Vec<u8>,
}

/// One cipher suite.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub ref_hash: RefHash,
    pub expand_with_label: ExpandWithLabel,
    pub derive_secret: DeriveSecret,
    pub derive_tree_secret: DeriveTreeSecret,
    pub sign_with_label: SignWithLabel,
    pub encrypt_with_label: EncryptWithLabel,
}

/// Input and output of `RefHash`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct RefHash {
    pub label: String,
    pub value: Hex,
    pub out: Hex,
}

/// Input and output of `ExpandWithLabel`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct ExpandWithLabel {
    pub secret: Hex,
    pub label: String,
    pub context: Hex,
    pub length: u16,
    pub out: Hex,
}

/// Input and output of `DeriveSecret`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct DeriveSecret {
    pub secret: Hex,
    pub label: String,
    pub out: Hex,
}

/// Input and output of `DeriveTreeSecret`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct DeriveTreeSecret {
    pub secret: Hex,
    pub label: String,
    pub generation: u32,
    pub length: u16,
    pub out: Hex,
}

/// A signature and its keys.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct SignWithLabel {
    #[serde(rename = "priv")]
    pub signature_priv: Hex,
    #[serde(rename = "pub")]
    pub signature_pub: Hex,
    pub content: Hex,
    pub label: String,
    pub signature: Hex,
}

/// A ciphertext and its keys.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct EncryptWithLabel {
    #[serde(rename = "priv")]
    pub hpke_priv: Hex,
    #[serde(rename = "pub")]
    pub hpke_pub: Hex,
    pub label: String,
    pub context: Hex,
    pub plaintext: Hex,
    pub kem_output: Hex,
    pub ciphertext: Hex,
}

impl Case {
    /// The steps of `crypto-basics/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        expect_all(self.verify_each::<S>())
    }

    /// The same, step by step: of a subject that does not have them all.
    pub fn verify_each<S: Subject>(&self) -> [Step; 6] {
        let suite = self.cipher_suite;
        let RefHash { label, value, out } = &self.ref_hash;
        let ref_hash = expect_bytes("ref_hash.out", S::ref_hash(suite, label, value), out);

        let ExpandWithLabel { secret, label, context, length, out } = &self.expand_with_label;
        let expanded = S::expand_with_label(suite, secret, label, context, *length);
        let expand_with_label = expect_bytes("expand_with_label.out", expanded, out);

        let DeriveSecret { secret, label, out } = &self.derive_secret;
        let derive_secret = expect_bytes("derive_secret.out", S::derive_secret(suite, secret, label), out);

        let DeriveTreeSecret { secret, label, generation, length, out } = &self.derive_tree_secret;
        let derived = S::derive_tree_secret(suite, secret, label, *generation, *length);
        let derive_tree_secret = expect_bytes("derive_tree_secret.out", derived, out);

        let mut seeds = Seeds::of(&[&self.ref_hash.out, &self.sign_with_label.signature]);
        [
            ("ref_hash", ref_hash),
            ("expand_with_label", expand_with_label),
            ("derive_secret", derive_secret),
            ("derive_tree_secret", derive_tree_secret),
            ("sign_with_label", self.sign_with_label.verify::<S>(suite, &mut seeds)),
            ("encrypt_with_label", self.encrypt_with_label.verify::<S>(suite, &mut seeds)),
        ]
    }
}

impl SignWithLabel {
    fn verify<S: Subject>(&self, suite: u16, seeds: &mut Seeds) -> Result<(), Mismatch> {
        let check =
            |signature: &[u8]| S::verify_with_label(suite, &self.signature_pub, &self.label, &self.content, signature);
        expect_ok("sign_with_label.signature", check(&self.signature))?;
        let own = S::sign_with_label(suite, &self.signature_priv, &self.label, &self.content, &seeds.next());
        let own = expect_ok("sign_with_label.signature (signing)", own)?;
        expect_ok("sign_with_label.signature (own signature)", check(&own))?;
        let wrong = altered(&self.signature);
        expect_refusal("sign_with_label.signature (altered)", check(&wrong))
    }
}

impl EncryptWithLabel {
    fn verify<S: Subject>(&self, suite: u16, seeds: &mut Seeds) -> Result<(), Mismatch> {
        let open = |sealed: &Sealed| S::decrypt_with_label(suite, &self.hpke_priv, &self.label, &self.context, sealed);
        let sealed = Sealed { kem_output: self.kem_output.to_vec(), ciphertext: self.ciphertext.to_vec() };
        expect_bytes("encrypt_with_label.plaintext", open(&sealed), &self.plaintext)?;
        let own =
            S::encrypt_with_label(suite, &self.hpke_pub, &self.label, &self.context, &self.plaintext, &seeds.next());
        let own = expect_ok("encrypt_with_label.ciphertext (encrypting)", own)?;
        expect_bytes("encrypt_with_label.plaintext (own ciphertext)", open(&own), &self.plaintext)?;
        let wrong = Sealed { ciphertext: altered(&self.ciphertext), ..sealed };
        expect_refusal("encrypt_with_label.ciphertext (altered)", open(&wrong))
    }
}
