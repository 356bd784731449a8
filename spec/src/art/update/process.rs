//! ART: receiving an update.

use crate::algebra::Crypto;
use crate::art::group::{ArtGroup, check_group_and_stage, check_sender};
use crate::art::key::{ArtPublicKey, check_public_key};
use crate::art::path::{check_path_keys, path_keys};
use crate::art::public_tree::{ArtTree, art_leaf_count, public_key_at, with_path};
use crate::art::tree::{ArtNodeIndex, path};
use crate::art::update::{ArtUpdate, next_stage, verifies_mac};
use crate::cipher_suite::CipherSuite;
use crate::error::{Error, Invalid, Misuse, Place, Rule, require, require_verified};

/// The MAC of an update verifies under the key of the stage that it ends.
const UPDATE_MAC: Rule = Rule::Art(20);
/// The path of an update has a key for each node of its sender's path, and no more.
const PATH_LENGTH: Rule = Rule::Art(23);
/// Choice: the leaf key of an update is not the one that it replaces, as they are encoded. An update that repeats it
/// would heal nothing.
const FRESH_LEAF: Rule = Rule::Art(30);

/// The state in the stage that an update starts. Vectors: `art-update`, field `updates`; `art-passive-client`, field
/// `stages`.
///
/// # Errors
/// The first rule broken. [`Misuse::OwnMessage`] for one in this member's own name: then
/// [`adopt_update`](crate::art::update::create::adopt_update) says whether it is the one that this member created. If
/// not, another member created it, and the group has gone on without this one.
pub fn process_update<B: Crypto>(group: &ArtGroup<B>, update: &ArtUpdate<B>) -> Result<ArtGroup<B>, Error> {
    let (suite, context) = (group.suite, &group.stage.context);
    check_group_and_stage(group, &update.group_id, update.stage)?;
    check_sender(group, update.sender)?;
    require_verified(verifies_mac(group, update), UPDATE_MAC)?;
    if update.sender == group.own_index {
        return Err(Error::Misuse(Misuse::OwnMessage));
    }
    let sender_path = path(update.sender, art_leaf_count(&context.tree));
    require(update.path.len() == sender_path.len(), PATH_LENGTH, Place::Message)?;
    check_leaf_is_replaced(&context.tree, &sender_path, &update.path)?;
    check_keys_of_path(suite, &sender_path, &update.path)?;
    // Install the path; compute one's own, which has to be the same where the two meet.
    let tree = with_path(&context.tree, &sender_path, &update.path);
    let keys = path_keys(suite, &tree, group.own_index, &group.leaf_private_key)?;
    check_path_keys(&tree, group.own_index, &keys)?;
    Ok(next_stage(group, tree, &keys.tree_key, group.leaf_private_key.clone())?)
}

fn check_leaf_is_replaced<B: Crypto>(
    tree: &ArtTree<B>,
    nodes: &[ArtNodeIndex],
    keys: &[ArtPublicKey<B>],
) -> Result<(), Invalid> {
    match (nodes.first(), keys.first()) {
        (Some(leaf), Some(key)) => {
            require(public_key_at(tree, *leaf).as_ref() != Some(key), FRESH_LEAF, Place::Node(leaf.0))
        }
        _ => Ok(()),
    }
}

fn check_keys_of_path<B: Crypto>(
    suite: CipherSuite,
    nodes: &[ArtNodeIndex],
    keys: &[ArtPublicKey<B>],
) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..nodes.len() {
        verdict = match (verdict, nodes.get(i), keys.get(i)) {
            (Ok(()), Some(x), Some(key)) => check_public_key(suite, key, Place::Node(x.0)),
            (verdict, _, _) => verdict,
        };
    }
    verdict
}
