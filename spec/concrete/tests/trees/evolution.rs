//! Groups that change at random keep to the rules, and their members agree.

use pleach_spec::tree::math::{LeafCount, LeafIndex, NodeIndex, is_in_subtree};
use pleach_spec::tree::private_keys::{current_private_keys, private_key_at};
use pleach_spec::tree::ratchet_tree::{decode_ratchet_tree, encode_ratchet_tree, leaf_count, parent_at};
use pleach_spec::tree::terms::{filtered_direct_path, is_blank, non_blank_leaves, non_blank_parents};
use pleach_spec_concrete::Octets;

use crate::model::{Group, SUITE};

/// Pseudo-random numbers: these tests want variety, nothing else.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn member(&mut self, group: &Group) -> u32 {
        let members: Vec<u32> = group.members.keys().copied().collect();
        members[self.roll(members.len())]
    }
}

/// RFC 9420, Section 4.2: who is below a node and not unmerged there holds its key, and nobody else.
fn assert_tree_invariant(group: &Group) {
    let tree = &group.tree;
    for (leaf, member) in &group.members {
        let keys = &member.private_keys;
        assert_eq!(current_private_keys(SUITE, keys.clone(), tree), *keys);
        assert!(private_key_at(keys, NodeIndex(2 * leaf)).is_some());
        for x in non_blank_parents(tree) {
            let unmerged = &parent_at(tree, x).unwrap().unmerged_leaves;
            let entitled = is_in_subtree(NodeIndex(2 * leaf), x) && !unmerged.contains(&LeafIndex(*leaf));
            assert_eq!(private_key_at(keys, x).is_some(), entitled);
        }
    }
}

fn assert_valid(group: &Group) {
    assert_eq!(group.check(), Ok(()));
    assert_tree_invariant(group);
    let encoded: Octets = encode_ratchet_tree(&group.tree);
    let (decoded, _) = decode_ratchet_tree(&encoded).unwrap();
    assert_eq!(decoded, group.tree);
    let members: Vec<u32> = non_blank_leaves(&group.tree).iter().map(|leaf| leaf.0).collect();
    assert!(members.iter().eq(group.members.keys()));
}

fn evolve(first: u64) {
    let mut dice = Dice(first);
    let mut group = Group::new(1 + dice.roll(9) as u32);
    for _ in 0..40 {
        let mut new_leaves = Vec::new();
        let sender = dice.member(&group);
        let mut needs_path = dice.roll(2) == 0;
        if dice.roll(3) == 0 {
            let other = dice.member(&group);
            if other != sender {
                group.update(other);
                needs_path = true;
            }
        }
        for _ in 0..dice.roll(3) {
            let other = dice.member(&group);
            if other != sender {
                group.remove(other);
                needs_path = true;
            }
        }
        for _ in 0..dice.roll(3) {
            new_leaves.push(group.add());
        }
        if needs_path {
            group.commit_path(sender, &new_leaves);
        }
        assert_valid(&group);
    }
}

#[test]
fn random_groups_stay_valid_and_agree() {
    for first in 0..12 {
        evolve(first);
    }
}

#[test]
fn a_lone_member_has_an_empty_path() {
    let mut group = Group::new(1);
    let sent = group.send_path(0, &[]);
    assert!(sent.path.nodes.is_empty());
    assert_eq!(group.merge(0, &sent.path, &[]), Ok(sent.update.tree));
}

#[test]
fn a_new_leaf_keeps_its_node_on_the_path_but_gets_no_ciphertext() {
    let mut group = Group::new(1);
    let new = group.add();
    let sent = group.send_path(0, &[new]);
    assert_eq!(sent.path.nodes.len(), 1);
    assert!(sent.path.nodes[0].encrypted_path_secret.is_empty());
    group.commit_path(0, &[new]);
    assert_valid(&group);
}

#[test]
fn unmerged_leaves_under_blank_parents_leave_the_tree_valid() {
    // The tree of RFC 9420, Section 7.9: W [F] over U and Y [F], with F below a blank node.
    let mut group = Group::new(7);
    group.remove(5);
    group.commit_path(0, &[]);
    group.commit_path(4, &[]);
    let new = group.add();
    assert_eq!(new, LeafIndex(5));
    for x in [7, 11] {
        assert_eq!(parent_at(&group.tree, NodeIndex(x)).unwrap().unmerged_leaves, [new]);
    }
    for x in [5, 9, 13] {
        assert!(is_blank(&group.tree, NodeIndex(x)));
    }
    assert_valid(&group);
    group.commit_path(6, &[]);
    assert_valid(&group);
}

#[test]
fn a_removed_left_subtree_is_filtered_out() {
    let mut group = Group::new(8);
    group.commit_path(7, &[]);
    for leaf in 0..4 {
        group.remove(leaf);
    }
    let path = filtered_direct_path(&group.tree, LeafIndex(7));
    assert_eq!(path.iter().map(|step| step.node.0).collect::<Vec<_>>(), [13, 11]);
    group.commit_path(7, &[]);
    assert_valid(&group);
    assert!(is_blank(&group.tree, NodeIndex(7)));
    assert_eq!(group.add(), LeafIndex(0));
    assert_valid(&group);
}

#[test]
fn removing_the_right_half_truncates_and_adding_extends_again() {
    let mut group = Group::new(5);
    assert_eq!(leaf_count(&group.tree), LeafCount::new(8).unwrap());
    group.remove(4);
    assert_eq!(leaf_count(&group.tree), LeafCount::new(4).unwrap());
    assert_eq!(group.add(), LeafIndex(4));
    assert_eq!(leaf_count(&group.tree), LeafCount::new(8).unwrap());
}
