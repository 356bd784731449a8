//! `tree-math` and `deserialization`.

use pleach_spec::codec::decode_vector_length;
use pleach_spec::tree::math::{LeafCount, NodeIndex, left, node_width, parent, right, root, sibling};
use pleach_vectors::{deserialization, tree_math};

use super::{Refusal, Specification, decoded};

/// `None` for a number of leaves that no tree has: no node is in it.
fn leaf_count(n_leaves: u32) -> Option<LeafCount> {
    LeafCount::new(usize::try_from(n_leaves).ok()?)
}

fn index(node: NodeIndex) -> u32 {
    node.0
}

impl tree_math::Subject for Specification {
    fn n_nodes(n_leaves: u32) -> u32 {
        leaf_count(n_leaves).map_or(0, node_width)
    }

    fn root(n_leaves: u32) -> u32 {
        leaf_count(n_leaves).map_or(u32::MAX, |n| root(n).0)
    }

    fn left(x: u32, _: u32) -> Option<u32> {
        left(NodeIndex(x)).map(index)
    }

    fn right(x: u32, _: u32) -> Option<u32> {
        right(NodeIndex(x)).map(index)
    }

    fn parent(x: u32, n_leaves: u32) -> Option<u32> {
        parent(NodeIndex(x), leaf_count(n_leaves)?).map(index)
    }

    fn sibling(x: u32, n_leaves: u32) -> Option<u32> {
        sibling(NodeIndex(x), leaf_count(n_leaves)?).map(index)
    }
}

impl deserialization::Subject for Specification {
    fn vector_length(header: &[u8]) -> Result<u32, Refusal> {
        let length = decoded(header, decode_vector_length)?;
        // A vector has at most 2^30 - 1 bytes.
        u32::try_from(length).map_err(|_| Refusal::Primitive)
    }
}
