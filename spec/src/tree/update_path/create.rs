//! RFC 9420, Section 7.5, the sender: update the direct path, then encrypt its path secrets.
//!
//! Two steps, since the encryption has the provisional GroupContext as context, and that has the tree hash
//! of the updated tree.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::credential::Credential;
use crate::crypto::{HpkeCiphertext, HpkePublicKey, SignaturePublicKey, derive_seed, encrypt_with_label, random};
use crate::error::{Error, Misuse, Place};
use crate::extension::Extension;
use crate::hpke::{HpkeKeyPair, derive_key_pair};
use crate::secret::{CommitSecret, PathSecret, Seed, SignaturePrivateKey};
use crate::tree::add_remove::blank_direct_path;
use crate::tree::evolution::path_keys;
use crate::tree::leaf_node::{GroupBinding, sign_leaf_node};
use crate::tree::leaf_validation::unusable_encryption_key;
use crate::tree::math::{LeafIndex, NodeIndex, leaf_node_index};
use crate::tree::nodes::{Capabilities, LeafNode, LeafNodeSource};
use crate::tree::parent_hash::with_parent_hashes;
use crate::tree::private_keys::{PrivateKeys, no_private_keys, with_path_private_keys, with_private_key};
use crate::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, with_leaf};
use crate::tree::terms::{PathStep, common_ancestor_step, encryption_key_at, filtered_direct_path};
use crate::tree::update_path::merge::with_new_parent;
use crate::tree::update_path::{LABEL, UpdatePath, UpdatePathNode, path_secret_recipients};

/// What the sender of an UpdatePath chooses for its new leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLeaf<B> {
    /// Signs the leaf.
    pub signature_private_key: SignaturePrivateKey<B>,
    /// The public key of `signature_private_key`.
    pub signature_key: SignaturePublicKey<B>,
    /// Who the member is.
    pub credential: Credential<B>,
    /// What the member supports.
    pub capabilities: Capabilities,
    /// Anything else about the member.
    pub extensions: Vec<Extension<B>>,
}

/// An updated direct path, as its sender sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct DirectPathUpdate<B> {
    /// The tree with the new leaf and the new nodes.
    pub tree: RatchetTree<B>,
    /// The filtered direct path.
    pub path: Vec<PathStep>,
    /// The path secret of each node of `path`.
    pub path_secrets: Vec<PathSecret<B>>,
    /// The private keys of the leaf and of the nodes of `path`: all that the sender holds in the new epoch.
    pub private_keys: PrivateKeys<B>,
    /// For the key schedule of the new epoch.
    pub commit_secret: CommitSecret<B>,
}

/// Updates the direct path of the sender: RFC 9420, Section 7.5.
///
/// 1. Blank the direct path.
/// 2. Compute path secrets and set the public keys of the filtered direct path.
/// 3. Compute the parent hashes.
/// 4. Update and sign the leaf.
///
/// The sender's leaf may be blank: that of an external Commit.
///
/// # Errors
/// [`Misuse::Unknown`] if the tree has no such leaf, [`Misuse::PrivateKey`] if the signature keys are no
/// pair.
pub fn update_direct_path<B: Crypto>(
    suite: CipherSuite,
    tree: RatchetTree<B>,
    sender: LeafIndex,
    new_leaf: &NewLeaf<B>,
    group_id: &B,
    seed: &Seed<B>,
) -> Result<DirectPathUpdate<B>, Misuse> {
    let sender_node = leaf_node_index(sender, leaf_count(&tree)).ok_or(Misuse::Unknown)?;
    // Step 1.
    let tree = blank_direct_path(tree, sender);
    // Step 2.
    let path = filtered_direct_path(&tree, sender);
    let first = random(suite, seed, b"path_secret", 0, suite.kdf_nh());
    let keys = path_keys(suite, PathSecret { bytes: first }, path.len());
    let tree = with_public_keys(tree, &path, &keys.key_pairs);
    // Step 3.
    let (tree, parent_hash) = with_parent_hashes(suite, tree, &path);
    // Step 4.
    let leaf_secret: B = random(suite, seed, b"leaf_node_secret", 0, suite.kdf_nh());
    let leaf_key_pair = derive_key_pair(suite, &leaf_secret);
    let leaf = unsigned_leaf(new_leaf, leaf_key_pair.public_key, parent_hash);
    let binding = GroupBinding::Leaf { group_id: group_id.clone(), leaf_index: sender };
    let leaf = sign_leaf_node(suite, leaf, &binding, &new_leaf.signature_private_key, seed)?;
    let private_keys = with_private_key(no_private_keys(), sender_node, leaf_key_pair.private_key);
    Ok(DirectPathUpdate {
        tree: with_leaf(tree, sender, Some(leaf)),
        private_keys: with_path_private_keys(private_keys, &path, &keys.key_pairs),
        path,
        path_secrets: keys.path_secrets,
        commit_secret: keys.commit_secret,
    })
}

