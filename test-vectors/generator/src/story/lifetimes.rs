//! `passive-client-lifetimes`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::leaf_policy::Clock;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::nodes::Lifetime;
use pleach_vectors::AnyCase;

use super::{Stage, Story};
use crate::support::client::{Cast, Client};
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of, without_path};
use crate::{Random, Refusal};

/// The time of the group's creation.
const START: u64 = 1_700_000_000;
const DAY: u64 = 86_400;

/// The client is leaf 4 of 5. It joins at the last second of its own lifetime and of that of another member; then every
/// Commit adds somebody at either end of a lifetime.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut cast = Cast::new(suite, random);
    let mut random = random.fork();
    let joined = START + 30 * DAY;
    let mut group = Group::create(client(&mut cast, START, START + DAY, START)?, &random.octets(16), &[])?;
    // Leaf 1 expires before the client joins, leaf 2 at that second. The creator and leaf 1 have committed by then, so
    // that their leaves have no lifetime any more; neither has leaf 3 once it is updated.
    set_time(&mut group, START);
    let first = [(0, joined - 1), (START, joined), (START, START)];
    let first: Vec<Client> = first
        .into_iter()
        .map(|(not_before, not_after)| client(&mut cast, not_before, not_after, START))
        .collect::<Result<_, Refusal>>()?;
    group.add(0, first)?;
    group.commit(1, &commit_of(Vec::new()), Vec::new())?;
    let update = group.update(3, &crate::support::options::public(), |_| {})?;
    group.commit(0, &commit_of(vec![update]), Vec::new())?;

    set_time(&mut group, joined);
    let joiner = client(&mut cast, joined, joined, joined)?;
    let options = commit_of(by_value([joiner.add()]));
    let mut story = Stage { group, cast, random }.begin(0, &options, vec![joiner], 0)?;
    story.set_time(joined);
    story.talk()?;
    adds_at_both_ends(&mut story, joined)?;
    story.talk()?;
    Ok(story.end())
}

/// The client's own lifetime is over, and so are those of others; they stay members.
fn adds_at_both_ends(story: &mut Story, joined: u64) -> Result<(), Refusal> {
    // By value.
    let now = joined + 1;
    story.set_time(now);
    let new = vec![late_client(&mut story.cast, joined - DAY, now)?, late_client(&mut story.cast, now, u64::MAX)?];
    story.commit(1, &commit_of(by_value(new.iter().map(Client::add))), new)?;
    // By reference, and without a path.
    let now = joined + 100 * DAY;
    story.set_time(now);
    let new = vec![late_client(&mut story.cast, now, now + DAY)?, late_client(&mut story.cast, 0, now)?];
    let options = story.any_public();
    let mut list = Vec::new();
    for client in &new {
        list.push(story.group.propose(3, client.add(), &options)?);
    }
    story.commit(2, &without_path(list), new)?;
    // A lifetime of one second.
    let now = now + 1;
    story.set_time(now);
    let new = late_client(&mut story.cast, now, now)?;
    let removed = LeafIndex(2);
    story.commit(0, &commit_of(by_value([Proposal::Remove { removed }, new.add()])), vec![new])?;
    Ok(())
}

/// A client with a KeyPackage of this lifetime, and the time.
fn client(cast: &mut Cast, not_before: u64, not_after: u64, now: u64) -> Result<Client, Refusal> {
    let mut client = cast.client_with(|new, _| new.lifetime = Lifetime { not_before, not_after })?;
    client.policy.leaf.clock = Clock::At(now);
    Ok(client)
}

/// A client that joins when the lifetimes of some members are over, and does not mind.
fn late_client(cast: &mut Cast, not_before: u64, not_after: u64) -> Result<Client, Refusal> {
    let mut client = client(cast, not_before, not_after, not_after)?;
    client.policy.leaf.clock = Clock::Unchecked;
    Ok(client)
}

fn set_time(group: &mut Group, now: u64) {
    for member in &mut group.members {
        member.client.policy.leaf.clock = Clock::At(now);
    }
}
