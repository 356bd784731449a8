//! Our own passive-client kinds.

use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::application::export_secret;
use pleach_spec::group::process::{Processed, process_message};
use pleach_spec::tree::leaf_policy::Clock;
use pleach_vectors::passive_client::Joiner;
use pleach_vectors::story::{ApplicationData, Settings, Subject};

use super::passive_client::{Client, joined};
use super::policy::policy;
use super::{Refusal, Specification, decoded_message, octets, wrong_message};

impl Subject for Specification {
    fn join_with(
        joiner: &Joiner<'_>,
        settings: &Settings<'_, Client>,
        welcome: &[u8],
        ratchet_tree: Option<&[u8]>,
    ) -> Result<Client, Refusal> {
        let mut policy = policy(joiner.external_psks);
        policy.leaf.clock = clock(settings.time);
        policy.past_epochs = settings.past_epochs as usize;
        let linked = settings.linked.map(|client| &client.state);
        joined(joiner, policy, linked, welcome, ratchet_tree)
    }

    fn at_time(client: Client, time: Option<u64>) -> Client {
        let Client { state, mut policy } = client;
        policy.leaf.clock = clock(time);
        Client { state, policy }
    }

    fn epoch(client: &Client) -> u64 {
        client.state.group_context.epoch
    }

    fn export_secret(client: &Client, label: &str, context: &[u8], length: u32) -> Result<Vec<u8>, Refusal> {
        let exported = export_secret(&client.state, label.as_bytes(), &octets(context), length as usize)?;
        Ok(exported.bytes.into())
    }

    fn receive_application_data(client: &mut Client, message: &[u8]) -> Result<ApplicationData, Refusal> {
        let MlsMessage::PrivateMessage { private_message } = decoded_message(message)? else {
            return wrong_message();
        };
        let message = MlsMessage::PrivateMessage { private_message };
        match process_message(&client.state, &client.policy, &message)? {
            Processed::Application { state, message } => {
                client.state = state;
                Ok(ApplicationData {
                    epoch: message.epoch,
                    sender: message.sender.0,
                    authenticated_data: message.authenticated_data.into(),
                    application_data: message.application_data.into(),
                })
            }
            Processed::Proposal { .. } | Processed::Commit { .. } => wrong_message(),
        }
    }
}

fn clock(time: Option<u64>) -> Clock {
    match time {
        Some(time) => Clock::At(time),
        None => Clock::Unchecked,
    }
}
