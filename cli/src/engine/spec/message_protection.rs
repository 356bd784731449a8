//! `message-protection`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::decode_commit;
use pleach_spec::crypto::{SignaturePublicKey, derive_seed, zero};
use pleach_spec::error::Misuse;
use pleach_spec::framing::auth::{AuthenticatedContent, FramedContentAuthData, sign_framed_content, verify_signature};
use pleach_spec::framing::content::{Content, FramedContent, encode_content};
use pleach_spec::framing::message::{MlsMessage, encode_mls_message};
use pleach_spec::framing::private_message::{open_content, protect_private_message};
use pleach_spec::framing::public_message::{protect_public_message, unprotect_public_message};
use pleach_spec::framing::sender_data::open_sender_data;
use pleach_spec::framing::{Sender, WireFormat};
use pleach_spec::key_schedule::group_context::GroupContext;
use pleach_spec::proposal::decode_proposal;
use pleach_spec::secret::{EncryptionSecret, MembershipKey, SenderDataSecret, SignaturePrivateKey};
use pleach_spec::secret_tree::{SecretTree, secret_tree};
use pleach_spec::tree::math::{LeafCount, LeafIndex};
use pleach_spec_concrete::Octets;
use pleach_vectors::message_protection::{ContentType, Group, Subject, Unprotected};

use super::policy::GENERATIONS;
use super::{Refusal, Specification, decoded, decoded_message, octets, seed, suite, wrong_message};

/// The length in bytes of the padding of own PrivateMessages.
const PADDING: usize = 32;

/// What an encoded Proposal or Commit, or application data as it is, is to be framed as.
type Raw<'a> = (ContentType, &'a [u8]);

impl Subject for Specification {
    fn protect_public(
        group: &Group<'_>,
        sender: u32,
        content_type: ContentType,
        content: &[u8],
        seed: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let (format, raw) = (WireFormat::PublicMessage, (content_type, content));
        let signed = sign(group, sender, raw, format, seed)?;
        let suite = suite(group.cipher_suite)?;
        let key = membership_key(group);
        let public_message = protect_public_message(suite, &signed, &key, &context(group))?;
        Ok(encode_mls_message(&MlsMessage::PublicMessage { public_message }).into())
    }

    fn unprotect_public(group: &Group<'_>, message: &[u8]) -> Result<Unprotected, Refusal> {
        let suite = suite(group.cipher_suite)?;
        let MlsMessage::PublicMessage { public_message } = decoded_message(message)? else {
            return wrong_message();
        };
        let (key, context) = (membership_key(group), context(group));
        let message = unprotect_public_message(suite, &public_message, &key, &context)?;
        verified(group, message)
    }

    fn protect_private(
        group: &Group<'_>,
        sender: u32,
        content_type: ContentType,
        content: &[u8],
        seed_bytes: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let (format, raw) = (WireFormat::PrivateMessage, (content_type, content));
        let signed = sign(group, sender, raw, format, seed_bytes)?;
        let suite = suite(group.cipher_suite)?;
        let (_, private_message) = protect_private_message(
            suite,
            &signed,
            &sender_data_secret(group),
            message_keys(group)?,
            PADDING,
            &derive_seed(suite, &seed(suite, seed_bytes)?, b"protect", 0),
        )?;
        Ok(encode_mls_message(&MlsMessage::PrivateMessage { private_message }).into())
    }

    fn unprotect_private(group: &Group<'_>, message: &[u8]) -> Result<Unprotected, Refusal> {
        let suite = suite(group.cipher_suite)?;
        let MlsMessage::PrivateMessage { private_message } = decoded_message(message)? else {
            return wrong_message();
        };
        let sender_data = open_sender_data(suite, &private_message, &sender_data_secret(group))?;
        let keys = message_keys(group)?;
        let (_, message) = open_content(suite, &private_message, &sender_data, keys, &GENERATIONS)?;
        verified(group, message)
    }
}

fn context(group: &Group<'_>) -> GroupContext<Octets> {
    GroupContext {
        cipher_suite: group.cipher_suite,
        group_id: octets(group.group_id),
        epoch: group.epoch,
        tree_hash: octets(group.tree_hash),
        confirmed_transcript_hash: octets(group.confirmed_transcript_hash),
        extensions: Vec::new(),
    }
}

fn membership_key(group: &Group<'_>) -> MembershipKey<Octets> {
    let bytes = octets(group.membership_key);
    MembershipKey { bytes }
}

fn sender_data_secret(group: &Group<'_>) -> SenderDataSecret<Octets> {
    let bytes = octets(group.sender_data_secret);
    SenderDataSecret { bytes }
}

fn message_keys(group: &Group<'_>) -> Result<SecretTree<Octets>, Refusal> {
    let bytes = octets(group.encryption_secret);
    let n = usize::try_from(Group::N_LEAVES).ok().and_then(LeafCount::new);
    Ok(secret_tree(EncryptionSecret { bytes }, n.ok_or(Misuse::Unknown)?))
}

fn sign(
    group: &Group<'_>,
    sender: u32,
    raw: Raw<'_>,
    wire_format: WireFormat,
    seed_bytes: &[u8],
) -> Result<AuthenticatedContent<Octets>, Refusal> {
    let suite = suite(group.cipher_suite)?;
    let content = FramedContent {
        group_id: octets(group.group_id),
        epoch: group.epoch,
        sender: Sender::Member { leaf_index: LeafIndex(sender) },
        authenticated_data: octets(&[]),
        content: decoded_content(raw)?,
    };
    let bytes = octets(group.signature_priv);
    let key = SignaturePrivateKey { bytes };
    let seed = seed(suite, seed_bytes)?;
    let context = context(group);
    let signature = sign_framed_content(suite, &key, wire_format, &content, &context, &seed)?;
    let auth = FramedContentAuthData { signature, confirmation_tag: any_confirmation_tag(suite, raw.0) };
    Ok(AuthenticatedContent { wire_format, content, auth })
}

/// The vectors do not look at it.
fn any_confirmation_tag(suite: CipherSuite, content_type: ContentType) -> Option<Octets> {
    match content_type {
        ContentType::Commit => Some(zero(suite)),
        ContentType::Application | ContentType::Proposal => None,
    }
}

fn decoded_content((content_type, content): Raw<'_>) -> Result<Content<Octets>, Refusal> {
    Ok(match content_type {
        ContentType::Application => Content::Application { application_data: octets(content) },
        ContentType::Proposal => Content::Proposal { proposal: decoded(content, decode_proposal)? },
        ContentType::Commit => Content::Commit { commit: decoded(content, decode_commit)? },
    })
}

/// The content of a message whose signature verifies.
fn verified(group: &Group<'_>, message: AuthenticatedContent<Octets>) -> Result<Unprotected, Refusal> {
    let bytes = octets(group.signature_pub);
    let key = SignaturePublicKey { bytes };
    verify_signature(suite(group.cipher_suite)?, &message, &key, &context(group))?;
    let Sender::Member { leaf_index } = message.content.sender else {
        return wrong_message();
    };
    let (content_type, content) = match message.content.content {
        Content::Application { application_data } => (ContentType::Application, application_data),
        content @ Content::Proposal { .. } => (ContentType::Proposal, encode_content(&content)),
        content @ Content::Commit { .. } => (ContentType::Commit, encode_content(&content)),
    };
    Ok(Unprotected { sender: leaf_index.0, content_type, content: content.into() })
}
