//! RFC 9420, Section 12.4.3.2: joining via an external Commit.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::commit::next_epoch::{NextEpochInput, PathOutcome, next_epoch};
use crate::commit::prepare::{PreparedCommit, prepare_commit};
use crate::commit::send_path::{PathSender, SentPath, send_path};
use crate::commit::{Commit, ProposalOrRef};
use crate::crypto::derive_seed;
use crate::error::{CryptoError, Error, Invalid, Place, Rule};
use crate::extension::content::external_pub;
use crate::framing::auth::{AuthenticatedContent, FramedContentAuthData, sign_framed_content};
use crate::framing::content::{Content, FramedContent};
use crate::framing::message::MlsMessage;
use crate::framing::public_message::protect_outside_message;
use crate::framing::{Sender, WireFormat};
use crate::group::GroupState;
use crate::group::epoch::OwnMember;
use crate::key_schedule::external_init::create_external_init;
use crate::key_schedule::transcript_hash::interim_transcript_hash;
use crate::proposal::Proposal;
use crate::proposal_list::external::check_resync;
use crate::proposal_list::{CommittedProposal, Link, ListContext, resolve_proposals};
use crate::secret::{InitSecret, Seed};
use crate::tree::add_remove::assign_leaf;
use crate::tree::math::LeafIndex;
use crate::tree::private_keys::no_private_keys;
use crate::tree::ratchet_tree::RatchetTree;
use crate::tree::update_path::create::NewLeaf;
use crate::welcome::group_info::GroupInfo;
use crate::welcome::tree::{Joiner, verify_group_info_and_tree};

/// The GroupInfo has an `external_pub`.
const EXTERNAL_PUB: Rule = Rule::Mls(391);
/// The key of the `external_pub` is one of the suite.
const EXTERNAL_PUB_KEY: Rule = Rule::Mls(159);

/// What a client joins with.
#[derive(Clone, Debug)]
pub struct ExternalJoin<B> {
    /// Who it is, what it supports, and its signature key.
    pub new_leaf: NewLeaf<B>,
    /// The leaf of its prior appearance, for a resync.
    pub removed: Option<LeafIndex>,
    /// PSKs to inject: PreSharedKey proposals.
    pub psks: Vec<Proposal<B>>,
    /// Of the message.
    pub authenticated_data: B,
}

/// An external Commit, not yet accepted by the group.
#[derive(Clone, Debug)]
pub struct CreatedExternalCommit<B> {
    /// To be sent to the group.
    pub message: MlsMessage<B>,
    /// The state once the Commit is accepted.
    pub next: GroupState<B>,
}

/// Creates an external Commit from a GroupInfo of the group's current epoch.
///
/// # Errors
/// The first rule that the GroupInfo breaks, or that the Commit would break.
pub fn create_external_commit<B: Crypto>(
    group_info: &GroupInfo<B>,
    joiner: &Joiner<'_, B>,
    join: &ExternalJoin<B>,
    seed: &Seed<B>,
) -> Result<CreatedExternalCommit<B>, Error> {
    let old = &group_info.group_context;
    let suite = CipherSuite::from_value(old.cipher_suite)?;
    let old_tree = verify_group_info_and_tree(suite, group_info, joiner)?;
    let context = ListContext {
        suite,
        group_id: &old.group_id,
        tree: &old_tree,
        extensions: &old.extensions,
        policy: &joiner.policy.leaf,
        link: Link::None,
    };
    // ExternalInit, Remove and PSKs, all by value.
    let (init_secret, kem_output) = external_init(suite, group_info, seed)?;
    let proposals = external_proposals(join, kem_output);
    let list = resolve_proposals(&proposals, &[], Sender::NewMemberCommit)?;
    let psks = &joiner.policy.psks;
    let prepared = prepare_commit(&context, Sender::NewMemberCommit, &list, psks, &[])?;
    // The path, from the leftmost blank leaf of the new tree.
    let sent = external_path(&context, group_info, prepared.clone(), join, seed)?;
    check_path_leaf(&context, &list, &sent)?;
    // Sign the Commit, and start the new epoch.
    let commit = Commit { proposals, path: sent.path.clone() };
    let signed = sign_commit(suite, group_info, join, commit, seed)?;
    let next = start_next_epoch(suite, group_info, &init_secret, &prepared, sent.outcome, &signed);
    let mut signed = signed;
    signed.auth.confirmation_tag = Some(next.confirmation_tag.clone());
    let public_message = protect_outside_message(&signed)?;
    let message = MlsMessage::PublicMessage { public_message };
    Ok(CreatedExternalCommit { message, next })
}

