//! ART: a member replaces the keys on its path.

use crate::algebra::Crypto;
use crate::art::group::ArtGroup;
use crate::art::path::path_keys;
use crate::art::public_tree::{art_leaf_count, with_path};
use crate::art::tree::path;
use crate::art::update::{ArtUpdate, next_stage, update_mac, verifies_mac};
use crate::crypto::random;
use crate::error::{Error, Misuse};
use crate::secret::{ArtNodePrivateKey, Seed};

/// An update, not yet accepted by the group.
#[derive(Clone, Debug)]
pub struct CreatedArtUpdate<B> {
    /// To be sent to the group.
    pub update: ArtUpdate<B>,
    /// The state once the group has accepted it: [`adopt_update`].
    pub next: ArtGroup<B>,
}

/// Creates an update. It takes effect only where the caller adopts [`CreatedArtUpdate::next`].
///
/// # Errors
/// [`Misuse::Unknown`] for a state that has no leaf of its own; a key of its tree that does not fit; and
/// [`Misuse::RatchetExhausted`] after 2^64 stages.
pub fn create_update<B: Crypto>(group: &ArtGroup<B>, seed: &Seed<B>) -> Result<CreatedArtUpdate<B>, Error> {
    let suite = group.suite;
    let randomness = random(suite, seed, b"leaf_key", 0, suite.kdf_nh());
    let leaf_private_key = ArtNodePrivateKey { bytes: B::kem_derive_private_key(suite, &randomness) };
    let tree = &group.stage.context.tree;
    let keys = path_keys(suite, tree, group.own_index, &leaf_private_key)?;
    let mut update = ArtUpdate {
        group_id: group.stage.context.group_id.clone(),
        stage: group.stage.context.stage,
        sender: group.own_index,
        path: keys.public_keys.clone(),
        mac: B::literal(&[]),
    };
    update.mac = update_mac(suite, &group.stage.update_mac_key, &update);
    let tree = with_path(tree, &path(group.own_index, art_leaf_count(tree)), &keys.public_keys);
    let next = next_stage(group, tree, &keys.tree_key, leaf_private_key)?;
    Ok(CreatedArtUpdate { update, next })
}

/// The state once this member's own update is accepted: `next` of [`CreatedArtUpdate`]. `accepted` is the update that
/// the group has accepted, in this member's name.
///
/// # Errors
/// [`Misuse::Unknown`] unless `accepted` is the update that was created (in the name of this member, another may have
/// made another one), and was created in the stage of `current`: its MAC is by the key of that stage.
pub fn adopt_update<B: Crypto>(
    current: &ArtGroup<B>,
    created: &CreatedArtUpdate<B>,
    accepted: &ArtUpdate<B>,
) -> Result<ArtGroup<B>, Misuse> {
    let of_stage = verifies_mac(current, accepted);
    let own = accepted.sender == current.own_index && *accepted == created.update;
    if of_stage && own { Ok(created.next.clone()) } else { Err(Misuse::Unknown) }
}
