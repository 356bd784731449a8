//! Trees with one fault each.

use pleach_spec::algebra::Bytes;
use pleach_spec::error::{CryptoError, Error, Invalid, Place, Rule};
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::nodes::ParentNode;
use pleach_spec::tree::ratchet_tree::{parent_at, with_parent};
use pleach_spec::tree::terms::encryption_key_at;
use pleach_spec::tree::validation::check_tree;
use pleach_spec_concrete::Octets;

use crate::model::{Group, SUITE, group_id, policy};

/// Leaves 0 and 3 and their root, node 3, which leaf 0 set. The nodes between are blank.
fn two_members() -> Group {
    let mut group = Group::new(4);
    group.remove(1);
    group.remove(2);
    group.commit_path(0, &[]);
    group
}

/// Leaves 1 and 2 added to [`two_members`]: unmerged at the root, one on either side.
fn four_members() -> Group {
    let mut group = two_members();
    group.add();
    group.add();
    group
}

fn assert_refused(group: Group, change: impl FnOnce(&mut ParentNode<Octets>), rule: u16) {
    assert_eq!(group.check(), Ok(()));
    let mut group = group;
    let mut root = parent_at(&group.tree, NodeIndex(3)).unwrap().clone();
    change(&mut root);
    group.tree = with_parent(group.tree, NodeIndex(3), Some(root));
    let (rule, place) = (Rule::Mls(rule), Place::Node(3));
    assert_eq!(group.check(), Err(Error::Invalid(Invalid { rule, place })));
}

fn unmerged(leaves: &[u32]) -> impl FnOnce(&mut ParentNode<Octets>) {
    let leaves: Vec<LeafIndex> = leaves.iter().copied().map(LeafIndex).collect();
    move |root| root.unmerged_leaves = leaves
}

#[test]
fn unmerged_leaves_must_be_sorted() {
    assert_refused(four_members(), unmerged(&[2, 1]), 87);
    assert_refused(four_members(), unmerged(&[1, 1, 2]), 87);
}

#[test]
fn a_parent_node_must_have_the_key_and_parent_hash_that_its_setter_signed() {
    let other_key = |root: &mut ParentNode<Octets>| {
        root.encryption_key.bytes = Octets::from([9; 32]);
    };
    assert_refused(four_members(), other_key, 150);
    let other_hash = |root: &mut ParentNode<Octets>| root.parent_hash = Octets::literal(b"hash");
    assert_refused(four_members(), other_hash, 150);
}

#[test]
fn a_leaf_on_the_copath_that_was_added_later_must_be_unmerged() {
    assert_refused(four_members(), unmerged(&[1]), 150);
}

#[test]
fn a_leaf_beside_the_setter_that_was_added_later_must_be_unmerged() {
    assert_refused(four_members(), unmerged(&[2]), 151);
}

#[test]
fn the_setter_must_not_be_unmerged() {
    assert_refused(two_members(), unmerged(&[0]), 151);
}

#[test]
fn an_unmerged_leaf_must_be_a_member_below_the_node() {
    assert_refused(two_members(), unmerged(&[2]), 376);
    assert_refused(four_members(), unmerged(&[1, 2, 9]), 376);
    assert_refused(four_members(), unmerged(&[1, 2, u32::MAX]), 376);
}

#[test]
fn a_parent_key_must_not_be_that_of_a_leaf() {
    let mut group = two_members();
    let key = encryption_key_at(&group.tree, NodeIndex(3)).unwrap();
    group.add_with(|leaf| leaf.encryption_key = key);
    let (rule, place) = (Rule::Mls(378), Place::Node(3));
    assert_eq!(group.check(), Err(Error::Invalid(Invalid { rule, place })));
}

#[test]
fn a_committers_leaf_is_bound_to_its_group() {
    let group = two_members();
    let other = Octets::literal(b"other");
    assert_ne!(other, group_id());
    assert_eq!(
        check_tree(SUITE, &group.tree, &other, &[], &policy()),
        Err(Error::Crypto(CryptoError { rule: Rule::Mls(105) }))
    );
}
