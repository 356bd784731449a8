//! Our own passive-client kinds: a client that joins by a Welcome, follows the group, reads what is said in it, and
//! follows it into linked groups (RFC 9420, Section 12, Section 15 and Section 11).
//!
//! They share one format, that of [`passive_client`] with more fields, which `story.md` describes.

mod verify;

use serde::{Deserialize, Serialize};

use crate::Hex;
use crate::key_schedule::Exporter;
use crate::passive_client::{self, ExternalPsk, Joiner};

/// What the checker asks of an implementation beyond [`passive_client::Subject`].
pub trait Subject: passive_client::Subject {
    /// Joins by an encoded MLSMessage(Welcome); `ratchet_tree` is `None` if it is inside the Welcome.
    fn join_with(
        joiner: &Joiner<'_>,
        settings: &Settings<'_, Self::Client>,
        welcome: &[u8],
        ratchet_tree: Option<&[u8]>,
    ) -> Result<Self::Client, Self::Error>;

    /// The client once its clock shows another time; see [`Settings::time`].
    fn at_time(client: Self::Client, time: Option<u64>) -> Self::Client;

    /// The client's epoch.
    fn epoch(client: &Self::Client) -> u64;

    /// `MLS-Exporter(label, context, length)` in the client's epoch.
    fn export_secret(client: &Self::Client, label: &str, context: &[u8], length: u32) -> Result<Vec<u8>, Self::Error>;

    /// Reads an encoded MLSMessage(PrivateMessage) that holds application data. A message that is refused leaves the
    /// client as it was.
    fn receive_application_data(client: &mut Self::Client, message: &[u8]) -> Result<ApplicationData, Self::Error>;
}

/// What a client is set to when it joins.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a, C> {
    /// Its clock, in seconds since the Unix epoch; `None` if it compares no lifetime with the time.
    pub time: Option<u64>,
    /// For how many past epochs it can read late messages: RFC 9420, Section 15.3.
    pub past_epochs: u32,
    /// The client in the group that the new group follows or branches from, if it is linked to one.
    pub linked: Option<&'a C>,
}

/// What was sent, as its receiver sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationData {
    /// The epoch in which it was sent.
    pub epoch: u64,
    /// The leaf index of the sender in that epoch.
    pub sender: u32,
    /// What the sender authenticated beside the data.
    pub authenticated_data: Vec<u8>,
    /// The data.
    pub application_data: Vec<u8>,
}

/// The story of one client in one group, with the stories of the groups linked to it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in story.md")]
pub struct Case {
    pub cipher_suite: u16,
    pub external_psks: Vec<ExternalPsk>,
    pub key_package: Hex,
    pub signature_priv: Hex,
    pub encryption_priv: Hex,
    pub init_priv: Hex,
    /// Null if no lifetime is compared with the time, but never missing, as is the rule for all fields.
    #[serde(deserialize_with = "Option::deserialize")]
    pub time: Option<u64>,
    pub past_epochs: u32,
    pub welcome: Hex,
    #[serde(deserialize_with = "Option::deserialize")]
    pub ratchet_tree: Option<Hex>,
    pub initial_epoch_authenticator: Hex,
    pub initial_exporter: Exporter,
    pub initial_messages: Vec<Message>,
    pub epochs: Vec<Epoch>,
}

/// One step of the group.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in story.md")]
pub struct Epoch {
    #[serde(deserialize_with = "Option::deserialize")]
    pub time: Option<u64>,
    pub proposals: Vec<Hex>,
    pub commit: Hex,
    pub epoch_authenticator: Hex,
    pub exporter: Exporter,
    pub messages: Vec<Message>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub linked_group: Option<Box<Case>>,
}

/// An application message, and what is read from it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in story.md")]
pub struct Message {
    pub message: Hex,
    pub epoch: u64,
    pub sender: u32,
    pub authenticated_data: Hex,
    pub application_data: Hex,
}
