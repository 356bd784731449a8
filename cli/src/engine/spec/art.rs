//! The kinds of ART.

mod message_protection;
mod passive_client;
mod setup;
mod stage_key;
mod tree;
mod update;

use pleach_spec::algebra::Crypto;
use pleach_spec::art::context::{ArtContext, ArtLink, ArtMode, decode_art_mode};
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope};
use pleach_spec::art::key::ArtPublicKey;
use pleach_spec::art::member::ArtMember;
use pleach_spec::art::public_tree::ArtTree;
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::secret::ArtNodePrivateKey;
use pleach_spec_concrete::Octets;
use pleach_vectors::Hex;
use pleach_vectors::art::{Context, Keys, Link, Member};

use super::{Refusal, Specification, decoded, octets, suite};

impl Keys for Specification {
    fn public_key(suite_value: u16, private_key: &[u8]) -> Result<Vec<u8>, Refusal> {
        let key = Octets::kem_public_key(suite(suite_value)?, &octets(private_key));
        Ok(Refusal::unless(key)?.into())
    }

    fn signature_public_key(suite_value: u16, private_key: &[u8]) -> Result<Vec<u8>, Refusal> {
        let key = Octets::signature_public_key(suite(suite_value)?, &octets(private_key));
        Ok(Refusal::unless(key)?.into())
    }
}

fn decoded_envelope(bytes: &[u8]) -> Result<ArtMessageEnvelope<Octets>, Refusal> {
    decoded(bytes, decode_art_envelope)
}

fn public_key(bytes: &[u8]) -> ArtPublicKey<Octets> {
    ArtPublicKey { bytes: octets(bytes) }
}

fn node_private_key(bytes: &[u8]) -> ArtNodePrivateKey<Octets> {
    ArtNodePrivateKey { bytes: octets(bytes) }
}

fn tree(public_keys: &[Hex]) -> ArtTree<Octets> {
    ArtTree { nodes: public_keys.iter().map(|key| public_key(key)).collect() }
}

fn public_keys(nodes: Vec<ArtPublicKey<Octets>>) -> Vec<Vec<u8>> {
    nodes.into_iter().map(|key| key.bytes.into()).collect()
}

fn member(member: &Member) -> ArtMember<Octets> {
    ArtMember {
        identity: octets(&member.identity),
        identity_key: public_key(&member.identity_key),
        signature_key: SignaturePublicKey { bytes: octets(&member.signature_key) },
    }
}

fn fields_of_member(member: ArtMember<Octets>) -> Member {
    Member {
        identity: Hex(member.identity.into()),
        identity_key: Hex(member.identity_key.bytes.into()),
        signature_key: Hex(member.signature_key.bytes.into()),
    }
}

fn mode(value: u8) -> Result<ArtMode, Refusal> {
    decoded(&[value], decode_art_mode)
}

fn link(link: &Link) -> ArtLink<Octets> {
    ArtLink {
        group_id: octets(&link.group_id),
        stage: link.stage,
        stage_authenticator: octets(&link.stage_authenticator),
    }
}

fn context(context: &Context<'_>) -> Result<ArtContext<Octets>, Refusal> {
    Ok(ArtContext {
        cipher_suite: context.cipher_suite,
        group_id: octets(context.group_id),
        mode: mode(context.mode)?,
        link: context.link.map(link),
        stage: context.stage,
        members: context.members.iter().map(member).collect(),
        tree: tree(context.tree),
    })
}
