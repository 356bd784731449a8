//! `art-setup`: small groups, some of which follow another one.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::path::path_keys;
use pleach_spec::art::prekey::OwnArtPrekey;
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::art::setup::{Case, Creator, Invitee, Prekey};

use super::people::{Group, Participant, People};
use super::{hex_envelope, hex_member, hex_tree, mode_of, mode_value};
use crate::support::hex;
use crate::{Random, Refusal};

/// In turn: a group of 2, a group of 3, and a group that follows one of the other mode: its creator is a member of
/// that, the old creator is removed, and another member added.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let people = &mut People::new(suite, random);
    let (mode, other_mode) = (mode_of(index), mode_of(index + 1));
    let made = match index % 3 {
        0 => alone(people, 2, mode)?,
        1 => alone(people, 3, mode)?,
        _ => {
            let members = people.identities(3)?;
            let old = people.set_up(&members, other_mode, None)?;
            let mut members: Vec<_> = members.into_iter().skip(1).collect();
            members.insert(random.from_to(1, 2), people.identity()?);
            let new = people.set_up(&members, mode, Some(&old))?;
            Case { old_group: Some(Box::new(case_of(&old)?)), ..case_of(&new)? }
        }
    };
    Ok(AnyCase::ArtSetup(Box::new(made)))
}

fn alone(people: &mut People, n: usize, mode: ArtMode) -> Result<Case, Refusal> {
    let members = people.identities(n)?;
    case_of(&people.set_up(&members, mode, None)?)
}

/// A group that follows none.
fn case_of(group: &Group) -> Result<Case, Refusal> {
    let (setup, creator) = (&group.setup, group.participants.first().ok_or(Refusal::Missing("creator"))?);
    let leaf = &creator.state.leaf_private_key;
    let keys = path_keys(creator.identity.suite, &setup.tree, MemberIndex(0), leaf)?;
    let invitees: Result<_, Refusal> = group.participants.iter().skip(1).map(|it| invitee(group, it)).collect();
    Ok(Case {
        cipher_suite: setup.cipher_suite,
        group_id: hex(&setup.group_id),
        mode: mode_value(setup.mode),
        old_group: None,
        creator: Creator {
            member: hex_member(&creator.identity.member),
            identity_priv: hex(&creator.identity.identity_private_key.bytes),
            signature_priv: hex(&creator.identity.signature_private_key.bytes),
            setup_priv: hex(&group.setup_private_key.bytes),
            leaf_priv: hex(&leaf.bytes),
        },
        invitees: invitees?,
        tree: hex_tree(&setup.tree),
        tree_key: hex(&keys.tree_key.bytes),
        setup: hex_envelope(&ArtMessageEnvelope::Setup { setup: setup.clone() }),
        stage_authenticator: hex(&creator.state.stage.stage_authenticator.bytes),
    })
}

fn invitee(group: &Group, participant: &Participant) -> Result<Invitee, Refusal> {
    let Participant { identity, prekey, state } = participant;
    let prekey = prekey.as_ref().ok_or(Refusal::Missing("prekey"))?;
    Ok(Invitee {
        member: hex_member(&identity.member),
        identity_priv: hex(&identity.identity_private_key.bytes),
        signature_priv: hex(&identity.signature_private_key.bytes),
        prekey: hex_prekey(prekey),
        exchanged_secret: hex(&group.exchanged_secret(identity, prekey)?.bytes),
        leaf_priv: hex(&state.leaf_private_key.bytes),
    })
}

pub(super) fn hex_prekey(own: &OwnArtPrekey<Octets>) -> Prekey {
    Prekey {
        prekey: hex_envelope(&ArtMessageEnvelope::Prekey { prekey: own.prekey.clone() }),
        ephemeral_priv: hex(&own.private_key.bytes),
    }
}
