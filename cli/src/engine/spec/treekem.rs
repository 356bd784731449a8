//! `treekem`.

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::Misuse;
use pleach_spec::key_schedule::group_context::{GroupContext, encode_group_context};
use pleach_spec::secret::{HpkePrivateKey, PathSecret, SignaturePrivateKey};
use pleach_spec::tree::evolution::node_key_pair;
use pleach_spec::tree::leaf_node::GroupBinding;
use pleach_spec::tree::leaf_validation::check_leaf_signature;
use pleach_spec::tree::math::{LeafIndex, NodeIndex, leaf_node_index, node_width};
use pleach_spec::tree::parent_hash::check_parent_hashes;
use pleach_spec::tree::private_keys::{PrivateKeys, no_private_keys, private_key_at, with_private_key};
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count};
use pleach_spec::tree::terms::encryption_key_at;
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::tree::update_path::create::{NewLeaf, encrypt_path_secrets, update_direct_path};
use pleach_spec::tree::update_path::decrypt::{PathContext, decrypt_path_secret, received_path_secret};
use pleach_spec::tree::update_path::merge::{check_ciphertext_counts, check_update_path_keys, merge_update_path};
use pleach_spec::tree::update_path::{UpdatePath, decode_update_path, encode_update_path};
use pleach_spec_concrete::Octets;
use pleach_vectors::treekem::{Created, Group, LeafPrivate, Processed, Subject};

use super::{Refusal, Specification, decoded, decoded_tree, octets, seed, suite};

/// The private state of a member.
#[derive(Debug)]
pub struct Member {
    suite: CipherSuite,
    leaf: LeafIndex,
    n_nodes: u32,
    private_keys: PrivateKeys<Octets>,
    signature_private_key: SignaturePrivateKey<Octets>,
}

impl Subject for Specification {
    type Member = Member;

    fn member(group: &Group<'_>, leaf: &LeafPrivate) -> Result<Member, Refusal> {
        let (suite, tree) = (suite(group.cipher_suite)?, decoded_tree(group.ratchet_tree)?);
        let n = leaf_count(&tree);
        let own_leaf = LeafIndex(leaf.index);
        let node = leaf_node_index(own_leaf, n).ok_or(Misuse::Unknown)?;
        let bytes = octets(&leaf.encryption_priv);
        let mut private_keys = with_private_key(no_private_keys(), node, HpkePrivateKey { bytes });
        for secret in &leaf.path_secrets {
            let bytes = octets(&secret.path_secret);
            let pair = node_key_pair(suite, &PathSecret { bytes });
            let node = NodeIndex(secret.node);
            private_keys = with_private_key(private_keys, node, pair.private_key);
        }
        let bytes = octets(&leaf.signature_priv);
        Ok(Member {
            suite,
            leaf: own_leaf,
            n_nodes: node_width(n),
            private_keys,
            signature_private_key: SignaturePrivateKey { bytes },
        })
    }

    fn private_node_keys(member: &Member) -> Result<Vec<(u32, Vec<u8>)>, Refusal> {
        let mut keys = Vec::new();
        for node in 0..member.n_nodes {
            if let Some(key) = private_key_at(&member.private_keys, NodeIndex(node)) {
                let public_key = Octets::kem_public_key(member.suite, &key.bytes);
                keys.push((node, Refusal::unless(public_key)?.into()));
            }
        }
        Ok(keys)
    }

    fn private_signature_key(member: &Member) -> Result<Vec<u8>, Refusal> {
        let private_key = &member.signature_private_key.bytes;
        let key = Octets::signature_public_key(member.suite, private_key);
        Ok(Refusal::unless(key)?.into())
    }

    fn node_encryption_key(ratchet_tree: &[u8], node_index: u32) -> Result<Option<Vec<u8>>, Refusal> {
        let key = encryption_key_at(&decoded_tree(ratchet_tree)?, NodeIndex(node_index));
        Ok(key.map(|key| key.bytes.into()))
    }

    fn leaf_signature_key(ratchet_tree: &[u8], leaf_index: u32) -> Result<Vec<u8>, Refusal> {
        let tree = decoded_tree(ratchet_tree)?;
        let leaf = leaf_at(&tree, LeafIndex(leaf_index)).ok_or(Misuse::Unknown)?;
        Ok(leaf.signature_key.bytes.clone().into())
    }

