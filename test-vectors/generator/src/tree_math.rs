//! `tree-math`: full trees of 1, 2, 4, 8 and so on leaves.

use pleach_spec::tree::math::{LeafCount, NodeIndex, left, node_width, parent, right, root, sibling};
use pleach_vectors::AnyCase;
use pleach_vectors::tree_math::Case;

use crate::{Random, Refusal};

/// How many sizes of trees there are cases of: the last has 65536 leaves.
pub const SIZES: u32 = 17;

/// The tree with `2^index` leaves.
///
/// # Errors
/// If the tree would be too large.
pub fn case(index: u32, _: &mut Random) -> Result<AnyCase, Refusal> {
    let n_leaves = 1_u32.checked_shl(index).ok_or(Refusal::Missing("tree of this size"))?;
    let n = usize::try_from(n_leaves).ok().and_then(LeafCount::new).ok_or(Refusal::Missing("tree of this size"))?;
    let n_nodes = node_width(n);
    let of_each = |relative: &dyn Fn(NodeIndex) -> Option<NodeIndex>| {
        (0..n_nodes).map(|x| relative(NodeIndex(x)).map(|node| node.0)).collect()
    };
    Ok(AnyCase::TreeMath(Case {
        n_leaves,
        n_nodes,
        root: root(n).0,
        left: of_each(&left),
        right: of_each(&right),
        parent: of_each(&|x| parent(x, n)),
        sibling: of_each(&|x| sibling(x, n)),
    }))
}
