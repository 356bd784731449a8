//! RFC 9420, Section 12.4.3.1: joining via a Welcome message.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::decode_exact;
use crate::commit::psks::find_psks;
use crate::crypto::decrypt_with_label;
use crate::error::{CryptoError, Error, Invalid, Place, Rule, require, require_verified};
use crate::group::GroupState;
use crate::group::epoch::{EpochParameters, OwnMember, first_state, secrets_from_joiner, start_epoch};
use crate::key_package::KeyPackage;
use crate::key_package::validation::{OwnKeyPackage, check_own_key_package, key_package_ref};
use crate::key_schedule::group_context::GroupContext;
use crate::key_schedule::psk::psk_secret;
use crate::key_schedule::{member_secret, welcome_key, welcome_nonce, welcome_secret};
use crate::policy::Policy;
use crate::secret::{HpkePrivateKey, PskSecret};
use crate::tree::math::{LeafIndex, leaf_node_index};
use crate::tree::private_keys::{PrivateKeys, no_private_keys, with_private_key};
use crate::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count};
use crate::tree::terms::non_blank_leaves;
use crate::tree::update_path::decrypt::private_keys_from_path_secret;
use crate::welcome::WELCOME;
use crate::welcome::group_info::{GroupInfo, decode_group_info};
use crate::welcome::linked::{check_linked_group, check_linked_psks};
use crate::welcome::message::{EncryptedGroupSecrets, GroupSecrets, Welcome, decode_group_secrets};
use crate::welcome::tree::{Joiner, verify_group_info_and_tree};

/// The Welcome has an entry for the client's KeyPackage.
const ENTRY: Rule = Rule::Mls(363);
/// The KeyPackage's suite is the Welcome's.
const WELCOME_SUITE: Rule = Rule::Mls(364);
/// The GroupSecrets decrypt.
const GROUP_SECRETS: Rule = Rule::Mls(365);
/// The client holds the PSKs.
const PSK_AVAILABLE: Rule = Rule::Mls(366);
/// The GroupInfo decrypts.
const GROUP_INFO: Rule = Rule::Mls(368);
/// The GroupInfo's suite is the KeyPackage's.
const GROUP_INFO_SUITE: Rule = Rule::Mls(372);
/// The tree has the KeyPackage's leaf.
const OWN_LEAF: Rule = Rule::Mls(379);
/// The confirmation tag verifies.
const CONFIRMATION_TAG: Rule = Rule::Mls(385);

/// What a client joins with.
#[derive(Clone, Copy, Debug)]
pub struct JoinInput<'a, B> {
    /// The KeyPackage that it was added by.
    pub own: &'a OwnKeyPackage<B>,
    /// The tree, if the Welcome does not carry it.
    pub ratchet_tree: Option<&'a RatchetTree<B>>,
    /// The ids of the groups that the client is a member of.
    pub current_groups: &'a [B],
    /// The state of the group that the new group follows or branches from, if it is linked to one.
    pub linked: Option<&'a GroupState<B>>,
}

