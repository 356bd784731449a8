//! The state of a group at one member: RFC 9420, Section 11 and Section 12.
//!
//! A state is a value. Every operation takes the state before and returns the state after, so an operation
//! that fails changes nothing.

pub mod application;
pub mod create;
pub mod epoch;
pub mod external_proposal;
pub mod group_info;
pub mod linked;
pub mod process;
pub mod propose;
pub mod send;

use crate::cipher_suite::CipherSuite;
use crate::error::Misuse;
use crate::framing::Sender;
use crate::hash_ref::ProposalRef;
use crate::key_schedule::epoch::EpochSecrets;
use crate::key_schedule::group_context::GroupContext;
use crate::policy::StoredPsk;
use crate::proposal::{Proposal, ReInit};
use crate::secret::{HpkePrivateKey, SenderDataSecret, SignaturePrivateKey};
use crate::secret_tree::SecretTree;
use crate::tree::math::LeafIndex;
use crate::tree::private_keys::PrivateKeys;
use crate::tree::ratchet_tree::RatchetTree;

/// What a member holds of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupState<B> {
    /// The suite of `group_context.cipher_suite`.
    pub suite: CipherSuite,
    /// What the group is called, and what it agrees on.
    pub group_context: GroupContext<B>,
    /// The members, and the public keys of the tree.
    pub tree: RatchetTree<B>,
    /// This member.
    pub own_leaf: LeafIndex,
    /// The private keys of this member's leaf and of nodes above it.
    pub private_keys: PrivateKeys<B>,
    /// The private key of this member's `signature_key`.
    pub signature_private_key: SignaturePrivateKey<B>,
    /// Over all Commits, with the last one's confirmation tag.
    pub interim_transcript_hash: B,
    /// Of the Commit that initiated the epoch.
    pub confirmation_tag: B,
    /// The secrets of the epoch that are still needed.
    pub epoch_secrets: EpochSecrets<B>,
    /// The message keys of the epoch.
    pub secret_tree: SecretTree<B>,
    /// The proposals received or sent in this epoch, in that order.
    pub proposals: Vec<CachedProposal<B>>,
    /// The private keys of this member's Update proposals of this epoch.
    pub pending_updates: Vec<PendingUpdate<B>>,
    /// The last epochs, newest last, as far as messages of them are still read.
    pub past_epochs: Vec<PastEpoch<B>>,
    /// The resumption PSKs of this epoch and the last ones, newest last.
    pub resumption_psks: Vec<StoredPsk<B>>,
    /// Whether the group goes on.
    pub status: Status<B>,
}

/// Whether a state can send and process handshake messages.
#[derive(Clone, Debug, PartialEq)]
pub enum Status<B> {
    /// It can.
    Active,
    /// The last Commit had a ReInit: RFC 9420, Section 12.4.2. A new group follows.
    Reinitialized {
        /// The parameters of the group that follows.
        reinit: ReInit<B>,
    },
    /// The last Commit removed this member. The state is of the epoch before.
    Removed,
}

/// A proposal that a Commit may refer to: RFC 9420, Section 12.1.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedProposal<B> {
    /// How a Commit names it.
    pub reference: ProposalRef<B>,
    /// Who sent it.
    pub sender: Sender,
    /// What it proposes.
    pub proposal: Proposal<B>,
}

/// The private keys of an Update proposal that this member sent.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingUpdate<B> {
    /// How a Commit names the proposal.
    pub reference: ProposalRef<B>,
    /// Of the new leaf's `encryption_key`.
    pub encryption_private_key: HpkePrivateKey<B>,
    /// Of the new leaf's `signature_key`.
    pub signature_private_key: SignaturePrivateKey<B>,
}

/// What is kept of an epoch to read its late application messages: RFC 9420, Section 15.3.
#[derive(Clone, Debug, PartialEq)]
pub struct PastEpoch<B> {
    /// Its GroupContext.
    pub group_context: GroupContext<B>,
    /// Its members: a leaf may have another occupant now.
    pub tree: RatchetTree<B>,
    /// For the sender data. No other secret of the epoch is kept: RFC 9420, Section 9.2.
    pub sender_data_secret: SenderDataSecret<B>,
    /// Its message keys.
    pub secret_tree: SecretTree<B>,
}

/// RFC 9420, Section 12.4.2: after a ReInit or its own removal a member sends and processes nothing more.
///
/// # Errors
/// [`Misuse::Inactive`] in these two cases.
pub fn check_active<B>(state: &GroupState<B>) -> Result<(), Misuse> {
    match state.status {
        Status::Active => Ok(()),
        Status::Reinitialized { .. } | Status::Removed => Err(Misuse::Inactive),
    }
}