fn unsigned_leaf<B: Bytes>(new_leaf: &NewLeaf<B>, encryption_key: HpkePublicKey<B>, parent_hash: B) -> LeafNode<B> {
    LeafNode {
        encryption_key,
        signature_key: new_leaf.signature_key.clone(),
        credential: new_leaf.credential.clone(),
        capabilities: new_leaf.capabilities.clone(),
        leaf_node_source: LeafNodeSource::Commit { parent_hash },
        extensions: new_leaf.extensions.clone(),
        signature: B::literal(&[]),
    }
}

fn with_public_keys<B: Bytes>(tree: RatchetTree<B>, path: &[PathStep], key_pairs: &[HpkeKeyPair<B>]) -> RatchetTree<B> {
    let mut tree = tree;
    for i in 0..path.len() {
        tree = match (path.get(i), key_pairs.get(i)) {
            (Some(step), Some(pair)) => with_new_parent(tree, step.node, pair.public_key.clone()),
            _ => tree,
        };
    }
    tree
}

/// Encrypts the path secrets to the group: RFC 9420, Section 7.5.
///
/// `provisional_group_context` is the encoded GroupContext with the tree hash of `update.tree`;
/// `new_leaves` are the leaves that the same Commit adds.
///
/// # Errors
/// If a public key in the tree is none of the suite; [`Misuse::Unknown`] if `update` is not of `sender`.
pub fn encrypt_path_secrets<B: Crypto>(
    suite: CipherSuite,
    update: &DirectPathUpdate<B>,
    sender: LeafIndex,
    provisional_group_context: &B,
    new_leaves: &[LeafIndex],
    seed: &Seed<B>,
) -> Result<UpdatePath<B>, Error> {
    let leaf_node = leaf_at(&update.tree, sender).ok_or(Misuse::Unknown)?;
    let mut nodes = Ok(Vec::new());
    for i in 0..update.path.len() {
        nodes = match (nodes, update.path.get(i), update.path_secrets.get(i)) {
            (Ok(nodes), Some(step), Some(path_secret)) => {
                let encryption = PathSecretEncryption {
                    step: *step,
                    path_secret: path_secret.clone(),
                    group_context: provisional_group_context.clone(),
                    seed: derive_seed(suite, seed, LABEL, i as u32),
                };
                let node = update_path_node(suite, &update.tree, &encryption, new_leaves);
                pushed(nodes, node)
            }
            (nodes, _, _) => nodes,
        };
    }
    Ok(UpdatePath { leaf_node: leaf_node.clone(), nodes: nodes? })
}

/// The path secret of one node, and what all of its encryptions have in common.
#[derive(Clone, Debug)]
struct PathSecretEncryption<B> {
    step: PathStep,
    path_secret: PathSecret<B>,
    group_context: B,
    seed: Seed<B>,
}

/// The entry of one node of the path.
fn update_path_node<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    encryption: &PathSecretEncryption<B>,
    new_leaves: &[LeafIndex],
) -> Result<UpdatePathNode<B>, Error> {
    let encryption_key = encryption_key_at(tree, encryption.step.node).ok_or(Misuse::Unknown)?;
    let recipients = path_secret_recipients(tree, encryption.step.copath, new_leaves);
    let mut ciphertexts = Ok(Vec::new());
    for i in 0..recipients.len() {
        ciphertexts = match (ciphertexts, recipients.get(i)) {
            (Ok(ciphertexts), Some(x)) => {
                let ciphertext = encrypt_path_secret(suite, tree, *x, encryption, i as u32);
                pushed(ciphertexts, ciphertext)
            }
            (ciphertexts, _) => ciphertexts,
        };
    }
    Ok(UpdatePathNode { encryption_key, encrypted_path_secret: ciphertexts? })
}

/// Encrypts a path secret to node `x`, the recipient number `index`.
///
/// ```text
/// (kem_output, ciphertext) =
///     EncryptWithLabel(node_public_key, "UpdatePathNode", group_context, path_secret)
/// ```
fn encrypt_path_secret<B: Crypto>(
    suite: CipherSuite,
    tree: &RatchetTree<B>,
    x: NodeIndex,
    encryption: &PathSecretEncryption<B>,
    index: u32,
) -> Result<HpkeCiphertext<B>, Error> {
    let public_key = encryption_key_at(tree, x).ok_or(Misuse::Unknown)?;
    let context = &encryption.group_context;
    let path_secret = &encryption.path_secret.bytes;
    let randomness = random(suite, &encryption.seed, LABEL, index, suite.kdf_nh());
    match encrypt_with_label(suite, &public_key, LABEL, context, path_secret, &randomness) {
        Some(ciphertext) => Ok(ciphertext),
        None => Err(unusable_encryption_key(Place::Node(x.0)).into()),
    }
}

fn pushed<T>(items: Vec<T>, item: Result<T, Error>) -> Result<Vec<T>, Error> {
    let mut items = items;
    items.push(item?);
    Ok(items)
}

/// The path secret that a Welcome gives to a new member: that of the lowest common ancestor of the new leaf
/// and the committer (RFC 9420, Section 12.4.1). `None` if they have none, as for the committer itself.
pub fn path_secret_for<B: Bytes>(update: &DirectPathUpdate<B>, new_leaf: LeafIndex) -> Option<PathSecret<B>> {
    let i = common_ancestor_step(&update.path, new_leaf)?;
    update.path_secrets.get(i).cloned()
}
