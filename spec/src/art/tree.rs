//! ART: left-balanced binary trees.
//!
//! The left subtree of a tree with `n > 1` leaves has the largest power of two smaller than `n`. Nodes are numbered
//! from left to right, so leaf `i` is node `2i`, and every inner node stands between its two subtrees. A tree has all
//! of its `2n - 1` nodes: nothing is ever blank. All functions are total.

/// The index of a member, which is that of its leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MemberIndex(pub u32);

/// The number of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArtNodeIndex(pub u32);

/// The subtree over the leaves from `first` on, `count` of them.
///
/// Invariant, since only [`whole`] and [`halves`] make one: it has a leaf, and none beyond [`MAX_MEMBERS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    pub(super) first: u32,
    pub(super) count: u32,
}

/// The most leaves that a tree can have: all numbers of nodes, and sums of them, fit 32 bits.
pub const MAX_MEMBERS: usize = 1 << 30;

/// The number of nodes of a tree with `n` leaves. No list has as many as the largest number, where it saturates.
pub fn node_count(n: usize) -> usize {
    n.saturating_mul(2).saturating_sub(1)
}

/// The largest power of two smaller than `count`; 0 if there is none.
#[hax_lib::ensures(|left| left < count || count == 0)]
pub fn split(count: u32) -> u32 {
    if count < 2 { 0 } else { 1 << (count - 1).ilog2() }
}

/// The number of the root of a subtree. Vectors: `art-tree`, field `root`.
///
/// ```text
/// count = 1 => 2 * first;  count > 1 => 2 * (first + split(count)) - 1
/// ```
pub fn node(subtree: Subtree) -> ArtNodeIndex {
    if subtree.count < 2 {
        ArtNodeIndex(2 * subtree.first)
    } else {
        ArtNodeIndex(2 * (subtree.first + split(subtree.count)) - 1)
    }
}

/// The left and the right subtree; `None` for a leaf.
pub fn halves(subtree: Subtree) -> Option<(Subtree, Subtree)> {
    let left = split(subtree.count);
    if left == 0 {
        None
    } else {
        let right = Subtree { first: subtree.first + left, count: subtree.count - left };
        Some((Subtree { first: subtree.first, count: left }, right))
    }
}

/// The left and the right child of a node in a tree with `n` leaves; `None` for a leaf, and for no node of it.
/// Vectors: `art-tree`, fields `left` and `right`.
pub fn children(x: ArtNodeIndex, n: usize) -> Option<(ArtNodeIndex, ArtNodeIndex)> {
    let mut found = None;
    let mut below = whole(n);
    for _ in 0..=height(n) {
        below = match below {
            Some(subtree) if node(subtree) == x => {
                found = nodes_below(subtree);
                None
            }
            Some(subtree) => half_with(subtree, x),
            None => None,
        };
    }
    found
}

fn nodes_below(subtree: Subtree) -> Option<(ArtNodeIndex, ArtNodeIndex)> {
    let (left, right) = halves(subtree)?;
    Some((node(left), node(right)))
}

/// The path of a leaf: from the leaf to the root, both included. Empty if the tree has no such leaf.
/// Vectors: `art-tree`, field `paths`.
pub fn path(leaf: MemberIndex, n: usize) -> Vec<ArtNodeIndex> {
    let steps = descents_to(leaf, n);
    let mut path = Vec::new();
    for i in 0..steps.len() {
        path = match steps.get(steps.len() - 1 - i) {
            Some(step) => pushed(path, node(step.subtree)),
            None => path,
        };
    }
    path
}

/// The copath of a leaf: the sibling of each node of its path but the root, in that order.
/// Vectors: `art-tree`, field `copaths`.
pub fn copath(leaf: MemberIndex, n: usize) -> Vec<ArtNodeIndex> {
    let steps = descents_to(leaf, n);
    let mut copath = Vec::new();
    for i in 0..steps.len() {
        copath = match steps.get(steps.len() - 1 - i) {
            Some(Descent { sibling: Some(sibling), .. }) => pushed(copath, node(*sibling)),
            _ => copath,
        };
    }
    copath
}

/// A subtree on the way from the root to a leaf, and the other half of the one above it.
#[derive(Clone, Copy)]
struct Descent {
    subtree: Subtree,
    sibling: Option<Subtree>,
}

/// From the root to a leaf; empty if the tree has no such leaf.
fn descents_to(leaf: MemberIndex, n: usize) -> Vec<Descent> {
    let mut steps = Vec::new();
    let mut next = match whole(n) {
        Some(subtree) if leaf.0 < subtree.count => Some(Descent { subtree, sibling: None }),
        _ => None,
    };
    for _ in 0..=height(n) {
        next = match next {
            Some(step) => {
                steps.push(step);
                descend(step.subtree, leaf)
            }
            None => None,
        };
    }
    steps
}

fn descend(subtree: Subtree, leaf: MemberIndex) -> Option<Descent> {
    match halves(subtree) {
        Some((left, right)) if leaf.0 < right.first => Some(Descent { subtree: left, sibling: Some(right) }),
        Some((left, right)) => Some(Descent { subtree: right, sibling: Some(left) }),
        None => None,
    }
}

/// The half with this node in it; `None` for a leaf.
fn half_with(subtree: Subtree, x: ArtNodeIndex) -> Option<Subtree> {
    match halves(subtree) {
        Some((left, _)) if x < node(subtree) => Some(left),
        Some((_, right)) => Some(right),
        None => None,
    }
}

/// The tree as a subtree of itself; `None` if it has no leaf, or too many.
pub fn whole(n: usize) -> Option<Subtree> {
    if n == 0 || n > MAX_MEMBERS { None } else { Some(Subtree { first: 0, count: n as u32 }) }
}

/// The greatest distance of a leaf from the root: `ceil(log2 n)`.
pub fn height(n: usize) -> u32 {
    if n < 2 { 0 } else { (n - 1).ilog2() + 1 }
}

fn pushed(path: Vec<ArtNodeIndex>, x: ArtNodeIndex) -> Vec<ArtNodeIndex> {
    let mut path = path;
    path.push(x);
    path
}
