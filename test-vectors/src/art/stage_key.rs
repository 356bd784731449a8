//! `art-stage-key`: the chain of stage keys, and what derives from each.

use serde::{Deserialize, Serialize};

use super::{Context, Link, Member, expect_keys};
use crate::check::{expect_bytes, expect_eq, expect_ok};
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// `context_hash`.
    fn context_hash(context: &Context<'_>) -> Result<Vec<u8>, Self::Error>;

    /// `chain_key_[-1]`.
    fn first_chain_key(suite: u16) -> Result<Vec<u8>, Self::Error>;

    /// `stage_key_[t]`, of `chain_key_[t-1]`.
    fn stage_key(suite: u16, chain_key: &[u8], tree_key: &[u8], context_hash: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// What derives from a stage key.
    fn stage_secrets(suite: u16, stage_key: &[u8]) -> Result<StageSecrets, Self::Error>;

    /// `ratchet_secret_[i]_[0]` of a sender.
    fn ratchet_secret(suite: u16, message_secret: &[u8], sender: u32) -> Result<Vec<u8>, Self::Error>;
}

/// What derives from a stage key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct StageSecrets {
    pub chain_key: Vec<u8>,
    pub update_mac_key: Vec<u8>,
    pub stage_authenticator: Vec<u8>,
    pub sender_data_secret: Vec<u8>,
    pub message_secret: Vec<u8>,
}

/// Consecutive stages of a group.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub group_id: Hex,
    pub mode: u8,
    /// Null if the group follows none, but never missing, as is the rule for all fields.
    #[serde(deserialize_with = "Option::deserialize")]
    pub link: Option<Link>,
    pub members: Vec<Member>,
    pub stages: Vec<Stage>,
}

/// One stage.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Stage {
    pub tree: Vec<Hex>,
    pub tree_key: Hex,
    pub context_hash: Hex,
    pub stage_key: Hex,
    pub chain_key: Hex,
    pub update_mac_key: Hex,
    pub stage_authenticator: Hex,
    pub sender_data_secret: Hex,
    pub message_secret: Hex,
    pub ratchet_secrets: Vec<Hex>,
}

impl Case {
    /// The steps of `art-stage-key/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let mut chain_key = expect_ok("cipher_suite (first chain key)", S::first_chain_key(self.cipher_suite))?;
        for (number, stage) in (0..).zip(&self.stages) {
            chain_key = self.verify_stage::<S>(number, stage, &chain_key)?;
        }
        Ok(())
    }

    fn verify_stage<S: Subject>(&self, number: u64, stage: &Stage, chain_key: &[u8]) -> Result<Vec<u8>, Mismatch> {
        let (suite, at) = (self.cipher_suite, format!("stages[{number}]"));
        expect_bytes(
            format!("{at}.context_hash"),
            S::context_hash(&self.context(number, &stage.tree)),
            &stage.context_hash,
        )?;
        let stage_key = S::stage_key(suite, chain_key, &stage.tree_key, &stage.context_hash);
        expect_bytes(format!("{at}.stage_key"), stage_key, &stage.stage_key)?;
        let secrets = expect_ok(format!("{at}.stage_key"), S::stage_secrets(suite, &stage.stage_key))?;
        stage.verify_secrets(&at, &secrets)?;

        let senders = (0..).zip(&self.members);
        let ratchets = senders.map(|(sender, _)| S::ratchet_secret(suite, &stage.message_secret, sender));
        let ratchets: Result<Vec<Vec<u8>>, S::Error> = ratchets.collect();
        let ratchets = expect_ok(format!("{at}.message_secret"), ratchets)?;
        expect_keys(&format!("{at}.ratchet_secrets"), &ratchets, &stage.ratchet_secrets)?;
        Ok(secrets.chain_key)
    }

    fn context<'a>(&'a self, stage: u64, tree: &'a [Hex]) -> Context<'a> {
        Context {
            cipher_suite: self.cipher_suite,
            group_id: &self.group_id,
            mode: self.mode,
            link: self.link.as_ref(),
            stage,
            members: &self.members,
            tree,
        }
    }
}

impl Stage {
    fn verify_secrets(&self, at: &str, got: &StageSecrets) -> Result<(), Mismatch> {
        let outputs = [
            ("chain_key", &got.chain_key, &self.chain_key),
            ("update_mac_key", &got.update_mac_key, &self.update_mac_key),
            ("stage_authenticator", &got.stage_authenticator, &self.stage_authenticator),
            ("sender_data_secret", &got.sender_data_secret, &self.sender_data_secret),
            ("message_secret", &got.message_secret, &self.message_secret),
        ];
        for (name, got, wanted) in outputs {
            expect_eq(format!("{at}.{name}"), got.as_slice(), &wanted.0)?;
        }
        Ok(())
    }
}
