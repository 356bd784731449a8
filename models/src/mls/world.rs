//! The state of a run: clients, what was sent, what the adversary knows, and what the oracle says of it.

use std::rc::Rc;

use pleach_spec::codec::decode_exact;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::{MlsMessage, decode_mls_message, encode_mls_message};
use pleach_spec::group::process::{Processed, process_message};
use pleach_spec::group::{GroupState, Status};
use pleach_spec::key_schedule::epoch::EpochSecrets;
use pleach_spec::key_schedule::group_context::{GroupContext, encode_group_context};
use pleach_spec::policy::Policy;
use pleach_spec::tree::nodes::LeafNode;
use pleach_spec::tree::ratchet_tree::{RatchetTree, encode_ratchet_tree};
use pleach_spec::tree::update_path::UpdatePath;

use crate::client::Client;
use crate::knowledge::Knowledge;
use crate::mls::EpochId;
use crate::mls::check::check_new_state;
use crate::mls::client::{ClientState, Member, Sent};
use crate::mls::ledger::{Fact, Ledger};
use crate::property::{Property, Violation};
use crate::reading::Read;
use crate::term::Term;

/// What its members agree on in an epoch.
#[derive(Clone, Debug)]
pub struct EpochTerms {
    /// The GroupContext.
    pub group_context: GroupContext<Term>,
    /// The tree.
    pub tree: RatchetTree<Term>,
    /// Over all Commits.
    pub interim_transcript_hash: Term,
    /// The tag of the Commit that started it.
    pub confirmation_tag: Term,
    /// Its secrets.
    pub secrets: EpochSecrets<Term>,
}

/// An application message.
#[derive(Clone, Debug)]
pub struct Said {
    /// The epoch.
    pub epoch: EpochId,
    /// The leaf of the sender.
    pub leaf: u32,
    /// The generation of its key.
    pub generation: u32,
    /// What it says.
    pub data: Term,
    /// Whether the adversary made it.
    pub forged: bool,
}

/// An Update proposal that was not committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingUpdate {
    /// The epoch that it was sent in.
    pub epoch: EpochId,
    /// The leaf.
    pub leaf: u32,
    /// The new `encryption_key`.
    pub key: Term,
}

/// The state of a run.
#[derive(Clone, Debug)]
pub struct World {
    /// All clients, by number.
    pub clients: Vec<ClientState>,
    /// What each epoch agrees on, by [`EpochId`].
    pub epochs: Vec<Rc<EpochTerms>>,
    /// The application messages.
    pub said: Vec<Said>,
    /// Updates that a Commit may still refer to.
    pub pending: Vec<PendingUpdate>,
    /// The HPKE public keys that there ever were, by who made them.
    pub keys: Vec<Term>,
    /// The messages that were sent, for the adversary to send again.
    pub sent: Vec<Rc<Sent>>,
    /// Who has taken which of them.
    pub taken: Vec<(Client, Rc<Sent>)>,
    /// The member states that leaked.
    pub leaked: Vec<Member>,
    /// Leaves of other groups whose private keys leaked.
    pub elsewhere: Vec<LeafNode<Term>>,
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
    /// To whose epoch the adversary speaks, if not to that of the first who listens.
    pub listener: Option<Client>,
    /// The policy of all clients.
    pub policy: Rc<Policy<Term>>,
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

    /// Those to whom the adversary speaks, or who give somebody a GroupInfo: this one, or all who receive messages.
    pub fn listening(&self, listener: Option<Client>) -> impl Iterator<Item = (Client, &Member)> {
        self.online().filter(move |(client, _)| listener.is_none_or(|listener| listener == *client))
    }

    /// The leaf of a client in an epoch.
    pub fn leaf_of(&self, epoch: EpochId, client: Client) -> Option<u32> {
        self.ledger.epoch(epoch)?.tree.leaf_of(client)
    }

    /// Something is wrong.
    pub fn report(&mut self, property: Property, what: String) {
        self.violations.push(Violation { property, what, secret: None });
    }

    /// A message goes out: the adversary has it.
    pub fn publish(&mut self, message: &MlsMessage<Term>) -> Option<MlsMessage<Term>> {
        let encoded = encode_mls_message(message);
        self.knowledge.learn(self.step, [encoded]);
        match decode_exact(&encoded, decode_mls_message) {
            Ok(decoded) if decoded == *message => Some(decoded),
            _ => {
                self.report(Property::Availability, "a message does not survive its encoding".to_string());
                None
            }
        }
    }

    /// What the epoch that was just started agrees on. The adversary knows what is no secret of it, as from a GroupInfo.
    pub fn open_epoch(&mut self, state: &GroupState<Term>) {
        let terms = epoch_terms(state);
        let described = [encode_group_context(&terms.group_context), terms.confirmation_tag];
        self.knowledge.learn(self.step, described.into_iter().chain([encode_ratchet_tree(&terms.tree)]));
        let authenticator = |terms: &EpochTerms| terms.secrets.epoch_authenticator.bytes;
        if self.epochs.iter().any(|other| authenticator(other) == authenticator(&terms)) {
            self.report(Property::Agreement, "two views of the group have one epoch authenticator".to_string());
        }
        self.epochs.push(Rc::new(terms));
    }