/// The init secret for the new epoch and its `kem_output`: RFC 9420, Section 8.3.
fn external_init<B: Crypto>(
    suite: CipherSuite,
    group_info: &GroupInfo<B>,
    seed: &Seed<B>,
) -> Result<(InitSecret<B>, B), Error> {
    match external_pub(&group_info.extensions)? {
        None => Err(Error::Invalid(Invalid { rule: EXTERNAL_PUB, place: Place::Message })),
        Some(external_pub) => match create_external_init(suite, &external_pub, seed) {
            Some(created) => Ok(created),
            None => Err(Error::Crypto(CryptoError { rule: EXTERNAL_PUB_KEY })),
        },
    }
}

/// The list of the external Commit.
fn external_proposals<B: Crypto>(join: &ExternalJoin<B>, kem_output: B) -> Vec<ProposalOrRef<B>> {
    let mut proposals = vec![ProposalOrRef::Proposal { proposal: Proposal::ExternalInit { kem_output } }];
    if let Some(removed) = join.removed {
        proposals.push(ProposalOrRef::Proposal { proposal: Proposal::Remove { removed } });
    }
    for i in 0..join.psks.len() {
        if let Some(proposal) = join.psks.get(i) {
            proposals.push(ProposalOrRef::Proposal { proposal: proposal.clone() });
        }
    }
    proposals
}

/// The path of the joiner, at the leaf that it is assigned.
fn external_path<B: Crypto>(
    context: &ListContext<'_, B>,
    group_info: &GroupInfo<B>,
    prepared: PreparedCommit<B>,
    join: &ExternalJoin<B>,
    seed: &Seed<B>,
) -> Result<SentPath<B>, Error> {
    let (tree, own_leaf): (RatchetTree<B>, LeafIndex) = assign_leaf(prepared.applied.tree.clone());
    let mut prepared = prepared;
    prepared.applied.tree = tree;
    let sender = PathSender {
        member: OwnMember {
            own_leaf,
            private_keys: no_private_keys(),
            signature_private_key: join.new_leaf.signature_private_key.clone(),
        },
        old_group_context: &group_info.group_context,
        new_leaf: &join.new_leaf,
    };
    let path_seed = derive_seed(context.suite, seed, b"path", 0);
    send_path(context, sender, &prepared, &path_seed)
}

/// The joiner holds its own path to what members will check.
fn check_path_leaf<B: Crypto>(
    context: &ListContext<'_, B>,
    list: &[CommittedProposal<B>],
    sent: &SentPath<B>,
) -> Result<(), Error> {
    match &sent.path {
        Some(path) => Ok(check_resync(context, list, &path.leaf_node)?),
        None => Ok(()),
    }
}

/// The Commit, signed by the new member, without its confirmation tag.
fn sign_commit<B: Crypto>(
    suite: CipherSuite,
    group_info: &GroupInfo<B>,
    join: &ExternalJoin<B>,
    commit: Commit<B>,
    seed: &Seed<B>,
) -> Result<AuthenticatedContent<B>, Error> {
    let old = &group_info.group_context;
    let content = FramedContent {
        group_id: old.group_id.clone(),
        epoch: old.epoch,
        sender: Sender::NewMemberCommit,
        authenticated_data: join.authenticated_data.clone(),
        content: Content::Commit { commit },
    };
    let private_key = &join.new_leaf.signature_private_key;
    let wire_format = WireFormat::PublicMessage;
    let signature = sign_framed_content(suite, private_key, wire_format, &content, old, seed)?;
    let auth = FramedContentAuthData { signature, confirmation_tag: None };
    Ok(AuthenticatedContent { wire_format, content, auth })
}

/// The state of the new member in the epoch that its Commit initiates.
fn start_next_epoch<B: Crypto>(
    suite: CipherSuite,
    group_info: &GroupInfo<B>,
    init_secret: &InitSecret<B>,
    prepared: &PreparedCommit<B>,
    outcome: PathOutcome<B>,
    signed: &AuthenticatedContent<B>,
) -> GroupState<B> {
    let confirmed = &group_info.group_context.confirmed_transcript_hash;
    let input = NextEpochInput {
        suite,
        interim_transcript_hash: &interim_transcript_hash(suite, confirmed, &group_info.confirmation_tag),
        init_secret,
        psk_secret: &prepared.psk_secret,
        reinit: &None,
    };
    next_epoch(&input, outcome, signed).state
}
