//! `key-schedule`: the secrets of consecutive epochs, RFC 9420, Section 8.

use serde::{Deserialize, Serialize};

use crate::check::{expect_bytes, expect_eq, expect_ok};
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// The encoded GroupContext, with no extensions.
    fn group_context(
        suite: u16,
        group_id: &[u8],
        epoch: u64,
        tree_hash: &[u8],
        confirmed_transcript_hash: &[u8],
    ) -> Result<Vec<u8>, Self::Error>;

    /// All secrets of the epoch of this (encoded) GroupContext; `init_secret` is that of the epoch before.
    fn epoch_secrets(
        suite: u16,
        init_secret: &[u8],
        commit_secret: &[u8],
        psk_secret: &[u8],
        group_context: &[u8],
    ) -> Result<EpochSecrets, Self::Error>;

    /// The public key of `KEM.DeriveKeyPair(external_secret)`.
    fn external_pub(suite: u16, external_secret: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// `MLS-Exporter(label, context, length)` of the epoch of `exporter_secret`.
    fn export(
        suite: u16,
        exporter_secret: &[u8],
        label: &str,
        context: &[u8],
        length: u32,
    ) -> Result<Vec<u8>, Self::Error>;
}

/// The secrets of one epoch under their names in the RFC.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of RFC 9420, Section 8")]
pub struct EpochSecrets {
    pub joiner_secret: Vec<u8>,
    pub welcome_secret: Vec<u8>,
    /// Of this epoch: an input of the next.
    pub init_secret: Vec<u8>,
    pub sender_data_secret: Vec<u8>,
    pub encryption_secret: Vec<u8>,
    pub exporter_secret: Vec<u8>,
    pub epoch_authenticator: Vec<u8>,
    pub external_secret: Vec<u8>,
    pub confirmation_key: Vec<u8>,
    pub membership_key: Vec<u8>,
    pub resumption_psk: Vec<u8>,
}

/// The first epochs of a group.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub group_id: Hex,
    pub initial_init_secret: Hex,
    pub epochs: Vec<Epoch>,
}

/// Input and output of one epoch.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Epoch {
    pub tree_hash: Hex,
    pub commit_secret: Hex,
    pub psk_secret: Hex,
    pub confirmed_transcript_hash: Hex,
    pub group_context: Hex,
    pub joiner_secret: Hex,
    pub welcome_secret: Hex,
    pub init_secret: Hex,
    pub sender_data_secret: Hex,
    pub encryption_secret: Hex,
    pub exporter_secret: Hex,
    pub epoch_authenticator: Hex,
    pub external_secret: Hex,
    pub confirmation_key: Hex,
    pub membership_key: Hex,
    pub resumption_psk: Hex,
    pub external_pub: Hex,
    pub exporter: Exporter,
}

/// Input and output of `MLS-Exporter`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Exporter {
    pub label: String,
    pub context: Hex,
    pub length: u32,
    pub secret: Hex,
}

impl Case {
    /// The steps of `key-schedule/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let mut init_secret = self.initial_init_secret.to_vec();
        for (number, epoch) in (0..).zip(&self.epochs) {
            let at = format!("epochs[{number}]");
            init_secret = self.verify_epoch::<S>(&at, number, epoch, &init_secret)?;
        }
        Ok(())
    }

    /// One epoch; its `init_secret`.
    fn verify_epoch<S: Subject>(
        &self,
        at: &str,
        number: u64,
        epoch: &Epoch,
        init_secret: &[u8],
    ) -> Result<Vec<u8>, Mismatch> {
        let suite = self.cipher_suite;
        let group_context =
            S::group_context(suite, &self.group_id, number, &epoch.tree_hash, &epoch.confirmed_transcript_hash);
        let group_context = expect_ok(format!("{at}.group_context"), group_context)?;
        expect_eq(format!("{at}.group_context"), group_context.as_slice(), &epoch.group_context)?;

        let secrets = S::epoch_secrets(suite, init_secret, &epoch.commit_secret, &epoch.psk_secret, &group_context);
        let secrets = expect_ok(format!("{at} (key schedule)"), secrets)?;
        epoch.verify_secrets(at, &secrets)?;

        let external_pub = S::external_pub(suite, &secrets.external_secret);
        expect_bytes(format!("{at}.external_pub"), external_pub, &epoch.external_pub)?;

        let Exporter { label, context, length, secret } = &epoch.exporter;
        let exported = S::export(suite, &secrets.exporter_secret, label, context, *length);
        expect_bytes(format!("{at}.exporter.secret"), exported, secret)?;
        Ok(secrets.init_secret)
    }
}

impl Epoch {
    fn verify_secrets(&self, at: &str, got: &EpochSecrets) -> Result<(), Mismatch> {
        let outputs = [
            ("joiner_secret", &got.joiner_secret, &self.joiner_secret),
            ("welcome_secret", &got.welcome_secret, &self.welcome_secret),
            ("init_secret", &got.init_secret, &self.init_secret),
            ("sender_data_secret", &got.sender_data_secret, &self.sender_data_secret),
            ("encryption_secret", &got.encryption_secret, &self.encryption_secret),
            ("exporter_secret", &got.exporter_secret, &self.exporter_secret),
            ("epoch_authenticator", &got.epoch_authenticator, &self.epoch_authenticator),
            ("external_secret", &got.external_secret, &self.external_secret),
            ("confirmation_key", &got.confirmation_key, &self.confirmation_key),
            ("membership_key", &got.membership_key, &self.membership_key),
            ("resumption_psk", &got.resumption_psk, &self.resumption_psk),
        ];
        for (name, got, wanted) in outputs {
            expect_eq(format!("{at}.{name}"), got.as_slice(), &wanted.0)?;
        }
        Ok(())
    }
}
