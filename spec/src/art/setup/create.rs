//! ART: creating a group, without any of the others being there.

use crate::algebra::{Bytes, Crypto};
use crate::art::context::{ArtContext, ArtLink, ArtMode};
use crate::art::group::{ArtGroup, link_to, start_stage};
use crate::art::key::{ArtPublicKey, art_public_key, leaf_private_key};
use crate::art::key_exchange::exchange_as_creator;
use crate::art::labels::sign_with_art_label;
use crate::art::member::{
    ArtIdentity, check_distinct_members, check_identity, check_keys_of_members, check_member_count,
};
use crate::art::path::tree_of_leaves;
use crate::art::prekey::{ArtPrekey, check_prekey};
use crate::art::public_tree::ArtTree;
use crate::art::setup::{
    ArtInvitee, ArtSetup, SETUP_TBS, encode_art_invitee, encode_art_setup_tbs, exchange_with, setup_members,
};
use crate::art::stage_key::first_chain_key;
use crate::art::tree::{MemberIndex, node_count};
use crate::cipher_suite::CipherSuite;
use crate::codec::MAX_VECTOR_LENGTH;
use crate::crypto::random;
use crate::error::{Error, Misuse, Place};
use crate::secret::{ArtNodePrivateKey, ArtSetupPrivateKey, Seed};

/// What the creator of a group chooses.
#[derive(Clone, Debug)]
pub struct SetupOptions<'a, B> {
    /// What the group is called.
    pub group_id: B,
    /// Whether its messages are signed.
    pub mode: ArtMode,
    /// The group that it follows, with other members: the creator is a member of it.
    pub old_group: Option<&'a ArtGroup<B>>,
    /// One of each other member, in the order of their leaves.
    pub prekeys: &'a [ArtPrekey<B>],
}

/// A group that was created.
#[derive(Clone, Debug)]
pub struct CreatedArtGroup<B> {
    /// To be sent to the others.
    pub setup: ArtSetup<B>,
    /// The state of the creator. The leaf keys that it made for the others are not in it.
    pub group: ArtGroup<B>,
}

/// Creates a group, whose member 0 is the creator.
///
/// # Errors
/// The first rule that a prekey breaks, at the leaf of its owner; too few members, or two that are alike;
/// [`Misuse::Unknown`] if the creator is no member of the old group; [`Misuse::PrivateKey`] and [`Misuse::TooLong`].
pub fn create_art_group<B: Crypto>(
    creator: &ArtIdentity<B>,
    options: &SetupOptions<'_, B>,
    seed: &Seed<B>,
) -> Result<CreatedArtGroup<B>, Error> {
    let suite = creator.suite;
    check_identity(creator)?;
    check_prekeys(creator, options.prekeys)?;
    // A fresh setup key pair, and a fresh leaf key of one's own.
    let setup_private_key = ArtSetupPrivateKey { bytes: fresh_private_key(suite, seed, b"setup_key") };
    let own_leaf = ArtNodePrivateKey { bytes: fresh_private_key(suite, seed, b"leaf_key") };
    let setup_key = art_public_key(suite, &setup_private_key.bytes);
    let setup = setup_without_tree(creator, options, link(creator, options.old_group)?, setup_key);
    let members = setup_members(&setup);
    check_member_count(&members)?;
    check_keys_of_members(suite, &members)?;
    check_distinct_members(&members)?;
    check_lengths(&setup)?;
    // A leaf key for each other member, and the tree above them.
    let leaves = leaf_keys(creator, &setup, &setup_private_key, own_leaf.clone())?;
    let (tree, tree_key) = tree_of_leaves(suite, &leaves)?;
    let mut setup = setup;
    setup.tree = tree;
    let tbs = encode_art_setup_tbs(&setup);
    setup.signature = sign_with_art_label(suite, &creator.signature_private_key, SETUP_TBS, &tbs, seed)?;
    // The first stage.
    let stage = start_stage(suite, &first_chain_key(suite), &tree_key, first_context(&setup));
    let group = ArtGroup {
        suite,
        own_index: MemberIndex(0),
        leaf_private_key: own_leaf,
        signature_private_key: creator.signature_private_key.clone(),
        stage,
    };
    Ok(CreatedArtGroup { setup, group })
}

fn fresh_private_key<B: Crypto>(suite: CipherSuite, seed: &Seed<B>, label: &[u8]) -> B {
    B::kem_derive_private_key(suite, &random(suite, seed, label, 0, suite.kdf_nh()))
}

