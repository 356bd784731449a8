//! Groups that went through something, for the trees that they have then.

use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;

use super::client::Cast;
use super::group::Group;
use super::options::{by_value, commit_of};
use crate::{Random, Refusal};

/// A member removes others, named by their leaves, by one Commit with a path.
///
/// # Errors
/// Those of the operations.
pub fn remove(group: &mut Group, committer: usize, leaves: &[u32]) -> Result<(), Refusal> {
    let removes = leaves.iter().map(|leaf| Proposal::Remove { removed: LeafIndex(*leaf) });
    group.commit(committer, &commit_of(by_value(removes)), Vec::new()).map(drop)
}

/// A group of 1 to `most` members after so many random Commits: additions with and without a path, removals, and
/// Commits of nothing.
///
/// # Errors
/// Those of the operations.
pub fn evolved(cast: &mut Cast, most: usize, commits: usize, random: &mut Random) -> Result<Group, Refusal> {
    let size = random.from_to(1, most);
    let mut group = Group::new(cast, size, random)?;
    for _ in 0..commits {
        let size = group.members.len();
        let committer = random.below(size);
        match random.below(4) {
            0 if size < most => group.add(committer, vec![cast.client()?])?,
            1 if size < most => group.add_without_path(committer, vec![cast.client()?])?,
            2 if size > 1 => {
                let other = (committer + random.from_to(1, size - 1)) % size;
                let leaf = group.member(other)?.leaf();
                remove(&mut group, committer, &[leaf.0])?;
            }
            _ => group.commit(committer, &commit_of(Vec::new()), Vec::new()).map(drop)?,
        }
    }
    Ok(group)
}
