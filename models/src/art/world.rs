//! The state of a run: clients, what was sent, what the adversary knows, and what the oracle says of it.

use std::rc::Rc;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, decode_art_envelope, encode_art_envelope};
use pleach_spec::art::group::{ArtGroup, ArtStage};
use pleach_spec::art::message::open::open_art_message;
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::process::{JoinedArtGroup, join_art_group};
use pleach_spec::art::update::process::process_update;
use pleach_spec::codec::decode_exact;
use pleach_spec::error::Error;

use crate::art::StageId;
use crate::art::check::check_new_state;
use crate::art::client::{ClientState, Member, Sent, WINDOW};
use crate::art::ledger::Ledger;
use crate::client::Client;
use crate::knowledge::Knowledge;
use crate::property::{Property, Violation};
use crate::reading::Read;
use crate::term::Term;

/// A message with content.
#[derive(Clone, Debug)]
pub struct Said {
    /// The stage.
    pub stage: StageId,
    /// The leaf of the sender.
    pub leaf: u32,
    /// The generation of its key.
    pub generation: u32,
    /// What it says.
    pub data: Term,
    /// Whether the adversary made it.
    pub forged: bool,
}

/// The state of a run.
#[derive(Clone, Debug)]
pub struct World {
    /// All clients, by number.
    pub clients: Vec<ClientState>,
    /// What each stage agrees on and its secrets, by [`StageId`].
    pub stages: Vec<Rc<ArtStage<Term>>>,
    /// The messages with content.
    pub said: Vec<Said>,
    /// The public keys that there ever were.
    pub keys: Vec<Term>,
    /// The public setup keys, and what the setup started.
    pub setup_keys: Vec<(Term, StageId)>,
    /// The messages that were sent, for the adversary to send again.
    pub sent: Vec<Rc<Sent>>,
    /// Who accepted which of them.
    pub taken: Vec<(Client, usize)>,
    /// The members whose state leaked, and the stages that they were in.
    pub leaked: Vec<(Client, StageId)>,
    /// What the adversary learned.
    pub knowledge: Knowledge,
    /// What the oracle says.
    pub ledger: Ledger,
    /// For so many more operations, the adversary sends edited copies of their messages.
    pub tampers: usize,
    /// The number of operations so far.
    pub step: usize,
    /// What went wrong in the last operation.
    pub violations: Vec<Violation>,
    /// In whose stage the adversary speaks, if not in that of the first who listens.
    pub listener: Option<Client>,
    /// Of all groups that honest members set up.
    pub mode: ArtMode,
}

/// What a client makes of a message.
pub enum Processed {
    /// It is in the next stage.
    Updated(ArtGroup<Term>),
    /// It has read this.
    Read(ArtGroup<Term>, Term),
    /// It has joined a group.
    Joined(JoinedArtGroup<Term>),
}

/// What a client makes of a message; nothing of one that is not for it.
pub fn process(state: &ClientState, envelope: &ArtMessageEnvelope<Term>) -> Option<Result<Processed, Error>> {
    let group = state.member.as_ref().map(|member| &member.group);
    Some(match envelope {
        ArtMessageEnvelope::Update { update } => process_update(group?, update).map(Processed::Updated),
        ArtMessageEnvelope::Message { message } => open_art_message(group?, &WINDOW, message)
            .map(|(group, read)| Processed::Read(group, read.application_data)),
        ArtMessageEnvelope::Setup { setup } => {
            let old_group = followed(state, setup).map(|member| &*member.group);
            let joined = join_art_group(&state.identity, &state.prekeys, setup, old_group);
            joined.map(Processed::Joined)
        }
        ArtMessageEnvelope::Prekey { .. } => return None,
    })
}

/// Where the receiver of a setup is a member, if the setup names that group. By any other it is invited to another group,
/// for which it gives up the one that it is in.
fn followed<'a>(state: &'a ClientState, setup: &ArtSetup<Term>) -> Option<&'a Member> {
    let named = &setup.link.as_ref()?.group_id;
    state.member.as_ref().filter(|member| member.group.stage.context.group_id == *named)
}

impl World {
    /// The client of this number.
    pub fn client(&self, client: Client) -> Option<&ClientState> {
        self.clients.get(client.0)
    }

    /// Where this client is a member.
    pub fn member(&self, client: Client) -> Option<&Member> {
        self.client(client)?.member.as_ref()
    }

    /// The clients that are members and receive messages.
    pub fn online(&self) -> impl Iterator<Item = (Client, &Member)> {
        let all = self.clients.iter().enumerate();
        all.filter(|(_, client)| client.inbox.is_none())
            .filter_map(|(number, client)| Some((Client(number), client.member.as_ref()?)))
    }

    /// The leaf of a client in a stage.
    pub fn leaf_of(&self, stage: StageId, client: Client) -> Option<u32> {
        self.ledger.stage(stage)?.tree.leaf_of(client)
    }

    /// Something is wrong.
    pub fn report(&mut self, property: Property, what: String) {
        self.violations.push(Violation { property, what, secret: None });
    }

    /// A message goes out: the adversary has it.
    pub fn publish(&mut self, envelope: ArtMessageEnvelope<Term>) -> Option<ArtMessageEnvelope<Term>> {
        let encoded = encode_art_envelope(&envelope);
        self.knowledge.learn(self.step, [encoded]);
        match decode_exact(&encoded, decode_art_envelope) {
            Ok(decoded) if decoded == envelope => Some(decoded),
            _ => {
                self.report(Property::Availability, "a message does not survive its encoding".to_string());
                None
            }
        }
    }

