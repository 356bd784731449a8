//! RFC 9420, Section 6.1: content authentication.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{MAX_VECTOR_LENGTH, decode_opaque, encode_opaque, encode_u16};
use crate::crypto::{SignaturePublicKey, sign_with_label, verify_with_label};
use crate::error::{CryptoError, DecodeError, Misuse, Rule, require_verified};
use crate::framing::content::{Content, FramedContent, content_type, decode_framed_content, encode_framed_content};
use crate::framing::{ContentType, Sender, WireFormat, decode_wire_format, encode_wire_format};
use crate::key_schedule::group_context::{GroupContext, MLS10, encode_group_context};
use crate::secret::{Seed, SignaturePrivateKey};

/// RFC 9420, Section 6.1.
///
/// ```text
/// opaque MAC<V>;
///
/// struct {
///     /* SignWithLabel(., "FramedContentTBS", FramedContentTBS) */
///     opaque signature<V>;
///     select (FramedContent.content_type) {
///         case commit:
///             /* MAC(confirmation_key, GroupContext.confirmed_transcript_hash) */
///             MAC confirmation_tag;
///         case application:
///         case proposal:
///             struct{};
///     };
/// } FramedContentAuthData;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FramedContentAuthData<B> {
    /// By the sender.
    pub signature: B,
    /// Present exactly for a Commit: [`crate::key_schedule::confirmation_tag`].
    pub confirmation_tag: Option<B>,
}

/// RFC 9420, Section 6.
///
/// ```text
/// struct {
///     WireFormat wire_format;
///     FramedContent content;
///     FramedContentAuthData auth;
/// } AuthenticatedContent;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AuthenticatedContent<B> {
    /// Of the message that carries it.
    pub wire_format: WireFormat,
    /// The content.
    pub content: FramedContent<B>,
    /// What authenticates it.
    pub auth: FramedContentAuthData<B>,
}

/// The label of the signature: RFC 9420, Section 17.6.
const FRAMED_CONTENT_TBS: &[u8] = b"FramedContentTBS";
/// The signature verifies under the key that the sender type selects. (R051, R052, R070, R080, R241, R335 and
/// R397 are the same check.)
const SIGNATURE: Rule = Rule::Mls(65);

/// The bytes that are signed.
///
/// ```text
/// struct {
///     ProtocolVersion version = mls10;
///     WireFormat wire_format;
///     FramedContent content;
///     select (FramedContentTBS.content.sender.sender_type) {
///         case member:
///         case new_member_commit:
///             GroupContext context;
///         case external:
///         case new_member_proposal:
///             struct{};
///     };
/// } FramedContentTBS;
/// ```
///
/// `context` is of the epoch in which the message is sent. Choice: RFC 9420 contradicts itself on
/// `new_member_commit`: the text after the structure has only `member` sign the GroupContext. This is the
/// structure.
pub fn framed_content_tbs<B: Bytes>(
    wire_format: WireFormat,
    content: &FramedContent<B>,
    context: &GroupContext<B>,
) -> B {
    let signed = framed_content_tbs_without_context(wire_format, content);
    match content.sender {
        Sender::Member { .. } | Sender::NewMemberCommit => signed.concat(&encode_group_context(context)),
        Sender::External { .. } | Sender::NewMemberProposal => signed,
    }
}

fn framed_content_tbs_without_context<B: Bytes>(wire_format: WireFormat, content: &FramedContent<B>) -> B {
    encode_u16::<B>(MLS10).concat(&encode_wire_format(wire_format)).concat(&encode_framed_content(content))
}

/// The signature of a member, or of a client that joins by an external Commit.
///
/// The `confirmation_tag` of a Commit depends on it, so it is made before the AuthenticatedContent is whole.
///
/// # Errors
/// [`Misuse::PrivateKey`] if the private key is none of the suite; [`Misuse::TooLong`] for data that fits no
/// message.
pub fn sign_framed_content<B: Crypto>(
    suite: CipherSuite,
    private_key: &SignaturePrivateKey<B>,
    wire_format: WireFormat,
    content: &FramedContent<B>,
    context: &GroupContext<B>,
    seed: &Seed<B>,
) -> Result<B, Misuse> {
    check_lengths(content)?;
    let tbs = framed_content_tbs(wire_format, content, context);
    sign_with_label(suite, private_key, FRAMED_CONTENT_TBS, &tbs, seed)
}

