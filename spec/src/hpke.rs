//! HPKE in base mode, single-shot and export: RFC 9180, Section 5.1 and Section 6.1, over the algebra's KEM.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::encode_u16;
use crate::crypto::{HpkeCiphertext, HpkePublicKey};
use crate::secret::{AeadKey, AeadNonce, ExporterSecret, HpkePrivateKey};

/// A key pair of the suite's KEM.
#[derive(Clone, Debug, PartialEq)]
pub struct HpkeKeyPair<B> {
    /// The private key.
    pub private_key: HpkePrivateKey<B>,
    /// The public key.
    pub public_key: HpkePublicKey<B>,
}

/// The HPKE context of RFC 9180, Section 5.1, for a single message and exports.
#[derive(Clone, Debug)]
struct Context<B> {
    key: AeadKey<B>,
    base_nonce: AeadNonce<B>,
    exporter_secret: ExporterSecret<B>,
}

/// `DeriveKeyPair(ikm)`: RFC 9180, Section 4.
pub fn derive_key_pair<B: Crypto>(suite: CipherSuite, ikm: &B) -> HpkeKeyPair<B> {
    let private_key = B::kem_derive_private_key(suite, ikm);
    let public_key = match B::kem_public_key(suite, &private_key) {
        Some(public_key) => public_key,
        // A derived private key is valid: a law of the algebra.
        None => B::literal(&[]),
    };
    HpkeKeyPair { private_key: HpkePrivateKey { bytes: private_key }, public_key: HpkePublicKey { bytes: public_key } }
}

/// Whether `private_key` is the private key of `public_key`.
pub fn is_key_pair<B: Crypto>(
    suite: CipherSuite,
    private_key: &HpkePrivateKey<B>,
    public_key: &HpkePublicKey<B>,
) -> bool {
    match B::kem_public_key(suite, &private_key.bytes) {
        Some(derived) => derived == public_key.bytes,
        None => false,
    }
}

/// `SealBase(pkR, info, "", pt)`: RFC 9180, Section 6.1. `None` if the public key is none of the suite.
pub fn seal_base<B: Crypto>(
    suite: CipherSuite,
    public_key: &HpkePublicKey<B>,
    info: &B,
    plaintext: &B,
    randomness: &B,
) -> Option<HpkeCiphertext<B>> {
    let (shared_secret, kem_output) = B::kem_encap(suite, &public_key.bytes, randomness)?;
    let context = key_schedule_base(suite, &shared_secret, info);
    let aad = B::literal(&[]);
    let ciphertext = B::aead_seal(suite, &context.key.bytes, &context.base_nonce.bytes, &aad, plaintext)?;
    Some(HpkeCiphertext { kem_output, ciphertext })
}

/// `OpenBase(enc, skR, info, "", ct)`: RFC 9180, Section 6.1. `None` if it does not open.
pub fn open_base<B: Crypto>(
    suite: CipherSuite,
    private_key: &HpkePrivateKey<B>,
    info: &B,
    ciphertext: &HpkeCiphertext<B>,
) -> Option<B> {
    let shared_secret = B::kem_decap(suite, &ciphertext.kem_output, &private_key.bytes)?;
    let context = key_schedule_base(suite, &shared_secret, info);
    B::aead_open(suite, &context.key.bytes, &context.base_nonce.bytes, &B::literal(&[]), &ciphertext.ciphertext)
}

/// `SendExportBase(pkR, "", exporter_context, length)`: RFC 9180, Section 6.2, with an empty info.
///
/// Returns the exported secret and the KEM output; `None` if the public key is none of the suite.
pub fn send_export_base<B: Crypto>(
    suite: CipherSuite,
    public_key: &HpkePublicKey<B>,
    exporter_context: &[u8],
    length: usize,
    randomness: &B,
) -> Option<(B, B)> {
    let (shared_secret, kem_output) = B::kem_encap(suite, &public_key.bytes, randomness)?;
    let context = key_schedule_base(suite, &shared_secret, &B::literal(&[]));
    Some((export(suite, &context, exporter_context, length), kem_output))
}

