//! The crate `openmls`.

mod codec;
mod crypto_basics;
mod primitives;
mod provider;
mod story;
mod tree_validation;
mod welcome;

use openmls::group::{MIXED_PLAINTEXT_WIRE_FORMAT_POLICY, MlsGroup, MlsGroupJoinConfig, StagedWelcome};
use openmls::key_packages::{KeyPackage, KeyPackageBundle, KeyPackageIn};
use openmls::prelude::tls_codec::{DeserializeBytes, Serialize, VLBytes};
use openmls::prelude::{
    LeafNode, MlsMessageBodyIn, MlsMessageIn, ProcessedMessage, ProcessedMessageContent, SenderRatchetConfiguration,
};
use openmls::schedule::PreSharedKeyId;
use openmls::treesync::RatchetTreeIn;
use openmls::versions::ProtocolVersion;
use openmls_traits::OpenMlsProvider;
use openmls_traits::storage::StorageProvider;
use openmls_traits::types::HpkePrivateKey;
use pleach_vectors::passive_client::{Joiner, PublicKeys, Subject};
use pleach_vectors::{AnyCase, Step};
use serde_json::json;

use self::provider::Provider;
use crate::{Peer, Refusal, aws_lc};

/// The crate `openmls`.
#[derive(Clone, Copy, Debug)]
pub struct OpenMls;

/// A client in a group.
#[derive(Debug)]
pub struct Member {
    group: MlsGroup,
    provider: Provider,
}

/// How many past epochs a resumption PSK may be of; no more than 16 in the working group's files.
const RESUMPTION_PSKS: usize = 16;

/// How many generations a ratchet skips, and keeps the keys of: as many as `story.md` asks for.
const GENERATIONS: u32 = 16;

impl Peer for OpenMls {
    const NAME: &'static str = "openmls";

    fn suites() -> Vec<u16> {
        aws_lc::suites()
    }

    fn check_key_package(member: &Member, key_package: &[u8]) -> Result<(), Refusal> {
        let checked = unchecked_key_package(key_package)?.validate(member.provider.crypto(), ProtocolVersion::Mls10);
        checked.map(|_| ()).map_err(Refusal::of)
    }

    fn verify_each(case: &AnyCase) -> Option<Vec<Step>> {
        match case {
            AnyCase::CryptoBasics(case) => Some(case.verify_each::<OpenMls>().into()),
            AnyCase::Deserialization(case) => Some(vec![("length", case.verify::<OpenMls>())]),
            AnyCase::Messages(case) => Some(case.verify_each::<OpenMls>().into()),
            AnyCase::TreeValidation(case) => Some(case.verify_each::<OpenMls>().into()),
            AnyCase::Welcome(case) => Some(crate::welcome::verify_each::<OpenMls>(case)),
            _ => None,
        }
    }
}

impl Subject for OpenMls {
    type Client = Member;

    fn key_package_keys(key_package: &[u8]) -> Result<PublicKeys, Refusal> {
        let key_package = decoded_key_package(key_package)?;
        let leaf_node = key_package.leaf_node();
        Ok(PublicKeys {
            signature_key: leaf_node.signature_key().as_slice().into(),
            encryption_key: encryption_key(leaf_node)?,
            init_key: key_package.hpke_init_key().as_slice().into(),
        })
    }

    fn signature_public_key(suite: u16, signature_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        aws_lc::signature_public_key(suite, signature_priv)
    }

    fn hpke_public_key(suite: u16, hpke_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        aws_lc::hpke_public_key(suite, hpke_priv)
    }

    fn join(joiner: &Joiner<'_>, welcome: &[u8], ratchet_tree: Option<&[u8]>) -> Result<Member, Refusal> {
        joined(joiner, 0, welcome, ratchet_tree)
    }

    fn epoch_authenticator(member: &Member) -> Result<Vec<u8>, Refusal> {
        Ok(member.group.epoch_authenticator().as_slice().into())
    }

    fn receive_proposal(mut member: Member, message: &[u8]) -> Result<Member, Refusal> {
        let (ProcessedMessageContent::ProposalMessage(proposal)
        | ProcessedMessageContent::ExternalJoinProposalMessage(proposal)) = process(&mut member, message)?
        else {
            return Err(Refusal::other("the message is no proposal"));
        };
        member.group.store_pending_proposal(member.provider.storage(), *proposal).map_err(Refusal::of)?;
        Ok(member)
    }

    fn receive_commit(mut member: Member, message: &[u8]) -> Result<Member, Refusal> {
        let ProcessedMessageContent::StagedCommitMessage(commit) = process(&mut member, message)? else {
            return Err(Refusal::other("the message is no Commit"));
        };
        member.group.merge_staged_commit(&member.provider, *commit).map_err(Refusal::of)?;
        Ok(member)
    }
}

