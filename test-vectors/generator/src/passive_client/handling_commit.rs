//! `passive-client-handling-commit`: a client joins, and follows two Commits.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::AnyCase;

use super::observed_group::Change::{Add, ExternalPsk, GroupContextExtensions, Remove, ResumptionPsk, Update};
use super::observed_group::Way::{Reference, Value};
use super::observed_group::{Change, ObservedGroup, Way};
use crate::support::options::{commit_of, without_path};
use crate::{Random, Refusal};

/// How many members there are before the passive one.
const SIZE: usize = 4;

/// What the second Commit has: all types of proposals by reference; all but Updates by value; then some together that
/// need no path, and each alone.
const LISTS: [&[(Change, Way)]; 14] = [
    &[
        (Add, Reference),
        (Update, Reference),
        (Remove, Reference),
        (ExternalPsk, Reference),
        (GroupContextExtensions, Reference),
    ],
    &[(Add, Value), (Remove, Value), (ExternalPsk, Value), (GroupContextExtensions, Value)],
    &[(Add, Value), (Add, Reference), (ExternalPsk, Reference)],
    &[(ResumptionPsk, Value), (ExternalPsk, Reference)],
    &[(Update, Reference), (Update, Reference), (Remove, Value)],
    &[(Add, Value)],
    &[(Add, Reference)],
    &[(Update, Reference)],
    &[(Remove, Value)],
    &[(Remove, Reference)],
    &[(ExternalPsk, Value)],
    &[(ResumptionPsk, Reference)],
    &[(GroupContextExtensions, Value)],
    &[(GroupContextExtensions, Reference)],
];

/// The first Commit is of nothing. The second has a path only where it must; after the lists above, they start again
/// with other members.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let list = LISTS.get(index as usize % LISTS.len()).copied().unwrap_or_default();
    let mut group = ObservedGroup::new(suite, SIZE, random)?;
    group.commit(&[], commit_of(Vec::new()))?;
    group.commit(list, without_path(Vec::new()))?;
    Ok(group.case())
}
