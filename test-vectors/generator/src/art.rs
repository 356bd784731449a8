//! The kinds of Asynchronous Ratcheting Trees.

pub mod message_protection;
pub mod passive_client;
pub mod people;
pub mod setup;
pub mod stage_key;
pub mod tree;
pub mod update;

use pleach_spec::algebra::Crypto;
use pleach_spec::art::context::{ArtContext, ArtLink, ArtMode};
use pleach_spec::art::envelope::{ArtMessageEnvelope, encode_art_envelope};
use pleach_spec::art::member::{ArtIdentity, ArtMember};
use pleach_spec::art::public_tree::ArtTree;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::secret::ArtNodePrivateKey;
use pleach_spec_concrete::Octets;
use pleach_vectors::Hex;
use pleach_vectors::art::{Link, Member};

use crate::Random;
use crate::support::hex;

/// The longest identity, group_id or link that is made up.
const MAXIMUM_LENGTH: usize = 16;

fn hex_envelope(envelope: &ArtMessageEnvelope<Octets>) -> Hex {
    hex(&encode_art_envelope(envelope))
}

fn hex_tree(tree: &ArtTree<Octets>) -> Vec<Hex> {
    tree.nodes.iter().map(|key| hex(&key.bytes)).collect()
}

fn hex_leaves(leaves: &[ArtNodePrivateKey<Octets>]) -> Vec<Hex> {
    leaves.iter().map(|leaf| hex(&leaf.bytes)).collect()
}

fn hex_member(member: &ArtMember<Octets>) -> Member {
    Member {
        identity: hex(&member.identity),
        identity_key: hex(&member.identity_key.bytes),
        signature_key: hex(&member.signature_key.bytes),
    }
}

fn hex_members(members: &[ArtMember<Octets>]) -> Vec<Member> {
    members.iter().map(hex_member).collect()
}

fn hex_link(link: &ArtLink<Octets>) -> Link {
    Link { group_id: hex(&link.group_id), stage: link.stage, stage_authenticator: hex(&link.stage_authenticator) }
}

/// The wire value.
fn mode_value(mode: ArtMode) -> u8 {
    match mode {
        ArtMode::Unsigned => 1,
        ArtMode::Signed => 2,
    }
}

/// Messages are signed in every other case.
fn mode_of(index: u32) -> ArtMode {
    if index.is_multiple_of(2) { ArtMode::Unsigned } else { ArtMode::Signed }
}

/// Fresh private keys for leaves.
fn fresh_leaves(suite: CipherSuite, n: usize, random: &mut Random) -> Vec<ArtNodePrivateKey<Octets>> {
    let fresh = |_| ArtNodePrivateKey { bytes: Octets::kem_derive_private_key(suite, &random.seed(suite).bytes) };
    (0..n).map(fresh).collect()
}

/// What a group could agree on before it has a tree. It follows another one if its messages are signed.
fn random_context(
    suite: CipherSuite,
    members: &[ArtIdentity<Octets>],
    index: u32,
    random: &mut Random,
) -> ArtContext<Octets> {
    let mode = mode_of(index);
    let link = match mode {
        ArtMode::Unsigned => None,
        ArtMode::Signed => Some(ArtLink {
            group_id: random_octets(random),
            stage: random.u32().into(),
            stage_authenticator: random.octets(suite.kdf_nh()),
        }),
    };
    ArtContext {
        cipher_suite: suite.value(),
        group_id: random_octets(random),
        mode,
        link,
        stage: 0,
        members: members.iter().map(|identity| identity.member.clone()).collect(),
        tree: ArtTree { nodes: Vec::new() },
    }
}

fn random_octets(random: &mut Random) -> Octets {
    let length = random.from_to(1, MAXIMUM_LENGTH);
    random.octets(length)
}
