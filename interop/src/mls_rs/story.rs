//! Our own passive-client kinds, without linked groups: a subgroup is joined there with the keys of the client that has
//! the group, not with given ones.

use mls_rs::MlsMessage;
use mls_rs::group::ReceivedMessage;
use mls_rs::time::MlsTime;
use pleach_vectors::passive_client::Joiner;
use pleach_vectors::story::{ApplicationData, Settings, Subject};

use super::{Member, MlsRs, joined};
use crate::Refusal;

impl Subject for MlsRs {
    /// Past epochs are kept until the group is written to a storage, which is never done.
    fn join_with(
        joiner: &Joiner<'_>,
        settings: &Settings<'_, Member>,
        welcome: &[u8],
        ratchet_tree: Option<&[u8]>,
    ) -> Result<Member, Refusal> {
        match settings.linked {
            None => joined(joiner, settings.time.map(MlsTime::from), welcome, ratchet_tree),
            Some(_) => Err(Refusal::other("a linked group is not joined with given keys")),
        }
    }

    fn at_time(member: Member, time: Option<u64>) -> Member {
        Member { time: time.map(MlsTime::from), ..member }
    }

    fn epoch(member: &Member) -> u64 {
        member.group.current_epoch()
    }

    fn export_secret(member: &Member, label: &str, context: &[u8], length: u32) -> Result<Vec<u8>, Refusal> {
        let secret = member.group.export_secret(label.as_bytes(), context, length as usize).map_err(Refusal::of)?;
        Ok(secret.to_vec())
    }

    fn receive_application_data(member: &mut Member, message: &[u8]) -> Result<ApplicationData, Refusal> {
        let message = MlsMessage::from_bytes(message).map_err(Refusal::of)?;
        let epoch = message.epoch().ok_or_else(|| Refusal::other("the message is of no epoch"))?;
        match member.group.process_incoming_message(message).map_err(Refusal::of)? {
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
