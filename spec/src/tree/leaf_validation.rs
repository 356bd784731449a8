//! RFC 9420, Section 7.3: the validity of one LeafNode.
//!
//! What concerns the other members of the group is in [`crate::tree::member_validation`].

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::credential::{AuthenticationService, check_credential, credential_type};
use crate::crypto::HpkePublicKey;
use crate::error::{CryptoError, Error, Invalid, Place, Rule, require, require_verified};
use crate::extension::content::required_capabilities;
use crate::extension::{Extension, ExtensionHolder, check_extensions};
use crate::key_schedule::group_context::MLS10;
use crate::tree::capabilities::{check_no_defaults, supports_credential, supports_extensions, supports_required};
use crate::tree::leaf_node::{GroupBinding, leaf_node_signature_is_valid};
use crate::tree::leaf_policy::{LeafPolicy, check_received_lifetime};
use crate::tree::nodes::{LeafNode, LeafNodeSource};

/// In a KeyPackage, the source is `key_package` (also R203).
const KEY_PACKAGE_SOURCE: Rule = Rule::Mls(112);
/// In an Update proposal, the source is `update`.
const UPDATE_SOURCE: Rule = Rule::Mls(113);
/// In an UpdatePath, the source is `commit` (also R341).
const COMMIT_SOURCE: Rule = Rule::Mls(115);
/// The credential is valid according to the Authentication Service.
const CREDENTIAL_IS_VALID: Rule = Rule::Mls(104);
/// The signature key is one of the suite's signature scheme.
const SIGNATURE_KEY: Rule = Rule::Mls(19);
/// Encryption keys are ones of the suite's KEM.
///
/// Choice: RFC 9420 demands it of leaves; here also parent nodes are held to it, since with an invalid key in
/// the tree nobody could commit any more.
const ENCRYPTION_KEY: Rule = Rule::Mls(199);
/// The signature verifies under `signature_key` (also R098 and R099).
const SIGNATURE: Rule = Rule::Mls(105);
/// The capabilities list the version and the suite that the leaf is used with.
///
/// Choice: RFC 9420 demands it of the client that creates the leaf, and leaves open whether others check it;
/// here it is part of "compatible with the group's parameters" (RFC 9420, Section 7.3).
const VERSION_AND_SUITE: Rule = Rule::Mls(91);
/// The capabilities list what the group requires.
const REQUIRED_CAPABILITIES: Rule = Rule::Mls(106);
/// A new member supports each extension of the GroupContext (also R415).
const GROUP_EXTENSIONS: Rule = Rule::Mls(416);
/// The credential's type is in the leaf's own capabilities.
const OWN_CREDENTIAL_TYPE: Rule = Rule::Mls(93);
/// The leaf's extensions are in its own capabilities (also R092, R204 and R422).
const OWN_EXTENSIONS: Rule = Rule::Mls(111);
/// An Update changes the `encryption_key` (also R126).
const UPDATE_CHANGES_KEY: Rule = Rule::Mls(114);

/// What a LeafNode appears in.
#[derive(Clone, Debug, PartialEq)]
pub enum LeafNodeUse<B> {
    /// A KeyPackage, and thus an Add.
    KeyPackage,
    /// An Update proposal.
    Update {
        /// The `encryption_key` of the leaf that it replaces.
        replaced_key: HpkePublicKey<B>,
    },
    /// The `leaf_node` of an UpdatePath.
    UpdatePath,
    /// A ratchet tree.
    RatchetTree,
}

/// Checks one LeafNode, in the order of RFC 9420, Section 7.3.
///
/// `binding` says where the leaf is or will be; `group_extensions` are those of the GroupContext, and empty
/// where there is no group.
///
/// Deviation: the source is checked first and not last, because it decides what the signature covers.
///
/// # Errors
/// The first broken rule, at the leaf ([`Place::Message`] outside a group) or at one of its extensions.
pub fn check_leaf_node<B: Crypto>(
    suite: CipherSuite,
    leaf: &LeafNode<B>,
    leaf_use: &LeafNodeUse<B>,
    binding: &GroupBinding<B>,
    group_extensions: &[Extension<B>],
    policy: &LeafPolicy<B>,
) -> Result<(), Error> {
    let place = leaf_place(binding);
    check_source(leaf, leaf_use, place)?;
    check_leaf_credential(suite, leaf, &policy.authentication, place)?;
    let key = &leaf.signature_key.bytes;
    require(B::signature_is_public_key(suite, key), SIGNATURE_KEY, place)?;
    check_leaf_signature(suite, leaf, binding)?;
    check_group_parameters(suite, leaf, leaf_use, group_extensions, place)?;
    let own_type = credential_type(&leaf.credential);
    let listed = supports_credential(&leaf.capabilities, own_type);
    require(listed, OWN_CREDENTIAL_TYPE, place)?;
    check_received_lifetime(leaf, policy, place)?;
    check_own_extensions(leaf, place)?;
    check_no_defaults(&leaf.capabilities, place)?;
    check_update_changes_key(leaf, leaf_use, place)?;
    check_encryption_key(suite, &leaf.encryption_key, place)?;
    Ok(())
}

