//! Starting an epoch: the end of RFC 9420, Section 12.4.1, Section 12.4.2, Section 12.4.3.1 and Section 11.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::group::{GroupState, PastEpoch, Status};
use crate::key_schedule::epoch::{EpochSecrets, derive_epoch};
use crate::key_schedule::group_context::{GroupContext, encode_group_context};
use crate::key_schedule::transcript_hash::interim_transcript_hash;
use crate::key_schedule::{confirmation_tag, epoch_secret, member_secret, welcome_secret};
use crate::policy::{Policy, PskName, StoredPsk};
use crate::secret::{EpochSecret, JoinerSecret, Psk, PskSecret, SignaturePrivateKey, WelcomeSecret};
use crate::secret_tree::SecretTree;
use crate::tree::math::LeafIndex;
use crate::tree::private_keys::PrivateKeys;
use crate::tree::ratchet_tree::{RatchetTree, leaf_count};

/// What is agreed on in a new epoch, before its secrets.
#[derive(Clone, Debug)]
pub struct EpochParameters<B> {
    /// The group's suite.
    pub suite: CipherSuite,
    /// The GroupContext of the new epoch.
    pub group_context: GroupContext<B>,
    /// The tree of the new epoch.
    pub tree: RatchetTree<B>,
}

/// What only this member has in a new epoch.
#[derive(Clone, Debug)]
pub struct OwnMember<B> {
    /// Its leaf.
    pub own_leaf: LeafIndex,
    /// The private keys of its leaf and of nodes above it.
    pub private_keys: PrivateKeys<B>,
    /// The private key of its `signature_key`.
    pub signature_private_key: SignaturePrivateKey<B>,
}

/// The secrets of a new epoch.
#[derive(Clone, Debug)]
pub struct StartedEpoch<B> {
    /// Those that are kept.
    pub epoch_secrets: EpochSecrets<B>,
    /// The message keys.
    pub secret_tree: SecretTree<B>,
    /// The tag of the Commit that starts the epoch.
    pub confirmation_tag: B,
    /// Over all Commits, with that tag.
    pub interim_transcript_hash: B,
}

/// The secrets that an epoch starts from, other than at the creation of a group: RFC 9420, Section 8.
///
/// Returns `welcome_secret`, for the Welcome, and `epoch_secret`.
pub fn secrets_from_joiner<B: Crypto>(
    suite: CipherSuite,
    group_context: &GroupContext<B>,
    joiner_secret: &JoinerSecret<B>,
    psk_secret: &PskSecret<B>,
) -> (WelcomeSecret<B>, EpochSecret<B>) {
    let member_secret = member_secret(suite, joiner_secret, psk_secret);
    let context = encode_group_context(group_context);
    let epoch_secret = epoch_secret(suite, &member_secret, &context);
    (welcome_secret(suite, &member_secret), epoch_secret)
}

/// Derives all that follows from an `epoch_secret`.
pub fn start_epoch<B: Crypto>(parameters: &EpochParameters<B>, epoch_secret: &EpochSecret<B>) -> StartedEpoch<B> {
    let suite = parameters.suite;
    let n = leaf_count(&parameters.tree);
    let (epoch_secrets, secret_tree) = derive_epoch(suite, epoch_secret, n);
    let confirmed = &parameters.group_context.confirmed_transcript_hash;
    let confirmation_tag = confirmation_tag(suite, &epoch_secrets.confirmation_key, confirmed);
    let interim_transcript_hash = interim_transcript_hash(suite, confirmed, &confirmation_tag);
    StartedEpoch { epoch_secrets, secret_tree, confirmation_tag, interim_transcript_hash }
}

/// The state of a member that has no history in the group: its creator, or one that just joined.
pub fn first_state<B: Crypto>(
    parameters: EpochParameters<B>,
    member: OwnMember<B>,
    epoch: StartedEpoch<B>,
) -> GroupState<B> {
    let resumption_psk = resumption_psk(&parameters.group_context, &epoch.epoch_secrets);
    GroupState {
        suite: parameters.suite,
        group_context: parameters.group_context,
        tree: parameters.tree,
        own_leaf: member.own_leaf,
        private_keys: member.private_keys,
        signature_private_key: member.signature_private_key,
        interim_transcript_hash: epoch.interim_transcript_hash,
        confirmation_tag: epoch.confirmation_tag,
        epoch_secrets: epoch.epoch_secrets,
        secret_tree: epoch.secret_tree,
        proposals: Vec::new(),
        pending_updates: Vec::new(),
        past_epochs: Vec::new(),
        resumption_psks: vec![resumption_psk],
        status: Status::Active,
    }
}

/// The state of a member in the epoch after `old`: with what the policy keeps of past epochs.
pub fn next_state<B: Crypto>(old: &GroupState<B>, new: GroupState<B>, policy: &Policy<B>) -> GroupState<B> {
    let mut past_epochs = old.past_epochs.clone();
    past_epochs.push(PastEpoch {
        group_context: old.group_context.clone(),
        tree: old.tree.clone(),
        sender_data_secret: old.epoch_secrets.sender_data_secret.clone(),
        secret_tree: old.secret_tree.clone(),
    });
    let mut resumption_psks = old.resumption_psks.clone();
    resumption_psks.push(resumption_psk(&new.group_context, &new.epoch_secrets));
    let kept_psks = policy.resumption_epochs.saturating_add(1);
    let mut new = new;
    new.past_epochs = newest(past_epochs, policy.past_epochs);
    new.resumption_psks = newest(resumption_psks, kept_psks);
    new
}

fn resumption_psk<B: Bytes>(group_context: &GroupContext<B>, epoch_secrets: &EpochSecrets<B>) -> StoredPsk<B> {
    StoredPsk {
        name: PskName::Resumption { group_id: group_context.group_id.clone(), epoch: group_context.epoch },
        psk: Psk { bytes: epoch_secrets.resumption_psk.bytes.clone() },
    }
}

/// The last `count` entries of a list.
fn newest<T: Clone>(list: Vec<T>, count: usize) -> Vec<T> {
    let first = list.len().saturating_sub(count);
    let mut kept = Vec::new();
    for i in first..list.len() {
        if let Some(entry) = list.get(i) {
            kept.push(entry.clone());
        }
    }
    kept
}
