//! RFC 9420, Section 7.5, the recipient: decrypt a path secret and derive the keys above it.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::crypto::{HpkeCiphertext, decrypt_with_label};
use crate::error::{CryptoError, Error, Invalid, Misuse, Place, Rule, require};
use crate::hpke::HpkeKeyPair;
use crate::secret::{CommitSecret, HpkePrivateKey, PathSecret};
use crate::tree::add_remove::leaf_direct_path;
use crate::tree::evolution::path_keys;
use crate::tree::math::{LeafIndex, NodeIndex};
use crate::tree::private_keys::{PrivateKeys, private_key_at, with_path_private_keys, without_private_keys};
use crate::tree::ratchet_tree::RatchetTree;
use crate::tree::terms::{PathStep, common_ancestor_step, encryption_key_at, filtered_direct_path};
use crate::tree::update_path::{LABEL, UpdatePath, path_secret_recipients};

/// The ciphertext for the recipient opens with its private key.
const PATH_SECRET_DECRYPTS: Rule = Rule::Mls(133);
/// The public keys that derive from the path secret are those of the path (also R451).
const PATH_KEYS_MATCH: Rule = Rule::Mls(134);
/// The path secret in a Welcome is that of the lowest common ancestor with the signer.
const COMMON_ANCESTOR_KEY: Rule = Rule::Mls(382);
/// The keys of the nodes above that one derive from it too.
const ANCESTOR_KEYS: Rule = Rule::Mls(383);

/// Who sent an UpdatePath, who reads it, and in which circumstances.
#[derive(Clone, Debug, PartialEq)]
pub struct PathContext<B> {
    /// The leaf of the sender.
    pub sender: LeafIndex,
    /// The leaf of the recipient.
    pub receiver: LeafIndex,
    /// The leaves that the same Commit adds.
    pub new_leaves: Vec<LeafIndex>,
    /// The encoded provisional GroupContext, with the tree hash of the merged tree.
    pub provisional_group_context: B,
}

/// What a recipient gets out of an UpdatePath.
#[derive(Clone, Debug, PartialEq)]
pub struct DecryptedPath<B> {
    /// All private keys that the recipient holds in the new epoch.
    pub private_keys: PrivateKeys<B>,
    /// For the key schedule of the new epoch.
    pub commit_secret: CommitSecret<B>,
}

/// Decrypts the path secrets: RFC 9420, Section 7.5.
///
/// 1. Identify the node of the filtered direct path with the recipient below its copath child.
/// 2. Identify a node in the resolution of that child for which the recipient has a private key.
/// 3. Decrypt the path secret.
/// 4. Derive the path secrets of the nodes above.
/// 5. Derive the key pairs.
/// 6. Verify the public keys.
/// 7. Store the private keys.
///
/// `tree` is the merged tree, and `private_keys` are those that fit it but for the path
/// ([`crate::tree::private_keys::current_private_keys`]). The path secrets, and the private keys that the
/// path replaced, are not in the result.
///
/// # Errors
/// If the ciphertext does not open, or a public key is another one than in the tree; [`Misuse::Unknown`] if
/// the recipient is the sender or a new leaf, [`Misuse::PrivateKey`] if it has no private key that helps.
pub fn decrypt_path_secret<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    context: &PathContext<B>,
    private_keys: &PrivateKeys<B>,
    path: &UpdatePath<B>,
) -> Result<DecryptedPath<B>, Error> {
    // Steps 1 to 3.
    let path_secret = received_path_secret(suite, tree, context, private_keys, path)?;
    // Steps 4 and 5.
    let steps = steps_above(tree, context.sender, context.receiver).ok_or(Misuse::Unknown)?;
    let keys = path_keys(suite, path_secret, steps.len());
    // Step 6.
    check_key_pairs(tree, &steps, &keys.key_pairs, PATH_KEYS_MATCH)?;
    // Step 7.
    let replaced = leaf_direct_path(tree, context.sender);
    let kept = without_private_keys(private_keys.clone(), &replaced);
    Ok(DecryptedPath {
        private_keys: with_path_private_keys(kept, &steps, &keys.key_pairs),
        commit_secret: keys.commit_secret,
    })
}