/// A client that joins, and reads application messages of so many past epochs.
fn joined(
    joiner: &Joiner<'_>,
    past_epochs: usize,
    welcome: &[u8],
    ratchet_tree: Option<&[u8]>,
) -> Result<Member, Refusal> {
    let provider = provider_of(joiner)?;
    let config = MlsGroupJoinConfig::builder()
        .wire_format_policy(MIXED_PLAINTEXT_WIRE_FORMAT_POLICY)
        .number_of_resumption_psks(RESUMPTION_PSKS)
        .max_past_epochs(past_epochs)
        // The key of the message that was read last counts among those that are kept.
        .sender_ratchet_configuration(SenderRatchetConfiguration::new(GENERATIONS + 1, GENERATIONS))
        .build();
    let MlsMessageBodyIn::Welcome(welcome) = decoded_message(welcome)? else {
        return Err(Refusal::other("the message is no Welcome"));
    };
    let tree = ratchet_tree.map(RatchetTreeIn::tls_deserialize_exact_bytes).transpose().map_err(Refusal::of)?;
    let mut builder =
        StagedWelcome::build_from_welcome(&provider, &config, welcome).map_err(Refusal::of)?.skip_lifetime_validation();
    if let Some(tree) = tree {
        builder = builder.with_ratchet_tree(tree);
    }
    let group = builder.build().map_err(Refusal::of)?.into_group(&provider).map_err(Refusal::of)?;
    Ok(Member { group, provider })
}

fn process(member: &mut Member, message: &[u8]) -> Result<ProcessedMessageContent, Refusal> {
    Ok(processed(member, message)?.into_content())
}

fn processed(member: &mut Member, message: &[u8]) -> Result<ProcessedMessage, Refusal> {
    let message = MlsMessageIn::tls_deserialize_exact_bytes(message).map_err(Refusal::of)?;
    let message = message.try_into_protocol_message().map_err(Refusal::of)?;
    member.group.process_message(&member.provider, message).map_err(Refusal::of)
}

/// A provider with the joiner's KeyPackage, its private keys and PSKs in its store.
fn provider_of(joiner: &Joiner<'_>) -> Result<Provider, Refusal> {
    let provider = Provider::default();
    let key_package: KeyPackage = decoded_key_package(joiner.key_package)?;
    let reference = key_package.hash_ref(provider.crypto()).map_err(Refusal::of)?;
    let bundle = key_package_bundle(key_package, joiner)?;
    provider.storage().write_key_package(&reference, &bundle).map_err(Refusal::of)?;
    for psk in joiner.external_psks {
        // The nonce is not part of what is stored.
        let id = PreSharedKeyId::external(psk.psk_id.to_vec(), Vec::new());
        id.store(&provider, &psk.psk).map_err(Refusal::of)?;
    }
    Ok(provider)
}

/// The KeyPackage with its private keys, as a storage provider is handed it.
///
/// The peer makes such a bundle only from keys that it has drawn itself. Storage providers, which anybody may
/// write, keep bundles by their serde form: that is the public way to one with given keys.
fn key_package_bundle(key_package: KeyPackage, joiner: &Joiner<'_>) -> Result<KeyPackageBundle, Refusal> {
    let bundle = json!({
        "key_package": key_package,
        "private_init_key": HpkePrivateKey::from(joiner.init_priv),
        "private_encryption_key": { "key": HpkePrivateKey::from(joiner.encryption_priv) },
    });
    serde_json::from_value(bundle).map_err(Refusal::of)
}

/// Not through `KeyPackageIn::validate`, which compares the lifetime with the present time.
fn decoded_key_package(message: &[u8]) -> Result<KeyPackage, Refusal> {
    unchecked_key_package(message).map(KeyPackageIn::into_unchecked)
}

fn unchecked_key_package(message: &[u8]) -> Result<KeyPackageIn, Refusal> {
    match decoded_message(message)? {
        MlsMessageBodyIn::KeyPackage(key_package) => Ok(key_package),
        _ => Err(Refusal::other("the message holds no KeyPackage")),
    }
}

fn decoded_message(message: &[u8]) -> Result<MlsMessageBodyIn, Refusal> {
    let message = MlsMessageIn::tls_deserialize_exact_bytes(message).map_err(Refusal::of)?;
    Ok(message.extract())
}

/// `encryption_key`, which no public function gives as bytes: read from its encoding with the peer's codec.
fn encryption_key(leaf_node: &LeafNode) -> Result<Vec<u8>, Refusal> {
    let encoded = leaf_node.encryption_key().tls_serialize_detached().map_err(Refusal::of)?;
    Ok(VLBytes::tls_deserialize_exact_bytes(&encoded).map_err(Refusal::of)?.into())
}
