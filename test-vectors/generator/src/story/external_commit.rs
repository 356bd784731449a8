//! `passive-client-external-commit`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::key_schedule::psk_id::PskSource;
use pleach_spec::policy::StoredPsk;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;

use super::{Stage, Story};
use crate::support::client::{Cast, Client};
use crate::support::options::{by_value, commit_of, without_path};
use crate::{Random, Refusal};

/// The client is leaf 1, which another member had before it, of 5.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut cast = Cast::new(suite, random);
    let psk = cast.hold_external_psk();
    let mut stage = Stage::new(cast, random, 5)?;
    stage.group.commit(3, &commit_of(Vec::new()), Vec::new())?;
    let client = stage.cast.client()?;
    let list = [Proposal::Remove { removed: LeafIndex(1) }, client.add()];
    let mut story = stage.begin(4, &commit_of(by_value(list)), vec![client], 0)?;
    at_a_new_leaf(&mut story)?;
    at_a_blank_leaf(&mut story, psk)?;
    resyncs(&mut story)?;
    // The last joiner commits, and adds another.
    let last = story.group.members.len().saturating_sub(1);
    let new = story.cast.client()?;
    story.commit(last, &commit_of(by_value([new.add()])), vec![new])?;
    story.talk()?;
    Ok(story.end())
}

/// Somebody joins at a leaf that the tree had not; a proposal that was sent before is not part of it.
fn at_a_new_leaf(story: &mut Story) -> Result<(), Refusal> {
    let options = story.any_public();
    story.group.update(0, &options, |_| {})?;
    let joiner = story.cast.client()?;
    story.join_externally(joiner, |_| {})?;
    story.talk()
}

/// A leaf becomes blank, others are unmerged; then somebody joins at the blank leaf, with a PSK and additional data.
fn at_a_blank_leaf(story: &mut Story, psk: PskSource<Octets>) -> Result<(), Refusal> {
    let unmerged = story.cast.client()?;
    story.commit(0, &without_path(by_value([unmerged.add()])), vec![unmerged])?;
    story.commit(0, &commit_of(by_value([Proposal::Remove { removed: LeafIndex(2) }])), Vec::new())?;
    let (joiner, psk) = (story.cast.client()?, story.cast.psk_proposal(psk));
    let authenticated_data = story.random.octets(20);
    story.join_externally(joiner, |join| {
        join.psks = vec![psk];
        join.authenticated_data = authenticated_data;
    })
}

/// Two members that lost their state resync: one without a PSK, the other with the resumption PSK of the epoch.
fn resyncs(story: &mut Story) -> Result<(), Refusal> {
    let client = lost(story, LeafIndex(3))?;
    story.join_externally(client, |join| join.removed = Some(LeafIndex(3)))?;
    story.talk()?;
    let (mut client, resumption) = (lost(story, LeafIndex(5))?, story.resumption_psk()?);
    client.policy.psks.push(latest_resumption_psk(story)?);
    story.join_externally(client, |join| {
        join.removed = Some(LeafIndex(5));
        join.psks = vec![resumption];
    })
}

/// A client with the credential of a member, and with nothing else of it.
fn lost(story: &mut Story, leaf: LeafIndex) -> Result<Client, Refusal> {
    let place = story.place(leaf.0)?;
    let credential = story.group.member(place)?.new_leaf()?.credential;
    story.cast.client_with(|new, _| new.leaf.credential = credential)
}

/// What the members keep of the current epoch.
fn latest_resumption_psk(story: &Story) -> Result<StoredPsk<Octets>, Refusal> {
    let kept = &story.client()?.state.resumption_psks;
    Ok(kept.last().ok_or(Refusal::Missing("resumption PSK"))?.clone())
}
