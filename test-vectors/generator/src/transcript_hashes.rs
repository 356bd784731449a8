//! `transcript-hashes`: from before a Commit to after it.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::framing::auth::{
    AuthenticatedContent, FramedContentAuthData, encode_authenticated_content, sign_framed_content,
};
use pleach_spec::framing::content::{Content, FramedContent};
use pleach_spec::framing::{Sender, WireFormat};
use pleach_spec::key_schedule::confirmation_tag;
use pleach_spec::key_schedule::transcript_hash::{confirmed_transcript_hash, interim_transcript_hash};
use pleach_spec::secret::ConfirmationKey;
use pleach_spec::tree::math::LeafIndex;
use pleach_vectors::AnyCase;
use pleach_vectors::transcript_hashes::Case;

use crate::support::client::signature_key_pair;
use crate::support::content::{any_commit, any_group_context};
use crate::support::hex;
use crate::{Random, Refusal};

/// A Commit by a member. Every second one is of a PrivateMessage.
///
/// # Errors
/// None: a member may sign it.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let nh = suite.kdf_nh();
    let (private_key, _) = signature_key_pair(suite, random)?;
    let context = any_group_context(suite, random);
    let data_length = random.from_to(0, 32);
    let content = FramedContent {
        group_id: context.group_id.clone(),
        epoch: context.epoch,
        sender: Sender::Member { leaf_index: LeafIndex(random.below(16) as u32) },
        authenticated_data: random.octets(data_length),
        content: Content::Commit { commit: any_commit(suite, random) },
    };
    let wire_format = if index.is_multiple_of(2) { WireFormat::PublicMessage } else { WireFormat::PrivateMessage };
    let seed = random.seed(suite);
    let signature = sign_framed_content(suite, &private_key, wire_format, &content, &context, &seed)?;

    let confirmation_key = ConfirmationKey { bytes: random.octets(nh) };
    let interim_before = random.octets(nh);
    let confirmed = confirmed_transcript_hash(suite, &interim_before, wire_format, &content, &signature);
    let tag = confirmation_tag(suite, &confirmation_key, &confirmed);
    let interim_after = interim_transcript_hash(suite, &confirmed, &tag);
    let auth = FramedContentAuthData { signature, confirmation_tag: Some(tag) };
    let authenticated_content = AuthenticatedContent { wire_format, content, auth };
    Ok(AnyCase::TranscriptHashes(Case {
        cipher_suite: suite.value(),
        confirmation_key: hex(&confirmation_key.bytes),
        authenticated_content: hex(&encode_authenticated_content(&authenticated_content)),
        interim_transcript_hash_before: hex(&interim_before),
        confirmed_transcript_hash_after: hex(&confirmed),
        interim_transcript_hash_after: hex(&interim_after),
    }))
}
