//! `tree-validation`: what a joiner checks of a tree, RFC 9420, Section 4.1.1, Section 7.8 and Section 7.9.2.

use serde::{Deserialize, Serialize};

use crate::check::{altered, expect_all, expect_eq, expect_ok, expect_refusal};
use crate::{Fallible, Hex, Mismatch, Step};

/// What the checker asks of an implementation. `ratchet_tree` is encoded as in the extension of that name.
pub trait Subject: Fallible {
    /// The resolution of every node, as node indices, in the order of node indices. The tree is a full one:
    /// blanks left out at the right end of `ratchet_tree` count.
    fn resolutions(ratchet_tree: &[u8]) -> Result<Vec<Vec<u32>>, Self::Error>;

    /// The tree hash of every node, in the order of node indices, likewise.
    fn tree_hashes(suite: u16, ratchet_tree: &[u8]) -> Result<Vec<Vec<u8>>, Self::Error>;

    /// Verifies the parent hashes as a joiner does.
    fn verify_parent_hashes(suite: u16, ratchet_tree: &[u8]) -> Result<(), Self::Error>;

    /// Verifies the signatures of all leaves of a group with this `group_id`.
    fn verify_leaf_signatures(suite: u16, ratchet_tree: &[u8], group_id: &[u8]) -> Result<(), Self::Error>;
}

/// One tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub tree: Hex,
    pub group_id: Hex,
    pub resolutions: Vec<Vec<u32>>,
    pub tree_hashes: Vec<Hex>,
}

impl Case {
    /// The steps of `tree-validation/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        expect_all(self.verify_each::<S>())
    }

    /// The same, step by step: of a subject that does not have them all.
    pub fn verify_each<S: Subject>(&self) -> [Step; 4] {
        [
            ("resolutions", self.verify_resolutions::<S>()),
            ("tree_hashes", self.verify_tree_hashes::<S>()),
            ("tree (parent hashes)", self.verify_parent_hashes::<S>()),
            ("tree (leaf signatures)", self.verify_leaf_signatures::<S>()),
        ]
    }

    fn verify_resolutions<S: Subject>(&self) -> Result<(), Mismatch> {
        let resolutions = expect_ok("resolutions", S::resolutions(&self.tree))?;
        let count = "resolutions (number of entries)";
        expect_eq(count, &resolutions.len(), &self.resolutions.len())?;
        for (i, (got, wanted)) in resolutions.iter().zip(&self.resolutions).enumerate() {
            expect_eq(format!("resolutions[{i}]"), got.as_slice(), wanted.as_slice())?;
        }
        Ok(())
    }

    fn verify_tree_hashes<S: Subject>(&self) -> Result<(), Mismatch> {
        let tree_hashes = expect_ok("tree_hashes", S::tree_hashes(self.cipher_suite, &self.tree))?;
        let count = "tree_hashes (number of entries)";
        expect_eq(count, &tree_hashes.len(), &self.tree_hashes.len())?;
        for (i, (got, wanted)) in tree_hashes.iter().zip(&self.tree_hashes).enumerate() {
            expect_eq(format!("tree_hashes[{i}]"), got.as_slice(), &wanted.0)?;
        }
        Ok(())
    }

    fn verify_parent_hashes<S: Subject>(&self) -> Result<(), Mismatch> {
        expect_ok("tree (parent hashes)", S::verify_parent_hashes(self.cipher_suite, &self.tree))
    }

    fn verify_leaf_signatures<S: Subject>(&self) -> Result<(), Mismatch> {
        let check = |tree: &[u8]| S::verify_leaf_signatures(self.cipher_suite, tree, &self.group_id);
        expect_ok("tree (leaf signatures)", check(&self.tree))?;
        expect_refusal("tree (last signature altered)", check(&altered(&self.tree)))
    }
}
