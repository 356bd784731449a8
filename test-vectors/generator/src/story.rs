//! Stories of a passive client: what it is sent of a group, written down as it happens.

pub mod application_messages;
pub mod custom_proposals;
pub mod encrypted_handshakes;
pub mod external_commit;
pub mod external_proposals;
pub mod lifetimes;
pub mod linked_groups;
pub mod x509;

mod certificates;
mod letters;
mod outside;

use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::CommitOptions;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::application::export_secret;
use pleach_spec::group::send::MessageOptions;
use pleach_spec::key_schedule::psk_id::{PskSource, ResumptionPskUsage};
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::leaf_policy::Clock;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::welcome::external::ExternalJoin;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::key_schedule::Exporter;
use pleach_vectors::story::{Case, Epoch};

use crate::passive_client::external_psks;
use crate::support::client::{Cast, Client};
use crate::support::group::{Event, Group};
use crate::support::member::{Invitation, Member};
use crate::support::{hex, hex_message};
use crate::{Random, Refusal};

/// A group, and the story of one of its members, who says nothing.
#[derive(Clone, Debug)]
pub struct Story {
    /// All members, the client of the story among them.
    pub group: Group,
    /// All clients.
    pub cast: Cast,
    /// For all that is left to chance.
    pub random: Random,
    /// The leaf of the client.
    leaf: LeafIndex,
    /// The clock of all, if lifetimes are compared with it.
    time: Option<u64>,
    /// What is told so far.
    case: Case,
}

/// What there is before the story begins.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The group, without the client.
    pub group: Group,
    /// All clients.
    pub cast: Cast,
    /// For all that is left to chance.
    pub random: Random,
}

impl Stage {
    /// A group of so many members of the usual kind, all added by the first in one Commit.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn new(mut cast: Cast, random: &mut Random, count: usize) -> Result<Stage, Refusal> {
        let mut random = random.fork();
        let group = Group::new(&mut cast, count, &mut random)?;
        Ok(Stage { group, cast, random })
    }

    /// A Commit adds clients, and the story is that of the one at place `client` among them.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn begin(
        self,
        committer: usize,
        options: &CommitOptions<Octets>,
        joiners: Vec<Client>,
        client: usize,
    ) -> Result<Story, Refusal> {
        let Stage { mut group, cast, random } = self;
        let chosen = joiners.get(client).ok_or(Refusal::Missing("joiner"))?.clone();
        let after = joiners.len().saturating_sub(client);
        let invitation = group.commit(committer, options, joiners)?.ok_or(Refusal::Missing("Welcome"))?;
        let place = group.members.len().saturating_sub(after);
        Story::joined(Stage { group, cast, random }, &chosen, place, &invitation)
    }
}

