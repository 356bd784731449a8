//! A group without messages: the tree, and what each member holds.

use std::collections::BTreeMap;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::credential::{AuthenticationService, Credential};
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::error::Error;
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::secret::{HpkePrivateKey, Seed, SignaturePrivateKey};
use pleach_spec::tree::add_remove::{add_leaf, remove_leaf, update_leaf};
use pleach_spec::tree::leaf_node::{GroupBinding, sign_leaf_node};
use pleach_spec::tree::leaf_policy::{Clock, LeafPolicy};
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::nodes::{Capabilities, LeafNode, LeafNodeSource, Lifetime};
use pleach_spec::tree::private_keys::{PrivateKeys, current_private_keys, no_private_keys, with_private_key};
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at, singleton};
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::tree::update_path::UpdatePath;
use pleach_spec::tree::update_path::create::{
    DirectPathUpdate, NewLeaf, encrypt_path_secrets, path_secret_for, update_direct_path,
};
use pleach_spec::tree::update_path::decrypt::{PathContext, decrypt_path_secret, private_keys_from_path_secret};
use pleach_spec::tree::update_path::merge::{check_ciphertext_counts, check_update_path_keys, merge_update_path};
use pleach_spec::tree::validation::check_tree;
use pleach_spec_concrete::Octets;

pub(crate) const SUITE: CipherSuite = CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519;
pub(crate) const NOW: u64 = 1000;

/// What one member holds.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) signature_private_key: SignaturePrivateKey<Octets>,
    pub(crate) private_keys: PrivateKeys<Octets>,
}

#[derive(Clone)]
pub(crate) struct Group {
    pub(crate) tree: RatchetTree<Octets>,
    pub(crate) members: BTreeMap<u32, Member>,
    /// Names fresh values.
    counter: u32,
}

pub(crate) fn group_id() -> Octets {
    Octets::literal(b"group")
}

pub(crate) fn seed(counter: u32) -> Seed<Octets> {
    let bytes = Octets::hash(SUITE, &Octets::literal(&counter.to_be_bytes()));
    Seed { bytes }
}

pub(crate) fn at(leaf: u32) -> GroupBinding<Octets> {
    GroupBinding::Leaf { group_id: group_id(), leaf_index: LeafIndex(leaf) }
}

pub(crate) fn policy() -> LeafPolicy<Octets> {
    LeafPolicy {
        authentication: AuthenticationService {
            context: Octets::literal(&[]),
            is_valid: is_not_mallory,
            is_successor: any_two,
            is_same_client: any_two,
        },
        clock: Clock::At(NOW),
        maximum_lifetime: 200,
    }
}

fn is_not_mallory(_: &Octets, credential: &Credential<Octets>, _: &SignaturePublicKey<Octets>) -> bool {
    *credential != basic("mallory")
}

fn any_two(_: &Octets, _: &Credential<Octets>, _: &Credential<Octets>) -> bool {
    true
}

pub(crate) fn basic(identity: &str) -> Credential<Octets> {
    Credential::Basic { identity: Octets::literal(identity.as_bytes()) }
}

/// A signed leaf, and its private keys: the one of a KeyPackage but for what `change` does to it.
pub(crate) fn leaf_with(
    counter: u32,
    binding: &GroupBinding<Octets>,
    change: impl FnOnce(&mut LeafNode<Octets>),
) -> (LeafNode<Octets>, HpkePrivateKey<Octets>, SignaturePrivateKey<Octets>) {
    let key_pair = derive_key_pair(SUITE, &seed(counter).bytes);
    let private_key = Octets::signature_derive_private_key(SUITE, &seed(counter).bytes);
    let mut leaf = LeafNode {
        encryption_key: key_pair.public_key,
        signature_key: SignaturePublicKey { bytes: Octets::signature_public_key(SUITE, &private_key).unwrap() },
        credential: basic("member"),
        capabilities: Capabilities {
            versions: vec![1],
            cipher_suites: vec![SUITE.value()],
            extensions: vec![0xff01],
            proposals: vec![0xff02],
            credentials: vec![1],
        },
        leaf_node_source: LeafNodeSource::KeyPackage {
            lifetime: Lifetime { not_before: NOW - 100, not_after: NOW + 100 },
        },
        extensions: vec![],
        signature: Octets::literal(&[]),
    };
    change(&mut leaf);
    let private_key = SignaturePrivateKey { bytes: private_key };
    let leaf = sign_leaf_node(SUITE, leaf, binding, &private_key, &seed(counter)).unwrap();
    (leaf, key_pair.private_key, private_key)
}

/// A path that was sent, and not yet received.
pub(crate) struct SentPath {
    pub(crate) update: DirectPathUpdate<Octets>,
    pub(crate) path: UpdatePath<Octets>,
    pub(crate) context: Octets,
}

impl Group {
    /// A group of `size` members, where the creator added all others in one Commit without a path.
    pub(crate) fn new(size: u32) -> Group {
        let (leaf, private_key, signature_private_key) = leaf_with(1, &GroupBinding::None, |_| ());
        let creator = Member {
            signature_private_key,
            private_keys: with_private_key(no_private_keys(), NodeIndex(0), private_key),
        };
        let mut group = Group { tree: singleton(leaf), members: BTreeMap::from([(0, creator)]), counter: 1 };
        for _ in 1..size {
            group.add();
        }
        group
    }

