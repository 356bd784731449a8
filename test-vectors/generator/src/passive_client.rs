//! The three passive-client kinds: what one member gets to see of a group.

pub mod handling_commit;
pub mod observed_group;
pub mod random;
pub mod welcome;

use pleach_spec::framing::message::MlsMessage;
use pleach_spec::policy::PskName;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_vectors::passive_client::{Case, Epoch, ExternalPsk};
use pleach_vectors::{AnyCase, Hex};

use crate::Refusal;
use crate::support::client::Client;
use crate::support::group::{Event, Group};
use crate::support::member::Invitation;
use crate::support::{hex, hex_message};

/// A client that joins and then only listens.
#[derive(Clone, Debug)]
pub struct PassiveClient {
    /// Its story up to its first epoch.
    case: Case,
    /// How much was delivered before.
    joined: usize,
}

impl PassiveClient {
    /// The client that joined a group by this invitation, just now.
    ///
    /// # Errors
    /// If there is no invitation, or the group has no members.
    pub fn new(client: &Client, invitation: Option<Invitation>, group: &Group) -> Result<PassiveClient, Refusal> {
        let Invitation { welcome, ratchet_tree } = invitation.ok_or(Refusal::Missing("Welcome"))?;
        let own = &client.own;
        let key_package = MlsMessage::KeyPackage { key_package: own.key_package.clone() };
        let case = Case {
            cipher_suite: client.suite.value(),
            external_psks: external_psks(client),
            key_package: hex_message(&key_package),
            signature_priv: hex(&own.signature_private_key.bytes),
            encryption_priv: hex(&own.encryption_private_key.bytes),
            init_priv: hex(&own.init_private_key.bytes),
            welcome: hex_message(&welcome),
            ratchet_tree: ratchet_tree.map(|tree| hex(&encode_ratchet_tree(&tree))),
            initial_epoch_authenticator: group.epoch_authenticator()?,
            epochs: Vec::new(),
        };
        Ok(PassiveClient { case, joined: group.log.len() })
    }

    /// Leaves out the external PSKs that are none of these.
    pub fn keep_external_psks(&mut self, needed: &[Hex]) {
        self.case.external_psks.retain(|external| needed.contains(&external.psk_id));
    }

    /// Its story up to now.
    pub fn case(self, group: &Group) -> AnyCase {
        let PassiveClient { mut case, joined } = self;
        let mut proposals: Vec<Hex> = Vec::new();
        for event in group.log.iter().skip(joined) {
            match event {
                Event::Proposal { message } => proposals.push(message.clone()),
                Event::Commit { message, epoch_authenticator } => case.epochs.push(Epoch {
                    proposals: core::mem::take(&mut proposals),
                    commit: message.clone(),
                    epoch_authenticator: epoch_authenticator.clone(),
                }),
            }
        }
        AnyCase::PassiveClient(Box::new(case))
    }
}

/// What a client was given.
pub(crate) fn external_psks(client: &Client) -> Vec<ExternalPsk> {
    let psks = client.policy.psks.iter().filter_map(|stored| match &stored.name {
        PskName::External { psk_id } => Some(ExternalPsk { psk_id: hex(psk_id), psk: hex(&stored.psk.bytes) }),
        PskName::Resumption { .. } => None,
    });
    psks.collect()
}