/// Steps 1 to 3 of [`decrypt_path_secret`]: the one path secret that is encrypted to the recipient.
///
/// # Errors
/// Those of [`decrypt_path_secret`] but the public keys.
pub fn received_path_secret<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    context: &PathContext<B>,
    private_keys: &PrivateKeys<B>,
    path: &UpdatePath<B>,
) -> Result<PathSecret<B>, Error> {
    // Step 1.
    let steps = filtered_direct_path(tree, context.sender);
    let position = common_ancestor_step(&steps, context.receiver).ok_or(Misuse::Unknown)?;
    let step = steps.get(position).ok_or(Misuse::Unknown)?;
    let node = path.nodes.get(position).ok_or(Misuse::Unknown)?;
    // Step 2.
    let recipients = path_secret_recipients(tree, step.copath, &context.new_leaves);
    let held = held_ciphertext(private_keys, &recipients, &node.encrypted_path_secret);
    let (private_key, ciphertext) = held.ok_or(Misuse::PrivateKey)?;
    // Step 3.
    let group_context = &context.provisional_group_context;
    Ok(decrypt(suite, &private_key, group_context, &ciphertext)?)
}

/// The filtered direct path of `sender` from its lowest common ancestor with `receiver` on.
fn steps_above<B: Bytes>(tree: &RatchetTree<B>, sender: LeafIndex, receiver: LeafIndex) -> Option<Vec<PathStep>> {
    let steps = filtered_direct_path(tree, sender);
    let position = common_ancestor_step(&steps, receiver)?;
    Some(steps.get(position..)?.to_vec())
}

/// The private key of one of the recipients, if one is held, and its ciphertext.
fn held_ciphertext<B: Bytes>(
    private_keys: &PrivateKeys<B>,
    recipients: &[NodeIndex],
    ciphertexts: &[HpkeCiphertext<B>],
) -> Option<(HpkePrivateKey<B>, HpkeCiphertext<B>)> {
    let mut held = None;
    for i in 0..recipients.len() {
        let private_key = match recipients.get(i) {
            Some(x) => private_key_at(private_keys, *x),
            None => None,
        };
        held = match (held, private_key, ciphertexts.get(i)) {
            (None, Some(key), Some(ciphertext)) => Some((key.clone(), ciphertext.clone())),
            (held, _, _) => held,
        };
    }
    held
}

/// ```text
/// path_secret =
///     DecryptWithLabel(node_private_key, "UpdatePathNode", group_context, kem_output, ciphertext)
/// ```
fn decrypt<B: Crypto>(
    suite: CipherSuite,
    private_key: &HpkePrivateKey<B>,
    group_context: &B,
    ciphertext: &HpkeCiphertext<B>,
) -> Result<PathSecret<B>, CryptoError> {
    match decrypt_with_label(suite, private_key, LABEL, group_context, ciphertext) {
        Some(bytes) => Ok(PathSecret { bytes }),
        None => Err(CryptoError { rule: PATH_SECRET_DECRYPTS }),
    }
}

/// Whether the key pairs are those of the nodes of a path.
fn check_key_pairs<B: Bytes>(
    tree: &RatchetTree<B>,
    path: &[PathStep],
    key_pairs: &[HpkeKeyPair<B>],
    rule: Rule,
) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..path.len() {
        verdict = match (verdict, path.get(i), key_pairs.get(i)) {
            (Ok(()), Some(step), Some(pair)) => require(
                encryption_key_at(tree, step.node).as_ref() == Some(&pair.public_key),
                rule,
                Place::Node(step.node.0),
            ),
            (verdict, _, _) => verdict,
        };
    }
    verdict
}

/// The private keys of a new member: RFC 9420, Section 12.4.3.1.
///
/// `path_secret` is that of the lowest common ancestor of `my_leaf` and `signer`; the keys of the nodes
/// above it derive from it.
///
/// Deviation: the RFC speaks of each parent up to the root; the blank ones have no keys and are passed over,
/// as they were when the path was created.
///
/// # Errors
/// If a derived public key is another one than in the tree.
pub fn private_keys_from_path_secret<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    my_leaf: LeafIndex,
    signer: LeafIndex,
    path_secret: &PathSecret<B>,
    private_keys: PrivateKeys<B>,
) -> Result<PrivateKeys<B>, Invalid> {
    let nowhere = Invalid { rule: COMMON_ANCESTOR_KEY, place: Place::Leaf(my_leaf.0) };
    let steps = steps_above(tree, signer, my_leaf).ok_or(nowhere)?;
    let ancestor = steps.get(..1).ok_or(nowhere)?;
    let keys = path_keys(suite, path_secret.clone(), steps.len());
    check_key_pairs(tree, ancestor, &keys.key_pairs, COMMON_ANCESTOR_KEY)?;
    check_key_pairs(tree, &steps, &keys.key_pairs, ANCESTOR_KEYS)?;
    Ok(with_path_private_keys(private_keys, &steps, &keys.key_pairs))
}
