//! The trees have the shapes that the lists in the modules of their kinds say.

use pleach_generator::{RootSeed, generate_one};
use pleach_spec::codec::decode_exact;
use pleach_spec::tree::math::{LeafIndex, NodeIndex, node_width};
use pleach_spec::tree::ratchet_tree::{RatchetTree, decode_ratchet_tree, leaf_at, leaf_count, parent_at};
use pleach_spec_concrete::Octets;
use pleach_vectors::{AnyCase, Hex, Kind};

use crate::SUITE;

/// The tree of a case of suite 1.
fn tree(kind: Kind, index: u32) -> RatchetTree<Octets> {
    let encoded: Hex = match generate_one(kind, SUITE, index, &RootSeed::default()).unwrap() {
        AnyCase::TreeValidation(case) => case.tree,
        AnyCase::TreeKem(case) => case.ratchet_tree,
        _ => panic!("a case of another kind"),
    };
    decode_exact(&Octets::from(encoded.0.as_slice()), decode_ratchet_tree).unwrap()
}

/// How many leaves there can be, how many there are, how many parents are filled, and how many of these have unmerged
/// leaves.
fn shape(tree: &RatchetTree<Octets>) -> (usize, usize, usize, usize) {
    let n = leaf_count(tree);
    let leaves = (0..n.value() as u32).filter(|leaf| leaf_at(tree, LeafIndex(*leaf)).is_some()).count();
    let parents = (1..node_width(n)).step_by(2).filter_map(|node| parent_at(tree, NodeIndex(node)));
    let unmerged: Vec<bool> = parents.map(|parent| !parent.unmerged_leaves.is_empty()).collect();
    (n.value(), leaves, unmerged.len(), unmerged.iter().filter(|some| **some).count())
}

#[test]
fn trees_to_be_validated_are_full_sparse_unmerged_single_blank_and_large() {
    let shapes: Vec<_> = (0..9).map(|index| shape(&tree(Kind::TreeValidation, index))).collect();
    assert_eq!(
        shapes,
        [
            (4, 4, 3, 0),
            (8, 5, 4, 0),
            (8, 5, 3, 0),
            (8, 5, 4, 0),
            (8, 8, 5, 2),
            (8, 8, 4, 1),
            (1, 1, 0, 0),
            (8, 7, 0, 0),
            (64, 32, 10, 4),
        ]
    );
}

#[test]
fn trees_with_paths_are_full_sparse_and_unmerged() {
    let shapes: Vec<_> = (0..5).map(|index| shape(&tree(Kind::TreeKem, index))).collect();
    assert_eq!(shapes, [(4, 4, 3, 0), (8, 5, 3, 1), (4, 3, 0, 0), (8, 5, 4, 0), (8, 8, 5, 1)]);
}