/// Joins a group.
///
/// # Errors
/// The first rule broken.
pub fn join_group<B: Crypto>(
    input: &JoinInput<'_, B>,
    welcome: &Welcome<B>,
    policy: &Policy<B>,
) -> Result<GroupState<B>, Error> {
    let suite = CipherSuite::from_value(welcome.cipher_suite)?;
    // Identify the entry of the client's KeyPackage, and decrypt the GroupSecrets.
    let entry = find_entry(&input.own.key_package, welcome)?;
    let init_private_key = &input.own.init_private_key;
    let group_secrets = open_group_secrets(suite, init_private_key, welcome, &entry)?;
    check_own_key_package(suite, input.own)?;
    // Find the PSKs, and decrypt the GroupInfo.
    let psk_secret = find_psk_secret(suite, input, &group_secrets, policy)?;
    let group_info = open_group_info(suite, welcome, &group_secrets, &psk_secret)?;
    // Verify the GroupInfo and the tree.
    let same_suite = group_info.group_context.cipher_suite == suite.value();
    require(same_suite, GROUP_INFO_SUITE, Place::Message)?;
    let joiner = Joiner {
        capabilities: &input.own.key_package.leaf_node.capabilities,
        ratchet_tree: input.ratchet_tree,
        current_groups: input.current_groups,
        policy,
    };
    let tree = verify_group_info_and_tree(suite, &group_info, &joiner)?;
    // Identify the own leaf, and the private keys above it.
    let own_leaf = find_own_leaf(input.own, &tree)?;
    let member = OwnMember {
        own_leaf,
        private_keys: private_keys(suite, input.own, own_leaf, &tree, &group_info, &group_secrets)?,
        signature_private_key: input.own.signature_private_key.clone(),
    };
    // Start the epoch, and verify the confirmation tag.
    let state = start(suite, &group_info, tree, member, &group_secrets, &psk_secret)?;
    check_linked_group(&state, &group_secrets.psks, input.linked, &policy.leaf)?;
    Ok(state)
}

/// The entry of a Welcome for a KeyPackage.
///
/// # Errors
/// If there is none, or the KeyPackage is of another suite.
pub fn find_entry<B: Crypto>(
    key_package: &KeyPackage<B>,
    welcome: &Welcome<B>,
) -> Result<EncryptedGroupSecrets<B>, Error> {
    let reference = key_package_ref(key_package)?;
    let mut found = None;
    for i in 0..welcome.secrets.len() {
        found = match (found, welcome.secrets.get(i)) {
            (None, Some(entry)) if entry.new_member == reference => Some(entry.clone()),
            (found, _) => found,
        };
    }
    let Some(entry) = found else {
        return Err(Error::Invalid(Invalid { rule: ENTRY, place: Place::Message }));
    };
    let same_suite = key_package.cipher_suite == welcome.cipher_suite;
    require(same_suite, WELCOME_SUITE, Place::Message)?;
    Ok(entry)
}

/// ```text
/// group_secrets = DecryptWithLabel(init_key_priv, "Welcome", encrypted_group_info, kem_output, ciphertext)
/// ```
///
/// # Errors
/// If the entry does not decrypt, or holds no GroupSecrets.
pub fn open_group_secrets<B: Crypto>(
    suite: CipherSuite,
    init_private_key: &HpkePrivateKey<B>,
    welcome: &Welcome<B>,
    entry: &EncryptedGroupSecrets<B>,
) -> Result<GroupSecrets<B>, Error> {
    let opened = decrypt_with_label(
        suite,
        init_private_key,
        WELCOME,
        &welcome.encrypted_group_info,
        &entry.encrypted_group_secrets,
    );
    match opened {
        Some(plaintext) => Ok(decode_exact(&plaintext, decode_group_secrets)?),
        None => Err(Error::Crypto(CryptoError { rule: GROUP_SECRETS })),
    }
}

/// The PSKs of the GroupSecrets, those of a linked group included, chained.
fn find_psk_secret<B: Crypto>(
    suite: CipherSuite,
    input: &JoinInput<'_, B>,
    group_secrets: &GroupSecrets<B>,
    policy: &Policy<B>,
) -> Result<PskSecret<B>, Error> {
    let of_linked = match input.linked {
        Some(linked) => linked.resumption_psks.clone(),
        None => Vec::new(),
    };
    let psks = find_psks(&group_secrets.psks, &of_linked, &policy.psks, PSK_AVAILABLE)?;
    check_linked_psks(suite, &group_secrets.psks)?;
    Ok(psk_secret(suite, &psks))
}