/// The signature of a sender outside of the group, who needs no GroupContext, on a proposal: RFC 9420,
/// Section 12.1.8. The wire format is `mls_public_message`.
///
/// # Errors
/// As [`sign_framed_content`]; [`Misuse::WrongMessage`] for another sender type.
pub fn sign_external_proposal<B: Crypto>(
    suite: CipherSuite,
    private_key: &SignaturePrivateKey<B>,
    content: &FramedContent<B>,
    seed: &Seed<B>,
) -> Result<B, Misuse> {
    check_lengths(content)?;
    match content.sender {
        Sender::External { .. } | Sender::NewMemberProposal => {
            let tbs = framed_content_tbs_without_context(WireFormat::PublicMessage, content);
            sign_with_label(suite, private_key, FRAMED_CONTENT_TBS, &tbs, seed)
        }
        Sender::Member { .. } | Sender::NewMemberCommit => Err(Misuse::WrongMessage),
    }
}

/// Verifies the signature with the key that [`crate::framing::sender::signature_key`] selects.
///
/// `context` is of the epoch in which the message is sent. It does not bind a message of a sender outside of
/// the group: the caller compares `group_id` and `epoch`.
///
/// # Errors
/// If the signature does not verify.
pub fn verify_signature<B: Crypto>(
    suite: CipherSuite,
    message: &AuthenticatedContent<B>,
    signature_key: &SignaturePublicKey<B>,
    context: &GroupContext<B>,
) -> Result<(), CryptoError> {
    let tbs = framed_content_tbs(message.wire_format, &message.content, context);
    let signature = &message.auth.signature;
    let verified = verify_with_label(suite, signature_key, FRAMED_CONTENT_TBS, &tbs, signature);
    require_verified(verified, SIGNATURE)
}

/// The lengths that are the caller's choice.
fn check_lengths<B: Bytes>(content: &FramedContent<B>) -> Result<(), Misuse> {
    let data_length = match &content.content {
        Content::Application { application_data } => application_data.length(),
        Content::Proposal { .. } | Content::Commit { .. } => 0,
    };
    if content.authenticated_data.length() > MAX_VECTOR_LENGTH || data_length > MAX_VECTOR_LENGTH {
        Err(Misuse::TooLong)
    } else {
        Ok(())
    }
}

/// What the functions that protect a message ask of it: the wire format is theirs, a `confirmation_tag` is
/// present exactly for a Commit, and the lengths fit.
///
/// # Errors
/// [`Misuse::WrongMessage`], [`Misuse::TooLong`].
pub fn check_to_protect<B: Bytes>(message: &AuthenticatedContent<B>, wire_format: WireFormat) -> Result<(), Misuse> {
    let is_commit = content_type(&message.content.content) == ContentType::Commit;
    let has_tag = message.auth.confirmation_tag.is_some();
    if message.wire_format != wire_format || is_commit != has_tag {
        Err(Misuse::WrongMessage)
    } else {
        check_lengths(&message.content)
    }
}

/// Inverse of [`decode_framed_content_auth_data`].
pub fn encode_framed_content_auth_data<B: Bytes>(auth: &FramedContentAuthData<B>) -> B {
    let signature = encode_opaque(&auth.signature);
    match &auth.confirmation_tag {
        Some(confirmation_tag) => signature.concat(&encode_opaque(confirmation_tag)),
        None => signature,
    }
}

/// Reads the [`FramedContentAuthData`] of a content of the type given.
pub fn decode_framed_content_auth_data<B: Bytes>(
    content_type: ContentType,
    input: &B,
) -> Result<(FramedContentAuthData<B>, B), DecodeError> {
    let (signature, rest) = decode_opaque(input)?;
    let (confirmation_tag, rest) = match content_type {
        ContentType::Commit => {
            let (confirmation_tag, rest) = decode_opaque(&rest)?;
            (Some(confirmation_tag), rest)
        }
        ContentType::Application | ContentType::Proposal => (None, rest),
    };
    let auth = FramedContentAuthData { signature, confirmation_tag };
    Ok((auth, rest))
}

/// Inverse of [`decode_authenticated_content`].
pub fn encode_authenticated_content<B: Bytes>(message: &AuthenticatedContent<B>) -> B {
    encode_wire_format::<B>(message.wire_format)
        .concat(&encode_framed_content(&message.content))
        .concat(&encode_framed_content_auth_data(&message.auth))
}

/// Reads an [`AuthenticatedContent`].
pub fn decode_authenticated_content<B: Bytes>(input: &B) -> Result<(AuthenticatedContent<B>, B), DecodeError> {
    let (wire_format, rest) = decode_wire_format(input)?;
    let (content, rest) = decode_framed_content(&rest)?;
    let content_type = content_type(&content.content);
    let (auth, rest) = decode_framed_content_auth_data(content_type, &rest)?;
    let message = AuthenticatedContent { wire_format, content, auth };
    Ok((message, rest))
}
