//! Left-balanced trees, from their definition: the left subtree of a tree with more than one leaf has the largest power
//! of two smaller than the number of leaves, and nodes are numbered from left to right.

use pleach_vectors::Hex;

use crate::Refused;
use crate::faults::{Fault, has};
use crate::suite::Suite;

/// A tree, or a subtree.
pub(crate) struct Tree {
    pub(crate) number: u32,
    /// None of a leaf.
    halves: Option<Box<(Tree, Tree)>>,
}

/// The tree with so many leaves.
pub(crate) fn tree(n_leaves: u32) -> Tree {
    numbered(n_leaves, &mut 0)
}

fn numbered(n_leaves: u32, next: &mut u32) -> Tree {
    let mut number = || {
        *next += 1;
        *next - 1
    };
    if n_leaves < 2 {
        return Tree { number: number(), halves: None };
    }
    let mut left = 1;
    while 2 * left < n_leaves {
        left *= 2;
    }
    if has(Fault::OtherTree) {
        left = n_leaves / 2;
    }
    let left_half = numbered(left, next);
    let number = *next;
    *next += 1;
    let right_half = numbered(n_leaves - left, next);
    Tree { number, halves: Some(Box::new((left_half, right_half))) }
}

impl Tree {
    pub(crate) fn children_of(&self, x: u32) -> Option<(u32, u32)> {
        let (left, right) = self.halves.as_deref()?;
        if self.number == x {
            return Some((left.number, right.number));
        }
        left.children_of(x).or_else(|| right.children_of(x))
    }

    /// Each node from a leaf to the root, with its sibling; the root has none.
    fn climb(&self, node: u32) -> Option<Vec<(u32, Option<u32>)>> {
        if self.number == node {
            return Some(Vec::new());
        }
        let (left, right) = self.halves.as_deref()?;
        for (half, other) in [(left, right), (right, left)] {
            if let Some(mut below) = half.climb(node) {
                below.push((half.number, Some(other.number)));
                return Some(below);
            }
        }
        None
    }

    fn steps(&self, leaf: u32) -> Vec<(u32, Option<u32>)> {
        let mut steps = self.climb(2 * leaf).unwrap_or_default();
        steps.push((self.number, None));
        steps
    }

    pub(crate) fn path(&self, leaf: u32) -> Vec<u32> {
        self.steps(leaf).into_iter().map(|(node, _)| node).collect()
    }

    pub(crate) fn copath(&self, leaf: u32) -> Vec<u32> {
        self.steps(leaf).into_iter().filter_map(|(_, sibling)| sibling).collect()
    }

    /// Fills in the public keys; the private key of the root.
    pub(crate) fn keys(&self, suite: Suite, leaf_privs: &[Hex], public_keys: &mut [Vec<u8>]) -> Refused<Vec<u8>> {
        let private_key = match self.halves.as_deref() {
            None => leaf_privs[self.number as usize / 2].to_vec(),
            // The private key of the right half this time, and the public key of the left.
            Some((left, right)) => {
                left.keys(suite, leaf_privs, public_keys)?;
                let right = right.keys(suite, leaf_privs, public_keys)?;
                suite.iota(&suite.dh.shared(&right, &public_keys[left.number as usize])?)?
            }
        };
        public_keys[self.number as usize] = suite.public_key(&private_key)?;
        Ok(private_key)
    }
}

/// The public keys on a path, and the private key of the root.
pub(crate) fn path_keys(
    suite: Suite,
    public_keys: &[Hex],
    leaf: u32,
    leaf_priv: &[u8],
) -> Refused<(Vec<Vec<u8>>, Vec<u8>)> {
    let n_leaves = public_keys.len() as u32 / 2 + 1;
    if leaf >= n_leaves {
        return Err("no such leaf");
    }
    let (mut private_key, mut path) = (leaf_priv.to_vec(), vec![suite.public_key(leaf_priv)?]);
    for sibling in tree(n_leaves).copath(leaf) {
        private_key = suite.iota(&suite.dh.shared(&private_key, &public_keys[sibling as usize])?)?;
        path.push(suite.public_key(&private_key)?);
    }
    Ok((path, private_key))
}
