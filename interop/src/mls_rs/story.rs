//! Our own passive-client kinds, without linked groups: a subgroup is joined there with the keys of the client that has
//! the group, not with given ones.

use mls_rs::group::ReceivedMessage;
use mls_rs::{Group, MlsMessage};
use pleach_vectors::passive_client::{Joiner, Subject as _};
use pleach_vectors::story::{ApplicationData, Settings, Subject};

use super::{Config, MlsRs};
use crate::Refusal;

impl Subject for MlsRs {
    /// Past epochs are kept until the group is written to a storage, which is never done.
    fn join_with(
        joiner: &Joiner<'_>,
        settings: &Settings<'_, Group<Config>>,
        welcome: &[u8],
        ratchet_tree: Option<&[u8]>,
    ) -> Result<Group<Config>, Refusal> {
        match settings.linked {
            None => MlsRs::join(joiner, welcome, ratchet_tree),
            Some(_) => Err(Refusal::other("a linked group is not joined with given keys")),
        }
    }

    /// Without a time, no lifetime is compared with it.
    fn at_time(group: Group<Config>, _: Option<u64>) -> Group<Config> {
        group
    }

    fn epoch(group: &Group<Config>) -> u64 {
        group.current_epoch()
    }

    fn export_secret(group: &Group<Config>, label: &str, context: &[u8], length: u32) -> Result<Vec<u8>, Refusal> {
        let secret = group.export_secret(label.as_bytes(), context, length as usize).map_err(Refusal::of)?;
        Ok(secret.to_vec())
    }

    fn receive_application_data(group: &mut Group<Config>, message: &[u8]) -> Result<ApplicationData, Refusal> {
        let message = MlsMessage::from_bytes(message).map_err(Refusal::of)?;
        let epoch = message.epoch().ok_or_else(|| Refusal::other("the message is of no epoch"))?;
        match group.process_incoming_message(message).map_err(Refusal::of)? {
            ReceivedMessage::ApplicationMessage(received) => Ok(ApplicationData {
                epoch,
                sender: received.sender_index,
                authenticated_data: received.authenticated_data.clone(),
                application_data: received.data().to_vec(),
            }),
            _ => Err(Refusal::other("the message holds no application data")),
        }
    }
}