fn setup_without_tree<B: Bytes>(
    creator: &ArtIdentity<B>,
    options: &SetupOptions<'_, B>,
    link: Option<ArtLink<B>>,
    setup_key: ArtPublicKey<B>,
) -> ArtSetup<B> {
    ArtSetup {
        cipher_suite: creator.suite.value(),
        group_id: options.group_id.clone(),
        mode: options.mode,
        link,
        creator: creator.member.clone(),
        invitees: invitees(options.prekeys),
        setup_key,
        tree: ArtTree { nodes: Vec::new() },
        signature: B::literal(&[]),
    }
}

/// What the members agree on in the first stage.
pub fn first_context<B: Bytes>(setup: &ArtSetup<B>) -> ArtContext<B> {
    ArtContext {
        cipher_suite: setup.cipher_suite,
        group_id: setup.group_id.clone(),
        mode: setup.mode,
        link: setup.link.clone(),
        stage: 0,
        members: setup_members(setup),
        tree: setup.tree.clone(),
    }
}

fn link<B: Bytes>(creator: &ArtIdentity<B>, old_group: Option<&ArtGroup<B>>) -> Result<Option<ArtLink<B>>, Misuse> {
    match old_group {
        Some(group) if group.stage.context.members.contains(&creator.member) => Ok(Some(link_to(group))),
        Some(_) => Err(Misuse::Unknown),
        None => Ok(None),
    }
}

fn check_prekeys<B: Crypto>(creator: &ArtIdentity<B>, prekeys: &[ArtPrekey<B>]) -> Result<(), Error> {
    let mut verdict = Ok(());
    for i in 0..prekeys.len() {
        verdict = match (verdict, prekeys.get(i)) {
            (Ok(()), Some(prekey)) => check_prekey(creator.suite, prekey, Place::Leaf(i as u32 + 1)),
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn invitees<B: Bytes>(prekeys: &[ArtPrekey<B>]) -> Vec<ArtInvitee<B>> {
    let mut invitees = Vec::new();
    for i in 0..prekeys.len() {
        if let Some(prekey) = prekeys.get(i) {
            let (member, ephemeral_key) = (prekey.owner.clone(), prekey.ephemeral_key.clone());
            invitees.push(ArtInvitee { member, ephemeral_key });
        }
    }
    invitees
}

/// The leaf keys of all members, in their order.
fn leaf_keys<B: Crypto>(
    creator: &ArtIdentity<B>,
    setup: &ArtSetup<B>,
    setup_private_key: &ArtSetupPrivateKey<B>,
    own_leaf: ArtNodePrivateKey<B>,
) -> Result<Vec<ArtNodePrivateKey<B>>, Error> {
    let mut leaves = Ok(vec![own_leaf]);
    for i in 0..setup.invitees.len() {
        leaves = match (leaves, setup.invitees.get(i)) {
            (Ok(leaves), Some(invitee)) => {
                let place = Place::Leaf(i as u32 + 1);
                let exchange = exchange_with(creator.suite, setup, invitee);
                let ik = &creator.identity_private_key;
                match exchange_as_creator(&exchange, ik, setup_private_key, place) {
                    Ok(exchanged) => Ok(pushed(leaves, leaf_private_key(creator.suite, &exchanged))),
                    Err(error) => Err(Error::Invalid(error)),
                }
            }
            (leaves, _) => leaves,
        };
    }
    leaves
}

fn pushed<B>(leaves: Vec<ArtNodePrivateKey<B>>, leaf: ArtNodePrivateKey<B>) -> Vec<ArtNodePrivateKey<B>> {
    let mut leaves = leaves;
    leaves.push(leaf);
    leaves
}

/// Whether each vector of the setup, whose tree is not there yet, can be encoded.
fn check_lengths<B: Bytes>(setup: &ArtSetup<B>) -> Result<(), Misuse> {
    let key_length = setup.setup_key.bytes.length() + 2;
    let mut longest = setup.group_id.length().max(setup.creator.identity.length());
    let mut total = 0;
    for i in 0..setup.invitees.len() {
        if let Some(invitee) = setup.invitees.get(i) {
            longest = longest.max(invitee.member.identity.length());
            total += encode_art_invitee(invitee).length();
        }
    }
    let tree = node_count(setup.invitees.len() + 1) * key_length;
    if longest.max(total).max(tree) > MAX_VECTOR_LENGTH { Err(Misuse::TooLong) } else { Ok(()) }
}
