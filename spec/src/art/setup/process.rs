//! ART: joining a group by its setup.

use crate::algebra::{Bytes, Crypto};
use crate::art::group::{ArtGroup, link_to, start_stage};
use crate::art::key::{check_public_key, leaf_private_key};
use crate::art::key_exchange::exchange_as_member;
use crate::art::labels::verify_with_art_label;
use crate::art::member::{
    ArtIdentity, ArtMember, check_distinct_members, check_identity, check_keys_of_members, check_member_count,
};
use crate::art::path::{check_path_keys, path_keys};
use crate::art::prekey::{ArtPrekeyStore, take_prekey};
use crate::art::public_tree::ArtTree;
use crate::art::setup::create::first_context;
use crate::art::setup::{ArtInvitee, ArtSetup, SETUP_TBS, encode_art_setup_tbs, exchange_with, setup_members};
use crate::art::stage_key::first_chain_key;
use crate::art::tree::{MemberIndex, node_count};
use crate::cipher_suite::CipherSuite;
use crate::error::{Error, Invalid, Place, Rule, require, require_verified};

/// A setup is of the suite of the receiver's keys.
const SETUP_SUITE: Rule = Rule::Art(9);
/// The signature of a setup verifies under the signature key of its creator.
const SETUP_SIGNATURE: Rule = Rule::Art(10);
/// The tree of a setup has all nodes of a tree with a leaf for each member, and no more.
const TREE_SIZE: Rule = Rule::Art(13);
/// The receiver of a setup is a member of it, other than the creator.
const INVITED: Rule = Rule::Art(14);
/// A setup that follows a group of the receiver names it, in its current stage, with the authenticator of that; and
/// its creator is a member of that group, since the authenticator is no secret once a setup shows it.
const LINK: Rule = Rule::Art(16);

/// A group that was joined.
#[derive(Clone, Debug)]
pub struct JoinedArtGroup<B> {
    /// The state of the receiver.
    pub group: ArtGroup<B>,
    /// The prekeys that are left: without the one that the setup used.
    pub prekeys: ArtPrekeyStore<B>,
}

/// Joins a group. `old_group` is the one that it is to follow, if the receiver is a member of that; whoever is not
/// cannot verify a link, and finds it in the group's context.
///
/// What takes no cryptography comes first: a setup that does not invite the receiver, by an unused prekey, costs
/// little.
/// Vectors: `art-setup` and `art-passive-client`, field `setup`.
///
/// # Errors
/// The first rule broken. The caller's prekeys are what they were.
pub fn join_art_group<B: Crypto>(
    own: &ArtIdentity<B>,
    prekeys: &ArtPrekeyStore<B>,
    setup: &ArtSetup<B>,
    old_group: Option<&ArtGroup<B>>,
) -> Result<JoinedArtGroup<B>, Error> {
    check_identity(own)?;
    let suite = CipherSuite::from_value(setup.cipher_suite)?;
    require(suite == own.suite, SETUP_SUITE, Place::Message)?;
    let members = setup_members(setup);
    check_member_count(&members)?;
    require(setup.tree.nodes.len() == node_count(members.len()), TREE_SIZE, Place::Message)?;
    let (own_index, invitee) = find_invitee(setup, &own.member)?;
    let (prekeys, prekey) = take_prekey(prekeys, suite, &invitee.member, &invitee.ephemeral_key)?;
    check_setup(suite, setup, &members)?;
    check_link(setup, old_group)?;
    // The receiver's own leaf key.
    let exchange = exchange_with(suite, setup, &invitee);
    let exchanged = exchange_as_member(&exchange, &own.identity_private_key, &prekey.private_key)?;
    let leaf_private_key = leaf_private_key(suite, &exchanged);
    // The path above it, which has to be that of the setup.
    let keys = path_keys(suite, &setup.tree, own_index, &leaf_private_key)?;
    check_path_keys(&setup.tree, own_index, &keys)?;
    let stage = start_stage(suite, &first_chain_key(suite), &keys.tree_key, first_context(setup));
    let signature_private_key = own.signature_private_key.clone();
    let group = ArtGroup { suite, own_index, leaf_private_key, signature_private_key, stage };
    Ok(JoinedArtGroup { group, prekeys })
}

/// What anyone can check of a setup: its keys, that the creator says it, and that no two members are alike.
fn check_setup<B: Crypto>(suite: CipherSuite, setup: &ArtSetup<B>, members: &[ArtMember<B>]) -> Result<(), Error> {
    check_keys_of_members(suite, members)?;
    check_invitee_keys(suite, &setup.invitees)?;
    check_public_key(suite, &setup.setup_key, Place::Message)?;
    let tbs = encode_art_setup_tbs(setup);
    let verified = verify_with_art_label(suite, &setup.creator.signature_key, SETUP_TBS, &tbs, &setup.signature);
    require_verified(verified, SETUP_SIGNATURE)?;
    check_tree_keys(suite, &setup.tree)?;
    Ok(check_distinct_members(members)?)
}

/// Whether the prekeys named are keys of the suite.
fn check_invitee_keys<B: Crypto>(suite: CipherSuite, invitees: &[ArtInvitee<B>]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..invitees.len() {
        verdict = match (verdict, invitees.get(i)) {
            (Ok(()), Some(invitee)) => check_public_key(suite, &invitee.ephemeral_key, Place::Leaf(i as u32 + 1)),
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// Whether all nodes have keys of the suite. Of those that the receiver computes, that follows later.
fn check_tree_keys<B: Crypto>(suite: CipherSuite, tree: &ArtTree<B>) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..tree.nodes.len() {
        verdict = match (verdict, tree.nodes.get(i)) {
            (Ok(()), Some(key)) => check_public_key(suite, key, Place::Node(i as u32)),
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn check_link<B: Bytes>(setup: &ArtSetup<B>, old_group: Option<&ArtGroup<B>>) -> Result<(), Invalid> {
    match old_group {
        Some(group) => {
            let by_member = group.stage.context.members.contains(&setup.creator);
            require(by_member && setup.link == Some(link_to(group)), LINK, Place::Message)
        }
        None => Ok(()),
    }
}

/// Where the receiver is among the invitees.
fn find_invitee<B: Bytes>(setup: &ArtSetup<B>, own: &ArtMember<B>) -> Result<(MemberIndex, ArtInvitee<B>), Invalid> {
    let mut found = Err(Invalid { rule: INVITED, place: Place::Message });
    for i in 0..setup.invitees.len() {
        found = match (found, setup.invitees.get(i)) {
            (Err(_), Some(invitee)) if invitee.member == *own => Ok((MemberIndex(i as u32 + 1), invitee.clone())),
            (found, _) => found,
        };
    }
    found
}