    /// What the stage that was just started agrees on.
    pub fn open_stage(&mut self, stage: ArtStage<Term>) {
        let authenticator = stage.stage_authenticator.bytes;
        if self.stages.iter().any(|other| other.stage_authenticator.bytes == authenticator) {
            self.report(Property::Agreement, "two views of the group have one stage authenticator".to_string());
        }
        self.keys.extend(stage.context.tree.nodes.iter().map(|key| key.bytes));
        self.stages.push(Rc::new(stage));
    }

    /// The state of a member that is in a new stage.
    pub fn enter(&mut self, client: Client, group: ArtGroup<Term>, stage: StageId) {
        check_new_state(self, client, &group, stage);
        let read = Read::nothing(group.stage.context.members.len());
        if let Some(entry) = self.clients.get_mut(client.0) {
            entry.member = Some(Member { group: Rc::new(group), stage, read });
            entry.heading = Some(stage);
        }
    }

    /// Whom a message reaches.
    fn recipients(&self, sent: &Sent) -> Vec<Client> {
        let clients = (0..self.clients.len()).map(Client);
        let others = clients.filter(|client| *client != sent.sender || sent.forged);
        let is_recipient = |client: &Client| match (&sent.envelope, self.client(*client)) {
            (ArtMessageEnvelope::Setup { setup }, Some(state)) => {
                setup.invitees.iter().any(|invitee| invitee.member == state.identity.member)
            }
            (_, Some(state)) => state.heading.is_some() && state.heading == sent.stage,
            (_, None) => false,
        };
        others.filter(is_recipient).collect()
    }

    /// A message goes to its recipients, or to those of them that receive messages. Whether any took it.
    pub fn deliver(&mut self, sent: Sent) -> bool {
        let recipients = self.recipients(&sent);
        self.deliver_to(sent, &recipients)
    }

    /// A message goes to these.
    pub fn deliver_to(&mut self, sent: Sent, recipients: &[Client]) -> bool {
        let sent = Rc::new(sent);
        self.sent.push(Rc::clone(&sent));
        let mut accepted = false;
        for client in recipients {
            let Some(state) = self.clients.get_mut(client.0) else {
                continue;
            };
            match state.inbox.as_mut() {
                None => {
                    self.tamper(*client, &sent);
                    accepted |= self.receive(*client, &sent);
                }
                // The adversary does not wait for those who are offline.
                Some(_) if sent.forged => {}
                Some(inbox) => {
                    inbox.push(Rc::clone(&sent));
                    state.heading = sent.starts.or(state.heading);
                }
            }
        }
        accepted
    }

    /// A client processes a message. Whether it accepts it.
    pub fn receive(&mut self, client: Client, sent: &Rc<Sent>) -> bool {
        let processed = self.client(client).and_then(|state| process(state, &sent.envelope));
        match processed {
            Some(Ok(processed)) => {
                self.check_authentic(client, sent);
                if let Some(number) = self.sent.iter().position(|other| Rc::ptr_eq(other, sent)) {
                    self.taken.push((client, number));
                }
                self.accept(client, processed, sent);
                true
            }
            Some(Err(error)) => {
                if self.has_to_accept(client, sent) {
                    let what = format!("{client} refuses a message of {}: {error:?}", sent.sender);
                    self.report(Property::Availability, what);
                }
                false
            }
            None => false,
        }
    }

    /// A message of an honest member reaches one in the same stage, or invites one who is in no stage of that group.
    fn has_to_accept(&self, client: Client, sent: &Sent) -> bool {
        let honest = !sent.forged && !sent.stage.is_some_and(|stage| self.ledger.is_adversarial(stage));
        let Some(state) = self.client(client).filter(|_| honest) else {
            return false;
        };
        let stage = state.member.as_ref().map(|member| member.stage);
        match &sent.envelope {
            ArtMessageEnvelope::Setup { setup } => {
                let prekey = setup.invitees.iter().find(|invitee| invitee.member == state.identity.member);
                let own = prekey.is_some_and(|prekey| state.unused.contains(&prekey.ephemeral_key.bytes));
                own && (stage == sent.stage || followed(state, setup).is_none())
            }
            _ => stage == sent.stage,
        }
    }

    fn accept(&mut self, client: Client, processed: Processed, sent: &Sent) {
        match (processed, sent.starts) {
            (Processed::Updated(group), Some(stage)) => self.enter(client, group, stage),
            (Processed::Joined(joined), Some(stage)) => {
                if let Some(state) = self.clients.get_mut(client.0) {
                    state.prekeys = joined.prekeys;
                    if let ArtMessageEnvelope::Setup { setup } = &sent.envelope {
                        let used =
                            |key: &Term| setup.invitees.iter().any(|invitee| invitee.ephemeral_key.bytes == *key);
                        state.unused.retain(|key| !used(key));
                    }
                }
                self.enter(client, joined.group, stage);
            }
            (Processed::Read(group, data), _) => self.read(client, group, data, sent),
            _ => self.report(Property::Agreement, format!("{client} enters a stage that nobody started")),
        }
    }

    fn read(&mut self, client: Client, group: ArtGroup<Term>, data: Term, sent: &Sent) {
        let said = sent.said.and_then(|said| self.said.get(said)).cloned();
        if said.as_ref().is_none_or(|said| said.data != data) {
            self.report(Property::Authentication, format!("{client} reads what {} did not say", sent.sender));
        }
        let Some(member) = self.clients.get_mut(client.0).and_then(|state| state.member.as_mut()) else {
            return;
        };
        member.group = Rc::new(group);
        if let Some(said) = said {
            member.read.read(said.leaf, said.generation);
        }
    }
}