impl Story {
    /// The story of the member at `place`, who has just joined by this invitation.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn joined(stage: Stage, client: &Client, place: usize, invitation: &Invitation) -> Result<Story, Refusal> {
        let Stage { mut group, cast, mut random } = stage;
        group.log.clear();
        let member = group.member(place)?;
        let time = None;
        let initial_exporter = exporter(&member.state, &mut random)?;
        let case = Case {
            cipher_suite: client.suite.value(),
            external_psks: external_psks(client),
            key_package: hex_message(&MlsMessage::KeyPackage { key_package: client.own.key_package.clone() }),
            signature_priv: hex(&client.own.signature_private_key.bytes),
            encryption_priv: hex(&client.own.encryption_private_key.bytes),
            init_priv: hex(&client.own.init_private_key.bytes),
            time,
            past_epochs: 0,
            welcome: hex_message(&invitation.welcome),
            ratchet_tree: invitation.ratchet_tree.as_ref().map(|tree| hex(&encode_ratchet_tree(tree))),
            initial_epoch_authenticator: hex(&member.state.epoch_secrets.epoch_authenticator.bytes),
            initial_exporter,
            initial_messages: Vec::new(),
            epochs: Vec::new(),
        };
        let leaf = member.leaf();
        Ok(Story { group, cast, random, leaf, time, case })
    }

    /// What was told.
    pub fn end(self) -> AnyCase {
        AnyCase::Story(Box::new(self.case))
    }

    /// The client, as a member of the group.
    ///
    /// # Errors
    /// If it was removed.
    pub fn client(&self) -> Result<&Member, Refusal> {
        let place = self.place(self.leaf.0)?;
        self.group.member(place)
    }

    /// The place of the member at a leaf.
    ///
    /// # Errors
    /// If there is none.
    pub fn place(&self, leaf: u32) -> Result<usize, Refusal> {
        let mut members = self.group.members.iter();
        members.position(|member| member.leaf() == LeafIndex(leaf)).ok_or(Refusal::Missing("member at the leaf"))
    }

    /// The clock of all, the client's included, from now on.
    pub fn set_time(&mut self, time: u64) {
        self.time = Some(time);
        for member in &mut self.group.members {
            member.client.policy.leaf.clock = Clock::At(time);
        }
        if self.case.epochs.is_empty() && self.case.time.is_none() {
            self.case.time = self.time;
        }
    }

    /// A Commit, delivered to all; see [`Group::commit`].
    ///
    /// # Errors
    /// Those of the operations.
    pub fn commit(
        &mut self,
        committer: usize,
        options: &CommitOptions<Octets>,
        joiners: Vec<Client>,
    ) -> Result<Option<Invitation>, Refusal> {
        let invitation = self.group.commit(committer, options, joiners)?;
        self.tell()?;
        Ok(invitation)
    }

    /// A client joins by an external Commit; see [`Group::join_externally`].
    ///
    /// # Errors
    /// Those of the operations.
    pub fn join_externally(
        &mut self,
        client: Client,
        change: impl FnOnce(&mut ExternalJoin<Octets>),
    ) -> Result<(), Refusal> {
        self.group.join_externally(client, change)?;
        self.tell()
    }

    /// Proposals of one member, which arrive in the order opposite to that in which they were sent; returned in the
    /// order in which they arrive.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn propose_backwards(
        &mut self,
        sender: usize,
        proposals: Vec<Proposal<Octets>>,
        options: &MessageOptions<Octets>,
    ) -> Result<Vec<ProposalOrRef<Octets>>, Refusal> {
        let mut sent = Vec::new();
        for proposal in proposals {
            let member = self.group.member_mut(sender)?;
            let message = member.propose(proposal, options)?;
            sent.push((message, member.last_proposal()?));
        }
        sent.reverse();
        for (message, _) in &sent {
            for (place, member) in self.group.members.iter_mut().enumerate() {
                if place != sender {
                    member.receive(message)?;
                }
            }
            self.group.log.push(Event::Proposal { message: hex_message(message) });
        }
        Ok(sent.into_iter().map(|(_, reference)| reference).collect())
    }

    /// Writes down what was delivered since the last Commit, and the Commit.
    fn tell(&mut self) -> Result<(), Refusal> {
        let mut proposals = Vec::new();
        for event in core::mem::take(&mut self.group.log) {
            match event {
                Event::Proposal { message } => proposals.push(message),
                Event::Commit { message, epoch_authenticator } => {
                    let exporter = exporter(&self.client()?.state.clone(), &mut self.random)?;
                    self.case.epochs.push(Epoch {
                        time: self.time,
                        proposals: core::mem::take(&mut proposals),
                        commit: message,
                        epoch_authenticator,
                        exporter,
                        messages: Vec::new(),
                        linked_group: None,
                    });
                }
            }
        }
        Ok(())
    }

    /// What the client did in a group that is linked to this one.
    ///
    /// # Errors
    /// If nothing happened since the client joined.
    pub fn tell_linked(&mut self, linked_group: Story) -> Result<(), Refusal> {
        let epoch = self.case.epochs.last_mut().ok_or(Refusal::Missing("epoch"))?;
        epoch.linked_group = Some(Box::new(linked_group.case));
        Ok(())
    }

    /// The proposal to inject the resumption PSK of the current epoch.
    ///
    /// # Errors
    /// If the client was removed.
    pub fn resumption_psk(&mut self) -> Result<Proposal<Octets>, Refusal> {
        let context = &self.client()?.state.group_context;
        let (psk_group_id, psk_epoch) = (context.group_id.clone(), context.epoch);
        let usage = ResumptionPskUsage::Application;
        Ok(self.cast.psk_proposal(PskSource::Resumption { usage, psk_group_id, psk_epoch }))
    }
}

/// Something that the state exports.
fn exporter(state: &GroupState<Octets>, random: &mut Random) -> Result<Exporter, Refusal> {
    const LABELS: [&str; 4] = ["exporter", "media keys", "", "a longer label, of more than 32 bytes"];
    let label = LABELS.get(random.below(LABELS.len())).copied().unwrap_or_default();
    let length = random.from_to(0, 40);
    let (context, length) = (random.octets(length), random.from_to(1, 80));
    let secret = export_secret(state, label.as_bytes(), &context, length)?;
    Ok(Exporter {
        label: label.into(),
        context: hex(&context),
        length: u32::try_from(length).map_err(|_| Refusal::Missing("length"))?,
        secret: hex(&secret.bytes),
    })
}
