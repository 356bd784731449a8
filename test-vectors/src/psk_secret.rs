//! `psk_secret`: the chain over pre-shared keys, RFC 9420, Section 8.4.

use serde::{Deserialize, Serialize};

use crate::check::expect_bytes;
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// `psk_secret` of these external PSKs in this order; all zero where there are none.
    fn psk_secret(suite: u16, psks: &[ExternalPsk]) -> Result<Vec<u8>, Self::Error>;
}

/// One chain.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub psks: Vec<ExternalPsk>,
    pub psk_secret: Hex,
}

/// A PreSharedKeyID of the type `external`, and its PSK.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct ExternalPsk {
    pub psk_id: Hex,
    pub psk: Hex,
    pub psk_nonce: Hex,
}

impl Case {
    /// The steps of `psk_secret/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let psk_secret = S::psk_secret(self.cipher_suite, &self.psks);
        expect_bytes("psk_secret", psk_secret, &self.psk_secret)
    }
}
