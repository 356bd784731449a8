//! The kinds of Asynchronous Ratcheting Trees (ART), and what they share: `art.md` describes it.

pub mod message_protection;
pub mod passive_client;
pub mod setup;
pub mod stage_key;
pub mod tree;
pub mod update;

use serde::{Deserialize, Serialize};

use crate::check::{expect_bytes, expect_eq};
use crate::{Fallible, Hex, Mismatch};

/// What the checkers of several kinds ask of an implementation: which public key a private key has.
pub trait Keys: Fallible {
    /// Of an identity, a prekey, a setup or a node: a key of the group of the suite's KEM.
    fn public_key(suite: u16, private_key: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// Of the suite's signature scheme.
    fn signature_public_key(suite: u16, private_key: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

/// An implementation of ART, that all kinds of ART can be run against.
pub trait Subject: message_protection::Subject + passive_client::Subject + update::Subject {}

impl<S> Subject for S where S: message_protection::Subject + passive_client::Subject + update::Subject {}

/// A member as the others know it: ArtMember.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in art.md")]
pub struct Member {
    pub identity: Hex,
    pub identity_key: Hex,
    pub signature_key: Hex,
}

/// The stage of another group that a group follows: ArtLink.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in art.md")]
pub struct Link {
    pub group_id: Hex,
    pub stage: u64,
    pub stage_authenticator: Hex,
}

/// What the members of a group agree on in a stage: ArtContext.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in art.md")]
pub struct Context<'a> {
    pub cipher_suite: u16,
    pub group_id: &'a [u8],
    /// The wire value of the ArtMode.
    pub mode: u8,
    pub link: Option<&'a Link>,
    pub stage: u64,
    pub members: &'a [Member],
    pub tree: &'a [Hex],
}

/// The wire value of the mode in which messages are signed.
pub const SIGNED: u8 = 2;

/// An application message, as its receiver reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Who sent it.
    pub sender: u32,
    /// What the sender authenticated beside the data.
    pub authenticated_data: Vec<u8>,
    /// The data.
    pub application_data: Vec<u8>,
}

impl Member {
    /// Whether these are the private keys of the member.
    fn verify_keys<S: Keys>(
        &self,
        suite: u16,
        at: &str,
        identity_priv: &[u8],
        signature_priv: &[u8],
    ) -> Result<(), Mismatch> {
        let identity_key = S::public_key(suite, identity_priv);
        expect_bytes(format!("{at}.identity_key"), identity_key, &self.identity_key)?;
        let signature_key = S::signature_public_key(suite, signature_priv);
        expect_bytes(format!("{at}.signature_key"), signature_key, &self.signature_key)
    }

    fn expect(&self, at: &str, got: &Member) -> Result<(), Mismatch> {
        expect_eq(format!("{at}.identity"), got.identity.as_ref(), &*self.identity)?;
        expect_eq(format!("{at}.identity_key"), got.identity_key.as_ref(), &*self.identity_key)?;
        expect_eq(format!("{at}.signature_key"), got.signature_key.as_ref(), &*self.signature_key)
    }
}

/// Each key that the subject gave is that of the file, and there are as many.
fn expect_keys(field: &str, got: &[Vec<u8>], wanted: &[Hex]) -> Result<(), Mismatch> {
    for (x, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        expect_eq(format!("{field}[{x}]"), got.as_slice(), wanted)?;
    }
    expect_eq(format!("{field} (number of entries)"), &got.len(), &wanted.len())
}

/// A number of entries as a number of leaves, which is small.
fn count(field: &str, entries: usize) -> Result<u32, Mismatch> {
    crate::check::expect_ok(format!("{field} (number of entries)"), u32::try_from(entries))
}
