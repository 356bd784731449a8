//! What creating and processing a Commit have in common: the first steps of RFC 9420, Section 12.4.1 and Section 12.4.2.

use crate::algebra::{Bytes, Crypto};
use crate::commit::path_required::path_is_required;
use crate::commit::psks::find_psks;
use crate::error::{Error, Place, Rule, require};
use crate::framing::Sender;
use crate::key_schedule::group_context::GroupContext;
use crate::key_schedule::psk::{PskInput, psk_secret};
use crate::policy::StoredPsk;
use crate::proposal_list::apply::{AppliedProposals, apply_proposals};
use crate::proposal_list::external::check_external_list;
use crate::proposal_list::regular::check_regular_list;
use crate::proposal_list::{CommittedProposal, ListContext};
use crate::secret::PskSecret;
use crate::tree::ratchet_tree::RatchetTree;
use crate::tree::tree_hash::root_tree_hash;

/// All named PSKs are available.
const PSK_AVAILABLE: Rule = Rule::Mls(337);
/// The path is present where the list requires it.
const PATH_REQUIRED: Rule = Rule::Mls(312);

/// A list of proposals, validated and applied.
#[derive(Clone, Debug)]
pub struct PreparedCommit<B> {
    /// What the list makes of the epoch.
    pub applied: AppliedProposals<B>,
    /// The PSKs of the list, chained.
    pub psk_secret: PskSecret<B>,
    /// Whether the Commit must have a path.
    pub path_is_required: bool,
}

/// Validates a list (RFC 9420, Section 12.2), looks its PSKs up, and applies it (RFC 9420, Section 12.3).
///
/// # Errors
/// The first rule broken.
pub fn prepare_commit<B: Crypto>(
    context: &ListContext<'_, B>,
    committer: Sender,
    list: &[CommittedProposal<B>],
    psks_of_state: &[StoredPsk<B>],
    psks_of_policy: &[StoredPsk<B>],
) -> Result<PreparedCommit<B>, Error> {
    match committer {
        Sender::Member { leaf_index } => check_regular_list(context, leaf_index, list)?,
        _ => check_external_list(context, list)?,
    }
    let applied = apply_proposals(context.tree, context.extensions, list);
    let psks: Vec<PskInput<B>> = find_psks(&applied.psks, psks_of_state, psks_of_policy, PSK_AVAILABLE)?;
    Ok(PreparedCommit {
        applied,
        psk_secret: psk_secret(context.suite, &psks),
        path_is_required: path_is_required(list),
    })
}

/// Checks that the path is there if it must be: RFC 9420, Section 12.4.
///
/// # Errors
/// If it is not.
pub fn check_path_presence<B: Bytes>(prepared: &PreparedCommit<B>, has_path: bool) -> Result<(), Error> {
    let required = prepared.path_is_required;
    Ok(require(has_path || !required, PATH_REQUIRED, Place::Message)?)
}

/// The provisional GroupContext, which differs from that of the new epoch in the confirmed transcript hash only.
pub fn provisional_group_context<B: Crypto>(
    context: &ListContext<'_, B>,
    old: &GroupContext<B>,
    applied: &AppliedProposals<B>,
    tree: &RatchetTree<B>,
) -> GroupContext<B> {
    GroupContext {
        cipher_suite: old.cipher_suite,
        group_id: old.group_id.clone(),
        epoch: old.epoch.wrapping_add(1),
        tree_hash: root_tree_hash(context.suite, tree),
        confirmed_transcript_hash: old.confirmed_transcript_hash.clone(),
        extensions: applied.extensions.clone(),
    }
}
