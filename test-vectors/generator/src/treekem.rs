//! `treekem`: trees with the private keys of all members, and a path of each.

use std::collections::BTreeMap;

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::key_schedule::group_context::{GroupContext, encode_group_context};
use pleach_spec::secret::{HpkePrivateKey, PathSecret, Seed};
use pleach_spec::tree::add_remove::{add_leaf, leaf_direct_path, remove_leaf};
use pleach_spec::tree::math::{LeafIndex, NodeIndex, is_in_subtree, leaf_node_index};
use pleach_spec::tree::private_keys::private_key_at;
use pleach_spec::tree::ratchet_tree::{RatchetTree, encode_ratchet_tree, leaf_count, parent_at, singleton};
use pleach_spec::tree::terms::common_ancestor_step;
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::tree::update_path::create::{DirectPathUpdate, NewLeaf, encrypt_path_secrets, update_direct_path};
use pleach_spec::tree::update_path::encode_update_path;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::treekem::{Case, LeafPrivate, NodeSecret, UpdatePath};

use crate::support::client::Cast;
use crate::support::content::any_group_context;
use crate::support::hex;
use crate::{Random, Refusal};

/// One tree, and a path that each member would send.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let context = any_group_context(suite, random);
    let group_id = context.group_id.clone();
    let tree = &mut PrivateTree::new(Cast::new(suite, random), group_id, random.fork())?;
    grow(tree, index, random)?;
    let senders: Vec<LeafIndex> = tree.members.keys().map(|leaf| LeafIndex(*leaf)).collect();
    Ok(AnyCase::TreeKem(Case {
        cipher_suite: suite.value(),
        group_id: hex(&context.group_id),
        epoch: context.epoch,
        confirmed_transcript_hash: hex(&context.confirmed_transcript_hash),
        ratchet_tree: hex(&encode_ratchet_tree(&tree.tree)),
        leaves_private: tree.members.iter().map(|(leaf, member)| member.leaf_private(*leaf)).collect(),
        update_paths: senders.into_iter().map(|sender| tree.update_path(sender, &context)).collect::<Result<_, _>>()?,
    }))
}

/// From one leaf to the tree of the case. The first trees are about one thing each; later ones are random.
fn grow(tree: &mut PrivateTree, index: u32, random: &mut Random) -> Result<(), Refusal> {
    match index {
        // Every parent is filled.
        0 => tree.fill(4),
        // Blank nodes inside, a leaf that is unmerged, and blank leaves at the end.
        1 => {
            tree.fill(6)?;
            tree.remove(LeafIndex(2));
            tree.remove(LeafIndex(3));
            tree.commit(LeafIndex(0))?;
            tree.add()
        }
        // No parent is filled.
        2 => {
            tree.add()?;
            tree.add()
        }
        // Full, with links that skip blank nodes.
        3 => {
            tree.fill(8)?;
            for leaf in 1..4 {
                tree.remove(LeafIndex(leaf));
            }
            tree.commit(LeafIndex(0))
        }
        // Eight leaves, one of them unmerged.
        4 => {
            tree.fill(8)?;
            tree.remove(LeafIndex(5));
            tree.commit(LeafIndex(0))?;
            tree.add()
        }
        _ => {
            let size = random.from_to(2, 10);
            tree.fill(size)?;
            for _ in 0..random.from_to(1, 6) {
                let leaves: Vec<u32> = tree.members.keys().copied().collect();
                let leaf = leaves.get(random.below(leaves.len())).copied().unwrap_or(0);
                match random.below(3) {
                    0 => tree.add()?,
                    1 if leaves.len() > 2 => tree.remove(LeafIndex(leaf)),
                    _ => tree.commit(LeafIndex(leaf))?,
                }
            }
            Ok(())
        }
    }
}

/// A tree with all of its path secrets, which no member of a real group keeps.
struct PrivateTree {
    cast: Cast,
    random: Random,
    group_id: Octets,
    tree: RatchetTree<Octets>,
    /// By leaf index.
    members: BTreeMap<u32, PrivateLeaf>,
}

/// What one member holds.
struct PrivateLeaf {
    new_leaf: NewLeaf<Octets>,
    encryption_priv: HpkePrivateKey<Octets>,
    /// By node index.
    path_secrets: BTreeMap<u32, PathSecret<Octets>>,
}

impl PrivateTree {
    fn new(mut cast: Cast, group_id: Octets, random: Random) -> Result<PrivateTree, Refusal> {
        let client = cast.client()?;
        let tree = singleton(client.own.key_package.leaf_node.clone());
        let first = PrivateLeaf {
            new_leaf: client.new_leaf(),
            encryption_priv: client.own.encryption_private_key,
            path_secrets: BTreeMap::new(),
        };
        Ok(PrivateTree { cast, random, group_id, tree, members: BTreeMap::from([(0, first)]) })
    }

