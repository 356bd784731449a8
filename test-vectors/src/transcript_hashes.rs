//! `transcript-hashes`: RFC 9420, Section 8.2, and the confirmation tag of RFC 9420, Section 6.1.

use serde::{Deserialize, Serialize};

use crate::check::{altered, expect_bytes, expect_ok, expect_refusal};
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation. All three refuse an AuthenticatedContent that is no Commit.
pub trait Subject: Fallible {
    /// Verifies the confirmation tag of an encoded AuthenticatedContent.
    fn verify_confirmation_tag(
        suite: u16,
        confirmation_key: &[u8],
        confirmed_transcript_hash: &[u8],
        authenticated_content: &[u8],
    ) -> Result<(), Self::Error>;

    /// `confirmed_transcript_hash_[epoch]` after an encoded AuthenticatedContent.
    fn confirmed_transcript_hash(
        suite: u16,
        interim_transcript_hash_before: &[u8],
        authenticated_content: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;

    /// `interim_transcript_hash_[epoch]` after an encoded AuthenticatedContent.
    fn interim_transcript_hash(
        suite: u16,
        confirmed_transcript_hash: &[u8],
        authenticated_content: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;
}

/// One Commit.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub confirmation_key: Hex,
    pub authenticated_content: Hex,
    pub interim_transcript_hash_before: Hex,
    pub confirmed_transcript_hash_after: Hex,
    pub interim_transcript_hash_after: Hex,
}

impl Case {
    /// The steps of `transcript-hashes/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let suite = self.cipher_suite;
        let content = &self.authenticated_content;
        let confirmed = &self.confirmed_transcript_hash_after;
        let check = |confirmation_key: &[u8]| S::verify_confirmation_tag(suite, confirmation_key, confirmed, content);
        expect_ok("authenticated_content (confirmation_tag)", check(&self.confirmation_key))?;
        let wrong = altered(&self.confirmation_key);
        expect_refusal("confirmation_key (altered)", check(&wrong))?;

        let got = S::confirmed_transcript_hash(suite, &self.interim_transcript_hash_before, content);
        expect_bytes("confirmed_transcript_hash_after", got, confirmed)?;
        let got = S::interim_transcript_hash(suite, confirmed, content);
        expect_bytes("interim_transcript_hash_after", got, &self.interim_transcript_hash_after)
    }
}
