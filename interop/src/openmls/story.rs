//! Our own passive-client kinds, without linked groups, which this peer does not have.

use openmls::framing::Sender;
use openmls::prelude::ProcessedMessageContent;
use openmls_traits::OpenMlsProvider;
use pleach_vectors::passive_client::Joiner;
use pleach_vectors::story::{ApplicationData, Settings, Subject};

use super::{Member, OpenMls, joined, processed};
use crate::Refusal;

impl Subject for OpenMls {
    fn join_with(
        joiner: &Joiner<'_>,
        settings: &Settings<'_, Member>,
        welcome: &[u8],
        ratchet_tree: Option<&[u8]>,
    ) -> Result<Member, Refusal> {
        match settings.linked {
            None => joined(joiner, settings.past_epochs as usize, welcome, ratchet_tree),
            Some(_) => Err(Refusal::other("a linked group is not joined")),
        }
    }

    /// There is no setting for the time.
    fn at_time(member: Member, _: Option<u64>) -> Member {
        member
    }

    fn epoch(member: &Member) -> u64 {
        member.group.epoch().as_u64()
    }

    fn export_secret(member: &Member, label: &str, context: &[u8], length: u32) -> Result<Vec<u8>, Refusal> {
        let crypto = member.provider.crypto();
        member.group.export_secret(crypto, label, context, length as usize).map_err(Refusal::of)
    }

    fn receive_application_data(member: &mut Member, message: &[u8]) -> Result<ApplicationData, Refusal> {
        let processed = processed(member, message)?;
        let (epoch, authenticated_data) = (processed.epoch().as_u64(), processed.aad().to_vec());
        let Sender::Member(leaf_index) = *processed.sender() else {
            return Err(Refusal::other("the sender is no member"));
        };
        match processed.into_content() {
            ProcessedMessageContent::ApplicationMessage(received) => Ok(ApplicationData {
                epoch,
                sender: leaf_index.u32(),
                authenticated_data,
                application_data: received.into_bytes(),
            }),
            _ => Err(Refusal::other("the message holds no application data")),
        }
    }
}
