//! RFC 9420, Section 12.4.1: creating a Commit, and the Welcome for those whom it adds.

use crate::algebra::{Bytes, Crypto};
use crate::commit::next_epoch::{NextEpochInput, next_epoch};
use crate::commit::own_keys::own_keys_after_proposals;
use crate::commit::prepare::{PreparedCommit, prepare_commit};
use crate::commit::process::{list_context, own_sender};
use crate::commit::send_path::{PathSender, SentPath, send_path, without_path};
use crate::commit::{Commit, ProposalOrRef};
use crate::crypto::derive_seed;
use crate::error::{Error, Misuse};
use crate::extension::Extension;
use crate::framing::content::Content;
use crate::framing::message::MlsMessage;
use crate::group::epoch::{OwnMember, next_state};
use crate::group::group_info::create_group_info;
use crate::group::send::{MessageOptions, protect, sign_as_member};
use crate::group::{GroupState, check_active};
use crate::policy::Policy;
use crate::proposal_list::individual::check_sent_proposal;
use crate::proposal_list::{CommittedProposal, Link, ListContext, resolve_proposals};
use crate::secret::Seed;
use crate::tree::nodes::LeafNode;
use crate::tree::ratchet_tree::leaf_at;
use crate::tree::update_path::create::NewLeaf;
use crate::welcome::create::{WelcomeInput, create_welcome};

/// What a committer chooses.
#[derive(Clone, Debug)]
pub struct CommitOptions<B> {
    /// The proposals, by value or by reference, in the order of the Commit.
    pub proposals: Vec<ProposalOrRef<B>>,
    /// Whether there is a path where none is required.
    pub path: PathChoice,
    /// The committer's new leaf, if it changes more than its encryption key; needs a path.
    pub new_leaf: Option<NewLeaf<B>>,
    /// How the Commit is sent.
    pub message: MessageOptions<B>,
    /// The extensions of the GroupInfo in the Welcome; see [`create_group_info`].
    pub group_info_extensions: Vec<Extension<B>>,
    /// Whether the Welcome carries the tree.
    pub ratchet_tree: TreeDelivery,
    /// Whether this is the initial Commit of a linked group.
    pub link: Link,
}

/// When a Commit has a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathChoice {
    /// Always: the default of RFC 9420, Section 12.4.
    Always,
    /// Only where the list of proposals requires one.
    WhenRequired,
}

/// How joiners get the ratchet tree: RFC 9420, Section 12.4.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeDelivery {
    /// In the `ratchet_tree` extension of the GroupInfo.
    Extension,
    /// By other means.
    Separate,
}

/// A Commit, not yet accepted by the group: RFC 9420, Section 14.
#[derive(Clone, Debug)]
pub struct CreatedCommit<B> {
    /// To be sent to the group.
    pub message: MlsMessage<B>,
    /// To be sent to the members that the Commit adds, once it is accepted.
    pub welcome: Option<MlsMessage<B>>,
    /// The state from now on: it differs from the one before only in the message key that was used.
    pub state: GroupState<B>,
    /// The state once the Commit is accepted; [`adopt_commit`] brings it up to date with messages received meanwhile.
    pub next: GroupState<B>,
}

/// Creates a Commit. It takes effect only where the caller adopts [`CreatedCommit::next`].
///
/// # Errors
/// The first rule that the Commit would break; [`Misuse`] where the options contradict each other.
pub fn create_commit<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    options: &CommitOptions<B>,
    seed: &Seed<B>,
) -> Result<CreatedCommit<B>, Error> {
    check_active(state)?;
    // Verify the list of proposals, and apply it.
    let context = list_context(state, policy, options.link);
    let committer = own_sender(state);
    let list = resolve_proposals(&options.proposals, &state.proposals, committer)?;
    let (psks, more_psks) = (&state.resumption_psks, &policy.psks);
    let prepared = prepare_commit(&context, committer, &list, psks, more_psks)?;
    check_sent_list(&list, policy)?;
    // Decide whether to populate the path, and do so.
    let member = own_keys_after_proposals(state, &list, &prepared.applied.tree)?;
    let sent = populate_path(state, &context, member, &prepared, options, seed)?;

    // Sign the FramedContent under the old GroupContext, and start the new epoch.
    let proposals = options.proposals.clone();
    let path = sent.path.clone();
    let commit = Commit { proposals, path };
    let signed = sign_as_member(state, Content::Commit { commit }, &options.message, seed)?;
    let input = NextEpochInput {
        suite: state.suite,
        interim_transcript_hash: &state.interim_transcript_hash,
        init_secret: &state.epoch_secrets.init_secret,
        psk_secret: &prepared.psk_secret,
        reinit: &prepared.applied.reinit,
    };
    let next = next_epoch(&input, sent.outcome.clone(), &signed);
    // Construct the GroupInfo and the Welcome.
    let welcome = welcome_for_added(&WelcomeInput { next: &next, prepared: &prepared, sent: &sent }, options, seed)?;
    // Protect the Commit under keys of the old epoch, with the confirmation tag of the new one.
    let mut signed = signed;
    signed.auth.confirmation_tag = Some(next.state.confirmation_tag.clone());
    let (state, message) = protect(state, &signed, &options.message, seed)?;
    let next = next_state(&state, next.state, policy);
    Ok(CreatedCommit { message, welcome, state, next })
}

