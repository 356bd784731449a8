//! The crate `mls-rs`, with default features and settings.

mod codec;
mod story;
mod welcome;

use mls_rs::client_builder::{BaseConfig, ClientBuilder, WithCryptoProvider, WithIdentityProvider};
use mls_rs::crypto::HpkePublicKey;
use mls_rs::group::{ExportedTree, ReceivedMessage};
use mls_rs::identity::basic::BasicIdentityProvider;
use mls_rs::mls_rs_codec::{MlsDecode, MlsEncode};
use mls_rs::psk::ExternalPskId;
use mls_rs::storage_provider::KeyPackageData;
use mls_rs::storage_provider::in_memory::InMemoryKeyPackageStorage;
use mls_rs::time::MlsTime;
use mls_rs::{CipherSuite, Client, Group, KeyPackage, MlsMessage, ProtocolVersion};
use mls_rs_crypto_awslc::AwsLcCryptoProvider;
use pleach_vectors::passive_client::{Joiner, PublicKeys, Subject};
use pleach_vectors::{AnyCase, Step};

use crate::{Peer, Refusal, aws_lc};

/// The crate `mls-rs`.
#[derive(Clone, Copy, Debug)]
pub struct MlsRs;

/// Of the default configuration: everything is in memory.
type Config = WithIdentityProvider<BasicIdentityProvider, WithCryptoProvider<AwsLcCryptoProvider, BaseConfig>>;

/// A client in a group.
#[derive(Clone)]
pub struct Member {
    group: Group<Config>,
    /// What it compares lifetimes with; without one, it compares none.
    time: Option<MlsTime>,
}

impl Peer for MlsRs {
    const NAME: &'static str = "mls-rs";

    fn suites() -> Vec<u16> {
        aws_lc::suites()
    }

    fn check_key_package(member: &Member, key_package: &[u8]) -> Result<(), Refusal> {
        let member = Member { time: Some(MlsTime::now()), ..member.clone() };
        match process(member, key_package)? {
            (_, ReceivedMessage::KeyPackage(_)) => Ok(()),
            _ => Err(Refusal::other("the message holds no KeyPackage")),
        }
    }

    fn verify_each(case: &AnyCase) -> Option<Vec<Step>> {
        match case {
            AnyCase::Deserialization(case) => Some(vec![("length", case.verify::<MlsRs>())]),
            AnyCase::Messages(case) => Some(case.verify_each::<MlsRs>().into()),
            AnyCase::Welcome(case) => Some(crate::welcome::verify_each::<MlsRs>(case)),
            _ => None,
        }
    }
}

impl Subject for MlsRs {
    type Client = Member;

    fn key_package_keys(key_package: &[u8]) -> Result<PublicKeys, Refusal> {
        let key_package = decoded_key_package(key_package)?;
        Ok(PublicKeys {
            signature_key: key_package.signing_identity().signature_key.as_bytes().into(),
            encryption_key: encryption_key(&key_package)?,
            init_key: key_package.hpke_init_key.into(),
        })
    }

    fn signature_public_key(suite: u16, signature_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        aws_lc::signature_public_key(suite, signature_priv)
    }

    fn hpke_public_key(suite: u16, hpke_priv: &[u8]) -> Result<Vec<u8>, Refusal> {
        aws_lc::hpke_public_key(suite, hpke_priv)
    }

    fn join(joiner: &Joiner<'_>, welcome: &[u8], ratchet_tree: Option<&[u8]>) -> Result<Member, Refusal> {
        joined(joiner, None, welcome, ratchet_tree)
    }

    fn epoch_authenticator(member: &Member) -> Result<Vec<u8>, Refusal> {
        let authenticator = member.group.epoch_authenticator().map_err(Refusal::of)?;
        Ok(authenticator.to_vec())
    }

    fn receive_proposal(member: Member, message: &[u8]) -> Result<Member, Refusal> {
        match process(member, message)? {
            (member, ReceivedMessage::Proposal(_)) => Ok(member),
            _ => Err(Refusal::other("the message is no proposal")),
        }
    }

