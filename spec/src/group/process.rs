//! RFC 9420, Section 6 and Section 12: what a member does with a message of its group.

use crate::algebra::{Bytes, Crypto};
use crate::commit::process::{own_sender, process_commit};
use crate::error::{Error, Invalid, Misuse, Place, Rule, require};
use crate::framing::auth::{AuthenticatedContent, verify_signature};
use crate::framing::content::Content;
use crate::framing::message::{MlsMessage, check_mls_message};
use crate::framing::private_message::{PrivateMessage, open_content};
use crate::framing::public_message::{PublicMessage, unprotect_public_message};
use crate::framing::sender::signature_key;
use crate::framing::sender_data::{check_sender_data, open_sender_data};
use crate::framing::{ContentType, Sender};
use crate::group::propose::with_proposal;
use crate::group::{GroupState, PastEpoch, Status, check_active};
use crate::key_schedule::group_context::GroupContext;
use crate::policy::Policy;
use crate::tree::math::LeafIndex;

/// The message is of this group.
const GROUP_ID: Rule = Rule::Mls(332);
/// A Commit is of the current epoch.
const COMMIT_EPOCH: Rule = Rule::Mls(331);
/// A proposal is of the current epoch.
const PROPOSAL_EPOCH: Rule = Rule::Mls(242);
/// A late application message is of an epoch that is still kept.
const PAST_EPOCH: Rule = Rule::Mls(433);

/// What a message was, with the state after it.
#[derive(Clone, Debug)]
pub enum Processed<B> {
    /// A proposal, which Commits of this epoch can now refer to.
    Proposal {
        /// The state that has it.
        state: GroupState<B>,
    },
    /// A Commit.
    Commit {
        /// The state of the new epoch.
        state: GroupState<B>,
    },
    /// Application data.
    Application {
        /// The state without the message's key.
        state: GroupState<B>,
        /// What was sent.
        message: ApplicationMessage<B>,
    },
}

/// Application data with what the sender authenticated beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplicationMessage<B> {
    /// The epoch in which it was sent.
    pub epoch: u64,
    /// The leaf of the sender in that epoch.
    pub sender: LeafIndex,
    /// The data.
    pub application_data: B,
    /// Visible to everyone.
    pub authenticated_data: B,
}

/// Processes a PublicMessage or a PrivateMessage.
///
/// # Errors
/// The first rule broken; [`Misuse::WrongMessage`] for any other MLSMessage, [`Misuse::OwnMessage`] for this
/// member's own Commit or PrivateMessage.
pub fn process_message<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    message: &MlsMessage<B>,
) -> Result<Processed<B>, Error> {
    check_mls_message(message)?;
    match message {
        MlsMessage::PublicMessage { public_message } => process_public_message(state, policy, public_message),
        MlsMessage::PrivateMessage { private_message } => process_private_message(state, policy, private_message),
        _ => Err(Error::Misuse(Misuse::WrongMessage)),
    }
}

fn process_public_message<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    message: &PublicMessage<B>,
) -> Result<Processed<B>, Error> {
    check_active(state)?;
    let content = &message.content;
    let rule = match content.content {
        Content::Commit { .. } => COMMIT_EPOCH,
        Content::Proposal { .. } | Content::Application { .. } => PROPOSAL_EPOCH,
    };
    check_epoch(state, &content.group_id, content.epoch, rule)?;
    let membership_key = &state.epoch_secrets.membership_key;
    let context = &state.group_context;
    let authenticated = unprotect_public_message(state.suite, message, membership_key, context)?;
    verify_content(state, &authenticated)?;
    process_handshake(state, policy, &authenticated)
}

fn process_private_message<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    message: &PrivateMessage<B>,
) -> Result<Processed<B>, Error> {
    let late = message.content_type == ContentType::Application && message.epoch != state.group_context.epoch;
    if late {
        return process_late_message(state, policy, message);
    }
    check_reads(state, message.content_type)?;
    let rule = match message.content_type {
        ContentType::Commit => COMMIT_EPOCH,
        ContentType::Proposal | ContentType::Application => PROPOSAL_EPOCH,
    };
    check_epoch(state, &message.group_id, message.epoch, rule)?;
    let current = PastEpoch {
        group_context: state.group_context.clone(),
        tree: state.tree.clone(),
        sender_data_secret: state.epoch_secrets.sender_data_secret.clone(),
        secret_tree: state.secret_tree.clone(),
    };
    let (opened, authenticated) = open_private_message(state, policy, current, message)?;
    let mut state = state.clone();
    state.secret_tree = opened.secret_tree;
    match &authenticated.content.content {
        Content::Application { application_data } => {
            let message = application_message(&authenticated, application_data)?;
            Ok(Processed::Application { state, message })
        }
        Content::Proposal { .. } | Content::Commit { .. } => process_handshake(&state, policy, &authenticated),
    }
}

