//! RFC 9420, Section 11.2 and Section 11.3: creating a group that is linked to another.

use crate::algebra::{Bytes, Crypto};
use crate::commit::ProposalOrRef;
use crate::commit::create::{CommitOptions, CreatedCommit, PathChoice, TreeDelivery, create_commit};
use crate::crypto::{derive_seed, random};
use crate::error::{Error, Misuse, Place, Rule, require};
use crate::extension::Extension;
use crate::group::create::create_group;
use crate::group::send::{MessageOptions, Protection};
use crate::group::{GroupState, Status};
use crate::key_package::KeyPackage;
use crate::key_package::validation::OwnKeyPackage;
use crate::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use crate::policy::Policy;
use crate::proposal::Proposal;
use crate::proposal_list::Link;
use crate::secret::Seed;
use crate::welcome::linked::{BRANCH_SUITE, is_subset};

/// The new group has the version and suite of the ReInit.
const REINIT_SUITE: Rule = Rule::Mls(227);
/// The new group has the same members as the old one.
const SAME_MEMBERS: Rule = Rule::Mls(329);
/// A subgroup's members are members of the old group.
const SUBSET_OF_MEMBERS: Rule = Rule::Mls(390);

/// The members of a new group, each with a new KeyPackage.
#[derive(Clone, Debug)]
pub struct LinkedMembers<'a, B> {
    /// Of the member that creates the group.
    pub creator: &'a OwnKeyPackage<B>,
    /// Of the others.
    pub others: &'a [KeyPackage<B>],
}

/// Creates the group that follows a ReInit (RFC 9420, Section 11.2), with its parameters and the same members.
///
/// `policy` must hold the PSKs of no other group; the resumption PSK is taken from `old`.
///
/// # Errors
/// [`Misuse::WrongMessage`] unless the last Commit of the old group had a ReInit; the first rule broken.
pub fn reinitialize_group<B: Crypto>(
    old: &GroupState<B>,
    members: &LinkedMembers<'_, B>,
    policy: &Policy<B>,
    seed: &Seed<B>,
) -> Result<CreatedCommit<B>, Error> {
    let Status::Reinitialized { reinit } = &old.status else {
        return Err(Error::Misuse(Misuse::WrongMessage));
    };
    let same_suite = members.creator.key_package.cipher_suite == reinit.cipher_suite
        && members.creator.key_package.version == reinit.version;
    require(same_suite, REINIT_SUITE, Place::Message)?;
    let created = create_linked_group(
        old,
        &LinkedGroup { group_id: &reinit.group_id, extensions: &reinit.extensions, link: Link::Reinit },
        members,
        policy,
        seed,
    )?;
    let service = &policy.leaf.authentication;
    let same = is_subset(&old.tree, &created.next.tree, service) && is_subset(&created.next.tree, &old.tree, service);
    require(same, SAME_MEMBERS, Place::Message)?;
    Ok(created)
}

/// Creates a subgroup of some of the members of a group (RFC 9420, Section 11.3), with the same suite.
///
/// # Errors
/// The first rule broken.
pub fn branch_group<B: Crypto>(
    old: &GroupState<B>,
    group_id: &B,
    members: &LinkedMembers<'_, B>,
    policy: &Policy<B>,
    seed: &Seed<B>,
) -> Result<CreatedCommit<B>, Error> {
    let same_suite = members.creator.key_package.cipher_suite == old.group_context.cipher_suite;
    require(same_suite, BRANCH_SUITE, Place::Message)?;
    let created = create_linked_group(
        old,
        &LinkedGroup { group_id, extensions: &old.group_context.extensions, link: Link::Branch },
        members,
        policy,
        seed,
    )?;
    let subset = is_subset(&created.next.tree, &old.tree, &policy.leaf.authentication);
    require(subset, SUBSET_OF_MEMBERS, Place::Message)?;
    Ok(created)
}

/// What the new group is to be.
struct LinkedGroup<'a, B> {
    group_id: &'a B,
    extensions: &'a [Extension<B>],
    link: Link,
}

/// A group of one member, and an initial Commit that adds the others and injects the resumption PSK.
fn create_linked_group<B: Crypto>(
    old: &GroupState<B>,
    new: &LinkedGroup<'_, B>,
    members: &LinkedMembers<'_, B>,
    policy: &Policy<B>,
    seed: &Seed<B>,
) -> Result<CreatedCommit<B>, Error> {
    let creator = members.creator;
    let group = create_group(new.group_id, creator, new.extensions, policy, seed)?;
    let mut group_policy = policy.clone();
    for i in 0..old.resumption_psks.len() {
        if let Some(psk) = old.resumption_psks.get(i) {
            group_policy.psks.push(psk.clone());
        }
    }
    let suite = group.suite;
    let psk = PreSharedKeyId {
        source: PskSource::Resumption {
            usage: match new.link {
                Link::Reinit => ResumptionPskUsage::Reinit,
                Link::Branch | Link::None => ResumptionPskUsage::Branch,
            },
            psk_group_id: old.group_context.group_id.clone(),
            psk_epoch: old.group_context.epoch,
        },
        psk_nonce: random(suite, seed, b"psk_nonce", 0, suite.kdf_nh()),
    };
    let options = CommitOptions {
        proposals: initial_proposals(psk, members.others),
        path: PathChoice::Always,
        new_leaf: None,
        message: MessageOptions { authenticated_data: B::literal(&[]), protection: Protection::Public },
        group_info_extensions: Vec::new(),
        ratchet_tree: TreeDelivery::Extension,
        link: new.link,
    };
    let commit_seed = derive_seed(suite, seed, b"commit", 0);
    create_commit(&group, &group_policy, &options, &commit_seed)
}

/// The PSK, then an Add for each of the others.
fn initial_proposals<B: Bytes>(psk: PreSharedKeyId<B>, others: &[KeyPackage<B>]) -> Vec<ProposalOrRef<B>> {
    let mut proposals = vec![ProposalOrRef::Proposal { proposal: Proposal::PreSharedKey { psk } }];
    for i in 0..others.len() {
        if let Some(key_package) = others.get(i) {
            proposals.push(ProposalOrRef::Proposal { proposal: Proposal::Add { key_package: key_package.clone() } });
        }
    }
    proposals
}