    fn verify_parent_hash(group: &Group<'_>, sender: u32, update_path: &[u8]) -> Result<(), Refusal> {
        let path = decoded(update_path, decode_update_path)?;
        let tree = merged_tree(group, sender, &path)?;
        Ok(check_parent_hashes(suite(group.cipher_suite)?, &tree)?)
    }

    fn tree_hash_after(group: &Group<'_>, sender: u32, update_path: &[u8]) -> Result<Vec<u8>, Refusal> {
        let path = decoded(update_path, decode_update_path)?;
        let tree = merged_tree(group, sender, &path)?;
        Ok(root_tree_hash(suite(group.cipher_suite)?, &tree).into())
    }

    fn process_update_path(
        group: &Group<'_>,
        member: &Member,
        sender: u32,
        update_path: &[u8],
    ) -> Result<Processed, Refusal> {
        let path = &decoded(update_path, decode_update_path)?;
        let (suite, tree) = (member.suite, &merged_tree(group, sender, path)?);
        let tree_hash = root_tree_hash(suite, tree);
        let context = &PathContext {
            sender: LeafIndex(sender),
            receiver: member.leaf,
            new_leaves: Vec::new(),
            provisional_group_context: group_context(group, &tree_hash),
        };
        let keys = &member.private_keys;
        let path_secret = received_path_secret(suite, tree, context, keys, path)?;
        let decrypted = decrypt_path_secret(suite, tree, context, keys, path)?;
        Ok(Processed {
            path_secret: path_secret.bytes.into(),
            commit_secret: decrypted.commit_secret.bytes.into(),
            tree_hash: tree_hash.into(),
        })
    }

    fn create_update_path(group: &Group<'_>, member: &Member, seed_bytes: &[u8]) -> Result<Created, Refusal> {
        let (suite, sender) = (member.suite, member.leaf);
        let tree = decoded_tree(group.ratchet_tree)?;
        let current = leaf_at(&tree, sender).ok_or(Misuse::Unknown)?;
        let new_leaf = &NewLeaf {
            signature_private_key: member.signature_private_key.clone(),
            signature_key: current.signature_key.clone(),
            credential: current.credential.clone(),
            capabilities: current.capabilities.clone(),
            extensions: current.extensions.clone(),
        };
        let (group_id, seed) = (octets(group.group_id), &seed(suite, seed_bytes)?);
        let update = &update_direct_path(suite, tree, sender, new_leaf, &group_id, seed)?;
        let tree_hash = root_tree_hash(suite, &update.tree);
        let context = group_context(group, &tree_hash);
        let path = encrypt_path_secrets(suite, update, sender, &context, &[], seed)?;
        Ok(Created {
            update_path: encode_update_path(&path).into(),
            commit_secret: update.commit_secret.bytes.clone().into(),
            tree_hash: tree_hash.into(),
        })
    }
}

/// The group's tree with a path merged into it. Its leaf is not validated but for the signature: the
/// capabilities of the vectors' leaves do not always list the suite.
fn merged_tree(group: &Group<'_>, sender: u32, path: &UpdatePath<Octets>) -> Result<RatchetTree<Octets>, Refusal> {
    let (suite, leaf_index) = (suite(group.cipher_suite)?, LeafIndex(sender));
    let tree = decoded_tree(group.ratchet_tree)?;
    let binding = GroupBinding::Leaf { group_id: octets(group.group_id), leaf_index };
    check_leaf_signature(suite, &path.leaf_node, &binding)?;
    check_update_path_keys(suite, &tree, leaf_index, path)?;
    let tree = merge_update_path(suite, tree, leaf_index, path)?;
    check_ciphertext_counts(&tree, leaf_index, path, &[])?;
    Ok(tree)
}

fn group_context(group: &Group<'_>, tree_hash: &Octets) -> Octets {
    encode_group_context(&GroupContext {
        cipher_suite: group.cipher_suite,
        group_id: octets(group.group_id),
        epoch: group.epoch,
        tree_hash: tree_hash.clone(),
        confirmed_transcript_hash: octets(group.confirmed_transcript_hash),
        extensions: Vec::new(),
    })
}
