//! What a compromise gives to the adversary, and what the oracle is told of it.

use pleach_spec::art::group::{ArtGroup, ArtStage};
use pleach_spec::art::prekey::OwnArtPrekey;
use pleach_spec::error::Place;
use pleach_spec::secret_tree::GenerationWindow;
use pleach_spec::secret_tree::ratchet::{Ratchet, RatchetKey, take};

use crate::art::check::private_key;
use crate::art::client::{ClientState, Member, WINDOW};
use crate::art::ledger::Fact;
use crate::art::operation::Leak;
use crate::art::world::World;
use crate::client::Client;
use crate::term::{Node, SUITE, Term};

/// More generations of a ratchet than a run has messages.
const GENERATIONS: u32 = 8;

impl World {
    /// Something becomes known. `None` if it is not there, or known already.
    pub fn leak(&mut self, leak: Leak) -> Option<()> {
        let (terms, facts) = match leak {
            Leak::State(of) => (state_of(self.client(of)?), self.facts_of(of)?),
            Leak::Identity(of) => {
                let state = self.client(of)?;
                (vec![state.identity.identity_private_key.bytes], vec![Fact::Key(state.identity_key())])
            }
            Leak::Signature(of) => {
                (vec![self.client(of)?.identity.signature_private_key.bytes], vec![Fact::Signature(of)])
            }
            Leak::Node(of, node) => {
                let member = self.member(of)?;
                let tree = &self.ledger.stage(member.stage)?.tree;
                let node = node as usize;
                let key = tree.key(node).filter(|_| tree.path(member.group.own_index.0).contains(&node))?;
                (vec![private_key(key)?], vec![Fact::Key(key)])
            }
            Leak::Chain(of) => {
                let member = self.member(of)?;
                (vec![member.group.stage.chain_key.bytes], vec![Fact::Chain(member.stage)])
            }
            Leak::Mac(of) => {
                let member = self.member(of)?;
                (vec![member.group.stage.update_mac_key.bytes], vec![Fact::Mac(member.stage)])
            }
            Leak::Prekeys(of) => {
                let state = self.client(of)?;
                (prekeys_of(state).collect(), state.unused.iter().map(|key| Fact::Key(*key)).collect())
            }
        };
        if facts.iter().all(|fact| self.ledger.is_exposed(*fact)) {
            return None;
        }
        self.knowledge.learn(self.step, terms);
        self.ledger.expose(facts);
        if let Leak::State(of) = leak {
            let stage = self.member(of).map(|member| member.stage);
            self.leaked.extend(stage.map(|stage| (of, stage)));
        }
        Some(())
    }

    /// What a client holds by the protocol: of the past nothing, and of the setup key nothing.
    fn facts_of(&self, of: Client) -> Option<Vec<Fact>> {
        let state = self.client(of)?;
        let mut facts = vec![Fact::Signature(of), Fact::Key(state.identity_key())];
        facts.extend(state.unused.iter().map(|key| Fact::Key(*key)));
        if let Some(member) = &state.member {
            facts.extend(self.facts_of_member(member)?);
        }
        Some(facts)
    }

    fn facts_of_member(&self, member: &Member) -> Option<Vec<Fact>> {
        let (stage, leaf) = (member.stage, member.group.own_index.0);
        let tree = &self.ledger.stage(stage)?.tree;
        let leaf_key = tree.key(tree.leaf_node(leaf)?)?;
        let mut facts = vec![Fact::Key(leaf_key)];
        facts.extend([Fact::Chain, Fact::Mac, Fact::Link, Fact::SenderData].map(|secret| secret(stage)));
        facts.extend(member.unread());
        Some(facts)
    }
}

impl Member {
    /// The messages that it can still read.
    pub(crate) fn unread(&self) -> impl Iterator<Item = Fact> {
        let stage = self.stage;
        let next = (0..).zip(&self.read.next).map(move |(leaf, next)| Fact::Messages(stage, leaf, *next));
        next.chain(self.read.skipped.iter().map(move |(leaf, generation)| Fact::Skipped(stage, *leaf, *generation)))
    }
}

/// Every secret of a client.
fn state_of(state: &ClientState) -> Vec<Term> {
    let identity = &state.identity;
    let mut secrets = vec![identity.identity_private_key.bytes, identity.signature_private_key.bytes];
    secrets.extend(prekeys_of(state));
    secrets.extend(state.member.iter().flat_map(|member| secrets_of(&member.group)));
    secrets
}

fn prekeys_of(state: &ClientState) -> impl Iterator<Item = Term> {
    state.prekeys.unused.iter().map(|OwnArtPrekey { prekey: _, private_key }| private_key.bytes)
}

/// Every secret in a state. A field that is added to it has to be named here.
pub fn secrets_of(group: &ArtGroup<Term>) -> Vec<Term> {
    let ArtGroup { suite: _, own_index: _, leaf_private_key, signature_private_key, stage } = group;
    let ArtStage {
        context: _,
        context_hash: _,
        chain_key,
        update_mac_key,
        stage_authenticator,
        sender_data_secret,
        ratchets,
    } = stage;
    let mut secrets = vec![
        leaf_private_key.bytes,
        signature_private_key.bytes,
        chain_key.bytes,
        update_mac_key.bytes,
        stage_authenticator.bytes,
        sender_data_secret.bytes,
    ];
    secrets.extend(ratchets.iter().flat_map(secrets_of_ratchet));
    secrets
}

/// The secret of the next generation, and the keys of those that were skipped.
fn secrets_of_ratchet(ratchet: &Ratchet<Term>) -> Vec<Term> {
    let near = GenerationWindow { maximum_forward: 0, ..WINDOW };
    let held = (0..GENERATIONS).filter_map(|generation| {
        let (_, key) = take(SUITE, ratchet.clone(), Place::Message, generation, &near).ok()?;
        let RatchetKey { generation: _, key, nonce } = key;
        Some([key.bytes, nonce.bytes])
    });
    let held: Vec<[Term; 2]> = held.collect();
    let next = held.last().and_then(|[key, _]| match &*key.node() {
        Node::Expand { prk, .. } => Some(*prk),
        _ => None,
    });
    held.concat().into_iter().chain(next).collect()
}
