//! `art-update`.

use pleach_spec::art::envelope::{ArtMessageEnvelope, encode_art_envelope};
use pleach_spec::art::group::{ArtGroup, stage_of};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::create::{adopt_update, create_update};
use pleach_spec::art::update::process::process_update;
use pleach_spec::art::update::{ArtUpdate, update_mac};
use pleach_spec::secret::{ArtStageKey, ArtUpdateMacKey, SignaturePrivateKey};
use pleach_spec_concrete::Octets;
use pleach_vectors::art::Context;
use pleach_vectors::art::update::{Agreement, Subject, UpdateFields};

use super::super::{Refusal, Specification, octets, seed, suite, wrong_message};
use super::{context, decoded_envelope, node_private_key, public_keys};

impl Subject for Specification {
    type Member = ArtGroup<Octets>;

    fn member(
        values: &Context<'_>,
        stage_key: &[u8],
        index: u32,
        leaf_priv: &[u8],
    ) -> Result<ArtGroup<Octets>, Refusal> {
        // An update is not signed.
        group(values, stage_key, index, leaf_priv, &[])
    }

    fn update_fields(update: &[u8]) -> Result<UpdateFields, Refusal> {
        let update = decoded_update(update)?;
        Ok(UpdateFields {
            group_id: update.group_id.into(),
            stage: update.stage,
            sender: update.sender.0,
            path: public_keys(update.path),
            mac: update.mac.into(),
        })
    }

    fn update_mac(suite_value: u16, update_mac_key: &[u8], update: &[u8]) -> Result<Vec<u8>, Refusal> {
        let update_mac_key = ArtUpdateMacKey { bytes: octets(update_mac_key) };
        Ok(update_mac(suite(suite_value)?, &update_mac_key, &decoded_update(update)?).into())
    }

    fn process_update(member: &ArtGroup<Octets>, update: &[u8]) -> Result<ArtGroup<Octets>, Refusal> {
        Ok(process_update(member, &decoded_update(update)?)?)
    }

    fn create_update(member: &ArtGroup<Octets>, seed_bytes: &[u8]) -> Result<(Vec<u8>, ArtGroup<Octets>), Refusal> {
        let created = create_update(member, &seed(member.suite, seed_bytes)?)?;
        let next = adopt_update(member, &created, &created.update)?;
        let update = ArtMessageEnvelope::Update { update: created.update };
        Ok((encode_art_envelope(&update).into(), next))
    }

    fn agreement(member: &ArtGroup<Octets>) -> Agreement {
        let stage = member.stage.clone();
        Agreement {
            stage: stage.context.stage,
            tree: public_keys(stage.context.tree.nodes),
            chain_key: stage.chain_key.bytes.into(),
            update_mac_key: stage.update_mac_key.bytes.into(),
            stage_authenticator: stage.stage_authenticator.bytes.into(),
        }
    }
}

/// The state of a member in a stage with this key.
pub(super) fn group(
    values: &Context<'_>,
    stage_key: &[u8],
    index: u32,
    leaf_priv: &[u8],
    signature_priv: &[u8],
) -> Result<ArtGroup<Octets>, Refusal> {
    let suite = suite(values.cipher_suite)?;
    let stage_key = ArtStageKey { bytes: octets(stage_key) };
    Ok(ArtGroup {
        suite,
        own_index: MemberIndex(index),
        leaf_private_key: node_private_key(leaf_priv),
        signature_private_key: SignaturePrivateKey { bytes: octets(signature_priv) },
        stage: stage_of(suite, &stage_key, context(values)?),
    })
}

pub(super) fn decoded_update(bytes: &[u8]) -> Result<ArtUpdate<Octets>, Refusal> {
    match decoded_envelope(bytes)? {
        ArtMessageEnvelope::Update { update } => Ok(update),
        _ => wrong_message(),
    }
}
