//! `art-passive-client`.

use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::message::open::open_art_message;
use pleach_spec::art::update::process::process_update;
use pleach_spec_concrete::Octets;
use pleach_vectors::art::Received;
use pleach_vectors::art::passive_client::Subject;

use super::super::policy::GENERATIONS;
use super::super::{Refusal, Specification};
use super::message_protection::{decoded_message, received};
use super::update::decoded_update;

impl Subject for Specification {
    fn receive_update(group: &mut ArtGroup<Octets>, update: &[u8]) -> Result<(), Refusal> {
        *group = process_update(group, &decoded_update(update)?)?;
        Ok(())
    }

    fn receive_message(group: &mut ArtGroup<Octets>, message: &[u8]) -> Result<Received, Refusal> {
        let (next, data) = open_art_message(group, &GENERATIONS, &decoded_message(message)?)?;
        *group = next;
        Ok(received(data))
    }
}
