//! RFC 9420, Section 10 and Section 10.1: creating and validating a KeyPackage.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::crypto::{derive_seed, random, sign_with_label, verify_with_label};
use crate::error::{Error, Misuse, Place, Rule, placed, require, require_verified};
use crate::extension::{Extension, ExtensionHolder, check_extensions};
use crate::hash_ref::{KeyPackageRef, make_key_package_ref};
use crate::hpke::derive_key_pair;
use crate::key_package::{KeyPackage, encode_key_package, encode_key_package_tbs};
use crate::key_schedule::group_context::MLS10;
use crate::secret::{HpkePrivateKey, Seed, SignaturePrivateKey};
use crate::tree::leaf_node::{GroupBinding, sign_leaf_node};
use crate::tree::leaf_policy::LeafPolicy;
use crate::tree::leaf_validation::{LeafNodeUse, check_leaf_node};
use crate::tree::nodes::{LeafNode, LeafNodeSource, Lifetime};
use crate::tree::update_path::create::NewLeaf;

/// A KeyPackage as its owner holds it: with its private keys.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnKeyPackage<B> {
    /// What is published.
    pub key_package: KeyPackage<B>,
    /// Of `init_key`.
    pub init_private_key: HpkePrivateKey<B>,
    /// Of the leaf's `encryption_key`.
    pub encryption_private_key: HpkePrivateKey<B>,
    /// Of the leaf's `signature_key`.
    pub signature_private_key: SignaturePrivateKey<B>,
}

/// What the owner of a new KeyPackage chooses.
#[derive(Clone, Debug)]
pub struct NewKeyPackage<B> {
    /// Who it is, what it supports, and its signature key.
    pub leaf: NewLeaf<B>,
    /// When it may be used.
    pub lifetime: Lifetime,
    /// The extensions of the KeyPackage itself.
    pub extensions: Vec<Extension<B>>,
}

/// The version of the KeyPackage is the group's.
const KEY_PACKAGE_VERSION: Rule = Rule::Mls(209);
/// The suite of the KeyPackage is the group's.
const KEY_PACKAGE_SUITE: Rule = Rule::Mls(210);
/// The signature verifies under the leaf's signature key.
const KEY_PACKAGE_SIGNATURE: Rule = Rule::Mls(212);
/// The leaf's encryption key is not the init key.
const KEYS_DIFFER: Rule = Rule::Mls(213);
/// The init key is a public key of the suite's KEM.
pub(crate) const INIT_KEY: Rule = Rule::Mls(197);
/// The extensions of a KeyPackage are listed in its leaf's capabilities.
const EXTENSION_LISTED: Rule = Rule::Mls(204);

/// The label of the signature: RFC 9420, Section 17.6.
const KEY_PACKAGE_TBS: &[u8] = b"KeyPackageTBS";

/// Creates a KeyPackage with fresh keys.
///
/// # Errors
/// If the signature key is none of the suite, or an extension is not listed in the capabilities.
pub fn create_key_package<B: Crypto>(
    suite: CipherSuite,
    new: &NewKeyPackage<B>,
    seed: &Seed<B>,
) -> Result<OwnKeyPackage<B>, Error> {
    let length = suite.kdf_nh();
    let init = derive_key_pair(suite, &random(suite, seed, b"init_key", 0, length));
    let encryption = derive_key_pair(suite, &random(suite, seed, b"encryption_key", 0, length));
    let leaf_node = LeafNode {
        encryption_key: encryption.public_key,
        signature_key: new.leaf.signature_key.clone(),
        credential: new.leaf.credential.clone(),
        capabilities: new.leaf.capabilities.clone(),
        leaf_node_source: LeafNodeSource::KeyPackage { lifetime: new.lifetime },
        extensions: new.leaf.extensions.clone(),
        signature: B::literal(&[]),
    };
    let private_key = &new.leaf.signature_private_key;
    let leaf_seed = derive_seed(suite, seed, b"leaf_node", 0);
    let leaf_node = sign_leaf_node(suite, leaf_node, &GroupBinding::None, private_key, &leaf_seed)?;
    let unsigned = KeyPackage {
        version: MLS10,
        cipher_suite: suite.value(),
        init_key: init.public_key,
        leaf_node,
        extensions: new.extensions.clone(),
        signature: B::literal(&[]),
    };
    require(extensions_are_listed(&unsigned), EXTENSION_LISTED, Place::Message)?;
    let tbs = encode_key_package_tbs(&unsigned);
    let signature = sign_with_label(suite, private_key, KEY_PACKAGE_TBS, &tbs, seed)?;
    let mut key_package = unsigned;
    key_package.signature = signature;
    Ok(OwnKeyPackage {
        key_package,
        init_private_key: init.private_key,
        encryption_private_key: encryption.private_key,
        signature_private_key: private_key.clone(),
    })
}

