//! RFC 9420, Section 11: creating a group.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::crypto::random;
use crate::error::{Error, Place, Rule, require};
use crate::extension::{Extension, ExtensionHolder, check_extensions};
use crate::group::GroupState;
use crate::group::epoch::{EpochParameters, OwnMember, first_state, start_epoch};
use crate::key_package::validation::{OwnKeyPackage, check_key_package, check_own_key_package};
use crate::key_schedule::group_context::GroupContext;
use crate::policy::Policy;
use crate::proposal_list::individual::check_external_senders;
use crate::secret::{EpochSecret, Seed};
use crate::tree::math::{LeafIndex, NodeIndex};
use crate::tree::member_validation::check_members;
use crate::tree::private_keys::{no_private_keys, with_private_key};
use crate::tree::ratchet_tree::singleton;
use crate::tree::tree_hash::root_tree_hash;

/// The chosen suite is one that all initial members support.
const SUITE_SUPPORTED: Rule = Rule::Mls(215);

/// Creates a group with one member, the creator, from its own KeyPackage.
///
/// # Errors
/// If the KeyPackage or the extensions are invalid, or the private keys do not fit.
pub fn create_group<B: Crypto>(
    group_id: &B,
    creator: &OwnKeyPackage<B>,
    extensions: &[Extension<B>],
    policy: &Policy<B>,
    seed: &Seed<B>,
) -> Result<GroupState<B>, Error> {
    let suite = CipherSuite::from_value(creator.key_package.cipher_suite)?;
    check_extensions(extensions, ExtensionHolder::GroupContext)?;
    check_creator(suite, creator, extensions, policy)?;
    check_external_senders(extensions, &policy.leaf.authentication, Place::Message)?;

    // Initialize a one-member group.
    let tree = singleton(creator.key_package.leaf_node.clone());
    check_members(&tree, extensions)?;
    let group_context = GroupContext {
        cipher_suite: suite.value(),
        group_id: group_id.clone(),
        epoch: 0,
        tree_hash: root_tree_hash(suite, &tree),
        confirmed_transcript_hash: B::literal(&[]),
        extensions: extensions.to_vec(),
    };
    let bytes = random(suite, seed, b"epoch_secret", 0, suite.kdf_nh());
    let epoch_secret = EpochSecret { bytes };

    // Calculate the interim transcript hash: part of starting any epoch.
    let parameters = EpochParameters { suite, group_context, tree };
    let epoch = start_epoch(&parameters, &epoch_secret);
    let encryption_private_key = creator.encryption_private_key.clone();
    let member = OwnMember {
        own_leaf: LeafIndex(0),
        private_keys: with_private_key(no_private_keys(), NodeIndex(0), encryption_private_key),
        signature_private_key: creator.signature_private_key.clone(),
    };
    Ok(first_state(parameters, member, epoch))
}

/// The creator is a valid member of its group, and holds its own private keys.
fn check_creator<B: Crypto>(
    suite: CipherSuite,
    creator: &OwnKeyPackage<B>,
    extensions: &[Extension<B>],
    policy: &Policy<B>,
) -> Result<(), Error> {
    let (key_package, place) = (&creator.key_package, Place::Message);
    check_own_key_package(suite, creator)?;
    check_key_package(suite, key_package, extensions, &policy.leaf, place)?;
    let suites = &key_package.leaf_node.capabilities.cipher_suites;
    Ok(require(suites.contains(&suite.value()), SUITE_SUPPORTED, place)?)
}
