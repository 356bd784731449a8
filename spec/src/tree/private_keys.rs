//! The private keys that a member holds: those of its leaf and of nodes on its direct path
//! (RFC 9420, Section 4.2).

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::hpke::{HpkeKeyPair, is_key_pair};
use crate::secret::HpkePrivateKey;
use crate::tree::math::NodeIndex;
use crate::tree::ratchet_tree::RatchetTree;
use crate::tree::terms::{PathStep, encryption_key_at};

/// The private keys of a member. At most one for each node.
#[derive(Clone, Debug, PartialEq)]
pub struct PrivateKeys<B> {
    /// In no particular order.
    entries: Vec<NodePrivateKey<B>>,
}

/// The private key of a node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodePrivateKey<B> {
    /// The node.
    pub node: NodeIndex,
    /// Its private key.
    pub private_key: HpkePrivateKey<B>,
}

/// No private keys.
pub fn no_private_keys<B: Bytes>() -> PrivateKeys<B> {
    PrivateKeys { entries: Vec::new() }
}

/// The private key held for a node, if any.
pub fn private_key_at<B: Bytes>(keys: &PrivateKeys<B>, x: NodeIndex) -> Option<&HpkePrivateKey<B>> {
    let mut found = None;
    for i in 0..keys.entries.len() {
        found = match keys.entries.get(i) {
            Some(entry) if entry.node == x => Some(&entry.private_key),
            _ => found,
        };
    }
    found
}

/// With the private key of a node, in place of the one that was held for it.
pub fn with_private_key<B: Bytes>(
    keys: PrivateKeys<B>,
    x: NodeIndex,
    private_key: HpkePrivateKey<B>,
) -> PrivateKeys<B> {
    let mut keys = without_private_key(keys, x);
    keys.entries.push(NodePrivateKey { node: x, private_key });
    keys
}

/// Without the private key of a node.
pub fn without_private_key<B: Bytes>(keys: PrivateKeys<B>, x: NodeIndex) -> PrivateKeys<B> {
    let mut entries = Vec::new();
    for i in 0..keys.entries.len() {
        match keys.entries.get(i) {
            Some(entry) if entry.node != x => entries.push(entry.clone()),
            _ => (),
        }
    }
    PrivateKeys { entries }
}

/// Without the private keys of several nodes.
pub fn without_private_keys<B: Bytes>(keys: PrivateKeys<B>, nodes: &[NodeIndex]) -> PrivateKeys<B> {
    let mut keys = keys;
    for i in 0..nodes.len() {
        keys = match nodes.get(i) {
            Some(x) => without_private_key(keys, *x),
            None => keys,
        };
    }
    keys
}

/// With the private keys of the nodes of a path.
pub fn with_path_private_keys<B: Bytes>(
    keys: PrivateKeys<B>,
    path: &[PathStep],
    key_pairs: &[HpkeKeyPair<B>],
) -> PrivateKeys<B> {
    let mut keys = keys;
    for i in 0..path.len() {
        keys = match (path.get(i), key_pairs.get(i)) {
            (Some(step), Some(pair)) => with_private_key(keys, step.node, pair.private_key.clone()),
            _ => keys,
        };
    }
    keys
}

/// Without the private keys that are outdated: those of nodes which are now blank, or not in the tree, or
/// have a public key that they do not fit. The deletion that RFC 9420, Section 7.5 demands.
///
/// To be called after proposals have changed the tree.
pub fn current_private_keys<B: Crypto>(
    suite: CipherSuite,
    keys: PrivateKeys<B>,
    tree: &RatchetTree<B>,
) -> PrivateKeys<B> {
    let mut entries = Vec::new();
    for i in 0..keys.entries.len() {
        match keys.entries.get(i) {
            Some(entry) if is_current(suite, entry, tree) => entries.push(entry.clone()),
            _ => (),
        }
    }
    PrivateKeys { entries }
}

fn is_current<B: Crypto>(suite: CipherSuite, entry: &NodePrivateKey<B>, tree: &RatchetTree<B>) -> bool {
    match encryption_key_at(tree, entry.node) {
        Some(public_key) => is_key_pair(suite, &entry.private_key, &public_key),
        None => false,
    }
}
