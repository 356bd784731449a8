//! `passive-client-random`: a client joins, and follows a random story.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::{CommitOptions, PathChoice};
use pleach_vectors::AnyCase;

use super::story::{Change, Story, Way};
use crate::support::options::{commit_of, private, public};
use crate::{Random, Refusal};

/// How many epochs there are after the first.
const EPOCHS: usize = 10;

/// The most members, and the fewest before there is another Remove.
const MOST_MEMBERS: usize = 8;
const FEWEST_MEMBERS: usize = 3;

/// The most proposals of a Commit.
const MOST_PROPOSALS: usize = 4;

/// A story of ten epochs. Its messages are PublicMessages in some epochs, and PrivateMessages in others.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let size = random.from_to(2, 4);
    let mut story = Story::new(suite, size, random)?;
    for _ in 0..EPOCHS {
        let changes = changes(&mut story);
        let random = story.random();
        let message = if random.flip() { public() } else { private(random.below(32)) };
        let path = if random.flip() { PathChoice::Always } else { PathChoice::WhenRequired };
        story.commit(&changes, CommitOptions { message, path, ..commit_of(Vec::new()) })?;
    }
    Ok(story.case())
}

fn changes(story: &mut Story) -> Vec<(Change, Way)> {
    let mut size = story.size();
    let mut changes: Vec<(Change, Way)> = Vec::new();
    for _ in 0..story.random().from_to(0, MOST_PROPOSALS) {
        let change = match story.random().below(9) {
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
        let way = if story.random().flip() { Way::Value } else { Way::Reference };
        changes.push((change, way));
    }
    // A client that is added does not hold the PSK of the epoch before.
    if changes.iter().any(|(change, _)| *change == Change::Add) {
        changes.retain(|(change, _)| *change != Change::ResumptionPsk);
    }
    changes
}
