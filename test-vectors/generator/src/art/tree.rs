//! `art-tree`: trees of each number of leaves from 2 to 33.

use pleach_spec::art::path::tree_of_leaves;
use pleach_spec::art::tree::{ArtNodeIndex, MemberIndex, children, copath, node, path, whole};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::AnyCase;
use pleach_vectors::art::tree::Case;

use super::{fresh_leaves, hex_leaves, hex_tree};
use crate::support::hex;
use crate::{Random, Refusal};

/// The numbers of leaves in the suites that have not all of them.
const FEW: [u32; 3] = [2, 3, 5];

/// The last number of leaves.
const LAST: u32 = 33;

/// How many cases there can be of a suite: two suites, one for each type of group, have all trees.
pub fn sizes(suite: CipherSuite) -> u32 {
    match suite {
        CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::P256Aes128GcmSha256P256 => LAST - 1,
        _ => FEW.len() as u32,
    }
}

/// The tree with fresh leaves of the number that belongs to the index.
///
/// # Errors
/// If there is no such number.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let n = if sizes(suite) == LAST - 1 { Some(index + 2) } else { FEW.get(index as usize).copied() };
    let n = n.filter(|n| *n <= LAST).ok_or(Refusal::Missing("tree of this size"))?;
    let count = n as usize;
    let leaves = fresh_leaves(suite, count, random);
    let (tree, tree_key) = tree_of_leaves(suite, &leaves)?;
    let child = |x: u32| children(ArtNodeIndex(x), count);
    let nodes = 0..2 * n - 1;
    let numbers = |nodes: Vec<ArtNodeIndex>| nodes.into_iter().map(|node| node.0).collect();
    Ok(AnyCase::ArtTree(Box::new(Case {
        cipher_suite: suite.value(),
        root: whole(count).map(|tree| node(tree).0).ok_or(Refusal::Missing("tree of this size"))?,
        left: nodes.clone().map(|x| child(x).map(|(left, _)| left.0)).collect(),
        right: nodes.map(|x| child(x).map(|(_, right)| right.0)).collect(),
        paths: (0..n).map(|leaf| numbers(path(MemberIndex(leaf), count))).collect(),
        copaths: (0..n).map(|leaf| numbers(copath(MemberIndex(leaf), count))).collect(),
        leaf_privs: hex_leaves(&leaves),
        public_keys: hex_tree(&tree),
        tree_key: hex(&tree_key.bytes),
    })))
}
