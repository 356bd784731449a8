//! What is said in a story's group.

use pleach_spec::group::send::{MessageOptions, Protection};
use pleach_spec_concrete::Octets;
use pleach_vectors::story::Message;

use super::Story;
use crate::Refusal;
use crate::support::{hex, hex_message};

impl Story {
    /// A member writes something. Nobody reads it yet.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn write(
        &mut self,
        sender: usize,
        application_data: &Octets,
        options: &MessageOptions<Octets>,
    ) -> Result<Message, Refusal> {
        let member = self.group.member_mut(sender)?;
        let epoch = member.state.group_context.epoch;
        let message = member.say(application_data, options)?;
        Ok(Message {
            message: hex_message(&message),
            epoch,
            sender: member.leaf().0,
            authenticated_data: hex(&options.authenticated_data),
            application_data: hex(application_data),
        })
    }

    /// The client reads something, now.
    ///
    /// # Errors
    /// If it is of an epoch to come.
    pub fn read(&mut self, message: Message) -> Result<(), Refusal> {
        let epoch = self.client()?.state.group_context.epoch;
        let past = epoch.checked_sub(message.epoch).and_then(|past| u32::try_from(past).ok());
        let past = past.ok_or(Refusal::Missing("past epoch"))?;
        self.case.past_epochs = self.case.past_epochs.max(past);
        match self.case.epochs.last_mut() {
            Some(last) => last.messages.push(message),
            None => self.case.initial_messages.push(message),
        }
        Ok(())
    }

    /// A member writes something, and the client reads it.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn say(&mut self, sender: usize) -> Result<(), Refusal> {
        let (length, options) = (self.random.from_to(1, 40), self.any_private());
        let text = self.random.octets(length);
        let message = self.write(sender, &text, &options)?;
        self.read(message)
    }

    /// A member says something, any but the client.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn talk(&mut self) -> Result<(), Refusal> {
        let silent = self.place(self.leaf.0)?;
        let speakers: Vec<usize> = (0..self.group.members.len()).filter(|place| *place != silent).collect();
        let chosen = self.random.below(speakers.len());
        self.say(*speakers.get(chosen).ok_or(Refusal::Missing("other member"))?)
    }

    /// A PrivateMessage with some padding and some additional data.
    pub fn any_private(&mut self) -> MessageOptions<Octets> {
        let (padding, length) = (self.random.from_to(0, 48), self.random.from_to(0, 24));
        let authenticated_data = self.random.octets(length);
        MessageOptions { authenticated_data, protection: Protection::Private { padding } }
    }

    /// A PublicMessage with some additional data.
    pub fn any_public(&mut self) -> MessageOptions<Octets> {
        MessageOptions { protection: Protection::Public, ..self.any_private() }
    }
}
