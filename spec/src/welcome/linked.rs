//! RFC 9420, Section 11.2, Section 11.3 and Section 12.4.3.1: Welcomes into a group that is linked to another.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::credential::AuthenticationService;
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::group::{GroupState, Status};
use crate::key_schedule::group_context::MLS10;
use crate::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use crate::tree::leaf_policy::LeafPolicy;
use crate::tree::nodes::LeafNode;
use crate::tree::ratchet_tree::{RatchetTree, leaf_at};
use crate::tree::terms::non_blank_leaves;

/// A resumption PSK of usage `reinit` or `branch` is the only such PSK.
const ONLY_LINK: Rule = Rule::Mls(367);
/// The nonce of a PSK has `KDF.Nh` bytes.
const PSK_NONCE_LENGTH: Rule = Rule::Mls(173);
/// The epoch of a linked group's Welcome is 1.
const FIRST_EPOCH: Rule = Rule::Mls(387);
/// The last Commit of the old group had a ReInit, and its parameters are the new group's.
const REINIT_PARAMETERS: Rule = Rule::Mls(388);
/// The PSK is that of the epoch after the ReInit Commit, so there is one.
const LINK_PSK: Rule = Rule::Mls(229);
/// All members of the old group are members of the new one.
const REINIT_MEMBERS: Rule = Rule::Mls(389);
/// The suite of a subgroup is that of the old group.
pub(crate) const BRANCH_SUITE: Rule = Rule::Mls(235);
/// The members of a subgroup are members of the old group.
const BRANCH_MEMBERS: Rule = Rule::Mls(237);
/// The state of the old group is at hand.
const LINKED_GROUP: Rule = Rule::Mls(234);

/// The usage and the place of a PSK that links two groups.
struct LinkPsk<B> {
    usage: ResumptionPskUsage,
    group_id: B,
    epoch: u64,
}

/// Checks the PSKs of a GroupSecrets: at most one links to another group, and all nonces have their length.
///
/// # Errors
/// At the index of the PSK at fault.
pub fn check_linked_psks<B: Bytes>(suite: CipherSuite, psks: &[PreSharedKeyId<B>]) -> Result<(), Invalid> {
    let mut links = 0;
    let mut verdict = Ok(());
    for index in 0..psks.len() {
        let place = Place::Entry(index as u32);
        verdict = match (verdict, psks.get(index)) {
            (Ok(()), Some(psk)) => {
                if link_psk(psk).is_some() {
                    links += 1;
                }
                check_psk(suite, psk, links, place)
            }
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn check_psk<B: Bytes>(suite: CipherSuite, psk: &PreSharedKeyId<B>, links: u32, place: Place) -> Result<(), Invalid> {
    require(links <= 1, ONLY_LINK, place)?;
    let fits = psk.psk_nonce.length() == suite.kdf_nh();
    require(fits, PSK_NONCE_LENGTH, place)
}

fn link_psk<B: Bytes>(psk: &PreSharedKeyId<B>) -> Option<LinkPsk<B>> {
    match &psk.source {
        PskSource::External { .. } => None,
        PskSource::Resumption { usage, psk_group_id, psk_epoch } => match usage {
            ResumptionPskUsage::Application => None,
            ResumptionPskUsage::Reinit | ResumptionPskUsage::Branch => {
                Some(LinkPsk { usage: *usage, group_id: psk_group_id.clone(), epoch: *psk_epoch })
            }
        },
    }
}

/// The last step of RFC 9420, Section 12.4.3.1, once the new group's state is known.
///
/// # Errors
/// The first rule broken.
pub fn check_linked_group<B: Crypto>(
    new: &GroupState<B>,
    psks: &[PreSharedKeyId<B>],
    linked: Option<&GroupState<B>>,
    policy: &LeafPolicy<B>,
) -> Result<(), Error> {
    let mut link = None;
    for i in 0..psks.len() {
        link = match (link, psks.get(i)) {
            (None, Some(psk)) => link_psk(psk),
            (link, _) => link,
        };
    }
    // Who waits for the Welcome of a linked group joins no other by it.
    let Some(link) = link else {
        return Ok(require(linked.is_none(), LINK_PSK, Place::Message)?);
    };
    let place = Place::Message;
    require(new.group_context.epoch == 1, FIRST_EPOCH, place)?;
    let Some(old) = linked else {
        return Ok(require(false, LINKED_GROUP, place)?);
    };
    require(old.group_context.group_id == link.group_id, LINKED_GROUP, place)?;
    match link.usage {
        ResumptionPskUsage::Branch => check_branch(new, old, policy),
        _ => check_reinit(new, old, link.epoch, policy),
    }
}

/// RFC 9420, Section 11.2.
fn check_reinit<B: Crypto>(
    new: &GroupState<B>,
    old: &GroupState<B>,
    psk_epoch: u64,
    policy: &LeafPolicy<B>,
) -> Result<(), Error> {
    let place = Place::Message;
    let Status::Reinitialized { reinit } = &old.status else {
        return Ok(require(false, REINIT_PARAMETERS, place)?);
    };
    let context = &new.group_context;
    let same = context.group_id == reinit.group_id
        && reinit.version == MLS10
        && context.cipher_suite == reinit.cipher_suite
        && context.extensions == reinit.extensions;
    require(same, REINIT_PARAMETERS, place)?;
    require(psk_epoch == old.group_context.epoch, LINK_PSK, place)?;
    let all = is_subset(&old.tree, &new.tree, &policy.authentication);
    Ok(require(all, REINIT_MEMBERS, place)?)
}

/// RFC 9420, Section 11.3. The version is `mls10` in both: there is no other.
fn check_branch<B: Crypto>(new: &GroupState<B>, old: &GroupState<B>, policy: &LeafPolicy<B>) -> Result<(), Error> {
    let place = Place::Message;
    require(new.suite == old.suite, BRANCH_SUITE, place)?;
    let all = is_subset(&new.tree, &old.tree, &policy.authentication);
    Ok(require(all, BRANCH_MEMBERS, place)?)
}

/// Whether every member of one tree is a member of another, according to the application.
pub fn is_subset<B: Bytes>(tree: &RatchetTree<B>, of: &RatchetTree<B>, service: &AuthenticationService<B>) -> bool {
    let leaves = non_blank_leaves(tree);
    let mut all = true;
    for i in 0..leaves.len() {
        all = match leaves.get(i) {
            Some(leaf) => match leaf_at(tree, *leaf) {
                Some(member) => all && has_member(of, member, service),
                None => all,
            },
            None => all,
        };
    }
    all
}

fn has_member<B: Bytes>(tree: &RatchetTree<B>, member: &LeafNode<B>, service: &AuthenticationService<B>) -> bool {
    let leaves = non_blank_leaves(tree);
    let mut found = false;
    for i in 0..leaves.len() {
        found = match leaves.get(i) {
            Some(leaf) => match leaf_at(tree, *leaf) {
                Some(other) => found || is_same_client(service, member, other),
                None => found,
            },
            None => found,
        };
    }
    found
}

fn is_same_client<B: Bytes>(service: &AuthenticationService<B>, one: &LeafNode<B>, other: &LeafNode<B>) -> bool {
    one.credential == other.credential || (service.is_same_client)(&service.context, &one.credential, &other.credential)
}
