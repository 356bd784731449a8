//! RFC 9420, Appendix C: array-based trees.
//!
//! Leaf `n` is node `2n`; parents are the odd nodes. All functions are total.

/// The index of a leaf among the leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeafIndex(pub u32);

/// The index of a node in the array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeIndex(pub u32);

/// The number of leaves of a tree: a power of two, at most 2^30.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafCount(u32);

impl LeafCount {
    /// The smallest tree: one leaf, which is the root.
    pub const ONE: LeafCount = LeafCount(1);

    /// `None` unless `n` is a power of two and at most 2^30.
    pub const fn new(n: usize) -> Option<LeafCount> {
        if n.is_power_of_two() && n <= 1 << 30 { Some(LeafCount(n as u32)) } else { None }
    }

    /// The smallest tree with at least `n` leaves, `n` at most 2^30.
    pub const fn at_least(n: usize) -> Option<LeafCount> {
        if n <= 1 << 30 { LeafCount::new(n.next_power_of_two()) } else { None }
    }

    /// The number of leaves.
    pub const fn value(self) -> usize {
        self.0 as usize
    }
}

/// The node of a leaf; `None` if the tree has no such leaf.
pub fn leaf_node_index(leaf: LeafIndex, n: LeafCount) -> Option<NodeIndex> {
    if leaf.0 < n.0 { Some(NodeIndex(2 * leaf.0)) } else { None }
}

/// The leaf that is at a node; `None` for a parent node.
pub fn leaf_index(x: NodeIndex) -> Option<LeafIndex> {
    if level(x) == 0 { Some(LeafIndex(x.0 / 2)) } else { None }
}

/// RFC 9420, Appendix C, `level(x)`: the height of a node above the leaves.
#[hax_lib::ensures(|k| k <= 32)]
pub fn level(x: NodeIndex) -> u32 {
    x.0.trailing_ones()
}

/// RFC 9420, Appendix C, `node_width(n)`: the number of nodes.
pub fn node_width(n: LeafCount) -> u32 {
    2 * (n.0 - 1) + 1
}

/// RFC 9420, Appendix C, `root(n)`.
#[hax_lib::ensures(|x| x.0 < node_width(n))]
pub fn root(n: LeafCount) -> NodeIndex {
    // node_width(n) is 2n - 1, whose log2 is log2(n), and n is a power of two.
    NodeIndex(n.0 - 1)
}

/// RFC 9420, Appendix C, `left(x)`.
///
/// Deviation: the RFC raises an exception at a leaf; this function returns `None`.
pub fn left(x: NodeIndex) -> Option<NodeIndex> {
    match level(x) {
        0 => None,
        k if k < 32 => Some(NodeIndex(x.0 ^ (0x01 << (k - 1)))),
        _ => None,
    }
}

/// RFC 9420, Appendix C, `right(x)`.
///
/// Deviation: the RFC raises an exception at a leaf; this function returns `None`.
pub fn right(x: NodeIndex) -> Option<NodeIndex> {
    match level(x) {
        0 => None,
        k if k < 32 => Some(NodeIndex(x.0 ^ (0x03 << (k - 1)))),
        _ => None,
    }
}

/// RFC 9420, Appendix C, `parent(x, n)`. A parent and its children share their high bits:
///
/// ```text
/// parent=01x => left=00x, right=10x
/// ```
///
/// Deviation: the RFC raises an exception at the root; this function returns `None`, also for a node that
/// is not in the tree.
/// Vectors: `tree-math`, field `parent`.
#[hax_lib::ensures(|p| match p { Some(p) => level(p) == level(x) + 1, None => x == root(n) || x.0 >= node_width(n) })]
pub fn parent(x: NodeIndex, n: LeafCount) -> Option<NodeIndex> {
    if x == root(n) || x.0 >= node_width(n) {
        None
    } else {
        let k = level(x);
        let b = (x.0 >> (k + 1)) & 0x01;
        Some(NodeIndex((x.0 | (1 << k)) ^ (b << (k + 1))))
    }
}

/// RFC 9420, Appendix C, `sibling(x, n)`: the other child of the node's parent.
///
/// Deviation: `None` for the root.
pub fn sibling(x: NodeIndex, n: LeafCount) -> Option<NodeIndex> {
    let p = parent(x, n)?;
    if x < p { right(p) } else { left(p) }
}

/// RFC 9420, Appendix C, `direct_path(x, n)`: from the node's parent to the root.
pub fn direct_path(x: NodeIndex, n: LeafCount) -> Vec<NodeIndex> {
    let mut path = Vec::new();
    let mut next = parent(x, n);
    for _ in level(x)..level(root(n)) {
        next = match next {
            Some(x) => {
                path.push(x);
                parent(x, n)
            }
            None => None,
        };
    }
    path
}

/// RFC 9420, Appendix C, `copath(x, n)`: the siblings of the node and of its direct path, without the root.
pub fn copath(x: NodeIndex, n: LeafCount) -> Vec<NodeIndex> {
    let mut path = Vec::new();
    let mut next = Some(x);
    for _ in level(x)..level(root(n)) {
        next = match next {
            Some(y) => {
                path = match sibling(y, n) {
                    Some(s) => pushed(path, s),
                    None => path,
                };
                parent(y, n)
            }
            None => None,
        };
    }
    path
}

fn pushed(path: Vec<NodeIndex>, x: NodeIndex) -> Vec<NodeIndex> {
    let mut path = path;
    path.push(x);
    path
}

/// RFC 9420, Appendix C, `common_ancestor_direct(x, y)`: the lowest node that has both in its subtree.
///
/// Either node may be an ancestor of the other, and is then the result.
pub fn common_ancestor(x: NodeIndex, y: NodeIndex, n: LeafCount) -> Option<NodeIndex> {
    let mut ancestor = Some(x);
    for _ in level(x)..=level(root(n)) {
        ancestor = match ancestor {
            Some(a) if !is_in_subtree(y, a) => parent(a, n),
            found => found,
        };
    }
    ancestor
}

/// Whether `x` is `top` or a descendant of it.
pub fn is_in_subtree(x: NodeIndex, top: NodeIndex) -> bool {
    let k = level(top) + 1;
    k > 31 || (level(x) < k && x.0 >> k == top.0 >> k)
}
