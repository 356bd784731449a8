//! `art-passive-client`: a client in a group, and in the one that follows it.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::member::ArtIdentity;
use pleach_spec::art::message::send::{ArtMessageOptions, send_art_message};
use pleach_spec::art::prekey::OwnArtPrekey;
use pleach_spec::art::update::create::{adopt_update, create_update};
use pleach_spec::art::update::process::process_update;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::art::passive_client::{Case, Group, Message, Stage};

use super::people::{self, People};
use super::setup::hex_prekey;
use super::{hex_envelope, hex_member, mode_of, random_octets};
use crate::support::hex;
use crate::{Random, Refusal};

/// How many updates follow a setup.
const UPDATES: usize = 2;

/// The most bytes of padding.
const PADDING: usize = 20;

/// The client and what it has.
struct Passive {
    own: ArtIdentity<Octets>,
    prekeys: Vec<OwnArtPrekey<Octets>>,
}

/// A group of 4; then a member of it starts one with the client, without the creator of the first, and with others. The
/// client has one prekey more than it needs.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let people = &mut People::new(suite, random);
    let own = people.identity()?;
    let prekeys: Result<Vec<_>, Refusal> = (0..3).map(|_| people.prekey(&own)).collect();
    let passive = Passive { own, prekeys: prekeys? };

    let members = people.identities(3)?;
    let mut old = set_up(people, &passive, 0, &members, (mode_of(index), None), random)?;
    let first = told(&mut old, &passive, random)?;
    let mut members: Vec<_> = members.into_iter().skip(1).collect();
    members.extend(people.identities(2)?);
    let mut new = set_up(people, &passive, 1, &members, (mode_of(index + 1), Some(&old)), random)?;
    let second = told(&mut new, &passive, random)?;

    let own = &passive.own;
    Ok(AnyCase::ArtPassiveClient(Box::new(Case {
        cipher_suite: suite.value(),
        member: hex_member(&own.member),
        identity_priv: hex(&own.identity_private_key.bytes),
        signature_priv: hex(&own.signature_private_key.bytes),
        prekeys: passive.prekeys.iter().map(hex_prekey).collect(),
        groups: vec![first, second],
    })))
}

/// The first of these sets up a group with the others and the client, who is anywhere among them.
fn set_up(
    people: &mut People,
    passive: &Passive,
    prekey: usize,
    members: &[ArtIdentity<Octets>],
    (mode, old): (ArtMode, Option<&people::Group>),
    random: &mut Random,
) -> Result<people::Group, Refusal> {
    let (creator, others) = members.split_first().ok_or(Refusal::Missing("creator"))?;
    let others: Result<Vec<_>, Refusal> =
        others.iter().map(|other| Ok((other.clone(), people.prekey(other)?))).collect();
    let mut others = others?;
    let own = passive.prekeys.get(prekey).ok_or(Refusal::Missing("prekey"))?;
    others.insert(random.below(others.len() + 1), (passive.own.clone(), own.clone()));
    people.set_up_with(creator, &others, mode, old)
}

/// What the client is told of a group.
fn told(group: &mut people::Group, passive: &Passive, random: &mut Random) -> Result<Group, Refusal> {
    let setup = hex_envelope(&ArtMessageEnvelope::Setup { setup: group.setup.clone() });
    let authenticator = |group: &people::Group| {
        let state = group.state_of(&passive.own).ok_or(Refusal::Missing("client"))?;
        Ok::<_, Refusal>(hex(&state.stage.stage_authenticator.bytes))
    };
    let initial_stage_authenticator = authenticator(group)?;
    let initial_messages = messages(group, passive, random)?;
    let mut stages = Vec::new();
    for _ in 0..UPDATES {
        let sender = another(group, passive, random)?;
        let update = hex_envelope(&update(group, sender, random)?);
        let stage_authenticator = authenticator(group)?;
        stages.push(Stage { update, stage_authenticator, messages: messages(group, passive, random)? });
    }
    Ok(Group { setup, initial_stage_authenticator, initial_messages, stages })
}

/// A member other than the client.
fn another(group: &people::Group, passive: &Passive, random: &mut Random) -> Result<usize, Refusal> {
    let is_other = |index: &usize| {
        group.participants.get(*index).is_some_and(|participant| participant.identity.member != passive.own.member)
    };
    let others: Vec<usize> = (0..group.participants.len()).filter(is_other).collect();
    others.get(random.below(others.len())).copied().ok_or(Refusal::Missing("other member"))
}

/// A member updates, and all others follow.
fn update(
    group: &mut people::Group,
    sender: usize,
    random: &mut Random,
) -> Result<ArtMessageEnvelope<Octets>, Refusal> {
    let state = &group.participants.get(sender).ok_or(Refusal::Missing("member"))?.state;
    let created = create_update(state, &random.seed(state.suite))?;
    for (index, participant) in group.participants.iter_mut().enumerate() {
        let state = &participant.state;
        participant.state = if index == sender {
            adopt_update(state, &created, &created.update)?
        } else {
            process_update(state, &created.update)?
        };
    }
    Ok(ArtMessageEnvelope::Update { update: created.update })
}

/// Messages of a stage, as they arrive. Of three by one member the second is lost, and the third arrives before the
/// first; that of another member arrives at any time.
fn messages(group: &mut people::Group, passive: &Passive, random: &mut Random) -> Result<Vec<Message>, Refusal> {
    let sender = another(group, passive, random)?;
    let first = message(group, sender, random)?;
    message(group, sender, random)?;
    let mut arrived = vec![message(group, sender, random)?, first];
    let sender = another(group, passive, random)?;
    arrived.insert(random.below(3), message(group, sender, random)?);
    Ok(arrived)
}

fn message(group: &mut people::Group, sender: usize, random: &mut Random) -> Result<Message, Refusal> {
    let state = &mut group.participants.get_mut(sender).ok_or(Refusal::Missing("member"))?.state;
    let length = random.below(2) * super::MAXIMUM_LENGTH;
    let options = ArtMessageOptions { authenticated_data: random.octets(length), padding: random.below(PADDING) };
    let application_data = random_octets(random);
    let (next, message) = send_art_message(state, &application_data, &options, &random.seed(state.suite))?;
    *state = next;
    Ok(Message {
        message: hex_envelope(&ArtMessageEnvelope::Message { message }),
        sender: state.own_index.0,
        authenticated_data: hex(&options.authenticated_data),
        application_data: hex(&application_data),
    })
}
