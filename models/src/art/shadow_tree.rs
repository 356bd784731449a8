//! The tree as the oracle knows it: left-balanced, its nodes numbered in order. It shares no code with the
//! specification.

use crate::client::Client;
use crate::term::Term;

/// The members, by their leaves, and the public keys of all nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShadowTree {
    /// In the order of their leaves.
    pub members: Vec<Client>,
    /// By the number of the node.
    pub keys: Vec<Term>,
}

/// A node that is no leaf, and its children, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// The node.
    pub parent: usize,
    /// The child over the first leaves.
    pub left: usize,
    /// The other one.
    pub right: usize,
}

/// The shape of a tree.
#[derive(Default)]
struct Shape {
    /// How many nodes are numbered.
    nodes: usize,
    leaves: Vec<usize>,
    families: Vec<Family>,
}

impl Shape {
    /// A subtree over so many leaves. Its root.
    fn grow(&mut self, leaves: usize) -> usize {
        if leaves <= 1 {
            let leaf = self.number();
            self.leaves.push(leaf);
            return leaf;
        }
        let mut half = 1;
        while half * 2 < leaves {
            half *= 2;
        }
        let left = self.grow(half);
        let parent = self.number();
        let right = self.grow(leaves - half);
        self.families.push(Family { parent, left, right });
        parent
    }

    fn number(&mut self) -> usize {
        self.nodes += 1;
        self.nodes - 1
    }
}

impl ShadowTree {
    /// The node of a leaf.
    pub fn leaf_node(&self, leaf: u32) -> Option<usize> {
        self.shape().leaves.get(leaf as usize).copied()
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.shape().nodes
    }

    /// The leaf of a client.
    pub fn leaf_of(&self, client: Client) -> Option<u32> {
        (0..).zip(&self.members).find(|(_, member)| **member == client).map(|(leaf, _)| leaf)
    }

    /// The nodes that are no leaves.
    pub fn families(&self) -> Vec<Family> {
        self.shape().families
    }

    /// The nodes from a leaf to the root, both included.
    pub fn path(&self, leaf: u32) -> Vec<usize> {
        let shape = self.shape();
        let mut next = shape.leaves.get(leaf as usize).copied();
        let mut path = Vec::new();
        while let Some(node) = next {
            path.push(node);
            let above = shape.families.iter().find(|family| family.left == node || family.right == node);
            next = above.map(|family| family.parent);
        }
        path
    }

    /// The public key of a node.
    pub fn key(&self, node: usize) -> Option<Term> {
        self.keys.get(node).copied()
    }

    /// The public key of the root.
    pub fn root_key(&self) -> Option<Term> {
        self.key(*self.path(0).last()?)
    }

    /// The tree with these keys on the path of a leaf.
    pub fn with_path(&self, leaf: u32, keys: &[Term]) -> ShadowTree {
        let mut tree = self.clone();
        for (node, key) in self.path(leaf).into_iter().zip(keys) {
            if let Some(place) = tree.keys.get_mut(node) {
                *place = *key;
            }
        }
        tree
    }

    fn shape(&self) -> Shape {
        let mut shape = Shape::default();
        shape.grow(self.members.len());
        shape
    }
}
