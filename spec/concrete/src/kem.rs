//! DHKEM of RFC 9180, Section 4.1, composed from a Diffie-Hellman group and HKDF.

mod dh;

use pleach_spec::cipher_suite::CipherSuite;

use crate::derive::{derive_scalar, derive_string};
use crate::hash::Hash;
use crate::kdf::{labeled_expand, labeled_extract};
use dh::Group;

/// `suite_id = concat("KEM", I2OSP(kem_id, 2))`
fn suite_id(suite: CipherSuite) -> Vec<u8> {
    [b"KEM".as_slice(), &suite.kem_id().to_be_bytes()].concat()
}

/// `DeriveKeyPair(ikm)` of RFC 9180, Section 7.1.3: the private key.
pub(crate) fn derive_private_key(suite: CipherSuite, ikm: &[u8]) -> Vec<u8> {
    let (hash, suite_id) = (Hash::of(suite), suite_id(suite));
    match Group::of(suite) {
        Group::X25519 => derive_string(hash, &suite_id, ikm, 32),
        Group::X448 => derive_string(hash, &suite_id, ikm, 56),
        Group::Nist(curve) => derive_scalar(hash, &suite_id, ikm, curve),
    }
}

/// The public key of a private key.
pub(crate) fn public_key(suite: CipherSuite, private_key: &[u8]) -> Option<Vec<u8>> {
    Group::of(suite).public_key(private_key)
}

/// Whether `DeserializePublicKey` of RFC 9180, Section 7.1.1, accepts this.
pub(crate) fn is_public_key(suite: CipherSuite, public_key: &[u8]) -> bool {
    Group::of(suite).is_public_key(public_key)
}

/// `DH(skX, pkY)` of RFC 9180, Section 4.1.
pub(crate) fn dh(suite: CipherSuite, private_key: &[u8], public_key: &[u8]) -> Option<Vec<u8>> {
    Group::of(suite).dh(private_key, public_key)
}

/// `ExtractAndExpand(dh, kem_context)` of RFC 9180, Section 4.1.
///
/// ```text
/// eae_prk = LabeledExtract("", "eae_prk", dh)
/// shared_secret = LabeledExpand(eae_prk, "shared_secret", kem_context, Nsecret)
/// ```
///
/// In all seven suites the hash of the KEM is that of the suite, and `Nsecret` its length.
fn extract_and_expand(suite: CipherSuite, dh: &[u8], kem_context: &[u8]) -> Option<Vec<u8>> {
    let (hash, suite_id) = (Hash::of(suite), suite_id(suite));
    let nsecret = u16::try_from(hash.length()).ok()?;
    let eae_prk = labeled_extract(hash, &suite_id, b"eae_prk", dh);
    let label = b"shared_secret";
    Some(labeled_expand(hash, &suite_id, &eae_prk, label, kem_context, nsecret))
}

/// `Encap(pkR)` of RFC 9180, Section 4.1: `(shared_secret, enc)`.
///
/// ```text
/// skE, pkE = GenerateKeyPair()
/// dh = DH(skE, pkR)
/// enc = SerializePublicKey(pkE)
/// kem_context = concat(enc, SerializePublicKey(pkR))
/// shared_secret = ExtractAndExpand(dh, kem_context)
/// ```
///
/// Deviation: the ephemeral key pair is `DeriveKeyPair(randomness)`.
pub(crate) fn encap(suite: CipherSuite, public_key: &[u8], randomness: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let group = Group::of(suite);
    let ephemeral = derive_private_key(suite, randomness);
    let dh = group.dh(&ephemeral, public_key)?;
    let enc = group.public_key(&ephemeral)?;
    let kem_context = [enc.as_slice(), public_key].concat();
    let shared_secret = extract_and_expand(suite, &dh, &kem_context)?;
    Some((shared_secret, enc))
}

/// `Decap(enc, skR)` of RFC 9180, Section 4.1: the shared secret.
///
/// ```text
/// pkE = DeserializePublicKey(enc)
/// dh = DH(skR, pkE)
/// kem_context = concat(enc, SerializePublicKey(pk(skR)))
/// shared_secret = ExtractAndExpand(dh, kem_context)
/// ```
pub(crate) fn decap(suite: CipherSuite, enc: &[u8], private_key: &[u8]) -> Option<Vec<u8>> {
    let group = Group::of(suite);
    let dh = group.dh(private_key, enc)?;
    let public_key = group.public_key(private_key)?;
    let kem_context = [enc, public_key.as_slice()].concat();
    extract_and_expand(suite, &dh, &kem_context)
}
