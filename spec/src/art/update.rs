//! ART: updates, each of which ends a stage and starts the next.

pub mod create;
pub mod process;

use crate::algebra::{Bytes, Crypto};
use crate::art::envelope::encode_art10;
use crate::art::group::{ArtGroup, start_stage};
use crate::art::key::{ArtPublicKey, decode_art_public_key, encode_art_public_key};
use crate::art::member::{decode_member_index, encode_member_index};
use crate::art::public_tree::ArtTree;
use crate::art::tree::MemberIndex;
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, decode_u64, decode_vector, encode_opaque, encode_u64, encode_vector};
use crate::error::{DecodeError, Misuse};
use crate::secret::{ArtNodePrivateKey, ArtTreeKey, ArtUpdateMacKey};

/// New keys on the path of a member.
///
/// Choice: with that of the root, which every receiver can compute.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 stage;
///     uint32 sender;
///     ArtPublicKey path<V>;
///     /* MAC(update_mac_key, ArtUpdateTBM) */
///     opaque mac<V>;
/// } ArtUpdate;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtUpdate<B> {
    /// The group.
    pub group_id: B,
    /// The stage that it ends.
    pub stage: u64,
    /// Whose path it is.
    pub sender: MemberIndex,
    /// From the leaf to the root, both included.
    pub path: Vec<ArtPublicKey<B>>,
    /// By any member: see [`crate::art`].
    pub mac: B,
}

/// Inverse of [`decode_art_update`].
pub fn encode_art_update<B: Bytes>(update: &ArtUpdate<B>) -> B {
    encode_without_mac(update).concat(&encode_opaque(&update.mac))
}

fn encode_without_mac<B: Bytes>(update: &ArtUpdate<B>) -> B {
    encode_opaque(&update.group_id)
        .concat(&encode_u64(update.stage))
        .concat(&encode_member_index(&update.sender))
        .concat(&encode_vector(&update.path, encode_art_public_key))
}

/// Reads an [`ArtUpdate`].
pub fn decode_art_update<B: Bytes>(input: &B) -> Result<(ArtUpdate<B>, B), DecodeError> {
    let (group_id, rest) = decode_opaque(input)?;
    let (stage, rest) = decode_u64(&rest)?;
    let (sender, rest) = decode_member_index(&rest)?;
    let (path, rest) = decode_vector(&rest, decode_art_public_key)?;
    let (mac, rest) = decode_opaque(&rest)?;
    let update = ArtUpdate { group_id, stage, sender, path, mac };
    Ok((update, rest))
}

/// `KDF.Nh` bytes; `update_mac_key` is of the stage that the update ends.
///
/// ```text
/// mac = MAC(update_mac_key, ArtUpdateTBM)
///
/// struct {
///     ArtVersion version = art10;
///     opaque group_id<V>;
///     uint64 stage;
///     uint32 sender;
///     ArtPublicKey path<V>;
/// } ArtUpdateTBM;
/// ```
///
/// Vectors: `art-update`, field `mac`.
pub fn update_mac<B: Crypto>(suite: CipherSuite, update_mac_key: &ArtUpdateMacKey<B>, update: &ArtUpdate<B>) -> B {
    let tbm = encode_art10::<B>().concat(&encode_without_mac(update));
    B::mac(suite, &update_mac_key.bytes, &tbm)
}

/// Whether the MAC of an update is by the key of this stage.
fn verifies_mac<B: Crypto>(group: &ArtGroup<B>, update: &ArtUpdate<B>) -> bool {
    update.mac == update_mac(group.suite, &group.stage.update_mac_key, update)
}

/// The state in the next stage, with this tree.
///
/// # Errors
/// [`Misuse::RatchetExhausted`] after 2^64 stages.
fn next_stage<B: Crypto>(
    group: &ArtGroup<B>,
    tree: ArtTree<B>,
    tree_key: &ArtTreeKey<B>,
    leaf_private_key: ArtNodePrivateKey<B>,
) -> Result<ArtGroup<B>, Misuse> {
    let mut context = group.stage.context.clone();
    context.stage = context.stage.checked_add(1).ok_or(Misuse::RatchetExhausted)?;
    context.tree = tree;
    let mut next = group.clone();
    next.leaf_private_key = leaf_private_key;
    next.stage = start_stage(group.suite, &group.stage.chain_key, tree_key, context);
    Ok(next)
}
