//! What is said in a story's group.

use pleach_spec::codec::decode_exact;
use pleach_spec::framing::message::decode_mls_message;
use pleach_spec::group::process::ApplicationMessage;
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

    /// The client reads something, now, and so do all who were members when it was sent.
    ///
    /// # Errors
    /// If it is of an epoch that the client does not keep, if somebody refuses it, or if somebody reads something else.
    pub fn read(&mut self, message: Message) -> Result<(), Refusal> {
        let encoded = decode_exact(&Octets::from(message.message.0.as_slice()), decode_mls_message)?;
        for member in &mut self.group.members {
            let leaf = member.leaf();
            let reads = leaf == self.leaf || (leaf.0 != message.sender && member.keeps(message.epoch));
            if reads && !is_content_of(&message, &member.read(&encoded)?) {
                return Err(Refusal::Disagreement);
            }
        }
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

/// Whether this is what a case says that is read from the message.
fn is_content_of(message: &Message, read: &ApplicationMessage<Octets>) -> bool {
    let Message { message: _, epoch, sender, authenticated_data, application_data } = message;
    (read.epoch, read.sender.0) == (*epoch, *sender)
        && hex(&read.authenticated_data) == *authenticated_data
        && hex(&read.application_data) == *application_data
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use pleach_spec::cipher_suite::CipherSuite;
    use pleach_spec::error::Misuse;
    use pleach_spec_concrete::Octets;
    use pleach_vectors::Kind;
    use pleach_vectors::story::Message;

    use crate::story::{Stage, Story};
    use crate::support::client::Cast;
    use crate::support::options::{by_value, commit_of, private};
    use crate::{Random, Refusal, RootSeed};

    /// The client is leaf 2 of 3, and leaf 0 has written something.
    fn written() -> (Story, Message) {
        let suite = CipherSuite::X25519Aes128GcmSha256Ed25519;
        let kind = Kind::PassiveClientApplicationMessages;
        let mut random = Random::of_case(&RootSeed::default(), kind, Some(suite), 0);
        let mut stage = Stage::new(Cast::new(suite, &mut random), &mut random, 2).unwrap();
        let client = stage.cast.client().unwrap();
        let mut story = stage.begin(0, &commit_of(by_value([client.add()])), vec![client], 0).unwrap();
        let message = story.write(0, &Octets::from([1, 2, 3]), &private(0)).unwrap();
        (story, message)
    }

    #[test]
    fn a_message_is_read_once_and_as_it_was_written() {
        let (mut story, message) = written();
        assert_eq!(story.read(message.clone()), Ok(()));
        assert!(matches!(story.read(message), Err(Refusal::Error(_))));
    }

    #[test]
    fn a_message_that_cannot_be_opened_is_no_part_of_a_story() {
        let (mut story, mut message) = written();
        *message.message.0.last_mut().unwrap() ^= 1;
        assert!(matches!(story.read(message), Err(Refusal::Error(_))));
    }

    #[test]
    fn what_is_said_of_a_message_is_what_its_readers_read() {
        let changes: [fn(&mut Message); 2] =
            [|message| message.application_data.0.push(4), |message| message.authenticated_data.0.push(4)];
        for change in changes {
            let (mut story, mut message) = written();
            change(&mut message);
            assert_eq!(story.read(message), Err(Refusal::Disagreement));
        }
        // Its sender is taken for a reader, who cannot read what it wrote.
        let (mut story, mut message) = written();
        message.sender = 1;
        assert_eq!(story.read(message), Err(Misuse::OwnMessage.into()));
    }
}
