//! The tree key and the stage key of a member, as far as a test may look.

use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::path::path_keys;
use pleach_spec::art::stage_key::stage_key;
use pleach_spec::secret::{ArtChainKey, ArtStageKey, ArtTreeKey};
use pleach_spec_concrete::Octets;

/// From the member's own leaf key, and the public keys of its copath.
pub(crate) fn tree_key(group: &ArtGroup<Octets>) -> ArtTreeKey<Octets> {
    let tree = &group.stage.context.tree;
    path_keys(group.suite, tree, group.own_index, &group.leaf_private_key).unwrap().tree_key
}

/// From the chain key of the stage before.
pub(crate) fn stage_key_of(group: &ArtGroup<Octets>, previous: &ArtChainKey<Octets>) -> ArtStageKey<Octets> {
    stage_key(group.suite, previous, &tree_key(group), &group.stage.context_hash)
}
