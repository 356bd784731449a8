//! `art-tree`.

use pleach_spec::art::path::{ArtPathKeys, path_keys, tree_of_leaves};
use pleach_spec::art::tree::{ArtNodeIndex, MemberIndex, children, copath, node, path, whole};
use pleach_spec_concrete::Octets;
use pleach_vectors::Hex;
use pleach_vectors::art::tree::{Subject, TreeKeys};

use super::super::{Refusal, Specification, suite};
use super::{node_private_key, public_keys, tree};

impl Subject for Specification {
    fn root(n_leaves: u32) -> u32 {
        whole(n_leaves as usize).map_or(0, |tree| node(tree).0)
    }

    fn left(x: u32, n_leaves: u32) -> Option<u32> {
        children(ArtNodeIndex(x), n_leaves as usize).map(|(left, _)| left.0)
    }

    fn right(x: u32, n_leaves: u32) -> Option<u32> {
        children(ArtNodeIndex(x), n_leaves as usize).map(|(_, right)| right.0)
    }

    fn path(leaf: u32, n_leaves: u32) -> Vec<u32> {
        numbers(path(MemberIndex(leaf), n_leaves as usize))
    }

    fn copath(leaf: u32, n_leaves: u32) -> Vec<u32> {
        numbers(copath(MemberIndex(leaf), n_leaves as usize))
    }

    fn tree_keys(suite_value: u16, leaf_privs: &[Hex]) -> Result<TreeKeys, Refusal> {
        let leaves: Vec<_> = leaf_privs.iter().map(|leaf_priv| node_private_key(leaf_priv)).collect();
        let (tree, tree_key) = tree_of_leaves(suite(suite_value)?, &leaves)?;
        Ok(TreeKeys { public_keys: public_keys(tree.nodes), tree_key: tree_key.bytes.into() })
    }

    fn path_keys(suite_value: u16, public_keys: &[Hex], leaf: u32, leaf_priv: &[u8]) -> Result<TreeKeys, Refusal> {
        let leaf_priv = node_private_key(leaf_priv);
        Ok(keys(path_keys(suite(suite_value)?, &tree(public_keys), MemberIndex(leaf), &leaf_priv)?))
    }
}

fn numbers(nodes: Vec<ArtNodeIndex>) -> Vec<u32> {
    nodes.into_iter().map(|node| node.0).collect()
}

fn keys(path: ArtPathKeys<Octets>) -> TreeKeys {
    TreeKeys { public_keys: public_keys(path.public_keys), tree_key: path.tree_key.bytes.into() }
}