    pub(crate) fn fresh(&mut self) -> u32 {
        self.counter += 1;
        self.counter
    }

    pub(crate) fn add(&mut self) -> LeafIndex {
        self.add_with(|_| ())
    }

    pub(crate) fn add_with(&mut self, change: impl FnOnce(&mut LeafNode<Octets>)) -> LeafIndex {
        let (leaf, private_key, signature_private_key) = leaf_with(self.fresh(), &GroupBinding::None, change);
        let (tree, index) = add_leaf(self.tree.clone(), leaf);
        let member = Member {
            signature_private_key,
            private_keys: with_private_key(no_private_keys(), NodeIndex(2 * index.0), private_key),
        };
        self.members.insert(index.0, member);
        self.tree = tree;
        index
    }

    /// Adds a member with the signature key of another.
    pub(crate) fn add_again(&mut self, leaf: u32) {
        let member = leaf_at(&self.tree, LeafIndex(leaf)).unwrap().clone();
        let encryption_key = derive_key_pair(SUITE, &seed(self.fresh()).bytes).public_key;
        let twin = LeafNode { encryption_key, ..member };
        self.tree = add_leaf(self.tree.clone(), twin).0;
    }

    pub(crate) fn remove(&mut self, leaf: u32) {
        self.tree = remove_leaf(self.tree.clone(), LeafIndex(leaf));
        self.members.remove(&leaf);
        self.drop_outdated();
    }

    pub(crate) fn update(&mut self, leaf: u32) {
        let (node, private_key, signature_private_key) = leaf_with(self.fresh(), &at(leaf), |leaf| {
            leaf.leaf_node_source = LeafNodeSource::Update;
        });
        self.tree = update_leaf(self.tree.clone(), LeafIndex(leaf), node);
        let member = self.members.get_mut(&leaf).unwrap();
        member.signature_private_key = signature_private_key;
        member.private_keys = with_private_key(member.private_keys.clone(), NodeIndex(2 * leaf), private_key);
        self.drop_outdated();
    }

    fn drop_outdated(&mut self) {
        for member in self.members.values_mut() {
            member.private_keys = current_private_keys(SUITE, member.private_keys.clone(), &self.tree);
        }
    }

    pub(crate) fn new_leaf(&self, sender: u32) -> NewLeaf<Octets> {
        let leaf = leaf_at(&self.tree, LeafIndex(sender)).unwrap();
        NewLeaf {
            signature_private_key: self.members[&sender].signature_private_key.clone(),
            signature_key: leaf.signature_key.clone(),
            credential: leaf.credential.clone(),
            capabilities: leaf.capabilities.clone(),
            extensions: leaf.extensions.clone(),
        }
    }

    pub(crate) fn send_path(&mut self, sender: u32, new_leaves: &[LeafIndex]) -> SentPath {
        let seed = seed(self.fresh());
        let new_leaf = self.new_leaf(sender);
        let sender = LeafIndex(sender);
        let tree = self.tree.clone();
        let update = update_direct_path(SUITE, tree, sender, &new_leaf, &group_id(), &seed).unwrap();
        let context = root_tree_hash(SUITE, &update.tree);
        let path = encrypt_path_secrets(SUITE, &update, sender, &context, new_leaves, &seed).unwrap();
        SentPath { update, path, context }
    }

    /// All that a recipient does before it decrypts.
    pub(crate) fn merge(
        &self,
        sender: u32,
        path: &UpdatePath<Octets>,
        new_leaves: &[LeafIndex],
    ) -> Result<RatchetTree<Octets>, Error> {
        let sender = LeafIndex(sender);
        check_update_path_keys(SUITE, &self.tree, sender, path)?;
        let merged = merge_update_path(SUITE, self.tree.clone(), sender, path)?;
        check_ciphertext_counts(&merged, sender, path, new_leaves)?;
        Ok(merged)
    }

    /// A path of `sender` that every old member processes, and with which the new ones join.
    pub(crate) fn commit_path(&mut self, sender: u32, new_leaves: &[LeafIndex]) {
        let sent = self.send_path(sender, new_leaves);
        let merged = self.merge(sender, &sent.path, new_leaves).unwrap();
        assert_eq!(merged, sent.update.tree);
        for (leaf, member) in &mut self.members {
            let old = member.private_keys.clone();
            member.private_keys = if *leaf == sender {
                sent.update.private_keys.clone()
            } else if new_leaves.contains(&LeafIndex(*leaf)) {
                let path_secret = path_secret_for(&sent.update, LeafIndex(*leaf)).unwrap();
                private_keys_from_path_secret(SUITE, &merged, LeafIndex(*leaf), LeafIndex(sender), &path_secret, old)
                    .unwrap()
            } else {
                let context = PathContext {
                    sender: LeafIndex(sender),
                    receiver: LeafIndex(*leaf),
                    new_leaves: new_leaves.to_vec(),
                    provisional_group_context: sent.context.clone(),
                };
                let decrypted = decrypt_path_secret(SUITE, &merged, &context, &old, &sent.path).unwrap();
                assert_eq!(decrypted.commit_secret, sent.update.commit_secret);
                decrypted.private_keys
            };
        }
        self.tree = merged;
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        check_tree(SUITE, &self.tree, &group_id(), &[], &policy())
    }
}
