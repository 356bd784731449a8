//! RFC 9420, Section 12.1.8: proposals from outside the group.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::error::Error;
use crate::framing::auth::{AuthenticatedContent, FramedContentAuthData, sign_external_proposal};
use crate::framing::content::{Content, FramedContent};
use crate::framing::message::MlsMessage;
use crate::framing::public_message::protect_outside_message;
use crate::framing::{Sender, WireFormat};
use crate::key_package::validation::OwnKeyPackage;
use crate::key_schedule::group_context::GroupContext;
use crate::proposal::Proposal;
use crate::secret::{Seed, SignaturePrivateKey};

/// What an outsider knows of a group, and says beside its proposal.
#[derive(Clone, Debug)]
pub struct ExternalTarget<'a, B> {
    /// Of the current epoch; only its suite, group id and epoch are used.
    pub group_context: &'a GroupContext<B>,
    /// Of the message.
    pub authenticated_data: B,
}

/// A proposal of an external sender: entry `sender_index` of the group's `external_senders`.
///
/// # Errors
/// If the private key is none of the suite.
pub fn external_proposal<B: Crypto>(
    target: &ExternalTarget<'_, B>,
    sender_index: u32,
    proposal: Proposal<B>,
    private_key: &SignaturePrivateKey<B>,
    seed: &Seed<B>,
) -> Result<MlsMessage<B>, Error> {
    let sender = Sender::External { sender_index };
    sign_and_frame(target, sender, proposal, private_key, seed)
}

/// An Add of a client by itself.
///
/// # Errors
/// If the private key is none of the suite.
pub fn new_member_proposal<B: Crypto>(
    target: &ExternalTarget<'_, B>,
    own: &OwnKeyPackage<B>,
    seed: &Seed<B>,
) -> Result<MlsMessage<B>, Error> {
    let proposal = Proposal::Add { key_package: own.key_package.clone() };
    let private_key = &own.signature_private_key;
    sign_and_frame(target, Sender::NewMemberProposal, proposal, private_key, seed)
}

/// "An external proposal MUST be sent as a PublicMessage object."
fn sign_and_frame<B: Crypto>(
    target: &ExternalTarget<'_, B>,
    sender: Sender,
    proposal: Proposal<B>,
    private_key: &SignaturePrivateKey<B>,
    seed: &Seed<B>,
) -> Result<MlsMessage<B>, Error> {
    let context = target.group_context;
    let suite = CipherSuite::from_value(context.cipher_suite)?;
    let content = FramedContent {
        group_id: context.group_id.clone(),
        epoch: context.epoch,
        sender,
        authenticated_data: target.authenticated_data.clone(),
        content: Content::Proposal { proposal },
    };
    let signature = sign_external_proposal(suite, private_key, &content, seed)?;
    let signed = AuthenticatedContent {
        wire_format: WireFormat::PublicMessage,
        content,
        auth: FramedContentAuthData { signature, confirmation_tag: None },
    };
    let public_message = protect_outside_message(&signed)?;
    Ok(MlsMessage::PublicMessage { public_message })
}