    fn suite(&self) -> CipherSuite {
        self.cast.suite()
    }

    /// Adds members until there are so many; then each of them sends a path.
    fn fill(&mut self, size: usize) -> Result<(), Refusal> {
        while self.members.len() < size {
            self.add()?;
        }
        let leaves: Vec<u32> = self.members.keys().copied().collect();
        leaves.into_iter().try_for_each(|leaf| self.commit(LeafIndex(leaf)))
    }

    /// Adds a member: it is unmerged at the parents above it.
    fn add(&mut self) -> Result<(), Refusal> {
        let client = self.cast.client()?;
        let (tree, leaf) = add_leaf(self.tree.clone(), client.own.key_package.leaf_node.clone());
        self.tree = tree;
        let added = PrivateLeaf {
            new_leaf: client.new_leaf(),
            encryption_priv: client.own.encryption_private_key,
            path_secrets: BTreeMap::new(),
        };
        self.members.insert(leaf.0, added);
        Ok(())
    }

    /// Removes a member: the parents above it are blank.
    fn remove(&mut self, leaf: LeafIndex) {
        self.members.remove(&leaf.0);
        self.tree = remove_leaf(self.tree.clone(), leaf);
        for member in self.members.values_mut() {
            member.path_secrets.retain(|node, _| parent_at(&self.tree, NodeIndex(*node)).is_some());
        }
    }

    /// A member sends a path, and all others process it.
    fn commit(&mut self, sender: LeafIndex) -> Result<(), Refusal> {
        let (_, update) = self.new_path(sender)?;
        let n = leaf_count(&update.tree);
        let node_of = |leaf| leaf_node_index(leaf, n).ok_or(Refusal::Missing("such leaf"));
        let replaced = leaf_direct_path(&update.tree, sender);
        for (leaf, member) in &mut self.members {
            let own_node = node_of(LeafIndex(*leaf))?;
            member.path_secrets.retain(|node, _| !replaced.contains(&NodeIndex(*node)));
            for (step, path_secret) in update.path.iter().zip(&update.path_secrets) {
                if is_in_subtree(own_node, step.node) {
                    member.path_secrets.insert(step.node.0, path_secret.clone());
                }
            }
        }
        let own_key = private_key_at(&update.private_keys, node_of(sender)?).cloned();
        let member = self.members.get_mut(&sender.0).ok_or(Refusal::Missing("such member"))?;
        member.encryption_priv = own_key.ok_or(Refusal::Missing("own key"))?;
        self.tree = update.tree;
        Ok(())
    }

    /// A path of a member, not sent yet, and the seed that it is made from.
    fn new_path(&mut self, sender: LeafIndex) -> Result<(Seed<Octets>, DirectPathUpdate<Octets>), Refusal> {
        let (suite, seed) = (self.suite(), self.random.seed(self.cast.suite()));
        let member = self.members.get(&sender.0).ok_or(Refusal::Missing("such member"))?;
        let update = update_direct_path(suite, self.tree.clone(), sender, &member.new_leaf, &self.group_id, &seed)?;
        Ok((seed, update))
    }

    /// A path of a member, and what the others get out of it. `context` is that of the tree before it.
    fn update_path(&mut self, sender: LeafIndex, context: &GroupContext<Octets>) -> Result<UpdatePath, Refusal> {
        let (seed, update) = self.new_path(sender)?;
        let suite = self.suite();
        let tree_hash = root_tree_hash(suite, &update.tree);
        let provisional = encode_group_context(&GroupContext { tree_hash: tree_hash.clone(), ..context.clone() });
        let path = encrypt_path_secrets(suite, &update, sender, &provisional, &[], &seed)?;
        let received = |leaf: u32| {
            let is_receiver = leaf != sender.0 && self.members.contains_key(&leaf);
            let step = is_receiver.then(|| common_ancestor_step(&update.path, LeafIndex(leaf))).flatten()?;
            update.path_secrets.get(step).map(|path_secret| hex(&path_secret.bytes))
        };
        Ok(UpdatePath {
            sender: sender.0,
            update_path: hex(&encode_update_path(&path)),
            path_secrets: (0..).take(leaf_count(&update.tree).value()).map(received).collect(),
            commit_secret: hex(&update.commit_secret.bytes),
            tree_hash_after: hex(&tree_hash),
        })
    }
}

impl PrivateLeaf {
    fn leaf_private(&self, index: u32) -> LeafPrivate {
        let secrets = self.path_secrets.iter();
        LeafPrivate {
            index,
            encryption_priv: hex(&self.encryption_priv.bytes),
            signature_priv: hex(&self.new_leaf.signature_private_key.bytes),
            path_secrets: secrets
                .map(|(node, secret)| NodeSecret { node: *node, path_secret: hex(&secret.bytes) })
                .collect(),
        }
    }
}