/// The signature of a leaf verifies under its `signature_key`.
///
/// # Errors
/// If it does not.
pub fn check_leaf_signature<B: Crypto>(
    suite: CipherSuite,
    leaf: &LeafNode<B>,
    binding: &GroupBinding<B>,
) -> Result<(), CryptoError> {
    let verified = leaf_node_signature_is_valid(suite, leaf, binding);
    require_verified(verified, SIGNATURE)
}

fn leaf_place<B>(binding: &GroupBinding<B>) -> Place {
    match binding {
        GroupBinding::None => Place::Message,
        GroupBinding::Leaf { leaf_index, .. } => Place::Leaf(leaf_index.0),
    }
}

/// The credential: RFC 9420, Section 5.3.1.
fn check_leaf_credential<B: Crypto>(
    suite: CipherSuite,
    leaf: &LeafNode<B>,
    authentication: &AuthenticationService<B>,
    place: Place,
) -> Result<(), Invalid> {
    check_credential(suite, &leaf.credential, &leaf.signature_key, place)?;
    let is_valid = authentication.is_valid;
    require(is_valid(&authentication.context, &leaf.credential, &leaf.signature_key), CREDENTIAL_IS_VALID, place)
}

/// The leaf is compatible with the parameters of the group.
fn check_group_parameters<B: Bytes>(
    suite: CipherSuite,
    leaf: &LeafNode<B>,
    leaf_use: &LeafNodeUse<B>,
    group_extensions: &[Extension<B>],
    place: Place,
) -> Result<(), Error> {
    let capabilities = &leaf.capabilities;
    let listed = capabilities.versions.contains(&MLS10) && capabilities.cipher_suites.contains(&suite.value());
    require(listed, VERSION_AND_SUITE, place)?;
    if let Some(required) = required_capabilities(group_extensions)? {
        let supported = supports_required(capabilities, &required);
        require(supported, REQUIRED_CAPABILITIES, place)?;
    }
    match leaf_use {
        LeafNodeUse::KeyPackage => {
            let supported = supports_extensions(capabilities, group_extensions);
            Ok(require(supported, GROUP_EXTENSIONS, place)?)
        }
        LeafNodeUse::Update { .. } | LeafNodeUse::UpdatePath | LeafNodeUse::RatchetTree => Ok(()),
    }
}

/// The extensions of the leaf are supported by the leaf.
///
/// Choice: RFC 9420 contradicts itself on default extension types, which capabilities must not list. They
/// need no listing here.
fn check_own_extensions<B: Bytes>(leaf: &LeafNode<B>, place: Place) -> Result<(), Invalid> {
    let supported = supports_extensions(&leaf.capabilities, &leaf.extensions);
    require(supported, OWN_EXTENSIONS, place)?;
    check_extensions(&leaf.extensions, ExtensionHolder::LeafNode)
}

/// The source fits what the leaf appears in.
fn check_source<B: Bytes>(leaf: &LeafNode<B>, leaf_use: &LeafNodeUse<B>, place: Place) -> Result<(), Invalid> {
    let (from_key_package, from_update, from_commit) = match &leaf.leaf_node_source {
        LeafNodeSource::KeyPackage { .. } => (true, false, false),
        LeafNodeSource::Update => (false, true, false),
        LeafNodeSource::Commit { .. } => (false, false, true),
    };
    match leaf_use {
        LeafNodeUse::KeyPackage => require(from_key_package, KEY_PACKAGE_SOURCE, place),
        LeafNodeUse::Update { .. } => require(from_update, UPDATE_SOURCE, place),
        LeafNodeUse::UpdatePath => require(from_commit, COMMIT_SOURCE, place),
        LeafNodeUse::RatchetTree => Ok(()),
    }
}

fn check_update_changes_key<B: Bytes>(
    leaf: &LeafNode<B>,
    leaf_use: &LeafNodeUse<B>,
    place: Place,
) -> Result<(), Invalid> {
    match leaf_use {
        LeafNodeUse::Update { replaced_key } => {
            let changed = leaf.encryption_key != *replaced_key;
            require(changed, UPDATE_CHANGES_KEY, place)
        }
        LeafNodeUse::KeyPackage | LeafNodeUse::UpdatePath | LeafNodeUse::RatchetTree => Ok(()),
    }
}

/// Checks the encryption key of a leaf or of a parent node.
///
/// # Errors
/// If it is no public key of the suite's KEM.
pub fn check_encryption_key<B: Crypto>(
    suite: CipherSuite,
    key: &HpkePublicKey<B>,
    place: Place,
) -> Result<(), Invalid> {
    let valid = B::kem_is_public_key(suite, &key.bytes);
    require(valid, ENCRYPTION_KEY, place)
}

/// The error for a public key to which nothing can be encrypted.
pub fn unusable_encryption_key(place: Place) -> Invalid {
    Invalid { rule: ENCRYPTION_KEY, place }
}
