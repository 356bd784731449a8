//! `transcript-hashes`.

use pleach_spec::commit::process::check_confirmation_tag;
use pleach_spec::framing::auth::{AuthenticatedContent, decode_authenticated_content};
use pleach_spec::framing::content::Content;
use pleach_spec::key_schedule::confirmation_tag;
use pleach_spec::key_schedule::transcript_hash::{confirmed_transcript_hash, interim_transcript_hash};
use pleach_spec::secret::ConfirmationKey;
use pleach_spec_concrete::Octets;
use pleach_vectors::transcript_hashes::Subject;

use super::{Refusal, Specification, decoded, octets, suite, wrong_message};

impl Subject for Specification {
    fn verify_confirmation_tag(
        suite_value: u16,
        confirmation_key: &[u8],
        confirmed_transcript_hash: &[u8],
        authenticated_content: &[u8],
    ) -> Result<(), Refusal> {
        let message = decoded_commit(authenticated_content)?;
        let bytes = octets(confirmation_key);
        let confirmed = octets(confirmed_transcript_hash);
        let tag = confirmation_tag(suite(suite_value)?, &ConfirmationKey { bytes }, &confirmed);
        Ok(check_confirmation_tag(&message, &tag)?)
    }

    fn confirmed_transcript_hash(
        suite_value: u16,
        interim_transcript_hash_before: &[u8],
        authenticated_content: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let message = decoded_commit(authenticated_content)?;
        let hash = confirmed_transcript_hash(
            suite(suite_value)?,
            &octets(interim_transcript_hash_before),
            message.wire_format,
            &message.content,
            &message.auth.signature,
        );
        Ok(hash.into())
    }

    fn interim_transcript_hash(
        suite_value: u16,
        confirmed_transcript_hash: &[u8],
        authenticated_content: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let message = decoded_commit(authenticated_content)?;
        let Some(tag) = message.auth.confirmation_tag else {
            return wrong_message();
        };
        let confirmed = octets(confirmed_transcript_hash);
        Ok(interim_transcript_hash(suite(suite_value)?, &confirmed, &tag).into())
    }
}

fn decoded_commit(authenticated_content: &[u8]) -> Result<AuthenticatedContent<Octets>, Refusal> {
    let message = decoded(authenticated_content, decode_authenticated_content)?;
    match message.content.content {
        Content::Commit { .. } => Ok(message),
        Content::Application { .. } | Content::Proposal { .. } => wrong_message(),
    }
}
