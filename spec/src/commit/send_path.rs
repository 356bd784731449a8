//! RFC 9420, Section 12.4.1: "If populating the path field", and what takes its place otherwise.

use crate::algebra::Crypto;
use crate::commit::next_epoch::PathOutcome;
use crate::commit::prepare::{PreparedCommit, provisional_group_context};
use crate::commit::receive_path::check_committer_credential;
use crate::crypto::zero;
use crate::error::{Error, Misuse};
use crate::group::epoch::OwnMember;
use crate::key_schedule::group_context::{GroupContext, encode_group_context};
use crate::proposal_list::ListContext;
use crate::proposal_list::apply::added_leaves;
use crate::proposal_list::members::check_resulting_members;
use crate::secret::{CommitSecret, Seed};
use crate::tree::leaf_node::GroupBinding;
use crate::tree::leaf_validation::{LeafNodeUse, check_leaf_node};
use crate::tree::math::LeafIndex;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at};
use crate::tree::update_path::UpdatePath;
use crate::tree::update_path::create::{DirectPathUpdate, NewLeaf, encrypt_path_secrets, update_direct_path};

/// Who sends a path.
#[derive(Clone, Debug)]
pub struct PathSender<'a, B> {
    /// The committer's leaf, and its keys once the proposals are applied.
    pub member: OwnMember<B>,
    /// The GroupContext of the epoch that the Commit is sent in.
    pub old_group_context: &'a GroupContext<B>,
    /// What the committer's leaf becomes.
    pub new_leaf: &'a NewLeaf<B>,
}

/// What a path, or its absence, contributes to the new epoch.
#[derive(Clone, Debug)]
pub struct SentPath<B> {
    /// The `path` of the Commit.
    pub path: Option<UpdatePath<B>>,
    /// The secrets of the path, which joiners get their part of.
    pub update: Option<DirectPathUpdate<B>>,
    /// What it means for the new epoch.
    pub outcome: PathOutcome<B>,
}

/// Populates the path.
///
/// # Errors
/// If the new leaf, or the resulting tree, would be invalid.
pub fn send_path<B: Crypto>(
    context: &ListContext<'_, B>,
    sender: PathSender<'_, B>,
    prepared: &PreparedCommit<B>,
    seed: &Seed<B>,
) -> Result<SentPath<B>, Error> {
    let suite = context.suite;
    let applied = &prepared.applied;
    let own_leaf = sender.member.own_leaf;
    let tree = applied.tree.clone();
    let update = update_direct_path(suite, tree, own_leaf, sender.new_leaf, context.group_id, seed)?;
    check_own_leaf(context, own_leaf, prepared, &update.tree)?;
    check_resulting_members(&update.tree, &applied.extensions)?;
    let provisional = provisional_group_context(context, sender.old_group_context, applied, &update.tree);
    let encoded = encode_group_context(&provisional);
    let new_leaves = added_leaves(applied);
    let path = encrypt_path_secrets(suite, &update, own_leaf, &encoded, &new_leaves, seed)?;
    Ok(SentPath {
        path: Some(path),
        outcome: PathOutcome {
            tree: update.tree.clone(),
            provisional,
            member: OwnMember {
                own_leaf,
                private_keys: update.private_keys.clone(),
                signature_private_key: sender.new_leaf.signature_private_key.clone(),
            },
            commit_secret: update.commit_secret.clone(),
        },
        update: Some(update),
    })
}

/// No path: `commit_secret` is the all-zero vector of length `KDF.Nh`.
///
/// # Errors
/// If the resulting tree would be invalid.
pub fn without_path<B: Crypto>(
    context: &ListContext<'_, B>,
    member: OwnMember<B>,
    old_group_context: &GroupContext<B>,
    prepared: &PreparedCommit<B>,
) -> Result<SentPath<B>, Error> {
    let applied = &prepared.applied;
    check_resulting_members(&applied.tree, &applied.extensions)?;
    let bytes = zero(context.suite);
    Ok(SentPath {
        path: None,
        update: None,
        outcome: PathOutcome {
            tree: applied.tree.clone(),
            provisional: provisional_group_context(context, old_group_context, applied, &applied.tree),
            member,
            commit_secret: CommitSecret { bytes },
        },
    })
}

/// The committer holds its own leaf to what receivers will check: RFC 9420, Section 7.3 and Section 5.3.1.
fn check_own_leaf<B: Crypto>(
    context: &ListContext<'_, B>,
    own_leaf: LeafIndex,
    prepared: &PreparedCommit<B>,
    tree: &RatchetTree<B>,
) -> Result<(), Error> {
    let binding = GroupBinding::Leaf { group_id: context.group_id.clone(), leaf_index: own_leaf };
    let extensions = &prepared.applied.extensions;
    match leaf_at(tree, own_leaf) {
        Some(leaf) => {
            check_leaf_node(context.suite, leaf, &LeafNodeUse::UpdatePath, &binding, extensions, context.policy)?;
            let before = &prepared.applied.tree;
            Ok(check_committer_credential(context, own_leaf, before, leaf)?)
        }
        None => Err(Error::Misuse(Misuse::Unknown)),
    }
}
