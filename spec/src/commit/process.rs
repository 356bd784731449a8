//! RFC 9420, Section 12.4.2: processing a Commit.

use crate::algebra::{Bytes, Crypto};
use crate::commit::Commit;
use crate::commit::next_epoch::{NextEpochInput, PathOutcome, next_epoch};
use crate::commit::own_keys::own_keys_after_proposals;
use crate::commit::prepare::{PreparedCommit, check_path_presence, prepare_commit, provisional_group_context};
use crate::commit::receive_path::receive_path;
use crate::crypto::zero;
use crate::error::{CryptoError, Error, Misuse, Rule, require_verified};
use crate::framing::Sender;
use crate::framing::auth::AuthenticatedContent;
use crate::group::epoch::next_state;
use crate::group::{GroupState, Status, check_active};
use crate::key_schedule::external_init::process_external_init;
use crate::key_schedule::external_key_pair;
use crate::key_schedule::group_context::encode_group_context;
use crate::policy::Policy;
use crate::proposal_list::apply::added_leaves;
use crate::proposal_list::external::{check_no_references, check_resync};
use crate::proposal_list::members::check_resulting_members;
use crate::proposal_list::{CommittedProposal, Link, ListContext, resolve_proposals};
use crate::secret::{CommitSecret, InitSecret};
use crate::tree::math::LeafIndex;
use crate::tree::private_keys::no_private_keys;
use crate::tree::ratchet_tree::RatchetTree;
use crate::tree::update_path::UpdatePath;
use crate::tree::update_path::decrypt::{PathContext, decrypt_path_secret};

/// The confirmation tag verifies against the new epoch's key, in its full length.
const CONFIRMATION_TAG: Rule = Rule::Mls(350);

/// Processes a Commit of another member, or of a new member, whose framing and signature were verified.
///
/// The result is the state of the new epoch; or, if the Commit removes this member, the old state with
/// [`Status::Removed`].
///
/// # Errors
/// The first rule broken; [`Misuse::OwnMessage`] for this member's own Commit.
pub fn process_commit<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    message: &AuthenticatedContent<B>,
    commit: &Commit<B>,
) -> Result<GroupState<B>, Error> {
    check_active(state)?;
    let committer = message.content.sender;
    if committer == own_sender(state) {
        return Err(Error::Misuse(Misuse::OwnMessage));
    }
    let context = list_context(state, policy, Link::None);

    // Verify the proposals, find the PSKs, and apply the proposals.
    if committer == Sender::NewMemberCommit {
        check_no_references(&commit.proposals)?;
    }
    let list = resolve_proposals(&commit.proposals, &state.proposals, committer)?;
    let (psks, more_psks) = (&state.resumption_psks, &policy.psks);
    let prepared = prepare_commit(&context, committer, &list, psks, more_psks)?;
    // Verify that the path value is populated if it must be.
    check_path_presence(&prepared, commit.path.is_some())?;
    // Validate and apply the path. A member that is removed knows no secret of the new epoch, and stops here.
    let merged = merge_path(&context, committer, &list, &prepared, commit)?;
    if prepared.applied.removed.contains(&state.own_leaf) {
        return Ok(removed_state(state));
    }
    // Decrypt the path secrets under the provisional GroupContext.
    let outcome = decrypt_path(state, &context, &list, &prepared, merged)?;

    start_next_epoch(state, policy, message, &prepared, outcome)
}

/// Updates the transcript hash, generates the new GroupContext and its secrets, and verifies the confirmation tag.
fn start_next_epoch<B: Crypto>(
    state: &GroupState<B>,
    policy: &Policy<B>,
    message: &AuthenticatedContent<B>,
    prepared: &PreparedCommit<B>,
    outcome: PathOutcome<B>,
) -> Result<GroupState<B>, Error> {
    let input = NextEpochInput {
        suite: state.suite,
        interim_transcript_hash: &state.interim_transcript_hash,
        init_secret: &init_secret(state, prepared)?,
        psk_secret: &prepared.psk_secret,
        reinit: &prepared.applied.reinit,
    };
    let next = next_epoch(&input, outcome, message);
    check_confirmation_tag(message, &next.state.confirmation_tag)?;
    Ok(next_state(state, next.state, policy))
}

/// The path of a Commit in the tree of the new epoch.
struct MergedCommit<'a, B> {
    tree: RatchetTree<B>,
    path: Option<(&'a UpdatePath<B>, LeafIndex)>,
}

