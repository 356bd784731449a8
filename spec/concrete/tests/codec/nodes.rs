//! Arbitrary nodes, trees and KeyPackages.

use pleach_spec::key_package::KeyPackage;
use pleach_spec::tree::math::{LeafCount, LeafIndex, NodeIndex};
use pleach_spec::tree::nodes::{Capabilities, LeafNode, LeafNodeSource, Lifetime, ParentNode};
use pleach_spec::tree::ratchet_tree::{RatchetTree, resized, singleton, with_leaf, with_parent};
use pleach_spec::tree::update_path::{UpdatePath, UpdatePathNode};
use pleach_spec_concrete::Octets;
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

use crate::values::{
    credential, extensions, hpke_ciphertext, hpke_public_key, leaf_index, list, octets, optional, signature_public_key,
    types,
};

pub(crate) fn capabilities() -> BoxedStrategy<Capabilities> {
    (types(), types(), types(), types(), types())
        .prop_map(|(versions, cipher_suites, extensions, proposals, credentials)| Capabilities {
            versions,
            cipher_suites,
            extensions,
            proposals,
            credentials,
        })
        .boxed()
}

fn leaf_node_source() -> impl Strategy<Value = LeafNodeSource<Octets>> {
    prop_oneof![
        (any::<u64>(), any::<u64>()).prop_map(|(not_before, not_after)| {
            LeafNodeSource::KeyPackage { lifetime: Lifetime { not_before, not_after } }
        }),
        Just(LeafNodeSource::Update),
        octets().prop_map(|parent_hash| LeafNodeSource::Commit { parent_hash }),
    ]
}

pub(crate) fn leaf_node() -> BoxedStrategy<LeafNode<Octets>> {
    let fields = (
        hpke_public_key(),
        signature_public_key(),
        credential(),
        capabilities(),
        leaf_node_source(),
        extensions(),
        octets(),
    );
    fields
        .prop_map(|fields| LeafNode {
            encryption_key: fields.0,
            signature_key: fields.1,
            credential: fields.2,
            capabilities: fields.3,
            leaf_node_source: fields.4,
            extensions: fields.5,
            signature: fields.6,
        })
        .boxed()
}

pub(crate) fn parent_node() -> impl Strategy<Value = ParentNode<Octets>> {
    (hpke_public_key(), octets(), list(leaf_index())).prop_map(|(encryption_key, parent_hash, unmerged_leaves)| {
        ParentNode { encryption_key, parent_hash, unmerged_leaves }
    })
}

/// Of 1, 2, 4 or 8 leaves. The encoding ends with the last non-blank node: a leaf, since no parent without leaves below
/// its right child is valid, and one in the right half, or the tree would be smaller.
pub(crate) fn ratchet_tree() -> impl Strategy<Value = RatchetTree<Octets>> {
    (0usize..4).prop_flat_map(|depth| {
        let n = 1usize << depth;
        let leaves = vec(optional(leaf_node()), n);
        let parents = vec(optional(parent_node()), n - 1);
        let last = (n / 2..n, leaf_node());
        (leaves, parents, last).prop_map(move |(leaves, parents, (last, last_leaf))| {
            let mut tree = resized(singleton(last_leaf.clone()), LeafCount::new(n).unwrap());
            tree = with_leaf(tree, LeafIndex(0), None);
            for (i, leaf) in leaves.into_iter().enumerate().take(last) {
                tree = with_leaf(tree, LeafIndex(i as u32), leaf);
            }
            for (i, parent) in parents.into_iter().enumerate().take(last) {
                tree = with_parent(tree, NodeIndex(2 * i as u32 + 1), parent);
            }
            with_leaf(tree, LeafIndex(last as u32), Some(last_leaf))
        })
    })
}

pub(crate) fn update_path_node() -> impl Strategy<Value = UpdatePathNode<Octets>> {
    (hpke_public_key(), list(hpke_ciphertext()))
        .prop_map(|(encryption_key, encrypted_path_secret)| UpdatePathNode { encryption_key, encrypted_path_secret })
}

pub(crate) fn update_path() -> BoxedStrategy<UpdatePath<Octets>> {
    (leaf_node(), list(update_path_node())).prop_map(|(leaf_node, nodes)| UpdatePath { leaf_node, nodes }).boxed()
}

pub(crate) fn key_package() -> BoxedStrategy<KeyPackage<Octets>> {
    let fields = (any::<u16>(), any::<u16>(), hpke_public_key(), leaf_node(), extensions(), octets());
    fields
        .prop_map(|fields| KeyPackage {
            version: fields.0,
            cipher_suite: fields.1,
            init_key: fields.2,
            leaf_node: fields.3,
            extensions: fields.4,
            signature: fields.5,
        })
        .boxed()
}
