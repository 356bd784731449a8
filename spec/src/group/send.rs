//! RFC 9420, Section 6: how a member's messages leave it.

use crate::algebra::Crypto;
use crate::codec::MAX_VECTOR_LENGTH;
use crate::error::{Error, Misuse};
use crate::framing::auth::{AuthenticatedContent, FramedContentAuthData, sign_framed_content};
use crate::framing::content::{Content, FramedContent};
use crate::framing::message::MlsMessage;
use crate::framing::private_message::protect_private_message;
use crate::framing::public_message::protect_public_message;
use crate::framing::{Sender, WireFormat};
use crate::group::GroupState;
use crate::secret::Seed;

/// What the sender of a message chooses, apart from its content.
#[derive(Clone, Debug)]
pub struct MessageOptions<B> {
    /// Authenticated, and visible to everyone.
    pub authenticated_data: B,
    /// In which of the two forms it is sent.
    pub protection: Protection,
}

/// The two forms of a message in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// PublicMessage: RFC 9420, Section 6.2.
    Public,
    /// PrivateMessage: RFC 9420, Section 6.3.
    Private {
        /// How many zero bytes follow the content.
        padding: usize,
    },
}

/// Content of this member, signed. A Commit's confirmation tag is still missing.
///
/// # Errors
/// If the private key is none of the suite, or `authenticated_data` is too long.
pub fn sign_as_member<B: Crypto>(
    state: &GroupState<B>,
    content: Content<B>,
    options: &MessageOptions<B>,
    seed: &Seed<B>,
) -> Result<AuthenticatedContent<B>, Error> {
    if options.authenticated_data.length() > MAX_VECTOR_LENGTH {
        return Err(Error::Misuse(Misuse::TooLong));
    }
    let content = FramedContent {
        group_id: state.group_context.group_id.clone(),
        epoch: state.group_context.epoch,
        sender: Sender::Member { leaf_index: state.own_leaf },
        authenticated_data: options.authenticated_data.clone(),
        content,
    };
    let wire_format = match options.protection {
        Protection::Public => WireFormat::PublicMessage,
        Protection::Private { .. } => WireFormat::PrivateMessage,
    };
    let private_key = &state.signature_private_key;
    let context = &state.group_context;
    let signature = sign_framed_content(state.suite, private_key, wire_format, &content, context, seed)?;
    let auth = FramedContentAuthData { signature, confirmation_tag: None };
    Ok(AuthenticatedContent { wire_format, content, auth })
}

/// Protects signed content of this member. A PrivateMessage uses up a message key, which the returned state lacks.
///
/// # Errors
/// If the content may not be sent in this form, or is too long.
pub fn protect<B: Crypto>(
    state: &GroupState<B>,
    signed: &AuthenticatedContent<B>,
    options: &MessageOptions<B>,
    seed: &Seed<B>,
) -> Result<(GroupState<B>, MlsMessage<B>), Error> {
    let suite = state.suite;
    let mut state = state.clone();
    match options.protection {
        Protection::Public => {
            let key = &state.epoch_secrets.membership_key;
            let public_message = protect_public_message(suite, signed, key, &state.group_context)?;
            Ok((state, MlsMessage::PublicMessage { public_message }))
        }
        Protection::Private { padding } => {
            let (secret_tree, private_message) = protect_private_message(
                suite,
                signed,
                &state.epoch_secrets.sender_data_secret,
                state.secret_tree,
                padding,
                seed,
            )?;
            state.secret_tree = secret_tree;
            Ok((state, MlsMessage::PrivateMessage { private_message }))
        }
    }
}
