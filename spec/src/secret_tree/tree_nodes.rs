//! RFC 9420, Section 9 and Section 9.2: from the node secrets down to the ratchets of a leaf.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::crypto::expand_with_label;
use crate::error::Misuse;
use crate::labels::Protocol;
use crate::secret::{RatchetSecret, TreeNodeSecret};
use crate::secret_tree::ratchet::ratchet;
use crate::secret_tree::{LeafRatchets, SecretTree, TreeNode};
use crate::tree::math::{LeafIndex, NodeIndex, is_in_subtree, leaf_node_index, left, level, right};

/// The tree with the leaf's ratchets among its `leaves`.
///
/// The secrets from the entry above the leaf down to the leaf are consumed; their siblings are kept.
pub(super) fn use_leaf<B: Crypto>(
    suite: CipherSuite,
    tree: SecretTree<B>,
    leaf: LeafIndex,
) -> Result<SecretTree<B>, Misuse> {
    let x = leaf_node_index(leaf, tree.leaf_count).ok_or(Misuse::Unknown)?;
    let mut above = None;
    let mut nodes = Vec::new();
    for i in 0..tree.nodes.len() {
        match tree.nodes.get(i) {
            Some(entry) if is_in_subtree(x, entry.node) => above = Some(entry.clone()),
            Some(entry) => nodes.push(entry.clone()),
            None => {}
        }
    }
    let mut tree = tree;
    tree.nodes = nodes;
    match above {
        Some(top) => Ok(descend(suite, tree, top, leaf, x)),
        None => Ok(tree),
    }
}

/// From `top` down to the leaf `x`.
fn descend<B: Crypto>(
    suite: CipherSuite,
    tree: SecretTree<B>,
    top: TreeNode<B>,
    leaf: LeafIndex,
    x: NodeIndex,
) -> SecretTree<B> {
    let mut tree = tree;
    let mut top = top;
    for _ in 0..level(top.node) {
        top = match tree_node_children(suite, &top) {
            Some((left, right)) => {
                let (next, kept) = if is_in_subtree(x, left.node) { (left, right) } else { (right, left) };
                tree.nodes.push(kept);
                next
            }
            None => top,
        };
    }
    tree.leaves.push(leaf_ratchets(suite, leaf, &top.secret));
    tree
}

/// `None` for a leaf.
///
/// ```text
/// tree_node_[left(N)]_secret  = ExpandWithLabel(tree_node_[N]_secret, "tree", "left", KDF.Nh)
/// tree_node_[right(N)]_secret = ExpandWithLabel(tree_node_[N]_secret, "tree", "right", KDF.Nh)
/// ```
fn tree_node_children<B: Crypto>(suite: CipherSuite, parent: &TreeNode<B>) -> Option<(TreeNode<B>, TreeNode<B>)> {
    let (secret, nh) = (&parent.secret.bytes, suite.kdf_nh());
    let left_secret = expand_with_label(suite, secret, b"tree", &B::literal(b"left"), nh);
    let right_secret = expand_with_label(suite, secret, b"tree", &B::literal(b"right"), nh);
    let left = TreeNode { node: left(parent.node)?, secret: TreeNodeSecret { bytes: left_secret } };
    let right = TreeNode { node: right(parent.node)?, secret: TreeNodeSecret { bytes: right_secret } };
    Some((left, right))
}

/// ```text
/// handshake_ratchet_secret_[N]_[0] = ExpandWithLabel(tree_node_[N]_secret, "handshake", "", KDF.Nh)
/// application_ratchet_secret_[N]_[0] = ExpandWithLabel(tree_node_[N]_secret, "application", "", KDF.Nh)
/// ```
fn leaf_ratchets<B: Crypto>(suite: CipherSuite, leaf: LeafIndex, secret: &TreeNodeSecret<B>) -> LeafRatchets<B> {
    let (secret, empty, nh) = (&secret.bytes, B::literal(&[]), suite.kdf_nh());
    let handshake = expand_with_label(suite, secret, b"handshake", &empty, nh);
    let application = expand_with_label(suite, secret, b"application", &empty, nh);
    LeafRatchets {
        leaf,
        handshake: ratchet(Protocol::Mls10, RatchetSecret { bytes: handshake }),
        application: ratchet(Protocol::Mls10, RatchetSecret { bytes: application }),
    }
}
