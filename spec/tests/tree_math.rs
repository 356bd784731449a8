//! The arithmetic of RFC 9420, Appendix C, on the array of eight leaves that it draws.

#![allow(clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

use pleach_spec::tree::math::{
    LeafCount, LeafIndex, NodeIndex, common_ancestor, copath, direct_path, is_in_subtree, leaf_index, leaf_node_index,
    left, level, node_width, parent, right, root, sibling,
};

fn eight() -> LeafCount {
    LeafCount::new(8).unwrap()
}

fn nodes(indices: &[u32]) -> Vec<NodeIndex> {
    indices.iter().copied().map(NodeIndex).collect()
}

#[test]
fn levels_are_those_of_the_figure() {
    let levels: Vec<u32> = (0..15).map(|x| level(NodeIndex(x))).collect();
    assert_eq!(levels, [0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0]);
}

#[test]
fn widths_and_roots_of_small_trees() {
    let sizes = [1, 2, 4, 8, 16].map(|n| LeafCount::new(n).unwrap());
    assert_eq!(sizes.map(node_width), [1, 3, 7, 15, 31]);
    assert_eq!(sizes.map(root), [0, 1, 3, 7, 15].map(NodeIndex));
}

#[test]
fn children_of_the_parents_of_the_figure() {
    for (x, l, r) in [(1, 0, 2), (3, 1, 5), (5, 4, 6), (7, 3, 11), (9, 8, 10), (11, 9, 13), (13, 12, 14)] {
        let (x, l, r) = (NodeIndex(x), NodeIndex(l), NodeIndex(r));
        assert_eq!((left(x), right(x)), (Some(l), Some(r)));
        assert_eq!((parent(l, eight()), parent(r, eight())), (Some(x), Some(x)));
        assert_eq!((sibling(l, eight()), sibling(r, eight())), (Some(r), Some(l)));
    }
}

#[test]
fn a_leaf_has_no_children_and_the_root_no_parent_and_no_sibling() {
    assert_eq!((left(NodeIndex(4)), right(NodeIndex(4))), (None, None));
    assert_eq!(parent(NodeIndex(7), eight()), None);
    assert_eq!(sibling(NodeIndex(7), eight()), None);
    assert_eq!(direct_path(NodeIndex(7), eight()), []);
    assert_eq!(copath(NodeIndex(7), eight()), []);
}

#[test]
fn paths_of_a_leaf_and_of_an_intermediate_node() {
    assert_eq!(direct_path(NodeIndex(4), eight()), nodes(&[5, 3, 7]));
    assert_eq!(copath(NodeIndex(4), eight()), nodes(&[6, 1, 11]));
    assert_eq!(direct_path(NodeIndex(9), eight()), nodes(&[11, 7]));
    assert_eq!(copath(NodeIndex(9), eight()), nodes(&[13, 3]));
}

#[test]
fn common_ancestors() {
    for (x, y, ancestor) in [(0, 2, 1), (0, 6, 3), (8, 14, 11), (2, 12, 7), (5, 4, 5), (4, 5, 5)] {
        assert_eq!(common_ancestor(NodeIndex(x), NodeIndex(y), eight()), Some(NodeIndex(ancestor)));
    }
}

#[test]
fn subtrees_are_ranges() {
    let below: Vec<u32> = (0..15).filter(|x| is_in_subtree(NodeIndex(*x), NodeIndex(11))).collect();
    assert_eq!(below, [8, 9, 10, 11, 12, 13, 14]);
    assert!(!is_in_subtree(NodeIndex(7), NodeIndex(3)));
}

#[test]
fn leaves_are_the_even_nodes() {
    assert_eq!(leaf_index(NodeIndex(6)), Some(LeafIndex(3)));
    assert_eq!(leaf_index(NodeIndex(7)), None);
    assert_eq!(leaf_node_index(LeafIndex(7), eight()), Some(NodeIndex(14)));
    assert_eq!(leaf_node_index(LeafIndex(8), eight()), None);
}

#[test]
fn indices_outside_any_tree_do_no_harm() {
    let largest = NodeIndex(u32::MAX);
    assert_eq!(level(largest), 32);
    assert_eq!((left(largest), right(largest)), (None, None));
    assert_eq!(parent(largest, eight()), None);
    assert_eq!(leaf_node_index(LeafIndex(u32::MAX), eight()), None);
    assert_eq!(LeafCount::at_least((1 << 30) + 1), None);
}