/// RFC 9420, Section 15.3: what was sent before a member's removal it still reads, of its last epoch too.
fn check_reads<B: Bytes>(state: &GroupState<B>, content_type: ContentType) -> Result<(), Misuse> {
    match (&state.status, content_type) {
        (Status::Removed, ContentType::Application) => Ok(()),
        _ => check_active(state),
    }
}

/// RFC 9420, Section 15.3: application data of a past epoch. The sender is a member of that epoch.
fn process_late_message<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    message: &PrivateMessage<B>,
) -> Result<Processed<B>, Error> {
    let same_group = message.group_id == state.group_context.group_id;
    require(same_group, GROUP_ID, Place::Message)?;
    let mut found = None;
    for i in 0..state.past_epochs.len() {
        found = match (found, state.past_epochs.get(i)) {
            (None, Some(past)) if past.group_context.epoch == message.epoch => Some((i, past)),
            (found, _) => found,
        };
    }
    let Some((index, past)) = found else {
        return Err(Error::Invalid(Invalid { rule: PAST_EPOCH, place: Place::Message }));
    };
    let (opened, authenticated) = open_private_message(state, policy, past.clone(), message)?;
    let mut state = state.clone();
    state.past_epochs = with_past_epoch(&state.past_epochs, index, opened);
    match &authenticated.content.content {
        Content::Application { application_data } => {
            let message = application_message(&authenticated, application_data)?;
            Ok(Processed::Application { state, message })
        }
        _ => Err(Error::Misuse(Misuse::WrongMessage)),
    }
}

fn with_past_epoch<B: Bytes>(past_epochs: &[PastEpoch<B>], index: usize, changed: PastEpoch<B>) -> Vec<PastEpoch<B>> {
    let mut result = Vec::new();
    for i in 0..past_epochs.len() {
        match past_epochs.get(i) {
            Some(_) if i == index => result.push(changed.clone()),
            Some(past) => result.push(past.clone()),
            None => {}
        }
    }
    result
}

/// Opens a PrivateMessage with the keys of its epoch, and verifies its signature. The epoch that is returned
/// lacks the message's key.
fn open_private_message<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    epoch: PastEpoch<B>,
    message: &PrivateMessage<B>,
) -> Result<(PastEpoch<B>, AuthenticatedContent<B>), Error> {
    let suite = state.suite;
    let sender_data = open_sender_data(suite, message, &epoch.sender_data_secret)?;
    check_sender_data(&sender_data, &epoch.tree)?;
    let own = own_sender(state);
    let sender = Sender::Member { leaf_index: sender_data.leaf_index };
    // Choice: RFC 9420 leaves open what a member does with its own message that the Delivery Service sends back.
    // It holds no key for it any more, and says so.
    if sender == own && epoch.group_context.epoch == state.group_context.epoch {
        return Err(Error::Misuse(Misuse::OwnMessage));
    }
    let mut epoch = epoch;
    let (secret_tree, authenticated) =
        open_content(suite, message, &sender_data, epoch.secret_tree, &policy.generations)?;
    epoch.secret_tree = secret_tree;
    let key = signature_key(&authenticated, &epoch.group_context, &epoch.tree)?;
    verify_signature(suite, &authenticated, &key, &epoch.group_context)?;
    Ok((epoch, authenticated))
}

fn application_message<B: Bytes>(
    authenticated: &AuthenticatedContent<B>,
    application_data: &B,
) -> Result<ApplicationMessage<B>, Error> {
    match authenticated.content.sender {
        Sender::Member { leaf_index } => Ok(ApplicationMessage {
            epoch: authenticated.content.epoch,
            sender: leaf_index,
            application_data: application_data.clone(),
            authenticated_data: authenticated.content.authenticated_data.clone(),
        }),
        _ => Err(Error::Misuse(Misuse::WrongMessage)),
    }
}

/// A proposal or a Commit whose framing and signature were verified.
fn process_handshake<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    authenticated: &AuthenticatedContent<B>,
) -> Result<Processed<B>, Error> {
    match &authenticated.content.content {
        Content::Proposal { .. } => Ok(Processed::Proposal { state: with_proposal(state.clone(), authenticated) }),
        Content::Commit { commit } => {
            Ok(Processed::Commit { state: process_commit(state, policy, authenticated, commit)? })
        }
        Content::Application { .. } => Err(Error::Misuse(Misuse::WrongMessage)),
    }
}

fn verify_content<B: Crypto>(state: &GroupState<B>, authenticated: &AuthenticatedContent<B>) -> Result<(), Error> {
    let context: &GroupContext<B> = &state.group_context;
    let key = signature_key(authenticated, context, &state.tree)?;
    Ok(verify_signature(state.suite, authenticated, &key, context)?)
}

fn check_epoch<B: Bytes>(state: &GroupState<B>, group_id: &B, epoch: u64, rule: Rule) -> Result<(), Error> {
    require(*group_id == state.group_context.group_id, GROUP_ID, Place::Message)?;
    Ok(require(epoch == state.group_context.epoch, rule, Place::Message)?)
}
