//! `passive-client-linked-groups`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::CreatedCommit;
use pleach_spec::extension::{EXTERNAL_SENDERS, Extension};
use pleach_spec::group::Status;
use pleach_spec::group::linked::{LinkedMembers, branch_group, reinitialize_group};
use pleach_spec::key_package::KeyPackage;
use pleach_spec::proposal::{Proposal, ReInit};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;

use super::{Stage, Story};
use crate::support::client::{Cast, Client};
use crate::support::content::required_capabilities;
use crate::support::group::Group;
use crate::support::member::{Invitation, Member};
use crate::support::options::{by_value, commit_of, without_path};
use crate::{Random, Refusal};

/// The client is leaf 2 of 4. The group branches twice, the first subgroup is reinitialized, and then the group is, with
/// another suite.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut stage = Stage::new(Cast::new(suite, random), random, 4)?;
    let client = stage.cast.client()?;
    let list = [Proposal::Remove { removed: LeafIndex(2) }, client.add()];
    let mut story = stage.begin(0, &commit_of(by_value(list)), vec![client], 0)?;
    story.say(2)?;

    story.commit(1, &commit_of(Vec::new()), Vec::new())?;
    let subgroup = linked(&mut story, suite, &[2, 0, 3])?;
    let subgroup = follow_subgroup(subgroup)?;
    story.tell_linked(subgroup)?;

    // The group goes on, and branches once more: into one of the client and another alone.
    let removed = LeafIndex(0);
    let new = story.cast.client()?;
    story.commit(2, &without_path(by_value([Proposal::Remove { removed }, new.add()])), vec![new])?;
    story.talk()?;
    let pair = linked(&mut story, suite, &[0, 2])?;
    let pair = follow_pair(pair)?;
    story.tell_linked(pair)?;

    let options = story.any_private();
    let next = next_suite(suite);
    let reinit = reinit(&mut story, next, Vec::new());
    let reinit = story.group.propose(0, reinit, &options)?;
    story.commit(3, &commit_of(vec![reinit]), Vec::new())?;
    let everyone = linked(&mut story, next, &[3, 2, 1, 0])?;
    let everyone = follow_group(everyone)?;
    story.tell_linked(everyone)?;
    Ok(story.end())
}

/// The members change; then the subgroup is reinitialized with extensions, by a Commit without a path.
fn follow_subgroup(mut story: Story) -> Result<Story, Refusal> {
    story.talk()?;
    let joiner = story.cast.client()?;
    story.commit(1, &commit_of(by_value([joiner.add()])), vec![joiner])?;
    let extensions = vec![required_capabilities(&[EXTERNAL_SENDERS], &[])];
    let suite = story.cast.suite();
    let reinit = reinit(&mut story, suite, extensions);
    story.commit(0, &without_path(by_value([reinit])), Vec::new())?;
    let mut next = linked(&mut story, suite, &[3, 0, 1, 2])?;
    next.talk()?;
    next.commit(1, &commit_of(Vec::new()), Vec::new())?;
    story.tell_linked(next)?;
    Ok(story)
}

/// A Commit with a resumption PSK of the subgroup itself, and without a path.
fn follow_pair(mut story: Story) -> Result<Story, Refusal> {
    let resumption = story.resumption_psk()?;
    story.commit(0, &without_path(by_value([resumption])), Vec::new())?;
    story.talk()?;
    Ok(story)
}

/// The new group does what any group does.
fn follow_group(mut story: Story) -> Result<Story, Refusal> {
    story.talk()?;
    let options = story.any_public();
    let update = story.group.update(2, &options, |_| {})?;
    story.commit(0, &commit_of(vec![update]), Vec::new())?;
    story.talk()?;
    Ok(story)
}

/// The suite after this one, in the order of their values.
fn next_suite(suite: CipherSuite) -> CipherSuite {
    let mut suites = CipherSuite::ALL.into_iter().cycle().skip_while(|other| *other != suite);
    suites.nth(1).unwrap_or(suite)
}

fn reinit(story: &mut Story, suite: CipherSuite, extensions: Vec<Extension<Octets>>) -> Proposal<Octets> {
    let group_id = story.random.octets(16);
    Proposal::ReInit { reinit: ReInit { group_id, version: 1, cipher_suite: suite.value(), extensions } }
}

/// A group that follows the story's after a ReInit, or else branches from it. `places` are those of its members in the
/// group before, in the order of their new leaves; the first creates it.
fn linked(story: &mut Story, suite: CipherSuite, places: &[usize]) -> Result<Story, Refusal> {
    let mut cast = Cast::new(suite, &mut story.random);
    let mut random = story.random.fork();
    let (mut old, mut clients) = (Vec::new(), Vec::new());
    for place in places {
        let member = story.group.member(*place)?.clone();
        let credential = member.new_leaf()?.credential;
        clients.push(cast.client_with(|new, _| new.leaf.credential = credential)?);
        old.push(member);
    }
    let created = create(&mut clients, &old, &random.octets(16))?;
    let welcome = created.welcome.ok_or(Refusal::Missing("Welcome"))?;
    let invitation = Invitation { welcome, ratchet_tree: None };
    let silent = places.iter().position(|place| story.place(story.leaf.0).is_ok_and(|client| client == *place));
    let silent = silent.ok_or(Refusal::Missing("client in the linked group"))?;
    let client = clients.get(silent).ok_or(Refusal::Missing("client"))?.clone();
    let mut members = Vec::new();
    for (i, (client, old)) in clients.into_iter().zip(&old).enumerate() {
        members.push(match i {
            0 => Member { client, state: created.next.clone() },
            _ => Member::join(client, &invitation, Some(&old.state))?,
        });
    }
    let group = Group { members, log: Vec::new() };
    Story::joined(Stage { group, cast, random }, &client, silent, &invitation)
}

/// The first client, who was the first of `old`, creates the group with the others.
fn create(clients: &mut [Client], old: &[Member], group_id: &Octets) -> Result<CreatedCommit<Octets>, Refusal> {
    let (creator, others) = clients.split_first_mut().ok_or(Refusal::Missing("creator"))?;
    let others: Vec<KeyPackage<Octets>> = others.iter().map(|client| client.own.key_package.clone()).collect();
    let seed = creator.seed();
    let members = LinkedMembers { creator: &creator.own, others: &others };
    let state = &old.first().ok_or(Refusal::Missing("creator"))?.state;
    Ok(match state.status {
        Status::Reinitialized { .. } => reinitialize_group(state, &members, &creator.policy, &seed)?,
        Status::Active | Status::Removed => branch_group(state, group_id, &members, &creator.policy, &seed)?,
    })
}