/// `ReceiveExportBase(enc, skR, "", exporter_context, length)`: RFC 9180, Section 6.2, with an empty info.
pub fn receive_export_base<B: Crypto>(
    suite: CipherSuite,
    kem_output: &B,
    private_key: &HpkePrivateKey<B>,
    exporter_context: &[u8],
    length: usize,
) -> Option<B> {
    let shared_secret = B::kem_decap(suite, kem_output, &private_key.bytes)?;
    let context = key_schedule_base(suite, &shared_secret, &B::literal(&[]));
    Some(export(suite, &context, exporter_context, length))
}

/// `Context.Export`: RFC 9180, Section 5.3.
fn export<B: Crypto>(suite: CipherSuite, context: &Context<B>, exporter_context: &[u8], length: usize) -> B {
    let exporter_context = B::literal(exporter_context);
    let secret = &context.exporter_secret.bytes;
    labeled_expand(suite, secret, b"sec", &exporter_context, length)
}

/// `KeySchedule(mode_base, shared_secret, info, default_psk, default_psk_id)`: RFC 9180, Section 5.1.
fn key_schedule_base<B: Crypto>(suite: CipherSuite, shared_secret: &B, info: &B) -> Context<B> {
    let empty = B::literal(&[]);
    let psk_id_hash = labeled_extract(suite, &empty, b"psk_id_hash", &empty);
    let info_hash = labeled_extract(suite, &empty, b"info_hash", info);
    let mode_base = B::literal(&[0x00]);
    let key_schedule_context = mode_base.concat(&psk_id_hash).concat(&info_hash);
    let secret = labeled_extract(suite, shared_secret, b"secret", &empty);
    let (nk, nn, nh) = (suite.aead_nk(), suite.aead_nn(), suite.kdf_nh());
    let key = labeled_expand(suite, &secret, b"key", &key_schedule_context, nk);
    let base_nonce = labeled_expand(suite, &secret, b"base_nonce", &key_schedule_context, nn);
    let exporter_secret = labeled_expand(suite, &secret, b"exp", &key_schedule_context, nh);
    Context {
        key: AeadKey { bytes: key },
        base_nonce: AeadNonce { bytes: base_nonce },
        exporter_secret: ExporterSecret { bytes: exporter_secret },
    }
}

/// RFC 9180, Section 4.
///
/// ```text
/// LabeledExtract(salt, label, ikm) = Extract(salt, "HPKE-v1" || suite_id || label || ikm)
/// ```
fn labeled_extract<B: Crypto>(suite: CipherSuite, salt: &B, label: &[u8], ikm: &B) -> B {
    B::kdf_extract(suite, salt, &labeled(suite, label, ikm))
}

/// RFC 9180, Section 4.
///
/// ```text
/// LabeledExpand(prk, label, info, L) = Expand(prk, I2OSP(L, 2) || "HPKE-v1" || suite_id || label || info, L)
/// ```
fn labeled_expand<B: Crypto>(suite: CipherSuite, prk: &B, label: &[u8], info: &B, length: usize) -> B {
    let labeled_info = encode_u16::<B>(length as u16).concat(&labeled(suite, label, info));
    B::kdf_expand(suite, prk, &labeled_info, length)
}

/// `"HPKE-v1" || suite_id || label || content`, with
/// `suite_id = "HPKE" || I2OSP(kem_id, 2) || I2OSP(kdf_id, 2) || I2OSP(aead_id, 2)`.
fn labeled<B: Bytes>(suite: CipherSuite, label: &[u8], content: &B) -> B {
    B::literal(b"HPKE-v1HPKE")
        .concat(&encode_u16(suite.kem_id()))
        .concat(&encode_u16(suite.kdf_id()))
        .concat(&encode_u16(suite.aead_id()))
        .concat(&B::literal(label))
        .concat(content)
}
