//! `art-tree`: left-balanced trees and their keys.

use serde::{Deserialize, Serialize};

use super::{count, expect_keys};
use crate::check::{expect_eq, expect_ok};
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation. Nodes are numbered from left to right, leaves by their position.
pub trait Subject: Fallible {
    /// The root of a tree.
    fn root(n_leaves: u32) -> u32;

    /// The left child of a node; `None` for a leaf.
    fn left(x: u32, n_leaves: u32) -> Option<u32>;

    /// The right child of a node; `None` for a leaf.
    fn right(x: u32, n_leaves: u32) -> Option<u32>;

    /// The nodes from a leaf to the root, both included.
    fn path(leaf: u32, n_leaves: u32) -> Vec<u32>;

    /// The sibling of each node of the path but the root, in that order.
    fn copath(leaf: u32, n_leaves: u32) -> Vec<u32>;

    /// The keys of a whole tree, from the private keys of all leaves: the public key of each node, by its number.
    fn tree_keys(suite: u16, leaf_privs: &[Hex]) -> Result<TreeKeys, Self::Error>;

    /// The keys on the path of a member, from the private key of its leaf and the public keys of its copath: the public
    /// key of each node from the leaf to the root.
    fn path_keys(suite: u16, public_keys: &[Hex], leaf: u32, leaf_priv: &[u8]) -> Result<TreeKeys, Self::Error>;
}

/// Public keys, and the private key of the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeKeys {
    /// The public keys.
    pub public_keys: Vec<Vec<u8>>,
    /// The private key of the root.
    pub tree_key: Vec<u8>,
}

/// One tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub root: u32,
    pub left: Vec<Option<u32>>,
    pub right: Vec<Option<u32>>,
    pub paths: Vec<Vec<u32>>,
    pub copaths: Vec<Vec<u32>>,
    pub leaf_privs: Vec<Hex>,
    pub public_keys: Vec<Hex>,
    pub tree_key: Hex,
}

impl Case {
    /// The steps of `art-tree/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let n = count("leaf_privs", self.leaf_privs.len())?;
        self.verify_lengths()?;
        self.verify_nodes::<S>(n)?;
        self.verify_paths::<S>(n)?;
        let keys = expect_ok("leaf_privs", S::tree_keys(self.cipher_suite, &self.leaf_privs))?;
        expect_keys("public_keys", &keys.public_keys, &self.public_keys)?;
        expect_eq("tree_key", keys.tree_key.as_slice(), &self.tree_key)?;
        self.verify_views::<S>()
    }

    fn verify_lengths(&self) -> Result<(), Mismatch> {
        let leaves = self.leaf_privs.len();
        let nodes = (2 * leaves).saturating_sub(1);
        let lists = [
            ("public_keys", self.public_keys.len(), nodes),
            ("left", self.left.len(), nodes),
            ("right", self.right.len(), nodes),
            ("paths", self.paths.len(), leaves),
            ("copaths", self.copaths.len(), leaves),
        ];
        for (name, got, wanted) in lists {
            expect_eq(format!("{name} (number of entries)"), &got, &wanted)?;
        }
        Ok(())
    }

    fn verify_nodes<S: Subject>(&self, n: u32) -> Result<(), Mismatch> {
        expect_eq("root", &S::root(n), &self.root)?;
        for (x, (left, right)) in (0..).zip(self.left.iter().zip(&self.right)) {
            expect_eq(format!("left[{x}]"), &S::left(x, n), left)?;
            expect_eq(format!("right[{x}]"), &S::right(x, n), right)?;
        }
        Ok(())
    }

    fn verify_paths<S: Subject>(&self, n: u32) -> Result<(), Mismatch> {
        for (leaf, (path, copath)) in (0..n).zip(self.paths.iter().zip(&self.copaths)) {
            expect_eq(format!("paths[{leaf}]"), S::path(leaf, n).as_slice(), path)?;
            expect_eq(format!("copaths[{leaf}]"), S::copath(leaf, n).as_slice(), copath)?;
        }
        Ok(())
    }

    /// What each member sees of the tree from its leaf.
    fn verify_views<S: Subject>(&self) -> Result<(), Mismatch> {
        for (leaf, (leaf_priv, path)) in (0..).zip(self.leaf_privs.iter().zip(&self.paths)) {
            let at = format!("leaf_privs[{leaf}] (view of the member)");
            let keys = expect_ok(&at, S::path_keys(self.cipher_suite, &self.public_keys, leaf, leaf_priv))?;
            let on_path: Vec<Hex> = path.iter().filter_map(|x| self.public_keys.get(*x as usize)).cloned().collect();
            expect_keys(&at, &keys.public_keys, &on_path)?;
            expect_eq(at, keys.tree_key.as_slice(), &self.tree_key)?;
        }
        Ok(())
    }
}
