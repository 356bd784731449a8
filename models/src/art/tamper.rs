//! What the adversary does to messages that it did not make: it changes a field, or sends them again.
//!
//! Whoever accepts a copy of [`crate::edit`] takes it for the sender's, so no key that leaked excuses it.

use std::rc::Rc;

use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::codec::decode_exact;

use crate::art::client::{Sent, group_id, seed};
use crate::art::world::{World, process};
use crate::client::Client;
use crate::property::Property;
use crate::term::Term;

impl World {
    /// Edited copies of a message reach a client before the message does.
    pub(crate) fn tamper(&mut self, client: Client, sent: &Sent) {
        let Some(state) = self.client(client).filter(|_| self.tampers > 0 && !sent.forged).cloned() else {
            return;
        };
        for (what, copy) in edited(&sent.envelope) {
            if matches!(process(&state, &copy), Some(Ok(_))) {
                let sender = sent.sender;
                self.report(
                    Property::Authentication,
                    format!("{client} takes a copy of a message of {sender} with {what}"),
                );
            }
        }
    }

    /// Every message comes again, to everybody. What a client takes, it must not have taken before; an update or a
    /// message has to be of the stage that the client is in: then it is only late.
    pub(crate) fn replay(&mut self) {
        for (number, sent) in self.sent.clone().iter().enumerate() {
            for client in (0..self.clients.len()).map(Client).filter(|client| *client != sent.sender) {
                let Some(state) = self.client(client).filter(|state| state.inbox.is_none()) else {
                    continue;
                };
                let is_setup = matches!(sent.envelope, ArtMessageEnvelope::Setup { .. });
                let timely = is_setup || state.member.as_ref().map(|member| member.stage) == sent.stage;
                let late = timely && !self.taken.contains(&(client, number));
                if !late && matches!(process(state, &sent.envelope), Some(Ok(_))) {
                    let what =
                        format!("{client} takes a message of {} a second time, or out of its stage", sent.sender);
                    self.report(Property::Authentication, what);
                }
            }
        }
    }

    /// The prekey that somebody is about to use is changed on its way.
    pub(crate) fn tamper_with_prekey(&mut self, by: Client, whom: Client) -> Option<()> {
        if self.tampers == 0 {
            return None;
        }
        let identity = Rc::clone(&self.client(by)?.identity);
        let prekey = (*self.client(whom)?.published).clone();
        for (what, copy) in edited(&ArtMessageEnvelope::Prekey { prekey }) {
            let ArtMessageEnvelope::Prekey { prekey } = copy else {
                continue;
            };
            let (group_id, mode, prekeys) = (group_id(self.step), self.mode, [prekey]);
            let options = SetupOptions { group_id, mode, old_group: None, prekeys: &prekeys };
            if create_art_group(&identity, &options, &seed(self.step, "setup")).is_ok() {
                self.report(Property::Authentication, format!("{by} uses a copy of the prekey of {whom} with {what}"));
            }
        }
        Some(())
    }
}

/// Copies of a message that decode, each with one change, and what that is.
fn edited(envelope: &ArtMessageEnvelope<Term>) -> Vec<(String, ArtMessageEnvelope<Term>)> {
    let copies = crate::edit::edited(encode_art_envelope(envelope)).into_iter();
    let decoded = copies.filter_map(|(what, copy)| Some((what, decode_exact(&copy, decode_art_envelope).ok()?)));
    decoded.filter(|(_, copy)| copy != envelope).collect()
}
