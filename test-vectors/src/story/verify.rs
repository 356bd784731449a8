//! The verification steps of `story.md`.

use super::{Case, Epoch, Message, Settings, Subject};
use crate::Mismatch;
use crate::check::{expect_bytes, expect_eq, expect_ok, expect_refusal};
use crate::key_schedule::Exporter;
use crate::passive_client::{Joiner, expect_authenticator};
use crate::private_key::padded_private_key;

impl Case {
    /// The steps of `story.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        self.verify_times("", self.time.is_some())?;
        self.verify_story::<S>("", None)
    }

    /// Either all times are given, or none is.
    fn verify_times(&self, at: &str, given: bool) -> Result<(), Mismatch> {
        expect_presence(format!("{at}time"), self.time, given)?;
        for (i, epoch) in self.epochs.iter().enumerate() {
            expect_presence(format!("{at}epochs[{i}].time"), epoch.time, given)?;
            if let Some(linked_group) = &epoch.linked_group {
                linked_group.verify_times(&format!("{at}epochs[{i}].linked_group."), given)?;
            }
        }
        Ok(())
    }

    /// All steps but those on times; `at` is the path of this story, and `linked` the client in the group before.
    fn verify_story<S: Subject>(&self, at: &str, linked: Option<&S::Client>) -> Result<(), Mismatch> {
        let mut reader = Reader::<S> { client: self.join::<S>(at, linked)?, past_epochs: 0 };
        let field = format!("{at}initial_epoch_authenticator");
        expect_authenticator::<S>(&field, &reader.client, &self.initial_epoch_authenticator)?;
        reader.verify_exporter(&format!("{at}initial_exporter"), &self.initial_exporter)?;
        reader.read_all(&format!("{at}initial_messages"), &self.initial_messages)?;
        for (i, epoch) in self.epochs.iter().enumerate() {
            reader = reader.follow(&format!("{at}epochs[{i}]"), epoch)?;
        }
        expect_eq(format!("{at}past_epochs"), &reader.past_epochs, &u64::from(self.past_epochs))
    }

    fn join<S: Subject>(&self, at: &str, linked: Option<&S::Client>) -> Result<S::Client, Mismatch> {
        let padded = |private_key| padded_private_key(self.cipher_suite, private_key);
        let joiner = Joiner {
            cipher_suite: self.cipher_suite,
            external_psks: &self.external_psks,
            key_package: &self.key_package,
            signature_priv: &padded(&self.signature_priv),
            encryption_priv: &padded(&self.encryption_priv),
            init_priv: &padded(&self.init_priv),
        };
        joiner.verify_keys::<S>(at)?;
        let settings = Settings { time: self.time, past_epochs: self.past_epochs, linked };
        let client = S::join_with(&joiner, &settings, &self.welcome, self.ratchet_tree.as_deref());
        expect_ok(format!("{at}welcome"), client)
    }
}

/// A client that reads, and how far back the messages were that it has read.
struct Reader<S: Subject> {
    client: S::Client,
    past_epochs: u64,
}

impl<S: Subject> Reader<S> {
    /// The steps of one epoch.
    fn follow(self, at: &str, epoch: &Epoch) -> Result<Reader<S>, Mismatch> {
        let mut client = S::at_time(self.client, epoch.time);
        for (j, proposal) in epoch.proposals.iter().enumerate() {
            let received = S::receive_proposal(client, proposal);
            client = expect_ok(format!("{at}.proposals[{j}]"), received)?;
        }
        client = expect_ok(format!("{at}.commit"), S::receive_commit(client, &epoch.commit))?;
        expect_authenticator::<S>(&format!("{at}.epoch_authenticator"), &client, &epoch.epoch_authenticator)?;
        let mut reader = Reader { client, ..self };
        reader.verify_exporter(&format!("{at}.exporter"), &epoch.exporter)?;
        reader.read_all(&format!("{at}.messages"), &epoch.messages)?;
        if let Some(linked_group) = &epoch.linked_group {
            linked_group.verify_story::<S>(&format!("{at}.linked_group."), Some(&reader.client))?;
        }
        Ok(reader)
    }

    fn verify_exporter(&self, at: &str, exporter: &Exporter) -> Result<(), Mismatch> {
        let Exporter { label, context, length, secret } = exporter;
        expect_bytes(format!("{at}.secret"), S::export_secret(&self.client, label, context, *length), secret)
    }

    /// Each message is read once, and then no more.
    fn read_all(&mut self, at: &str, messages: &[Message]) -> Result<(), Mismatch> {
        for (i, message) in messages.iter().enumerate() {
            let at = format!("{at}[{i}]");
            self.read(&at, message)?;
            let again = S::receive_application_data(&mut self.client, &message.message);
            expect_refusal(format!("{at}.message (again)"), again)?;
        }
        Ok(())
    }

    fn read(&mut self, at: &str, wanted: &Message) -> Result<(), Mismatch> {
        let got = S::receive_application_data(&mut self.client, &wanted.message);
        let got = expect_ok(format!("{at}.message"), got)?;
        expect_eq(format!("{at}.epoch"), &got.epoch, &wanted.epoch)?;
        expect_eq(format!("{at}.sender"), &got.sender, &wanted.sender)?;
        expect_eq(format!("{at}.authenticated_data"), got.authenticated_data.as_slice(), &*wanted.authenticated_data)?;
        expect_eq(format!("{at}.application_data"), got.application_data.as_slice(), &*wanted.application_data)?;
        let past_epochs = S::epoch(&self.client).saturating_sub(got.epoch);
        self.past_epochs = self.past_epochs.max(past_epochs);
        Ok(())
    }
}

fn expect_presence(field: String, time: Option<u64>, given: bool) -> Result<(), Mismatch> {
    let word = |given| if given { "a time" } else { "null" };
    expect_eq(field, word(time.is_some()), word(given))
}
