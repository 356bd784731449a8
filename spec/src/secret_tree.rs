//! RFC 9420, Section 9: the secret tree.
//!
//! A [`SecretTree`] holds what is not consumed, and nothing else: a function that derives or hands out a
//! value takes the tree, and returns it without the values that are consumed thereby (RFC 9420, Section 9.2).

pub mod ratchet;
mod tree_nodes;

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::error::{Error, Misuse, Place};
use crate::secret::{EncryptionSecret, TreeNodeSecret};
use crate::secret_tree::ratchet::{Ratchet, RatchetKey, advance, take};
use crate::secret_tree::tree_nodes::use_leaf;
use crate::tree::math::{LeafCount, LeafIndex, NodeIndex, root};

/// The secrets of a secret tree that are not consumed.
///
/// Invariant: for every leaf there is either one entry of `nodes` at it or above it, or one entry of
/// `leaves`; never both, and never two.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretTree<B> {
    leaf_count: LeafCount,
    /// The subtrees in which no leaf has been used.
    nodes: Vec<TreeNode<B>>,
    /// The leaves that have been used.
    leaves: Vec<LeafRatchets<B>>,
}

/// `tree_node_[N]_secret` and its N.
#[derive(Clone, Debug, PartialEq)]
struct TreeNode<B> {
    node: NodeIndex,
    secret: TreeNodeSecret<B>,
}

/// The two ratchets of a leaf.
#[derive(Clone, Debug, PartialEq)]
struct LeafRatchets<B> {
    leaf: LeafIndex,
    handshake: Ratchet<B>,
    application: Ratchet<B>,
}

/// Which of a leaf's ratchets: RFC 9420, Section 6.3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatchetType {
    /// For Proposals and Commits.
    Handshake,
    /// For application data.
    Application,
}

/// The policy of RFC 9420, Section 15.3, for each ratchet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenerationWindow {
    /// How many generations a message may skip.
    pub maximum_forward: u32,
    /// How many unused keys of skipped generations are kept: the newest ones.
    pub maximum_kept: u32,
}

/// The secret tree for a ratchet tree of `n` leaves, with `encryption_secret` at its root.
pub fn secret_tree<B: Bytes>(encryption_secret: EncryptionSecret<B>, n: LeafCount) -> SecretTree<B> {
    let secret = TreeNodeSecret { bytes: encryption_secret.bytes };
    let node = root(n);
    SecretTree { leaf_count: n, nodes: vec![TreeNode { node, secret }], leaves: Vec::new() }
}

/// For sending: the key and nonce of the next generation.
///
/// # Errors
/// [`Misuse::Unknown`] if the tree has no such leaf, [`Misuse::RatchetExhausted`] after 2^32 generations.
pub fn next_key<B: Crypto>(
    suite: CipherSuite,
    tree: SecretTree<B>,
    leaf: LeafIndex,
    ratchet_type: RatchetType,
) -> Result<(SecretTree<B>, RatchetKey<B>), Misuse> {
    let (tree, ratchets) = take_leaf(suite, tree, leaf)?;
    let (ratchet, key) = advance(suite, select(&ratchets, ratchet_type))?;
    Ok((with_ratchet(tree, ratchets, ratchet_type, ratchet), key))
}

/// For receiving: the key and nonce of the generation given.
///
/// The caller keeps the tree that it gave if the message then turns out not to be one. Choice: RFC 9420,
/// Section 9.2 has a key consumed by *successful* decryption; whether that is the AEAD alone, or the
/// acceptance of the message, it leaves open. Here it is the latter, or any member could use up the keys of
/// another.
///
/// # Errors
/// [`Misuse::Unknown`] if the tree has no such leaf, and those of [`take`].
pub fn key_for<B: Crypto>(
    suite: CipherSuite,
    tree: SecretTree<B>,
    leaf: LeafIndex,
    ratchet_type: RatchetType,
    generation: u32,
    window: &GenerationWindow,
) -> Result<(SecretTree<B>, RatchetKey<B>), Error> {
    let (tree, ratchets) = take_leaf(suite, tree, leaf)?;
    let ratchet = select(&ratchets, ratchet_type);
    let (ratchet, key) = take(suite, ratchet, Place::Leaf(leaf.0), generation, window)?;
    Ok((with_ratchet(tree, ratchets, ratchet_type, ratchet), key))
}

/// The ratchets of a leaf, and the tree without that leaf.
fn take_leaf<B: Crypto>(
    suite: CipherSuite,
    tree: SecretTree<B>,
    leaf: LeafIndex,
) -> Result<(SecretTree<B>, LeafRatchets<B>), Misuse> {
    let tree = use_leaf(suite, tree, leaf)?;
    let mut taken = Err(Misuse::Unknown);
    let mut others = Vec::new();
    for i in 0..tree.leaves.len() {
        match tree.leaves.get(i) {
            Some(ratchets) if ratchets.leaf == leaf => taken = Ok(ratchets.clone()),
            Some(ratchets) => others.push(ratchets.clone()),
            None => {}
        }
    }
    let mut tree = tree;
    tree.leaves = others;
    Ok((tree, taken?))
}

fn select<B: Bytes>(ratchets: &LeafRatchets<B>, ratchet_type: RatchetType) -> Ratchet<B> {
    match ratchet_type {
        RatchetType::Handshake => ratchets.handshake.clone(),
        RatchetType::Application => ratchets.application.clone(),
    }
}

/// The tree with a leaf's ratchets put back, one of them replaced.
fn with_ratchet<B: Bytes>(
    tree: SecretTree<B>,
    ratchets: LeafRatchets<B>,
    ratchet_type: RatchetType,
    ratchet: Ratchet<B>,
) -> SecretTree<B> {
    let mut ratchets = ratchets;
    match ratchet_type {
        RatchetType::Handshake => ratchets.handshake = ratchet,
        RatchetType::Application => ratchets.application = ratchet,
    }
    let mut tree = tree;
    tree.leaves.push(ratchets);
    tree
}
