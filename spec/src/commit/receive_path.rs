//! RFC 9420, Section 12.4.2: "If the path value is populated, validate it and apply it to the tree".

use crate::algebra::Crypto;
use crate::credential::is_accepted_successor;
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::framing::Sender;
use crate::proposal_list::ListContext;
use crate::proposal_list::apply::{AppliedProposals, added_leaves};
use crate::tree::add_remove::assign_leaf;
use crate::tree::leaf_node::GroupBinding;
use crate::tree::leaf_validation::{LeafNodeUse, check_leaf_node};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::LeafNode;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at};
use crate::tree::update_path::UpdatePath;
use crate::tree::update_path::merge::{check_ciphertext_counts, check_update_path_keys, merge_update_path};

/// The credential of a path's leaf is a successor of the committer's.
const COMMIT_CREDENTIAL: Rule = Rule::Mls(34);

/// A tree into which a path was merged.
#[derive(Clone, Debug)]
pub struct MergedPath<B> {
    /// The tree of the new epoch.
    pub tree: RatchetTree<B>,
    /// The leaf of the committer.
    pub sender_leaf: LeafIndex,
}

/// Validates the path of a Commit and merges it into the tree that its proposals make.
///
/// # Errors
/// The first rule broken.
pub fn receive_path<B: Crypto>(
    context: &ListContext<'_, B>,
    committer: Sender,
    applied: &AppliedProposals<B>,
    path: &UpdatePath<B>,
) -> Result<MergedPath<B>, Error> {
    // If this is an external Commit, assign the sender the leftmost blank leaf node.
    let (tree, sender_leaf) = match committer {
        Sender::Member { leaf_index } => (applied.tree.clone(), leaf_index),
        _ => assign_leaf(applied.tree.clone()),
    };
    // Validate the LeafNode.
    let binding = GroupBinding::Leaf { group_id: context.group_id.clone(), leaf_index: sender_leaf };
    check_leaf_node(
        context.suite,
        &path.leaf_node,
        &LeafNodeUse::UpdatePath,
        &binding,
        &applied.extensions,
        context.policy,
    )?;
    check_committer_credential(context, sender_leaf, &tree, &path.leaf_node)?;
    // Verify that the keys are new, and merge the UpdatePath.
    check_update_path_keys(context.suite, &tree, sender_leaf, path)?;
    let tree = merge_update_path(context.suite, tree, sender_leaf, path)?;
    check_ciphertext_counts(&tree, sender_leaf, path, &added_leaves(applied))?;
    Ok(MergedPath { tree, sender_leaf })
}

/// RFC 9420, Section 5.3.1: a member's credential is replaced by a valid successor only. `tree` is that before
/// the path; a leaf that is blank in it has no credential to be replaced.
///
/// # Errors
/// At the committer's leaf.
pub fn check_committer_credential<B: Crypto>(
    context: &ListContext<'_, B>,
    sender_leaf: LeafIndex,
    tree: &RatchetTree<B>,
    leaf_node: &LeafNode<B>,
) -> Result<(), Invalid> {
    let service = &context.policy.authentication;
    let accepted = match leaf_at(tree, sender_leaf) {
        Some(current) => is_accepted_successor(service, &current.credential, &leaf_node.credential),
        None => true,
    };
    require(accepted, COMMIT_CREDENTIAL, Place::Leaf(sender_leaf.0))
}
