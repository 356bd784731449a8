//! `passive-client-welcome`, `passive-client-handling-commit`, `passive-client-random`: a client that joins by
//! a Welcome and follows the group, RFC 9420, Section 12.
//!
//! The three kinds share one format.

use serde::{Deserialize, Serialize};

use crate::check::{expect_eq, expect_ok};
use crate::private_key::padded_private_key;
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// A client in a group.
    type Client;

    /// The three public keys of an encoded MLSMessage(KeyPackage).
    fn key_package_keys(key_package: &[u8]) -> Result<PublicKeys, Self::Error>;

    /// The public key of a signature private key.
    fn signature_public_key(suite: u16, signature_priv: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// The public key of an HPKE private key.
    fn hpke_public_key(suite: u16, hpke_priv: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// Joins by an encoded MLSMessage(Welcome); `ratchet_tree` is `None` if it is inside the Welcome.
    ///
    /// Does not compare lifetimes with the present time: a test vector outlives them.
    fn join(joiner: &Joiner<'_>, welcome: &[u8], ratchet_tree: Option<&[u8]>) -> Result<Self::Client, Self::Error>;

    /// The `epoch_authenticator` of the client's epoch.
    fn epoch_authenticator(client: &Self::Client) -> Result<Vec<u8>, Self::Error>;

    /// The client after an encoded MLSMessage that holds a proposal (Public- or PrivateMessage).
    fn receive_proposal(client: Self::Client, message: &[u8]) -> Result<Self::Client, Self::Error>;

    /// The client in the next epoch, after an encoded MLSMessage that holds a Commit.
    fn receive_commit(client: Self::Client, message: &[u8]) -> Result<Self::Client, Self::Error>;
}

/// The public keys of a KeyPackage, without lengths.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of RFC 9420, Section 7.2 and Section 10")]
pub struct PublicKeys {
    pub signature_key: Vec<u8>,
    pub encryption_key: Vec<u8>,
    pub init_key: Vec<u8>,
}

/// All that the client has before it joins.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Joiner<'a> {
    pub cipher_suite: u16,
    pub external_psks: &'a [ExternalPsk],
    /// An encoded MLSMessage(KeyPackage).
    pub key_package: &'a [u8],
    pub signature_priv: &'a [u8],
    pub encryption_priv: &'a [u8],
    pub init_priv: &'a [u8],
}

/// The story of one client.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub external_psks: Vec<ExternalPsk>,
    pub key_package: Hex,
    pub signature_priv: Hex,
    pub encryption_priv: Hex,
    pub init_priv: Hex,
    pub welcome: Hex,
    /// Null if the tree is in the Welcome, but never missing: hence the explicit function.
    #[serde(deserialize_with = "Option::deserialize")]
    pub ratchet_tree: Option<Hex>,
    pub initial_epoch_authenticator: Hex,
    pub epochs: Vec<Epoch>,
}

/// A PSK that the client was given.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct ExternalPsk {
    pub psk_id: Hex,
    pub psk: Hex,
}

/// One step of the group.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Epoch {
    pub proposals: Vec<Hex>,
    pub commit: Hex,
    pub epoch_authenticator: Hex,
}

impl Case {
    /// The steps of `passive-client-welcome/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let padded = |private_key| padded_private_key(self.cipher_suite, private_key);
        let joiner = Joiner {
            cipher_suite: self.cipher_suite,
            external_psks: &self.external_psks,
            key_package: &self.key_package,
            signature_priv: &padded(&self.signature_priv),
            encryption_priv: &padded(&self.encryption_priv),
            init_priv: &padded(&self.init_priv),
        };
        joiner.verify_keys::<S>("")?;
        let client = S::join(&joiner, &self.welcome, self.ratchet_tree.as_deref());
        let mut client = expect_ok("welcome", client)?;
        let wanted = &self.initial_epoch_authenticator;
        expect_authenticator::<S>("initial_epoch_authenticator", &client, wanted)?;
        for (i, epoch) in self.epochs.iter().enumerate() {
            for (j, proposal) in epoch.proposals.iter().enumerate() {
                let received = S::receive_proposal(client, proposal);
                client = expect_ok(format!("epochs[{i}].proposals[{j}]"), received)?;
            }
            let received = S::receive_commit(client, &epoch.commit);
            client = expect_ok(format!("epochs[{i}].commit"), received)?;
            let field = format!("epochs[{i}].epoch_authenticator");
            expect_authenticator::<S>(&field, &client, &epoch.epoch_authenticator)?;
        }
        Ok(())
    }
}

impl Joiner<'_> {
    /// The private keys are those of the KeyPackage; `at` is the path of the object that has them.
    pub(crate) fn verify_keys<S: Subject>(&self, at: &str) -> Result<(), Mismatch> {
        let suite = self.cipher_suite;
        let keys = expect_ok(format!("{at}key_package"), S::key_package_keys(self.key_package))?;
        let pairs = [
            ("signature_priv", S::signature_public_key(suite, self.signature_priv), keys.signature_key),
            ("encryption_priv", S::hpke_public_key(suite, self.encryption_priv), keys.encryption_key),
            ("init_priv", S::hpke_public_key(suite, self.init_priv), keys.init_key),
        ];
        for (field, public_key, wanted) in pairs {
            let public_key = expect_ok(format!("{at}{field}"), public_key)?;
            let field = format!("{at}{field} (its public key)");
            expect_eq(field, public_key.as_slice(), wanted.as_slice())?;
        }
        Ok(())
    }
}

/// The client's `epoch_authenticator` is the one of the file.
pub(crate) fn expect_authenticator<S: Subject>(field: &str, client: &S::Client, wanted: &Hex) -> Result<(), Mismatch> {
    let got = expect_ok(field, S::epoch_authenticator(client))?;
    expect_eq(field, got.as_slice(), &wanted.0)
}
