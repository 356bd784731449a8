//! ART: the state of a group at one member. A state is a value: an operation that fails changes nothing.

use crate::algebra::{Bytes, Crypto};
use crate::art::context::{ArtContext, ArtLink, context_hash};
use crate::art::member::ArtMember;
use crate::art::stage_key::{
    art_sender_data_secret, chain_key, message_secret, sender_ratchet_secret, stage_authenticator, stage_key,
    update_mac_key,
};
use crate::art::tree::MemberIndex;
use crate::cipher_suite::CipherSuite;
use crate::error::{Invalid, Place, Rule, require};
use crate::labels::Protocol;
use crate::secret::{
    ArtChainKey, ArtMessageSecret, ArtNodePrivateKey, ArtStageAuthenticator, ArtStageKey, ArtTreeKey, ArtUpdateMacKey,
    SenderDataSecret, SignaturePrivateKey,
};
use crate::secret_tree::ratchet::{Ratchet, ratchet};

/// What a member holds of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtGroup<B> {
    /// The suite of `stage.context.cipher_suite`.
    pub suite: CipherSuite,
    /// This member.
    pub own_index: MemberIndex,
    /// `lambda`: of this member's leaf. The private keys above it are computed when needed.
    pub leaf_private_key: ArtNodePrivateKey<B>,
    /// Of this member's signature key.
    pub signature_private_key: SignaturePrivateKey<B>,
    /// The current stage. Choice: nothing is kept of those before.
    pub stage: ArtStage<B>,
}

/// A stage: what is agreed on, and what is still needed of its secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtStage<B> {
    /// What is agreed on.
    pub context: ArtContext<B>,
    /// Its hash.
    pub context_hash: B,
    /// For the next stage.
    pub chain_key: ArtChainKey<B>,
    /// For the update that ends the stage.
    pub update_mac_key: ArtUpdateMacKey<B>,
    /// For a group that follows.
    pub stage_authenticator: ArtStageAuthenticator<B>,
    /// For the sender data of messages.
    pub sender_data_secret: SenderDataSecret<B>,
    /// For messages: of each member, in the order of their leaves.
    pub ratchets: Vec<Ratchet<B>>,
}

/// A message to the group names it.
const GROUP_ID: Rule = Rule::Art(17);
/// A message to the group is of its current stage.
const STAGE: Rule = Rule::Art(18);
/// The sender of a message to the group is a member.
const SENDER: Rule = Rule::Art(19);

/// All that derives from a tree key. The stage key itself is not kept, since the message keys derive from it. A member
/// that has not itself updated can compute it again all the same: see [`crate::art`].
pub fn start_stage<B: Crypto>(
    suite: CipherSuite,
    previous: &ArtChainKey<B>,
    tree_key: &ArtTreeKey<B>,
    context: ArtContext<B>,
) -> ArtStage<B> {
    let context_hash = context_hash(suite, &context);
    let stage_key = stage_key(suite, previous, tree_key, &context_hash);
    stage_with(suite, &stage_key, context, context_hash)
}

/// All that derives from a stage key.
pub fn stage_of<B: Crypto>(suite: CipherSuite, stage_key: &ArtStageKey<B>, context: ArtContext<B>) -> ArtStage<B> {
    let context_hash = context_hash(suite, &context);
    stage_with(suite, stage_key, context, context_hash)
}

fn stage_with<B: Crypto>(
    suite: CipherSuite,
    stage_key: &ArtStageKey<B>,
    context: ArtContext<B>,
    context_hash: B,
) -> ArtStage<B> {
    let message_secret = message_secret(suite, stage_key);
    ArtStage {
        ratchets: sender_ratchets(suite, &message_secret, context.members.len()),
        context,
        context_hash,
        chain_key: chain_key(suite, stage_key),
        update_mac_key: update_mac_key(suite, stage_key),
        stage_authenticator: stage_authenticator(suite, stage_key),
        sender_data_secret: art_sender_data_secret(suite, stage_key),
    }
}

/// Choice: the ratchets of all members start with the stage, so that what they derive from need not be kept.
fn sender_ratchets<B: Crypto>(
    suite: CipherSuite,
    message_secret: &ArtMessageSecret<B>,
    members: usize,
) -> Vec<Ratchet<B>> {
    let mut ratchets = Vec::new();
    for i in 0..members {
        let secret = sender_ratchet_secret(suite, message_secret, MemberIndex(i as u32));
        ratchets.push(ratchet(Protocol::Art10, secret));
    }
    ratchets
}

/// The link of a group that follows this one.
pub fn link_to<B: Bytes>(group: &ArtGroup<B>) -> ArtLink<B> {
    ArtLink {
        group_id: group.stage.context.group_id.clone(),
        stage: group.stage.context.stage,
        stage_authenticator: group.stage.stage_authenticator.bytes.clone(),
    }
}

/// Whether a message is to this group in its current stage.
///
/// # Errors
/// If it names another group, or another stage: one that is over, or one that this member does not know yet.
pub fn check_group_and_stage<B: Bytes>(group: &ArtGroup<B>, group_id: &B, stage: u64) -> Result<(), Invalid> {
    require(*group_id == group.stage.context.group_id, GROUP_ID, Place::Message)?;
    require(stage == group.stage.context.stage, STAGE, Place::Message)
}

/// The member that a message names as its sender.
///
/// # Errors
/// If there is none, at its leaf.
pub fn check_sender<B: Bytes>(group: &ArtGroup<B>, sender: MemberIndex) -> Result<ArtMember<B>, Invalid> {
    match group.stage.context.members.get(sender.0 as usize) {
        Some(member) => Ok(member.clone()),
        None => Err(Invalid { rule: SENDER, place: Place::Leaf(sender.0) }),
    }
}
