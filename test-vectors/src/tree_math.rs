//! `tree-math`: the arithmetic of node indices, RFC 9420, Appendix C.

use serde::{Deserialize, Serialize};

use crate::Mismatch;
use crate::check::expect_eq;

/// What the checker asks of an implementation. `x` is a node index of the tree with `n_leaves` leaves.
pub trait Subject {
    /// The number of nodes.
    fn n_nodes(n_leaves: u32) -> u32;

    /// The root.
    fn root(n_leaves: u32) -> u32;

    /// The left child, or `None` of a leaf.
    fn left(x: u32, n_leaves: u32) -> Option<u32>;

    /// The right child, or `None` of a leaf.
    fn right(x: u32, n_leaves: u32) -> Option<u32>;

    /// The parent, or `None` of the root.
    fn parent(x: u32, n_leaves: u32) -> Option<u32>;

    /// The other child of the parent, or `None` of the root.
    fn sibling(x: u32, n_leaves: u32) -> Option<u32>;
}

/// One size of tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub n_leaves: u32,
    pub n_nodes: u32,
    pub root: u32,
    pub left: Vec<Option<u32>>,
    pub right: Vec<Option<u32>>,
    pub parent: Vec<Option<u32>>,
    pub sibling: Vec<Option<u32>>,
}

impl Case {
    /// The steps of `tree-math/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let n = self.n_leaves;
        expect_eq("n_nodes", &S::n_nodes(n), &self.n_nodes)?;
        expect_eq("root", &S::root(n), &self.root)?;
        self.verify_list("left", &self.left, S::left)?;
        self.verify_list("right", &self.right, S::right)?;
        self.verify_list("parent", &self.parent, S::parent)?;
        self.verify_list("sibling", &self.sibling, S::sibling)
    }

    /// One entry for each node, and each as computed.
    fn verify_list(
        &self,
        field: &str,
        list: &[Option<u32>],
        compute: fn(u32, u32) -> Option<u32>,
    ) -> Result<(), Mismatch> {
        let n_nodes = u32::try_from(list.len()).ok();
        expect_eq(format!("{field} (number of entries)"), &n_nodes, &Some(self.n_nodes))?;
        for (x, wanted) in (0..).zip(list) {
            expect_eq(format!("{field}[{x}]"), &compute(x, self.n_leaves), wanted)?;
        }
        Ok(())
    }
}
