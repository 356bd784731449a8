//! The ratchet tree as the oracle sees it: which key is where, and who is below. It shares no code with the
//! specification: a node is a level and a position, not an index of an array.

use std::collections::BTreeMap;

use crate::client::Client;
use crate::term::Term;

/// A node: its level, 0 for leaves, and its position there, from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Above the leaves.
    pub level: u32,
    /// From the left.
    pub position: u32,
}

impl Place {
    /// The place of a leaf.
    pub const fn leaf(position: u32) -> Place {
        Place { level: 0, position }
    }

    /// Its index in the array of RFC 9420, Appendix C.
    pub const fn index(self) -> u32 {
        (self.position << (self.level + 1)) + (1 << self.level) - 1
    }

    const fn parent(self) -> Place {
        Place { level: self.level + 1, position: self.position / 2 }
    }

    const fn sibling(self) -> Place {
        Place { level: self.level, position: self.position ^ 1 }
    }

    const fn children(self) -> [Place; 2] {
        let (level, position) = (self.level - 1, self.position * 2);
        [Place { level, position }, Place { level, position: position + 1 }]
    }

    /// Whether a leaf is below, or is this node.
    pub const fn is_above(self, leaf: u32) -> bool {
        leaf >> self.level == self.position
    }
}

/// A node that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShadowNode {
    /// The public key.
    pub key: Term,
    /// Leaves below that do not hold the private key.
    pub unmerged: Vec<u32>,
    /// Who is there, at a leaf.
    pub client: Option<Client>,
}

/// The tree, of `2^height` leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShadowTree {
    height: u32,
    nodes: BTreeMap<Place, ShadowNode>,
}

/// One step of a filtered direct path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShadowStep {
    /// The node that gets a new key.
    pub place: Place,
    /// The keys that its path secret is encrypted to.
    pub recipients: Vec<Term>,
}

impl ShadowTree {
    /// A group of one.
    pub fn singleton(client: Client, key: Term) -> ShadowTree {
        let mut tree = ShadowTree { height: 0, nodes: BTreeMap::new() };
        tree.set_leaf(0, client, key);
        tree
    }

    /// The nodes that are not blank, from the bottom.
    pub fn nodes(&self) -> impl Iterator<Item = (Place, &ShadowNode)> {
        self.nodes.iter().map(|(place, node)| (*place, node))
    }

    /// The node there, unless it is blank.
    pub fn at(&self, place: Place) -> Option<&ShadowNode> {
        self.nodes.get(&place)
    }

    /// The members and their leaves.
    pub fn members(&self) -> impl Iterator<Item = (u32, Client)> {
        let leaves = self.nodes.iter().filter(|(place, _)| place.level == 0);
        leaves.filter_map(|(place, node)| node.client.map(|client| (place.position, client)))
    }

    /// Where this client is.
    pub fn leaf_of(&self, client: Client) -> Option<u32> {
        self.members().find(|(_, member)| *member == client).map(|(leaf, _)| leaf)
    }

    /// The number of leaves, blank ones too.
    pub fn leaf_count(&self) -> u32 {
        1 << self.height
    }

    /// The tree invariant (RFC 9420, Section 4.2): the nodes whose private keys the member at this leaf holds.
    pub fn held_by(&self, leaf: u32) -> impl Iterator<Item = (Place, &ShadowNode)> {
        self.nodes().filter(move |(place, node)| place.is_above(leaf) && !node.unmerged.contains(&leaf))
    }

    /// RFC 9420, Section 12.1.2: the leaf is replaced, its direct path blanked.
    pub fn update(&mut self, leaf: u32, key: Term) {
        if let Some(node) = self.nodes.get_mut(&Place::leaf(leaf)) {
            node.key = key;
        }
        self.blank_path(leaf);
    }