/// ```text
/// welcome_nonce = ExpandWithLabel(welcome_secret, "nonce", "", AEAD.Nn)
/// welcome_key = ExpandWithLabel(welcome_secret, "key", "", AEAD.Nk)
/// ```
///
/// # Errors
/// If the GroupInfo does not decrypt, or is none.
pub fn open_group_info<B: Crypto>(
    suite: CipherSuite,
    welcome: &Welcome<B>,
    group_secrets: &GroupSecrets<B>,
    psk_secret: &PskSecret<B>,
) -> Result<GroupInfo<B>, Error> {
    let member_secret = member_secret(suite, &group_secrets.joiner_secret, psk_secret);
    let welcome_secret = welcome_secret(suite, &member_secret);
    let opened = B::aead_open(
        suite,
        &welcome_key(suite, &welcome_secret).bytes,
        &welcome_nonce(suite, &welcome_secret).bytes,
        &B::literal(&[]),
        &welcome.encrypted_group_info,
    );
    match opened {
        Some(plaintext) => Ok(decode_exact(&plaintext, decode_group_info)?),
        None => Err(Error::Crypto(CryptoError { rule: GROUP_INFO })),
    }
}

/// The leaf whose LeafNode is identical to the one in the KeyPackage.
fn find_own_leaf<B: Bytes>(own: &OwnKeyPackage<B>, tree: &RatchetTree<B>) -> Result<LeafIndex, Invalid> {
    let leaves = non_blank_leaves(tree);
    let mut found = Err(Invalid { rule: OWN_LEAF, place: Place::Message });
    for i in 0..leaves.len() {
        found = match (found, leaves.get(i)) {
            (Err(error), Some(leaf)) => {
                if leaf_at(tree, *leaf) == Some(&own.key_package.leaf_node) {
                    Ok(*leaf)
                } else {
                    Err(error)
                }
            }
            (found, _) => found,
        };
    }
    found
}

/// The private key of the own leaf, and those that follow from the path secret.
fn private_keys<B: Crypto>(
    suite: CipherSuite,
    own: &OwnKeyPackage<B>,
    own_leaf: LeafIndex,
    tree: &RatchetTree<B>,
    group_info: &GroupInfo<B>,
    group_secrets: &GroupSecrets<B>,
) -> Result<PrivateKeys<B>, Error> {
    let keys = match leaf_node_index(own_leaf, leaf_count(tree)) {
        Some(own_node) => {
            let private_key = own.encryption_private_key.clone();
            with_private_key(no_private_keys(), own_node, private_key)
        }
        None => no_private_keys(),
    };
    match &group_secrets.path_secret {
        None => Ok(keys),
        Some(path_secret) => {
            let signer = group_info.signer;
            let keys = private_keys_from_path_secret(suite, tree, own_leaf, signer, path_secret, keys)?;
            Ok(keys)
        }
    }
}

/// Starts the epoch that the GroupInfo describes.
fn start<B: Crypto>(
    suite: CipherSuite,
    group_info: &GroupInfo<B>,
    tree: RatchetTree<B>,
    member: OwnMember<B>,
    group_secrets: &GroupSecrets<B>,
    psk_secret: &PskSecret<B>,
) -> Result<GroupState<B>, Error> {
    let group_context: GroupContext<B> = group_info.group_context.clone();
    let joiner_secret = &group_secrets.joiner_secret;
    let (_, epoch_secret) = secrets_from_joiner(suite, &group_context, joiner_secret, psk_secret);
    let parameters = EpochParameters { suite, group_context, tree };
    let epoch = start_epoch(&parameters, &epoch_secret);
    check_confirmation_tag(group_info, &epoch.confirmation_tag)?;
    Ok(first_state(parameters, member, epoch))
}

/// The confirmation tag of the GroupInfo is that of the epoch, `expected`.
///
/// # Errors
/// If it is another one.
pub fn check_confirmation_tag<B: Bytes>(group_info: &GroupInfo<B>, expected: &B) -> Result<(), CryptoError> {
    let verified = group_info.confirmation_tag == *expected;
    require_verified(verified, CONFIRMATION_TAG)
}