/// Validates the path, if there is one, and merges it into the tree; the members of that tree fit each other.
fn merge_path<'a, B: Crypto>(
    context: &ListContext<'_, B>,
    committer: Sender,
    list: &[CommittedProposal<B>],
    prepared: &PreparedCommit<B>,
    commit: &'a Commit<B>,
) -> Result<MergedCommit<'a, B>, Error> {
    let applied = &prepared.applied;
    let merged = match &commit.path {
        None => MergedCommit { tree: applied.tree.clone(), path: None },
        Some(path) => {
            if committer == Sender::NewMemberCommit {
                check_resync(context, list, &path.leaf_node)?;
            }
            let merged = receive_path(context, committer, applied, path)?;
            MergedCommit { tree: merged.tree, path: Some((path, merged.sender_leaf)) }
        }
    };
    check_resulting_members(&merged.tree, &applied.extensions)?;
    Ok(merged)
}

/// The steps that need this member's private keys.
fn decrypt_path<B: Crypto>(
    state: &GroupState<B>,
    context: &ListContext<'_, B>,
    list: &[CommittedProposal<B>],
    prepared: &PreparedCommit<B>,
    merged: MergedCommit<'_, B>,
) -> Result<PathOutcome<B>, Error> {
    let applied = &prepared.applied;
    let member = own_keys_after_proposals(state, list, &applied.tree)?;
    let provisional = provisional_group_context(context, &state.group_context, applied, &merged.tree);
    let Some((path, sender_leaf)) = merged.path else {
        let commit_secret = CommitSecret { bytes: zero(state.suite) };
        return Ok(PathOutcome { tree: merged.tree, provisional, member, commit_secret });
    };
    let path_context = PathContext {
        sender: sender_leaf,
        receiver: state.own_leaf,
        new_leaves: added_leaves(applied),
        provisional_group_context: encode_group_context(&provisional),
    };
    let decrypted = decrypt_path_secret(state.suite, &merged.tree, &path_context, &member.private_keys, path)?;
    let mut member = member;
    member.private_keys = decrypted.private_keys;
    Ok(PathOutcome { tree: merged.tree, provisional, member, commit_secret: decrypted.commit_secret })
}

/// `init_secret` of the epoch before, or of the ExternalInit: RFC 9420, Section 12.1.6.
fn init_secret<B: Crypto>(state: &GroupState<B>, prepared: &PreparedCommit<B>) -> Result<InitSecret<B>, Error> {
    match &prepared.applied.kem_output {
        None => Ok(state.epoch_secrets.init_secret.clone()),
        Some(kem_output) => {
            let external = external_key_pair(state.suite, &state.epoch_secrets.external_secret);
            let private_key = &external.private_key;
            Ok(process_external_init(state.suite, kem_output, private_key)?)
        }
    }
}

/// The confirmation tag of a Commit is that of the epoch that it starts, `expected`.
///
/// # Errors
/// If it is another one, or there is none.
pub fn check_confirmation_tag<B: Bytes>(message: &AuthenticatedContent<B>, expected: &B) -> Result<(), CryptoError> {
    let verified = message.auth.confirmation_tag.as_ref() == Some(expected);
    require_verified(verified, CONFIRMATION_TAG)
}

/// This member as a sender.
pub fn own_sender<B: Bytes>(state: &GroupState<B>) -> Sender {
    Sender::Member { leaf_index: state.own_leaf }
}

/// What lists of proposals are validated against in a state.
pub fn list_context<'a, B: Bytes>(state: &'a GroupState<B>, policy: &'a Policy<B>, link: Link) -> ListContext<'a, B> {
    ListContext {
        suite: state.suite,
        group_id: &state.group_context.group_id,
        tree: &state.tree,
        extensions: &state.group_context.extensions,
        policy: &policy.leaf,
        link,
    }
}

/// RFC 9420, Section 12.4.2: a removed member sends nothing more. Its private keys are gone; the secrets of its last
/// epoch stay for late messages, until the caller drops the state.
fn removed_state<B: Bytes>(state: &GroupState<B>) -> GroupState<B> {
    let mut removed = state.clone();
    removed.private_keys = no_private_keys();
    removed.proposals = Vec::new();
    removed.pending_updates = Vec::new();
    removed.status = Status::Removed;
    removed
}