    /// RFC 9420, Section 12.1.3: the leaf and its direct path are blanked, and the tree truncated.
    pub fn remove(&mut self, leaf: u32) {
        self.nodes.remove(&Place::leaf(leaf));
        self.blank_path(leaf);
        while self.height > 0 && self.members().all(|(leaf, _)| leaf < self.leaf_count() / 2) {
            self.nodes.remove(&self.root());
            self.height -= 1;
        }
    }

    /// RFC 9420, Section 12.1.1: the leftmost blank leaf, which is unmerged above. Returns it.
    pub fn add(&mut self, client: Client, key: Term) -> u32 {
        let blank = (0..self.leaf_count()).find(|leaf| !self.nodes.contains_key(&Place::leaf(*leaf)));
        let leaf = blank.unwrap_or(self.leaf_count());
        if blank.is_none() {
            self.height += 1;
        }
        self.set_leaf(leaf, client, key);
        for (place, node) in &mut self.nodes {
            if place.level > 0 && place.is_above(leaf) {
                node.unmerged.push(leaf);
                node.unmerged.sort_unstable();
            }
        }
        leaf
    }

    /// RFC 9420, Section 7.5: the nodes of the filtered direct path, which are blanked with the rest of the path, and to
    /// whom each path secret goes: not to leaves that are new.
    pub fn start_path(&mut self, leaf: u32, new_leaves: &[u32]) -> Vec<ShadowStep> {
        self.blank_path(leaf);
        let mut steps = Vec::new();
        let mut below = Place::leaf(leaf);
        while below != self.root() {
            let recipients = self.resolution(below.sibling());
            below = below.parent();
            if !recipients.is_empty() {
                let old = recipients.into_iter().filter(|place| !is_one_of(*place, new_leaves));
                let keys = old.filter_map(|place| self.nodes.get(&place)).map(|node| node.key);
                steps.push(ShadowStep { place: below, recipients: keys.collect() });
            }
        }
        steps
    }

    /// The keys of the path.
    pub fn finish_path(&mut self, leaf: u32, leaf_key: Term, keys: impl IntoIterator<Item = (Place, Term)>) {
        if let Some(node) = self.nodes.get_mut(&Place::leaf(leaf)) {
            node.key = leaf_key;
        }
        for (place, key) in keys {
            self.nodes.insert(place, ShadowNode { key, unmerged: Vec::new(), client: None });
        }
    }

    /// Other keys in the same nodes, by their index.
    pub fn replace_keys(&mut self, key_of: impl Fn(u32) -> Option<Term>) {
        for (place, node) in &mut self.nodes {
            node.key = key_of(place.index()).unwrap_or(node.key);
        }
    }

    /// The first step of a path above this leaf.
    pub fn first_step_above(steps: &[ShadowStep], leaf: u32) -> Option<usize> {
        steps.iter().position(|step| step.place.is_above(leaf))
    }

    fn set_leaf(&mut self, leaf: u32, client: Client, key: Term) {
        let node = ShadowNode { key, unmerged: Vec::new(), client: Some(client) };
        self.nodes.insert(Place::leaf(leaf), node);
    }

    const fn root(&self) -> Place {
        Place { level: self.height, position: 0 }
    }

    fn blank_path(&mut self, leaf: u32) {
        self.nodes.retain(|place, _| place.level == 0 || !place.is_above(leaf));
    }

    /// RFC 9420, Section 4.1.1.
    fn resolution(&self, place: Place) -> Vec<Place> {
        match self.nodes.get(&place) {
            Some(node) => {
                let unmerged = node.unmerged.iter().map(|leaf| Place::leaf(*leaf));
                std::iter::once(place).chain(unmerged).collect()
            }
            None if place.level == 0 => Vec::new(),
            None => place.children().into_iter().flat_map(|child| self.resolution(child)).collect(),
        }
    }
}

fn is_one_of(place: Place, leaves: &[u32]) -> bool {
    place.level == 0 && leaves.contains(&place.position)
}