    /// The state of a member that is new, or in a new epoch.
    pub fn enter(&mut self, client: Client, state: GroupState<Term>, epoch: EpochId) {
        check_new_state(self, client, &state, epoch);
        let leaves = self.ledger.epoch(epoch).map_or(0, |epoch| epoch.tree.leaf_count());
        let read = Read::nothing(leaves as usize);
        if let Some(entry) = self.clients.get_mut(client.0) {
            entry.member = Some(Member { state: Rc::new(state), epoch, read });
            entry.heading = Some(epoch);
            entry.former = None;
        }
    }

    /// A message goes to the members of its epoch, or to those of them that receive messages. Whether any took it.
    pub fn deliver(&mut self, sent: Sent) -> bool {
        let sent = Rc::new(sent);
        self.sent.push(Rc::clone(&sent));
        let mut accepted = false;
        for number in 0..self.clients.len() {
            let client = Client(number);
            if (client == sent.sender && !sent.forged) || self.clients[number].heading != Some(sent.epoch) {
                continue;
            }
            match self.clients[number].inbox.as_mut() {
                None => {
                    if !sent.forged {
                        self.tamper(client, &sent);
                    }
                    accepted |= self.receive(client, &sent);
                }
                // The adversary does not wait for those who are offline.
                Some(_) if sent.forged => {}
                Some(inbox) => {
                    inbox.push(Rc::clone(&sent));
                    let heading = sent.starts.or(Some(sent.epoch));
                    let stays = heading.filter(|epoch| self.leaf_of(*epoch, client).is_some());
                    self.clients[number].heading = stays;
                }
            }
        }
        accepted
    }

    /// A client processes a message. Whether it accepts it.
    pub fn receive(&mut self, client: Client, sent: &Rc<Sent>) -> bool {
        let Some(member) = self.member(client).cloned() else {
            return false;
        };
        match process_message(&member.state, &self.policy, &sent.message) {
            Ok(processed) => {
                self.check_authentic(client, sent);
                self.taken.push((client, Rc::clone(sent)));
                self.accept(client, member, processed, sent);
                true
            }
            Err(error) => {
                let honest = !sent.forged && self.ledger.epoch(sent.epoch).is_some_and(|epoch| !epoch.adversarial);
                let missed = self.client(client).and_then(|client| client.missed) == Some(member.epoch);
                if honest && !missed && member.epoch == sent.epoch {
                    let what = format!("{client} refuses a message of {}: {error:?}", sent.sender);
                    self.report(Property::Availability, what);
                }
                false
            }
        }
    }

    fn accept(&mut self, client: Client, member: Member, processed: Processed<Term>, sent: &Sent) {
        match processed {
            Processed::Commit { state } if state.status == Status::Removed => {
                if let Some(entry) = self.clients.get_mut(client.0) {
                    entry.former = Some(member);
                    (entry.member, entry.heading, entry.inbox) = (None, None, None);
                }
            }
            Processed::Commit { state } => match sent.starts {
                Some(epoch) => self.enter(client, state, epoch),
                None => self.report(Property::Agreement, format!("{client} enters an epoch that nobody started")),
            },
            Processed::Proposal { state } => self.replace(client, Member { state: Rc::new(state), ..member }),
            Processed::Application { state, message } => {
                let mut member = Member { state: Rc::new(state), ..member };
                self.check_said(client, sent, message.application_data);
                if let Some(said) = sent.said.and_then(|said| self.said.get(said)) {
                    member.read.read(said.leaf, said.generation);
                }
                self.replace(client, member);
            }
        }
    }

    /// The same member, with another state.
    pub fn replace(&mut self, client: Client, member: Member) {
        if let Some(entry) = self.clients.get_mut(client.0) {
            entry.member = Some(member);
        }
    }

    /// What the adversary made is accepted only if it had what it takes.
    fn check_authentic(&mut self, client: Client, sent: &Sent) {
        let outside = matches!(&sent.message, MlsMessage::PublicMessage { public_message }
            if public_message.membership_tag.is_none());
        let signed = self.ledger.is_exposed(Fact::Signature(sent.sender));
        let inside = outside || self.ledger.is_exposed(Fact::Keys(sent.epoch));
        if sent.forged && !(signed && inside) {
            let what = format!("{client} takes a message of the adversary for one of {}", sent.sender);
            self.report(Property::Authentication, what);
        }
    }

    fn check_said(&mut self, client: Client, sent: &Sent, data: Term) {
        let said = sent.said.and_then(|said| self.said.get(said));
        if said.is_none_or(|said| said.data != data) {
            self.report(Property::Authentication, format!("{client} reads what {} did not say", sent.sender));
        }
    }
}

/// The path of a Commit in a PublicMessage.
pub fn path_of(message: &MlsMessage<Term>) -> Option<UpdatePath<Term>> {
    match message {
        MlsMessage::PublicMessage { public_message } => match &public_message.content.content {
            Content::Commit { commit } => commit.path.clone(),
            _ => None,
        },
        _ => None,
    }
}

/// What an epoch agrees on, by the state of a member.
pub fn epoch_terms(state: &GroupState<Term>) -> EpochTerms {
    EpochTerms {
        group_context: state.group_context.clone(),
        tree: state.tree.clone(),
        interim_transcript_hash: state.interim_transcript_hash,
        confirmation_tag: state.confirmation_tag,
        secrets: state.epoch_secrets.clone(),
    }
}
