//! RFC 9420, Section 6.2: messages that are authenticated, but not encrypted.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, encode_opaque};
use crate::error::{CryptoError, DecodeError, Error, Misuse, Place, Rule, require, require_verified};
use crate::framing::auth::{
    AuthenticatedContent, FramedContentAuthData, check_to_protect, decode_framed_content_auth_data,
    encode_framed_content_auth_data, framed_content_tbs,
};
use crate::framing::content::{FramedContent, content_type, decode_framed_content, encode_framed_content};
use crate::framing::{ContentType, Sender, WireFormat};
use crate::key_schedule::group_context::GroupContext;
use crate::secret::MembershipKey;

/// RFC 9420, Section 6.2.
///
/// ```text
/// struct {
///     FramedContent content;
///     FramedContentAuthData auth;
///     select (PublicMessage.content.sender.sender_type) {
///         case member:
///             MAC membership_tag;
///         case external:
///         case new_member_commit:
///         case new_member_proposal:
///             struct{};
///     };
/// } PublicMessage;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PublicMessage<B> {
    /// The content.
    pub content: FramedContent<B>,
    /// What authenticates it.
    pub auth: FramedContentAuthData<B>,
    /// Present exactly for the sender type `member`; `KDF.Nh` bytes.
    pub membership_tag: Option<B>,
}

/// Application data is only carried in PrivateMessages.
const NO_APPLICATION_DATA: Rule = Rule::Mls(42);
/// A member's `membership_tag` is the MAC, at its full length.
const MEMBERSHIP_TAG: Rule = Rule::Mls(69);

/// A PublicMessage of a member. For any other sender it has no tag: [`protect_outside_message`] does the
/// same without a key.
///
/// # Errors
/// [`Misuse::PublicApplicationData`]; [`Misuse::WrongMessage`] if the content was signed for another wire
/// format, or has a `confirmation_tag` and is no Commit, or the reverse.
pub fn protect_public_message<B: Crypto>(
    suite: CipherSuite,
    message: &AuthenticatedContent<B>,
    membership_key: &MembershipKey<B>,
    context: &GroupContext<B>,
) -> Result<PublicMessage<B>, Misuse> {
    let public_message = public_message_without_tag(message)?;
    let membership_tag = match message.content.sender {
        Sender::Member { .. } => Some(membership_tag(suite, membership_key, message, context)),
        Sender::External { .. } | Sender::NewMemberCommit | Sender::NewMemberProposal => None,
    };
    let mut public_message = public_message;
    public_message.membership_tag = membership_tag;
    Ok(public_message)
}

/// A PublicMessage of a sender outside of the group.
///
/// # Errors
/// As [`protect_public_message`]; [`Misuse::WrongMessage`] for the sender type `member`.
pub fn protect_outside_message<B: Bytes>(message: &AuthenticatedContent<B>) -> Result<PublicMessage<B>, Misuse> {
    match message.content.sender {
        Sender::Member { .. } => Err(Misuse::WrongMessage),
        Sender::External { .. } | Sender::NewMemberCommit | Sender::NewMemberProposal => {
            public_message_without_tag(message)
        }
    }
}

fn public_message_without_tag<B: Bytes>(message: &AuthenticatedContent<B>) -> Result<PublicMessage<B>, Misuse> {
    check_to_protect(message, WireFormat::PublicMessage)?;
    match content_type(&message.content.content) {
        ContentType::Application => Err(Misuse::PublicApplicationData),
        ContentType::Proposal | ContentType::Commit => {
            Ok(PublicMessage { content: message.content.clone(), auth: message.auth.clone(), membership_tag: None })
        }
    }
}

/// What a PublicMessage carries, once its `membership_tag` is checked.
///
/// `context` and `membership_key` are of the message's epoch. The signature is not verified here:
/// [`crate::framing::auth::verify_signature`].
///
/// # Errors
/// Application data, or a member's `membership_tag` that is not the MAC.
pub fn unprotect_public_message<B: Crypto>(
    suite: CipherSuite,
    public_message: &PublicMessage<B>,
    membership_key: &MembershipKey<B>,
    context: &GroupContext<B>,
) -> Result<AuthenticatedContent<B>, Error> {
    let is_application = content_type(&public_message.content.content) == ContentType::Application;
    require(!is_application, NO_APPLICATION_DATA, Place::Message)?;
    let message = AuthenticatedContent {
        wire_format: WireFormat::PublicMessage,
        content: public_message.content.clone(),
        auth: public_message.auth.clone(),
    };
    match message.content.sender {
        Sender::Member { .. } => {
            let expected = membership_tag(suite, membership_key, &message, context);
            check_membership_tag(public_message, expected)?;
        }
        Sender::External { .. } | Sender::NewMemberCommit | Sender::NewMemberProposal => {}
    }
    Ok(message)
}

fn check_membership_tag<B: Bytes>(public_message: &PublicMessage<B>, expected: B) -> Result<(), CryptoError> {
    let verified = public_message.membership_tag == Some(expected);
    require_verified(verified, MEMBERSHIP_TAG)
}

/// ```text
/// struct {
///     FramedContentTBS content_tbs;
///     FramedContentAuthData auth;
/// } AuthenticatedContentTBM;
///
/// membership_tag = MAC(membership_key, AuthenticatedContentTBM)
/// ```
fn membership_tag<B: Crypto>(
    suite: CipherSuite,
    membership_key: &MembershipKey<B>,
    message: &AuthenticatedContent<B>,
    context: &GroupContext<B>,
) -> B {
    let tbm = framed_content_tbs(message.wire_format, &message.content, context)
        .concat(&encode_framed_content_auth_data(&message.auth));
    B::mac(suite, &membership_key.bytes, &tbm)
}

/// Inverse of [`decode_public_message`].
pub fn encode_public_message<B: Bytes>(public_message: &PublicMessage<B>) -> B {
    let untagged =
        encode_framed_content(&public_message.content).concat(&encode_framed_content_auth_data(&public_message.auth));
    match &public_message.membership_tag {
        Some(membership_tag) => untagged.concat(&encode_opaque(membership_tag)),
        None => untagged,
    }
}

/// Reads a [`PublicMessage`].
pub fn decode_public_message<B: Bytes>(input: &B) -> Result<(PublicMessage<B>, B), DecodeError> {
    let (content, rest) = decode_framed_content(input)?;
    let content_type = content_type(&content.content);
    let (auth, rest) = decode_framed_content_auth_data(content_type, &rest)?;
    let (membership_tag, rest) = match content.sender {
        Sender::Member { .. } => {
            let (membership_tag, rest) = decode_opaque(&rest)?;
            (Some(membership_tag), rest)
        }
        Sender::External { .. } | Sender::NewMemberCommit | Sender::NewMemberProposal => (None, rest),
    };
    let public_message = PublicMessage { content, auth, membership_tag };
    Ok((public_message, rest))
}
