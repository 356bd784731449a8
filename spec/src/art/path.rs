//! ART: the keys along a path, and of a whole tree.

use crate::algebra::Crypto;
use crate::art::key::{ArtPublicKey, art_public_key, diffie_hellman, node_private_key};
use crate::art::public_tree::{ArtTree, art_leaf_count, public_key_at};
use crate::art::tree::{ArtNodeIndex, MemberIndex, Subtree, copath, halves, node, path, whole};
use crate::cipher_suite::CipherSuite;
use crate::error::{Error, Invalid, Misuse, Place, Rule, require};
use crate::secret::{ArtNodePrivateKey, ArtTreeKey};

/// What a leaf key and the public keys of the copath give.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtPathKeys<B> {
    /// Of the nodes from the leaf to the root, both included.
    pub public_keys: Vec<ArtPublicKey<B>>,
    /// The private key of the root.
    pub tree_key: ArtTreeKey<B>,
}

/// The public keys that a member can compute, those of its path, are those of the tree.
const PATH_AGREES: Rule = Rule::Art(15);

/// The keys from a member's leaf to the root.
///
/// ```text
/// private key of a node = iota(DH(private key of a child, public key of the other child))
/// ```
///
/// Of the tree, only the copath of the member is used. Vectors: `art-tree`, fields `public_keys` and `tree_key`;
/// `art-update`, fields `path` and `tree_key`.
///
/// # Errors
/// A key of the copath that does not fit, at its node. [`Misuse::Unknown`] if the tree has no such leaf.
pub fn path_keys<B: Crypto>(
    suite: CipherSuite,
    tree: &ArtTree<B>,
    member: MemberIndex,
    leaf_private_key: &ArtNodePrivateKey<B>,
) -> Result<ArtPathKeys<B>, Error> {
    let n = art_leaf_count(tree);
    if path(member, n).is_empty() {
        return Err(Error::Misuse(Misuse::Unknown));
    }
    let siblings = copath(member, n);
    let leaf_public_key = art_public_key(suite, &leaf_private_key.bytes);
    let mut state = Ok(Climb { public_keys: vec![leaf_public_key], private_key: leaf_private_key.clone() });
    for i in 0..siblings.len() {
        state = match (state, siblings.get(i)) {
            (Ok(below), Some(sibling)) => climb(suite, tree, below, *sibling),
            (state, _) => state,
        };
    }
    let top = state?;
    Ok(ArtPathKeys { public_keys: top.public_keys, tree_key: tree_key(top.private_key) })
}

/// `tk`: the private key of the root.
fn tree_key<B>(root: ArtNodePrivateKey<B>) -> ArtTreeKey<B> {
    ArtTreeKey { bytes: root.bytes }
}

/// How far [`path_keys`] is: the keys up to a node.
struct Climb<B> {
    public_keys: Vec<ArtPublicKey<B>>,
    private_key: ArtNodePrivateKey<B>,
}

fn climb<B: Crypto>(
    suite: CipherSuite,
    tree: &ArtTree<B>,
    below: Climb<B>,
    sibling: ArtNodeIndex,
) -> Result<Climb<B>, Error> {
    let sibling_key = public_key_at(tree, sibling).ok_or(Misuse::Unknown)?;
    let shared = diffie_hellman(suite, &below.private_key.bytes, &sibling_key, Place::Node(sibling.0))?;
    let private_key = node_private_key(suite, &shared);
    let mut public_keys = below.public_keys;
    public_keys.push(art_public_key(suite, &private_key.bytes));
    Ok(Climb { public_keys, private_key })
}

/// Whether the public keys that a member computed are those of the tree.
///
/// # Errors
/// The first that is not, at its node.
pub fn check_path_keys<B: Crypto>(
    tree: &ArtTree<B>,
    member: MemberIndex,
    keys: &ArtPathKeys<B>,
) -> Result<(), Invalid> {
    let path = path(member, art_leaf_count(tree));
    let mut verdict = Ok(());
    for i in 0..path.len() {
        verdict = match (verdict, path.get(i)) {
            (Ok(()), Some(x)) => {
                let agrees = public_key_at(tree, *x).as_ref() == keys.public_keys.get(i);
                require(agrees, PATH_AGREES, Place::Node(x.0))
            }
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// The tree over these leaves, and its tree key: what only the creator of a group computes.
/// Vectors: `art-tree`, fields `public_keys` and `tree_key`; `art-setup`, fields `tree` and `tree_key`.
///
/// # Errors
/// [`Misuse::Unknown`] if there is no leaf.
pub fn tree_of_leaves<B: Crypto>(
    suite: CipherSuite,
    leaves: &[ArtNodePrivateKey<B>],
) -> Result<(ArtTree<B>, ArtTreeKey<B>), Error> {
    let whole = whole(leaves.len()).ok_or(Misuse::Unknown)?;
    let keys = subtree_keys(suite, leaves, whole)?;
    Ok((ArtTree { nodes: keys.public_keys }, tree_key(keys.private_key)))
}

/// The keys of a subtree.
struct SubtreeKeys<B> {
    /// Of its nodes, in the order of their numbers.
    public_keys: Vec<ArtPublicKey<B>>,
    /// Of its root.
    private_key: ArtNodePrivateKey<B>,
    public_key: ArtPublicKey<B>,
}

/// The halves of a subtree have fewer leaves than it, and no depth exceeds [`crate::art::tree::height`].
#[hax_lib::decreases(subtree.count)]
fn subtree_keys<B: Crypto>(
    suite: CipherSuite,
    leaves: &[ArtNodePrivateKey<B>],
    subtree: Subtree,
) -> Result<SubtreeKeys<B>, Error> {
    match halves(subtree) {
        None => {
            let private_key = leaves.get(subtree.first as usize).cloned().ok_or(Misuse::Unknown)?;
            let public_key = art_public_key(suite, &private_key.bytes);
            Ok(SubtreeKeys { public_keys: vec![public_key.clone()], private_key, public_key })
        }
        Some((left, right)) => {
            let (left, right) = (subtree_keys(suite, leaves, left)?, subtree_keys(suite, leaves, right)?);
            let place = Place::Node(node(subtree).0);
            let shared = diffie_hellman(suite, &left.private_key.bytes, &right.public_key, place)?;
            let private_key = node_private_key(suite, &shared);
            let public_key = art_public_key(suite, &private_key.bytes);
            let public_keys = [left.public_keys, vec![public_key.clone()], right.public_keys].concat();
            Ok(SubtreeKeys { public_keys, private_key, public_key })
        }
    }
}
