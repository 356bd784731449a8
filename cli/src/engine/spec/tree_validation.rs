//! `tree-validation`.

use pleach_spec::tree::leaf_node::GroupBinding;
use pleach_spec::tree::leaf_validation::check_leaf_signature;
use pleach_spec::tree::math::{NodeIndex, node_width};
use pleach_spec::tree::parent_hash::check_parent_hashes;
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count};
use pleach_spec::tree::terms::{non_blank_leaves, resolution};
use pleach_spec::tree::tree_hash::tree_hash;
use pleach_spec_concrete::Octets;
use pleach_vectors::tree_validation::Subject;

use super::{Refusal, Specification, decoded_tree, octets, suite};

impl Subject for Specification {
    fn resolutions(ratchet_tree: &[u8]) -> Result<Vec<Vec<u32>>, Refusal> {
        let tree = decoded_tree(ratchet_tree)?;
        let indices = |x| resolution(&tree, x).iter().map(|node| node.0).collect();
        Ok(all_nodes(&tree).map(indices).collect())
    }

    fn tree_hashes(suite_value: u16, ratchet_tree: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
        let (suite, tree) = (suite(suite_value)?, decoded_tree(ratchet_tree)?);
        let hash = |x| tree_hash(suite, &tree, x).into();
        Ok(all_nodes(&tree).map(hash).collect())
    }

    fn verify_parent_hashes(suite_value: u16, ratchet_tree: &[u8]) -> Result<(), Refusal> {
        let tree = decoded_tree(ratchet_tree)?;
        Ok(check_parent_hashes(suite(suite_value)?, &tree)?)
    }

    fn verify_leaf_signatures(suite_value: u16, ratchet_tree: &[u8], group_id: &[u8]) -> Result<(), Refusal> {
        let (suite, tree) = (suite(suite_value)?, decoded_tree(ratchet_tree)?);
        for leaf_index in non_blank_leaves(&tree) {
            let binding = GroupBinding::Leaf { group_id: octets(group_id), leaf_index };
            if let Some(leaf) = leaf_at(&tree, leaf_index) {
                check_leaf_signature(suite, leaf, &binding)?;
            }
        }
        Ok(())
    }
}

fn all_nodes(tree: &RatchetTree<Octets>) -> impl Iterator<Item = NodeIndex> {
    (0..node_width(leaf_count(tree))).map(NodeIndex)
}
