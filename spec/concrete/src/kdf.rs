//! HKDF, and its labelled form in HPKE.

use libcrux_hkdf::{Algorithm, hacl};

use crate::hash::Hash;
use crate::limit::fits;

/// `HKDF-Extract(salt, IKM)` of RFC 5869, Section 2.2.
pub(crate) fn extract(hash: Hash, salt: &[u8], ikm: &[u8]) -> Vec<u8> {
    let algorithm = match hash {
        Hash::Sha256 => Algorithm::Sha256,
        Hash::Sha384 => Algorithm::Sha384,
        Hash::Sha512 => Algorithm::Sha512,
    };
    let mut prk = vec![0; hash.length()];
    if !fits(&[salt, ikm]) || libcrux_hkdf::extract(algorithm, &mut prk, salt, ikm).is_err() {
        return Vec::new();
    }
    prk
}

/// `HKDF-Expand(PRK, info, L)` of RFC 5869, Section 2.3.
///
/// Of a PRK that is longer than the hash, `libcrux_hkdf::expand` would silently use a prefix, and a shorter
/// one it rejects. The functions of HACL* under it take a PRK of any length. An empty one is what [`extract`]
/// gives for an input that is too long, and must not yield a key that everybody knows.
pub(crate) fn expand(hash: Hash, prk: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    if prk.is_empty() || length > 255 * hash.length() || !fits(&[prk, info]) {
        return Vec::new();
    }
    let expand = match hash {
        Hash::Sha256 => hacl::expand_sha2_256,
        Hash::Sha384 => hacl::expand_sha2_384,
        Hash::Sha512 => hacl::expand_sha2_512,
    };
    let mut okm = vec![0; length];
    // No cast truncates: all three lengths were checked above.
    let (prk_length, info_length) = (prk.len() as u32, info.len() as u32);
    expand(&mut okm, prk, prk_length, info, info_length, length as u32);
    okm
}

/// `LabeledExtract(salt, label, ikm)` of RFC 9180, Section 4, with an empty salt.
///
/// ```text
/// labeled_ikm = concat("HPKE-v1", suite_id, label, ikm)
/// return Extract(salt, labeled_ikm)
/// ```
pub(crate) fn labeled_extract(hash: Hash, suite_id: &[u8], label: &[u8], ikm: &[u8]) -> Vec<u8> {
    if !fits(&[ikm]) {
        return Vec::new();
    }
    extract(hash, b"", &[b"HPKE-v1", suite_id, label, ikm].concat())
}

/// `LabeledExpand(prk, label, info, L)` of RFC 9180, Section 4; `length` is at most 65535.
///
/// ```text
/// labeled_info = concat(I2OSP(L, 2), "HPKE-v1", suite_id, label, info)
/// return Expand(prk, labeled_info, L)
/// ```
pub(crate) fn labeled_expand(
    hash: Hash,
    suite_id: &[u8],
    prk: &[u8],
    label: &[u8],
    info: &[u8],
    length: u16,
) -> Vec<u8> {
    let octets = length.to_be_bytes();
    let labeled_info = [octets.as_slice(), b"HPKE-v1", suite_id, label, info].concat();
    expand(hash, prk, &labeled_info, usize::from(length))
}
