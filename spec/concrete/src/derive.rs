//! Private keys from key material: the two procedures of RFC 9180, Section 7.1.3.

use crate::hash::Hash;
use crate::kdf::{labeled_expand, labeled_extract};
use crate::nist::NistCurve;

/// A private key that is any string of `length` bytes.
///
/// ```text
/// dkp_prk = LabeledExtract("", "dkp_prk", ikm)
/// sk = LabeledExpand(dkp_prk, "sk", "", Nsk)
/// ```
pub(crate) fn derive_string(hash: Hash, suite_id: &[u8], ikm: &[u8], length: u16) -> Vec<u8> {
    let dkp_prk = labeled_extract(hash, suite_id, b"dkp_prk", ikm);
    labeled_expand(hash, suite_id, &dkp_prk, b"sk", b"", length)
}

/// A private key that is an integer between 0 and the order of a NIST curve, both excluded.
///
/// ```text
/// dkp_prk = LabeledExtract("", "dkp_prk", ikm)
/// bytes = LabeledExpand(dkp_prk, "candidate", I2OSP(counter, 1), Nsk)
/// bytes[0] = bytes[0] & bitmask
/// sk = OS2IP(bytes)
/// ```
///
/// Deviation: where RFC 9180 raises an error, after 256 candidates in vain, this is the empty string, which
/// is no private key. One candidate fails with a probability below 2^-31.
pub(crate) fn derive_scalar(hash: Hash, suite_id: &[u8], ikm: &[u8], curve: NistCurve) -> Vec<u8> {
    let dkp_prk = labeled_extract(hash, suite_id, b"dkp_prk", ikm);
    for counter in 0..=255 {
        let length = curve.scalar_length();
        let mut bytes = labeled_expand(hash, suite_id, &dkp_prk, b"candidate", &[counter], length);
        if let Some(first) = bytes.first_mut() {
            *first &= curve.bit_mask();
        }
        if curve.is_private_key(&bytes) {
            return bytes;
        }
    }
    Vec::new()
}
