//! `tree-validation`: trees of real groups, with blanks and unmerged leaves.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::tree::math::{NodeIndex, node_width};
use pleach_spec::tree::ratchet_tree::{encode_ratchet_tree, leaf_count};
use pleach_spec::tree::terms::resolution;
use pleach_spec::tree::tree_hash::tree_hash;
use pleach_vectors::AnyCase;
use pleach_vectors::tree_validation::Case;

use crate::support::client::Cast;
use crate::support::evolution::{evolved, remove};
use crate::support::group::Group;
use crate::support::hex;
use crate::support::options::commit_of;
use crate::{Random, Refusal};

/// The tree of a group.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let group = group(&mut Cast::new(suite, random), index, random)?;
    let tree = group.tree()?;
    let nodes = || (0..node_width(leaf_count(tree))).map(NodeIndex);
    Ok(AnyCase::TreeValidation(Case {
        cipher_suite: suite.value(),
        tree: hex(&encode_ratchet_tree(tree)),
        group_id: hex(&group.member(0)?.state.group_context.group_id),
        resolutions: nodes().map(|x| resolution(tree, x).iter().map(|node| node.0).collect()).collect(),
        tree_hashes: nodes().map(|x| hex(&tree_hash(suite, tree, x))).collect(),
    }))
}

/// The first trees are about one thing each; later ones are random.
fn group(cast: &mut Cast, index: u32, random: &mut Random) -> Result<Group, Refusal> {
    match index {
        // Full.
        0 => Group::full(cast, 4, random),
        // Blank nodes at the right end, which the encoding leaves out.
        1 => Group::full(cast, 5, random),
        // Blank nodes inside, leaves and parents.
        2 => {
            let mut group = Group::full(cast, 8, random)?;
            remove(&mut group, 0, &[2, 3, 5])?;
            Ok(group)
        }
        // The parent hash of leaf 0 is that of a node three levels above it.
        3 => {
            let mut group = Group::full(cast, 8, random)?;
            remove(&mut group, 0, &[1, 2, 3])?;
            Ok(group)
        }
        // Unmerged leaves: of all parents above that are filled, and of those alone that a later Commit left as they
        // were.
        4 => {
            let mut group = Group::full(cast, 8, random)?;
            remove(&mut group, 7, &[5, 6])?;
            group.add_without_path(1, vec![cast.client()?])?;
            group.commit(0, &commit_of(Vec::new()), Vec::new())?;
            group.add_without_path(2, vec![cast.client()?])?;
            Ok(group)
        }
        // Unmerged leaves in place of removed ones, and links that skip blank nodes.
        5 => {
            let mut group = Group::full(cast, 8, random)?;
            remove(&mut group, 7, &[0, 1, 2])?;
            group.add_without_path(2, cast.clients(2)?)?;
            group.commit(3, &commit_of(Vec::new()), Vec::new())?;
            group.add_without_path(1, cast.clients(1)?)?;
            Ok(group)
        }
        // One leaf.
        6 => Group::new(cast, 1, random),
        // Every parent is blank.
        7 => {
            let mut group = Group::new(cast, 1, random)?;
            group.add_without_path(0, cast.clients(6)?)?;
            Ok(group)
        }
        // Large.
        8 => large(cast, random),
        _ => evolved(cast, 20, 10, random),
    }
}

/// Half of the tree has one leaf. Some parents are filled, with unmerged leaves below them, and some leaves are blank.
fn large(cast: &mut Cast, random: &mut Random) -> Result<Group, Refusal> {
    let size = match cast.suite() {
        CipherSuite::X25519Aes128GcmSha256Ed25519
        | CipherSuite::P256Aes128GcmSha256P256
        | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => 33,
        // Every joiner verifies every leaf, and the signatures of these suites take several times as long.
        _ => 17,
    };
    let mut group = Group::new(cast, size, random)?;
    for committer in [3, size / 2, size - 1] {
        group.commit(committer, &commit_of(Vec::new()), Vec::new())?;
    }
    remove(&mut group, 5, &[1, 2, 7])?;
    group.add_without_path(0, cast.clients(2)?)?;
    Ok(group)
}
