//! `passive-client-external-proposals`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::proposal::{Proposal, ReInit};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;

use super::outside::{Outsider, external_senders};
use super::{Stage, Story};
use crate::support::client::Cast;
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of, without_path};
use crate::{Random, Refusal};

/// The client is leaf 2 of 4, in a group with three external senders.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut cast = Cast::new(suite, random);
    let psk = cast.hold_external_psk();
    let mut random = random.fork();
    let outsiders = [
        Outsider::new(suite, "sender 0", &mut random)?,
        Outsider::new(suite, "sender 1", &mut random)?,
        Outsider::new(suite, "sender 2", &mut random)?,
    ];
    let mut group = Group::create(cast.client()?, &random.octets(16), &[external_senders(&outsiders)])?;
    group.add(0, cast.clients(3)?)?;
    let client = cast.client()?;
    let list = [Proposal::Remove { removed: LeafIndex(2) }, client.add()];
    let mut story = Stage { group, cast, random }.begin(1, &commit_of(by_value(list)), vec![client], 0)?;

    let psk = story.cast.psk_proposal(psk);
    of_all_senders(&mut story, &outsiders, psk)?;
    let outsiders = other_senders(&mut story, outsiders)?;
    let new = story.cast.client()?;
    let by_itself = story.propose_itself(&new)?;
    let committer = story.place(1)?;
    story.commit(committer, &without_path(vec![by_itself]), vec![new])?;
    story.talk()?;

    let group_id = story.random.octets(16);
    let reinit = ReInit { group_id, version: 1, cipher_suite: suite.value(), extensions: Vec::new() };
    let reinit = story.propose_from_outside(&outsiders, 1, Proposal::ReInit { reinit })?;
    let committer = story.place(4)?;
    story.commit(committer, &commit_of(vec![reinit]), Vec::new())?;
    Ok(story.end())
}

/// Of each of the senders, of a new member and of a member, in one Commit; one proposal is not part of it.
fn of_all_senders(story: &mut Story, outsiders: &[Outsider], psk: Proposal<Octets>) -> Result<(), Refusal> {
    let (invited, new) = (story.cast.client()?, story.cast.client()?);
    let add = story.propose_from_outside(outsiders, 1, invited.add())?;
    let psk = story.propose_from_outside(outsiders, 0, psk)?;
    let by_itself = story.propose_itself(&new)?;
    story.propose_from_outside(outsiders, 1, Proposal::Remove { removed: LeafIndex(3) })?;
    let remove = story.propose_from_outside(outsiders, 2, Proposal::Remove { removed: LeafIndex(1) })?;
    let options = story.any_public();
    let updated = story.place(3)?;
    let update = story.group.update(updated, &options, |_| {})?;
    story.commit(0, &commit_of(vec![by_itself, psk, update, remove, add]), vec![new, invited])?;
    story.talk()
}

/// An external sender has the list changed: it is entry 0 then, and entry 1 is new.
fn other_senders(story: &mut Story, outsiders: [Outsider; 3]) -> Result<[Outsider; 2], Refusal> {
    let new = Outsider::new(story.cast.suite(), "another sender", &mut story.random)?;
    let [_, _, last] = outsiders.clone();
    let changed = [last, new];
    let extensions = vec![external_senders(&changed)];
    let list = story.propose_from_outside(&outsiders, 2, Proposal::GroupContextExtensions { extensions })?;
    let committer = story.place(3)?;
    story.commit(committer, &commit_of(vec![list]), Vec::new())?;
    let remove = story.propose_from_outside(&changed, 0, Proposal::Remove { removed: LeafIndex(0) })?;
    story.commit(committer, &commit_of(vec![remove]), Vec::new())?;
    Ok(changed)
}
