//! When a proposal is invalid by itself: RFC 9420, Section 12.1.1 to Section 12.1.7.

use crate::algebra::{Bytes, Crypto};
use crate::credential::{AuthenticationService, is_accepted_successor};
use crate::error::{Error, Invalid, Place, Rule, require};
use crate::extension::content::external_senders;
use crate::extension::{Extension, ExtensionHolder, check_extensions};
use crate::framing::Sender;
use crate::key_package::validation::check_key_package;
use crate::key_schedule::group_context::MLS10;
use crate::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use crate::proposal::{Proposal, ReInit};
use crate::proposal_list::{CommittedProposal, Link, ListContext};
use crate::tree::leaf_node::GroupBinding;
use crate::tree::leaf_policy::{LeafPolicy, check_sent_lifetime};
use crate::tree::leaf_validation::{LeafNodeUse, check_leaf_node};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::LeafNode;
use crate::tree::ratchet_tree::leaf_at;

/// A Remove names a non-blank leaf.
const REMOVES_NOBODY: Rule = Rule::Mls(251);
/// A PSK of usage `reinit` is for a reinitialization.
const REINIT_PSK: Rule = Rule::Mls(255);
/// A PSK of usage `branch` is for a subgroup branching.
const BRANCH_PSK: Rule = Rule::Mls(256);
/// The nonce of a PSK has `KDF.Nh` bytes.
const PSK_NONCE_LENGTH: Rule = Rule::Mls(257);
/// A ReInit does not lower the version.
const REINIT_VERSION: Rule = Rule::Mls(260);
/// An Update is sent by the member whose leaf it replaces.
const UPDATE_BY_NON_MEMBER: Rule = Rule::Mls(249);
/// An external sender in the group's extensions is valid for the Authentication Service.
const EXTERNAL_SENDER_CREDENTIAL: Rule = Rule::Mls(35);
/// The credential of an Update is a successor of the replaced one.
const UPDATE_CREDENTIAL: Rule = Rule::Mls(33);

/// Checks one proposal of a list, at index `index`, against the new extensions of the group.
///
/// # Errors
/// The first rule broken, at the proposal's index.
pub fn check_proposal<B: Crypto>(
    context: &ListContext<'_, B>,
    new_extensions: &[Extension<B>],
    index: usize,
    committed: &CommittedProposal<B>,
) -> Result<(), Error> {
    let place = Place::Entry(index as u32);
    match &committed.proposal {
        Proposal::Add { key_package } => {
            check_key_package(context.suite, key_package, new_extensions, context.policy, place)
        }
        Proposal::Update { leaf_node } => match committed.sender {
            Sender::Member { leaf_index } => check_update(context, new_extensions, leaf_index, leaf_node, place),
            _ => Ok(require(false, UPDATE_BY_NON_MEMBER, place)?),
        },
        Proposal::Remove { removed } => Ok(require(leaf_at(context.tree, *removed).is_some(), REMOVES_NOBODY, place)?),
        Proposal::PreSharedKey { psk } => check_pre_shared_key(context, psk, place),
        Proposal::ReInit { reinit } => check_reinit(reinit, place),
        Proposal::GroupContextExtensions { extensions } => {
            check_extensions(extensions, ExtensionHolder::GroupContext)?;
            check_external_senders(extensions, &context.policy.authentication, place)
        }
        // Where these may be is a property of the list.
        Proposal::ExternalInit { .. } | Proposal::Other { .. } => Ok(()),
    }
}

/// RFC 9420, Section 12.1.2.
fn check_update<B: Crypto>(
    context: &ListContext<'_, B>,
    new_extensions: &[Extension<B>],
    sender: LeafIndex,
    leaf_node: &LeafNode<B>,
    place: Place,
) -> Result<(), Error> {
    let Some(replaced) = leaf_at(context.tree, sender) else {
        return Ok(require(false, UPDATE_BY_NON_MEMBER, place)?);
    };
    let leaf_use = LeafNodeUse::Update { replaced_key: replaced.encryption_key.clone() };
    let binding = GroupBinding::Leaf { group_id: context.group_id.clone(), leaf_index: sender };
    check_leaf_node(context.suite, leaf_node, &leaf_use, &binding, new_extensions, context.policy)?;
    let service = &context.policy.authentication;
    let accepted = is_accepted_successor(service, &replaced.credential, &leaf_node.credential);
    Ok(require(accepted, UPDATE_CREDENTIAL, place)?)
}

/// What the sender of a message holds its Adds to, beyond what receivers check: RFC 9420, Section 7.3.
///
/// # Errors
/// If the time is not in the lifetime of the leaf.
pub fn check_sent_proposal<B: Bytes>(proposal: &Proposal<B>, policy: &LeafPolicy<B>) -> Result<(), Invalid> {
    match proposal {
        Proposal::Add { key_package } => check_sent_lifetime(&key_package.leaf_node, policy.clock),
        _ => Ok(()),
    }
}

/// RFC 9420, Section 12.1.4.
fn check_pre_shared_key<B: Crypto>(
    context: &ListContext<'_, B>,
    psk: &PreSharedKeyId<B>,
    place: Place,
) -> Result<(), Error> {
    match &psk.source {
        PskSource::External { .. } => {}
        PskSource::Resumption { usage, .. } => match usage {
            ResumptionPskUsage::Application => {}
            ResumptionPskUsage::Reinit => {
                require(context.link == Link::Reinit, REINIT_PSK, place)?;
            }
            ResumptionPskUsage::Branch => {
                require(context.link == Link::Branch, BRANCH_PSK, place)?;
            }
        },
    }
    let fits = psk.psk_nonce.length() == context.suite.kdf_nh();
    Ok(require(fits, PSK_NONCE_LENGTH, place)?)
}

/// RFC 9420, Section 12.1.5.
fn check_reinit<B: Bytes>(reinit: &ReInit<B>, place: Place) -> Result<(), Error> {
    require(reinit.version >= MLS10, REINIT_VERSION, place)?;
    check_extensions(&reinit.extensions, ExtensionHolder::GroupContext)?;
    Ok(())
}

/// External senders are validated with the Authentication Service: RFC 9420, Section 5.3.1.
///
/// # Errors
/// If the extension does not decode, or a sender in it is not valid.
pub fn check_external_senders<B: Bytes>(
    extensions: &[Extension<B>],
    service: &AuthenticationService<B>,
    place: Place,
) -> Result<(), Error> {
    let senders = external_senders(extensions)?;
    let mut valid = true;
    for i in 0..senders.len() {
        valid = match senders.get(i) {
            Some(sender) => valid && (service.is_valid)(&service.context, &sender.credential, &sender.signature_key),
            None => valid,
        };
    }
    Ok(require(valid, EXTERNAL_SENDER_CREDENTIAL, place)?)
}
