//! Trees, compared with their definition: built from the root, numbered from left to right.

use pleach_spec::art::tree::{
    ArtNodeIndex, MemberIndex, children, copath, halves, height, node, node_count, path, split, whole,
};

/// A tree as it is defined, with the number of its root.
enum Defined {
    Leaf(u32),
    Inner(Box<Defined>, u32, Box<Defined>),
}

impl Defined {
    /// A tree with `count` leaves, and the number after its last one.
    fn new(count: usize, first: u32) -> (Defined, u32) {
        if count == 1 {
            return (Defined::Leaf(first), first + 1);
        }
        let left = (0..).map(|exponent| 1 << exponent).take_while(|power| *power < count).last().unwrap();
        let (left_tree, number) = Defined::new(left, first);
        let (right_tree, next) = Defined::new(count - left, number + 1);
        (Defined::Inner(Box::new(left_tree), number, Box::new(right_tree)), next)
    }

    fn number(&self) -> u32 {
        match self {
            Defined::Leaf(number) | Defined::Inner(_, number, _) => *number,
        }
    }

    /// For each leaf, in their order: its path and its copath.
    fn paths(&self) -> Vec<(Vec<ArtNodeIndex>, Vec<ArtNodeIndex>)> {
        let own = ArtNodeIndex(self.number());
        match self {
            Defined::Leaf(_) => vec![(vec![own], vec![])],
            Defined::Inner(left, _, right) => {
                let extended = |child: &Defined, sibling: &Defined| {
                    let mut paths = child.paths();
                    for (path, copath) in &mut paths {
                        path.push(own);
                        copath.push(ArtNodeIndex(sibling.number()));
                    }
                    paths
                };
                [extended(left, right), extended(right, left)].concat()
            }
        }
    }

    fn check_children(&self, n: usize) {
        match self {
            Defined::Leaf(number) => assert_eq!(children(ArtNodeIndex(*number), n), None),
            Defined::Inner(left, number, right) => {
                let expected = (ArtNodeIndex(left.number()), ArtNodeIndex(right.number()));
                assert_eq!(children(ArtNodeIndex(*number), n), Some(expected));
                left.check_children(n);
                right.check_children(n);
            }
        }
    }
}

fn check(n: usize) {
    let (tree, nodes) = Defined::new(n, 0);
    assert_eq!(node_count(n), nodes as usize);
    tree.check_children(n);
    let mut longest = 0;
    for (leaf, (expected_path, expected_copath)) in tree.paths().into_iter().enumerate() {
        let leaf = MemberIndex(leaf as u32);
        assert_eq!(path(leaf, n), expected_path, "leaf {leaf:?} of {n}");
        assert_eq!(copath(leaf, n), expected_copath, "leaf {leaf:?} of {n}");
        assert_eq!(path(leaf, n)[0].0, 2 * leaf.0);
        longest = longest.max(expected_copath.len());
    }
    assert_eq!(height(n) as usize, longest, "{n}");
    for x in nodes..nodes + 4 {
        assert_eq!(children(ArtNodeIndex(x), n), None);
    }
    assert!(path(MemberIndex(n as u32), n).is_empty());
    assert!(copath(MemberIndex(n as u32), n).is_empty());
}

#[test]
fn trees_of_every_size_up_to_130_are_as_defined() {
    (1..=130).for_each(check);
}

#[test]
fn larger_trees_are_as_defined() {
    [255, 256, 257, 1000, 1023, 1025, 4097].into_iter().for_each(check);
}

/// The figure of five leaves.
///
/// ```text
///             7
///         /       \
///       3          8
///     /   \
///    1     5
///   / \   / \
///  0   2 4   6
/// ```
#[test]
fn five_leaves_are_numbered_from_left_to_right() {
    let nodes = |path: Vec<ArtNodeIndex>| path.into_iter().map(|x| x.0).collect::<Vec<u32>>();
    assert_eq!(nodes(path(MemberIndex(0), 5)), [0, 1, 3, 7]);
    assert_eq!(nodes(copath(MemberIndex(0), 5)), [2, 5, 8]);
    assert_eq!(nodes(path(MemberIndex(4), 5)), [8, 7]);
    assert_eq!(nodes(copath(MemberIndex(4), 5)), [3]);
}

#[test]
fn the_functions_are_total() {
    for n in [0, usize::MAX, (1 << 30) + 1] {
        assert_eq!(whole(n), None);
        assert!(path(MemberIndex(0), n).is_empty());
        assert!(copath(MemberIndex(u32::MAX), n).is_empty());
        assert_eq!(children(ArtNodeIndex(1), n), None);
    }
    let largest = whole(1 << 30).unwrap();
    assert_eq!(node(largest), ArtNodeIndex((1 << 30) - 1));
    assert_eq!(path(MemberIndex((1 << 30) - 1), 1 << 30).len(), 31);
    assert_eq!((split(0), split(1), split(2), split(u32::MAX)), (0, 0, 1, 1 << 31));
    let (left, right) = halves(whole(3).unwrap()).unwrap();
    assert_eq!((node(left), node(right)), (ArtNodeIndex(1), ArtNodeIndex(4)));
    assert_eq!(halves(right), None);
    assert_eq!((height(0), height(1), height(2), height(3)), (0, 0, 1, 2));
    assert_eq!((node_count(0), node_count(1), node_count(2)), (0, 1, 3));
    assert_eq!((node_count(usize::MAX / 2), node_count(usize::MAX)), (usize::MAX - 2, usize::MAX - 1));
}
