//! `art-passive-client`: the story of one client, in one group after the other.

use serde::{Deserialize, Serialize};

use super::setup::{Own, Prekey};
use super::{Member, Received, setup};
use crate::check::{expect_eq, expect_ok, expect_refusal};
use crate::{Hex, Mismatch};

/// What the checker asks of an implementation. `update` and `message` are encoded ArtMessageEnvelopes.
pub trait Subject: setup::Subject {
    /// Receives the update of another member. One that is refused leaves the group as it was.
    fn receive_update(group: &mut Self::Group, update: &[u8]) -> Result<(), Self::Error>;

    /// Reads the message of another member. One that is refused leaves the group as it was.
    fn receive_message(group: &mut Self::Group, message: &[u8]) -> Result<Received, Self::Error>;
}

/// The story of one client.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub member: Member,
    pub identity_priv: Hex,
    pub signature_priv: Hex,
    pub prekeys: Vec<Prekey>,
    pub groups: Vec<Group>,
}

/// A group, from its setup on.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Group {
    pub setup: Hex,
    pub initial_stage_authenticator: Hex,
    pub initial_messages: Vec<Message>,
    pub stages: Vec<Stage>,
}

/// A stage, from the update that starts it on.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Stage {
    pub update: Hex,
    pub stage_authenticator: Hex,
    pub messages: Vec<Message>,
}

/// A message, and what is read from it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Message {
    pub message: Hex,
    pub sender: u32,
    pub authenticated_data: Hex,
    pub application_data: Hex,
}

impl Case {
    /// The steps of `art-passive-client/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let suite = self.cipher_suite;
        self.member.verify_keys::<S>(suite, "member", &self.identity_priv, &self.signature_priv)?;
        for (i, prekey) in self.prekeys.iter().enumerate() {
            prekey.verify::<S>(&format!("prekeys[{i}]"), suite, &self.member)?;
        }
        let own = Own {
            cipher_suite: suite,
            member: &self.member,
            identity_priv: &self.identity_priv,
            signature_priv: &self.signature_priv,
            prekeys: &self.prekeys,
        };
        let mut client = expect_ok("prekeys (client)", S::client(&own))?;
        let mut old_group = None;
        for (i, group) in self.groups.iter().enumerate() {
            old_group = Some(group.verify::<S>(&format!("groups[{i}]"), &mut client, old_group.as_ref())?);
        }
        Ok(())
    }
}

impl Group {
    /// The group at its end.
    fn verify<S: Subject>(
        &self,
        at: &str,
        client: &mut S::Client,
        old_group: Option<&S::Group>,
    ) -> Result<S::Group, Mismatch> {
        let mut group = expect_ok(format!("{at}.setup"), S::join(client, &self.setup, old_group))?;
        let again = S::join(client, &self.setup, old_group);
        expect_refusal(format!("{at}.setup (once more)"), again)?;
        let field = format!("{at}.initial_stage_authenticator");
        expect_eq(field, S::stage_authenticator(&group).as_slice(), &self.initial_stage_authenticator)?;
        verify_messages::<S>(&format!("{at}.initial_messages"), &self.initial_messages, &mut group)?;
        for (i, stage) in self.stages.iter().enumerate() {
            stage.verify::<S>(&format!("{at}.stages[{i}]"), &mut group)?;
        }
        Ok(group)
    }
}

impl Stage {
    fn verify<S: Subject>(&self, at: &str, group: &mut S::Group) -> Result<(), Mismatch> {
        expect_ok(format!("{at}.update"), S::receive_update(group, &self.update))?;
        let authenticator = S::stage_authenticator(group);
        expect_eq(format!("{at}.stage_authenticator"), authenticator.as_slice(), &self.stage_authenticator)?;
        expect_refusal(format!("{at}.update (once more)"), S::receive_update(group, &self.update))?;
        verify_messages::<S>(&format!("{at}.messages"), &self.messages, group)
    }
}

fn verify_messages<S: Subject>(at: &str, messages: &[Message], group: &mut S::Group) -> Result<(), Mismatch> {
    for (i, message) in messages.iter().enumerate() {
        let at = format!("{at}[{i}]");
        let got = expect_ok(format!("{at}.message"), S::receive_message(group, &message.message))?;
        expect_eq(format!("{at}.sender"), &got.sender, &message.sender)?;
        let authenticated_data = got.authenticated_data.as_slice();
        expect_eq(format!("{at}.authenticated_data"), authenticated_data, &message.authenticated_data)?;
        expect_eq(format!("{at}.application_data"), got.application_data.as_slice(), &message.application_data)?;
        expect_refusal(format!("{at}.message (once more)"), S::receive_message(group, &message.message))?;
    }
    Ok(())
}
