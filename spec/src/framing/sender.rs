//! RFC 9420, Section 6.1: who may send what, and which key verifies it.

use crate::algebra::Bytes;
use crate::crypto::SignaturePublicKey;
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::extension::content::external_senders;
use crate::framing::auth::AuthenticatedContent;
use crate::framing::content::Content;
use crate::framing::{Sender, WireFormat};
use crate::key_schedule::group_context::GroupContext;
use crate::proposal::Proposal;
use crate::tree::math::LeafIndex;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at};

/// Who is not a member sends PublicMessages. (R268 is the same check. No PrivateMessage can break it: its
/// sender is a leaf. An AuthenticatedContent can.)
const OUTSIDERS_SEND_PUBLIC_MESSAGES: Rule = Rule::Mls(50);
/// `member`: the leaf is in the tree and not blank.
const MEMBER_LEAF: Rule = Rule::Mls(56);
/// `external`: the group has `external_senders`, with an entry at the index. (R266 is the same check.)
const EXTERNAL_SENDER_INDEX: Rule = Rule::Mls(57);
/// `external`: the content is a proposal.
const EXTERNAL_SENDER_CONTENT: Rule = Rule::Mls(58);
/// `external`: the proposal is of a type that external senders may send. (R269 and R270 are the same check.)
const EXTERNAL_SENDER_PROPOSAL: Rule = Rule::Mls(59);
/// `new_member_commit`: an external Commit has a path, whose leaf has the key.
const NEW_MEMBER_COMMIT_PATH: Rule = Rule::Mls(393);
/// `new_member_commit`: the content is a Commit.
const NEW_MEMBER_COMMIT_CONTENT: Rule = Rule::Mls(61);
/// `new_member_proposal`: the content is a proposal.
const NEW_MEMBER_PROPOSAL_CONTENT: Rule = Rule::Mls(63);
/// `new_member_proposal`: the proposal is an Add. (Its KeyPackage has the key, so R062 cannot be broken.)
const NEW_MEMBER_PROPOSAL_ADD: Rule = Rule::Mls(64);

/// The key that verifies the signature of a message.
///
/// `context` and `tree` are of the message's epoch: in another, a leaf may belong to another member.
///
/// # Errors
/// The first rule of the sender's type that the message breaks; [`Error::Decode`] if the GroupContext's
/// `external_senders` cannot be read.
pub fn signature_key<B: Bytes>(
    message: &AuthenticatedContent<B>,
    context: &GroupContext<B>,
    tree: &RatchetTree<B>,
) -> Result<SignaturePublicKey<B>, Error> {
    let content = &message.content.content;
    match message.content.sender {
        Sender::Member { leaf_index } => Ok(member_key(tree, leaf_index)?),
        Sender::External { sender_index } => {
            check_public(message)?;
            external_key(context, sender_index, content)
        }
        Sender::NewMemberCommit => {
            check_public(message)?;
            Ok(new_member_commit_key(content)?)
        }
        Sender::NewMemberProposal => {
            check_public(message)?;
            Ok(new_member_proposal_key(content)?)
        }
    }
}

fn check_public<B: Bytes>(message: &AuthenticatedContent<B>) -> Result<(), Invalid> {
    let is_public = message.wire_format == WireFormat::PublicMessage;
    require(is_public, OUTSIDERS_SEND_PUBLIC_MESSAGES, Place::Message)
}

fn member_key<B: Bytes>(tree: &RatchetTree<B>, leaf: LeafIndex) -> Result<SignaturePublicKey<B>, Invalid> {
    match leaf_at(tree, leaf) {
        Some(leaf_node) => Ok(leaf_node.signature_key.clone()),
        None => Err(Invalid { rule: MEMBER_LEAF, place: Place::Leaf(leaf.0) }),
    }
}

fn external_key<B: Bytes>(
    context: &GroupContext<B>,
    sender_index: u32,
    content: &Content<B>,
) -> Result<SignaturePublicKey<B>, Error> {
    let senders = external_senders(&context.extensions)?;
    let sender =
        senders.get(sender_index as usize).ok_or(Invalid { rule: EXTERNAL_SENDER_INDEX, place: Place::Message })?;
    match content {
        Content::Proposal { proposal } => {
            let allowed = is_external_proposal(proposal);
            require(allowed, EXTERNAL_SENDER_PROPOSAL, Place::Message)?;
        }
        Content::Application { .. } | Content::Commit { .. } => {
            require(false, EXTERNAL_SENDER_CONTENT, Place::Message)?;
        }
    }
    Ok(sender.signature_key.clone())
}

/// Whether an `external` sender may send a proposal: the column "Ext" of RFC 9420, Section 17.4.
///
/// Choice: RFC 9420 leaves it to the definition of each further proposal type; what this crate does not know
/// the definition of is refused.
fn is_external_proposal<B: Bytes>(proposal: &Proposal<B>) -> bool {
    match proposal {
        Proposal::Add { .. }
        | Proposal::Remove { .. }
        | Proposal::PreSharedKey { .. }
        | Proposal::ReInit { .. }
        | Proposal::GroupContextExtensions { .. } => true,
        Proposal::Update { .. } | Proposal::ExternalInit { .. } | Proposal::Other { .. } => false,
    }
}

fn new_member_commit_key<B: Bytes>(content: &Content<B>) -> Result<SignaturePublicKey<B>, Invalid> {
    match content {
        Content::Commit { commit } => match &commit.path {
            Some(path) => Ok(path.leaf_node.signature_key.clone()),
            None => Err(Invalid { rule: NEW_MEMBER_COMMIT_PATH, place: Place::Message }),
        },
        Content::Application { .. } | Content::Proposal { .. } => {
            Err(Invalid { rule: NEW_MEMBER_COMMIT_CONTENT, place: Place::Message })
        }
    }
}

fn new_member_proposal_key<B: Bytes>(content: &Content<B>) -> Result<SignaturePublicKey<B>, Invalid> {
    match content {
        Content::Proposal { proposal: Proposal::Add { key_package } } => {
            Ok(key_package.leaf_node.signature_key.clone())
        }
        Content::Proposal { .. } => Err(Invalid { rule: NEW_MEMBER_PROPOSAL_ADD, place: Place::Message }),
        Content::Application { .. } | Content::Commit { .. } => {
            Err(Invalid { rule: NEW_MEMBER_PROPOSAL_CONTENT, place: Place::Message })
        }
    }
}
