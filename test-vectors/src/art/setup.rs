//! `art-setup`: a creator starts a group, and the others join.

mod verify;

use serde::{Deserialize, Serialize};

use super::{Keys, Link, Member, stage_key, tree};
use crate::Hex;

/// What the checker asks of an implementation. `prekey` and `setup` are encoded ArtMessageEnvelopes.
pub trait Subject: Keys + tree::Subject + stage_key::Subject {
    /// One who can be a member: its identity, and the prekeys that no setup has used.
    type Client;

    /// The state of a group at one member.
    type Group;

    /// The fields of an ArtPrekey.
    fn prekey_fields(prekey: &[u8]) -> Result<PrekeyFields, Self::Error>;

    /// What a creator checks of a prekey.
    fn verify_prekey(suite: u16, prekey: &[u8]) -> Result<(), Self::Error>;

    /// The output of the key exchange, at the creator.
    fn exchange_as_creator(
        exchange: &Exchange<'_>,
        identity_priv: &[u8],
        setup_priv: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;

    /// The output of the key exchange, at the other member.
    fn exchange_as_member(
        exchange: &Exchange<'_>,
        identity_priv: &[u8],
        ephemeral_priv: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;

    /// The private key of the leaf that belongs to an output of the key exchange.
    fn leaf_private_key(suite: u16, exchanged_secret: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// The fields of an ArtSetup.
    fn setup_fields(setup: &[u8]) -> Result<SetupFields, Self::Error>;

    /// Whether each public key on the path of a leaf is the one that its member computes.
    fn check_path(suite: u16, tree: &[Hex], leaf: u32, leaf_priv: &[u8]) -> Result<(), Self::Error>;

    /// A client.
    fn client(own: &Own<'_>) -> Result<Self::Client, Self::Error>;

    /// Joins a group; `old_group` is the one that the group follows, if the client is a member of that. The client has
    /// one prekey less then.
    fn join(
        client: &mut Self::Client,
        setup: &[u8],
        old_group: Option<&Self::Group>,
    ) -> Result<Self::Group, Self::Error>;

    /// Creates a group: the setup, and the state of the creator.
    fn create(
        client: &Self::Client,
        options: &Options<'_, Self::Group>,
        seed: &[u8],
    ) -> Result<(Vec<u8>, Self::Group), Self::Error>;

    /// `stage_authenticator` of the group's current stage.
    fn stage_authenticator(group: &Self::Group) -> Vec<u8>;
}

/// What a key exchange depends on, apart from private keys.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Exchange<'a> {
    pub cipher_suite: u16,
    pub creator: &'a Member,
    pub member: &'a Member,
    pub setup_key: &'a [u8],
    pub ephemeral_key: &'a [u8],
}

/// The fields of an ArtPrekey. Its signature is not among them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct PrekeyFields {
    pub cipher_suite: u16,
    pub owner: Member,
    pub ephemeral_key: Vec<u8>,
}

/// The fields of an ArtSetup. Its signature is not among them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct SetupFields {
    pub cipher_suite: u16,
    pub group_id: Vec<u8>,
    pub mode: u8,
    pub link: Option<Link>,
    pub creator: Member,
    /// Each with its `ephemeral_key`.
    pub invitees: Vec<(Member, Vec<u8>)>,
    pub setup_key: Vec<u8>,
    pub tree: Vec<Vec<u8>>,
}

/// A client as it knows itself.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Own<'a> {
    pub cipher_suite: u16,
    pub member: &'a Member,
    pub identity_priv: &'a [u8],
    pub signature_priv: &'a [u8],
    pub prekeys: &'a [Prekey],
}

/// What a creator chooses.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Options<'a, G> {
    pub group_id: &'a [u8],
    pub mode: u8,
    /// The group that it follows, if it follows one.
    pub old_group: Option<&'a G>,
    /// One of each other member.
    pub prekeys: &'a [&'a [u8]],
}

/// A prekey as its owner has it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Prekey {
    pub prekey: Hex,
    pub ephemeral_priv: Hex,
}

/// One group.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub group_id: Hex,
    pub mode: u8,
    /// Null if the group follows none, but never missing, as is the rule for all fields.
    #[serde(deserialize_with = "Option::deserialize")]
    pub old_group: Option<Box<Case>>,
    pub creator: Creator,
    pub invitees: Vec<Invitee>,
    pub tree: Vec<Hex>,
    pub tree_key: Hex,
    pub setup: Hex,
    pub stage_authenticator: Hex,
}

/// Member 0.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Creator {
    pub member: Member,
    pub identity_priv: Hex,
    pub signature_priv: Hex,
    pub setup_priv: Hex,
    pub leaf_priv: Hex,
}

/// Another member.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Invitee {
    pub member: Member,
    pub identity_priv: Hex,
    pub signature_priv: Hex,
    pub prekey: Prekey,
    pub exchanged_secret: Hex,
    pub leaf_priv: Hex,
}
