//! RFC 9420, Section 8.4: pre-shared keys enter the key schedule.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::encode_u16;
use crate::crypto::{expand_with_label, zero};
use crate::key_schedule::psk_id::{PreSharedKeyId, encode_pre_shared_key_id};
use crate::secret::{Psk, PskSecret};

/// The most PSKs that a Commit or a Welcome can inject: `PSKLabel.count` is a `uint16`.
pub const MAX_PSKS: usize = 0xffff;

/// A PSK to inject.
#[derive(Clone, Debug, PartialEq)]
pub struct PskInput<B> {
    /// As in the Commit or the GroupSecrets, with its nonce.
    pub id: PreSharedKeyId<B>,
    /// `psk_[i]`.
    pub psk: Psk<B>,
}

/// `psk_secret` of a list of PSKs, in the order of the Commit or the GroupSecrets.
///
/// ```text
/// psk_secret_[0] = 0
/// psk_secret_[i] = KDF.Extract(psk_input_[i-1], psk_secret_[i-1])
/// psk_secret     = psk_secret_[n]
/// ```
///
/// Requires at most [`MAX_PSKS`] PSKs. Vectors: `psk_secret`.
#[hax_lib::requires(psks.len() <= MAX_PSKS)]
pub fn psk_secret<B: Crypto>(suite: CipherSuite, psks: &[PskInput<B>]) -> PskSecret<B> {
    let mut secret: B = zero(suite);
    for i in 0..psks.len() {
        secret = match psks.get(i) {
            Some(psk) => {
                let input = psk_input(suite, psk, i, psks.len());
                B::kdf_extract(suite, &input, &secret)
            }
            None => secret,
        };
    }
    PskSecret { bytes: secret }
}

/// ```text
/// psk_extracted_[i] = KDF.Extract(0, psk_[i])
/// psk_input_[i] = ExpandWithLabel(psk_extracted_[i], "derived psk", PSKLabel, KDF.Nh)
/// ```
fn psk_input<B: Crypto>(suite: CipherSuite, input: &PskInput<B>, index: usize, count: usize) -> B {
    let extracted = B::kdf_extract(suite, &zero(suite), &input.psk.bytes);
    let label = encode_psk_label(&input.id, index as u16, count as u16);
    expand_with_label(suite, &extracted, b"derived psk", &label, suite.kdf_nh())
}

/// ```text
/// struct {
///     PreSharedKeyID id;
///     uint16 index;
///     uint16 count;
/// } PSKLabel;
/// ```
fn encode_psk_label<B: Bytes>(id: &PreSharedKeyId<B>, index: u16, count: u16) -> B {
    encode_pre_shared_key_id(id).concat(&encode_u16(index)).concat(&encode_u16(count))
}