/// The reference that a Welcome names a KeyPackage by: by the hash of the KeyPackage's own suite.
///
/// # Errors
/// If that suite is unknown.
pub fn key_package_ref<B: Crypto>(key_package: &KeyPackage<B>) -> Result<KeyPackageRef<B>, Error> {
    let suite = CipherSuite::from_value(key_package.cipher_suite)?;
    Ok(make_key_package_ref(suite, &encode_key_package(key_package)))
}

/// RFC 9420, Section 10.1, with the rules of RFC 9420, Section 10 for a whole KeyPackage.
///
/// # Errors
/// The first rule broken, at `place`.
pub fn check_key_package<B: Crypto>(
    suite: CipherSuite,
    key_package: &KeyPackage<B>,
    group_extensions: &[Extension<B>],
    policy: &LeafPolicy<B>,
    place: Place,
) -> Result<(), Error> {
    // Verify that the cipher suite and protocol version match those in the GroupContext.
    require(key_package.version == MLS10, KEY_PACKAGE_VERSION, place)?;
    require(key_package.cipher_suite == suite.value(), KEY_PACKAGE_SUITE, place)?;
    require(B::kem_is_public_key(suite, &key_package.init_key.bytes), INIT_KEY, place)?;
    // Verify that the leaf_node is valid for a KeyPackage.
    let leaf = &key_package.leaf_node;
    let checked = check_leaf_node(suite, leaf, &LeafNodeUse::KeyPackage, &GroupBinding::None, group_extensions, policy);
    placed(checked, place)?;
    check_extensions(&key_package.extensions, ExtensionHolder::KeyPackage)?;
    // Verify the signature under the leaf's signature key.
    // Choice: the text says "the public key in leaf_node.credential", which for a basic credential there is not.
    let tbs = encode_key_package_tbs(key_package);
    let verified = verify_with_label(suite, &leaf.signature_key, KEY_PACKAGE_TBS, &tbs, &key_package.signature);
    require_verified(verified, KEY_PACKAGE_SIGNATURE)?;
    // Verify that leaf_node.encryption_key differs from init_key.
    require(leaf.encryption_key != key_package.init_key, KEYS_DIFFER, place)?;
    Ok(())
}

/// Choice: RFC 9420, Section 10 demands that a KeyPackage's extensions are listed, and that unknown ones are
/// ignored. The first binds the creator; the receiver does not reject an unlisted one, which may be GREASE.
fn extensions_are_listed<B: Bytes>(key_package: &KeyPackage<B>) -> bool {
    let listed = &key_package.leaf_node.capabilities.extensions;
    let mut all = true;
    for i in 0..key_package.extensions.len() {
        all = match key_package.extensions.get(i) {
            Some(extension) => all && listed.contains(&extension.extension_type),
            None => all,
        };
    }
    all
}

/// Whether the private keys belong to the public keys of the KeyPackage.
///
/// # Errors
/// [`Misuse::PrivateKey`] if one does not.
pub fn check_own_key_package<B: Crypto>(suite: CipherSuite, own: &OwnKeyPackage<B>) -> Result<(), Misuse> {
    let leaf = &own.key_package.leaf_node;
    let init = B::kem_public_key(suite, &own.init_private_key.bytes);
    let encryption = B::kem_public_key(suite, &own.encryption_private_key.bytes);
    let signature = B::signature_public_key(suite, &own.signature_private_key.bytes);
    if init == Some(own.key_package.init_key.bytes.clone())
        && encryption == Some(leaf.encryption_key.bytes.clone())
        && signature == Some(leaf.signature_key.bytes.clone())
    {
        Ok(())
    } else {
        Err(Misuse::PrivateKey)
    }
}