/// The state once this member's own Commit is accepted, if it received messages of the old epoch meanwhile: `next` of
/// [`CreatedCommit`], with the message keys of the old epoch as they are in `current` (RFC 9420, Section 9.2).
///
/// # Errors
/// [`Misuse::Unknown`] unless `next` is of the epoch after `current`, of the same group.
pub fn adopt_commit<B: Crypto>(
    current: &GroupState<B>,
    next: GroupState<B>,
    policy: &Policy<B>,
) -> Result<GroupState<B>, Misuse> {
    let (old, new) = (&current.group_context, &next.group_context);
    if old.group_id == new.group_id && old.epoch.checked_add(1) == Some(new.epoch) {
        Ok(next_state(current, next, policy))
    } else {
        Err(Misuse::Unknown)
    }
}

/// The proposals that the Commit has by value are sent by this member.
fn check_sent_list<B: Bytes>(list: &[CommittedProposal<B>], policy: &Policy<B>) -> Result<(), Error> {
    let mut verdict = Ok(());
    for i in 0..list.len() {
        verdict = match (verdict, list.get(i)) {
            (Ok(()), Some(committed)) if committed.reference.is_none() => {
                check_sent_proposal(&committed.proposal, &policy.leaf)
            }
            (verdict, _) => verdict,
        };
    }
    Ok(verdict?)
}

/// The path, if it is required or chosen.
fn populate_path<B: Crypto>(
    state: &GroupState<B>,
    context: &ListContext<'_, B>,
    member: OwnMember<B>,
    prepared: &PreparedCommit<B>,
    options: &CommitOptions<B>,
    seed: &Seed<B>,
) -> Result<SentPath<B>, Error> {
    let old_group_context = &state.group_context;
    if prepared.path_is_required || options.path == PathChoice::Always {
        let new_leaf = new_leaf(state, options)?;
        let sender = PathSender { member, old_group_context, new_leaf: &new_leaf };
        let path_seed = derive_seed(state.suite, seed, b"path", 0);
        send_path(context, sender, prepared, &path_seed)
    } else if options.new_leaf.is_some() {
        Err(Error::Misuse(Misuse::NewLeafWithoutPath))
    } else {
        without_path(context, member, old_group_context, prepared)
    }
}

/// The committer's new leaf: that of the options, or its current one, to be signed anew.
fn new_leaf<B: Bytes>(state: &GroupState<B>, options: &CommitOptions<B>) -> Result<NewLeaf<B>, Misuse> {
    match &options.new_leaf {
        Some(new_leaf) => Ok(new_leaf.clone()),
        None => match leaf_at(&state.tree, state.own_leaf) {
            Some(leaf) => Ok(same_leaf(state, leaf)),
            None => Err(Misuse::Unknown),
        },
    }
}

/// A member's current leaf as a [`NewLeaf`]: only its encryption key will differ.
pub fn same_leaf<B: Bytes>(state: &GroupState<B>, leaf: &LeafNode<B>) -> NewLeaf<B> {
    NewLeaf {
        signature_private_key: state.signature_private_key.clone(),
        signature_key: leaf.signature_key.clone(),
        credential: leaf.credential.clone(),
        capabilities: leaf.capabilities.clone(),
        extensions: leaf.extensions.clone(),
    }
}

/// The Welcome for the members that the Commit adds, if it adds any.
fn welcome_for_added<B: Crypto>(
    input: &WelcomeInput<'_, B>,
    options: &CommitOptions<B>,
    seed: &Seed<B>,
) -> Result<Option<MlsMessage<B>>, Error> {
    if input.prepared.applied.added.is_empty() {
        return Ok(None);
    }
    let extensions = &options.group_info_extensions;
    let group_info = create_group_info(&input.next.state, extensions, options.ratchet_tree, seed)?;
    let welcome = create_welcome(input, &group_info, seed)?;
    Ok(Some(MlsMessage::Welcome { welcome }))
}
