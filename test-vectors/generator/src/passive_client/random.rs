//! `passive-client-random`: a client joins, and follows a random story.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::{CommitOptions, PathChoice};
use pleach_vectors::AnyCase;

use super::observed_group::{Change, ObservedGroup, Way};
use crate::support::options::{commit_of, private, public};
use crate::{Random, Refusal};

/// How many epochs there are after the first.
const EPOCHS: usize = 16;

/// The most members, and the fewest before there is another Remove.
const MOST_MEMBERS: usize = 8;
const FEWEST_MEMBERS: usize = 3;

/// The most proposals of a Commit.
const MOST_PROPOSALS: usize = 4;

/// A story of 16 epochs. Its messages are PublicMessages in some epochs, and PrivateMessages in others.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let size = random.from_to(2, 4);
    let mut group = ObservedGroup::new(suite, size, random)?;
    for _ in 0..EPOCHS {
        let changes = changes(&mut group);
        let random = group.random();
        let message = if random.flip() { public() } else { private(random.below(32)) };
        let path = if random.flip() { PathChoice::Always } else { PathChoice::WhenRequired };
        group.commit(&changes, CommitOptions { message, path, ..commit_of(Vec::new()) })?;
    }
    Ok(group.case())
}

fn changes(group: &mut ObservedGroup) -> Vec<(Change, Way)> {
    let mut size = group.size();
    let mut changes: Vec<(Change, Way)> = Vec::new();
    for _ in 0..group.random().from_to(0, MOST_PROPOSALS) {
        let change = match group.random().below(9) {
            0..3 if size < MOST_MEMBERS => Change::Add,
            3 | 4 if size > FEWEST_MEMBERS => Change::Remove,
            5 => Change::ExternalPsk,
            6 => Change::ResumptionPsk,
            7 => Change::GroupContextExtensions,
            _ => Change::Update,
        };
        let once = [Change::GroupContextExtensions, Change::ResumptionPsk];
        if once.contains(&change) && changes.iter().any(|(other, _)| *other == change) {
            continue;
        }
        match change {
            Change::Add => size += 1,
            Change::Remove => size -= 1,
            _ => {}
        }
        let way = if group.random().flip() { Way::Value } else { Way::Reference };
        changes.push((change, way));
    }
    // A client that is added does not hold the PSK of the epoch before.
    if changes.iter().any(|(change, _)| *change == Change::Add) {
        changes.retain(|(change, _)| *change != Change::ResumptionPsk);
    }
    changes
}