    fn receive_commit(member: Member, message: &[u8]) -> Result<Member, Refusal> {
        match process(member, message)? {
            (member, ReceivedMessage::Commit(_)) => Ok(member),
            _ => Err(Refusal::other("the message is no Commit")),
        }
    }
}

/// A client that joins at a time, if there is one.
fn joined(
    joiner: &Joiner<'_>,
    time: Option<MlsTime>,
    welcome: &[u8],
    ratchet_tree: Option<&[u8]>,
) -> Result<Member, Refusal> {
    let client = client(joiner)?;
    let welcome = MlsMessage::from_bytes(welcome).map_err(Refusal::of)?;
    let tree = ratchet_tree.map(ExportedTree::from_bytes).transpose().map_err(Refusal::of)?;
    let (group, _) = client.join_group(tree, &welcome, time).map_err(Refusal::of)?;
    Ok(Member { group, time })
}

fn process(mut member: Member, message: &[u8]) -> Result<(Member, ReceivedMessage), Refusal> {
    let message = MlsMessage::from_bytes(message).map_err(Refusal::of)?;
    let received = match member.time {
        None => member.group.process_incoming_message(message),
        Some(time) => member.group.process_incoming_message_with_time(message, time),
    };
    Ok((member, received.map_err(Refusal::of)?))
}

/// A client with the joiner's KeyPackage, its private keys and PSKs in its stores.
fn client(joiner: &Joiner<'_>) -> Result<Client<Config>, Refusal> {
    let key_package = decoded_key_package(joiner.key_package)?;
    let mut builder = builder(joiner.cipher_suite, &key_package, joiner.init_priv, joiner.encryption_priv)?;
    for psk in joiner.external_psks {
        builder = builder.psk(ExternalPskId::new(psk.psk_id.to_vec()), psk.psk.to_vec().into());
    }
    let signer = aws_lc::signature_secret_key(joiner.cipher_suite, joiner.signature_priv)?;
    let identity = key_package.signing_identity().clone();
    Ok(builder.signing_identity(identity, signer, joiner.cipher_suite.into()).build())
}

/// The beginning of a client with this KeyPackage and its private keys in its store.
fn builder(
    suite: u16,
    key_package: &KeyPackage,
    init_priv: &[u8],
    encryption_priv: &[u8],
) -> Result<ClientBuilder<Config>, Refusal> {
    let reference = key_package.to_reference(&aws_lc::primitives(suite)?).map_err(Refusal::of)?;
    let stored = KeyPackageData::new(
        key_package.mls_encode_to_vec().map_err(Refusal::of)?,
        init_priv.to_vec().into(),
        encryption_priv.to_vec().into(),
        key_package.expiration().map_err(Refusal::of)?.seconds_since_epoch(),
    );
    let key_packages = InMemoryKeyPackageStorage::new();
    key_packages.insert(reference.to_vec(), stored);

    Ok(ClientBuilder::new()
        .crypto_provider(AwsLcCryptoProvider::new())
        .identity_provider(BasicIdentityProvider::new())
        .key_package_repo(key_packages))
}

fn decoded_key_package(message: &[u8]) -> Result<KeyPackage, Refusal> {
    let message = MlsMessage::from_bytes(message).map_err(Refusal::of)?;
    message.into_key_package().ok_or_else(|| Refusal::other("the message holds no KeyPackage"))
}

/// `leaf_node.encryption_key`, which no public function gives: read from the encoding with the peer's codec.
fn encryption_key(key_package: &KeyPackage) -> Result<Vec<u8>, Refusal> {
    let encoded = key_package.mls_encode_to_vec().map_err(Refusal::of)?;
    let rest = &mut encoded.as_slice();
    ProtocolVersion::mls_decode(rest).map_err(Refusal::of)?;
    CipherSuite::mls_decode(rest).map_err(Refusal::of)?;
    HpkePublicKey::mls_decode(rest).map_err(Refusal::of)?;
    Ok(HpkePublicKey::mls_decode(rest).map_err(Refusal::of)?.into())
}
