//! When two states need not both be explored: they look the same to everybody, members and adversary, up to the names
//! of keys and stages. What was sent before is not looked at, but for what waits for somebody: it comes again after each
//! step, so a state is left out only after all of it came once more.
//!
//! What is looked at is what can still matter: clients, the stages that they are in or on the way to, what of their
//! secrets is exposed, and what exposing more of them would lead to. The oracle stands for the adversary's knowledge:
//! where the two differ, there is a violation.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::art::StageId;
use crate::art::client::{ClientState, Member};
use crate::art::ledger::Fact;
use crate::art::world::World;
use crate::client::Client;
use crate::term::Term;

/// The names that were given so far, and the hash of what was seen.
#[derive(Default)]
struct Canonical {
    keys: FxHashMap<Term, u32>,
    stages: FxHashMap<StageId, u32>,
    groups: FxHashMap<StageId, u32>,
    order: Vec<StageId>,
    hasher: DefaultHasher,
}

/// The same for states that need not both be explored.
pub fn fingerprint(world: &World) -> u64 {
    let mut canonical = Canonical::default();
    for (number, client) in world.clients.iter().enumerate() {
        canonical.client(world, Client(number), client);
    }
    let mut next = 0;
    while let Some(stage) = canonical.order.get(next).copied() {
        canonical.stage(world, stage);
        next += 1;
    }
    canonical.consequences(world);
    canonical.hasher.finish()
}

impl Canonical {
    fn key(&mut self, key: Term) {
        let next = self.keys.len() as u32;
        self.keys.entry(key).or_insert(next).hash(&mut self.hasher);
    }

    fn name(&mut self, stage: StageId) {
        let next = self.stages.len() as u32;
        let order = &mut self.order;
        let name = self.stages.entry(stage).or_insert_with(|| {
            order.push(stage);
            next
        });
        name.hash(&mut self.hasher);
    }

    fn exposed(&mut self, world: &World, fact: Fact) {
        world.ledger.is_exposed(fact).hash(&mut self.hasher);
    }

    fn exposed_key(&mut self, world: &World, key: Term) {
        self.key(key);
        self.exposed(world, Fact::Key(key));
    }

    fn client(&mut self, world: &World, client: Client, state: &ClientState) {
        self.exposed(world, Fact::Signature(client));
        self.exposed_key(world, state.identity_key());
        state.unused.len().hash(&mut self.hasher);
        state.unused.iter().for_each(|key| self.exposed_key(world, *key));
        self.key(state.published_key());
        state.member.is_some().hash(&mut self.hasher);
        if let Some(member) = &state.member {
            self.member(world, member);
        }
        state.heading.is_some().hash(&mut self.hasher);
        state.heading.iter().for_each(|stage| self.name(*stage));
        state.inbox.as_ref().map(Vec::len).hash(&mut self.hasher);
        for sent in state.inbox.iter().flatten() {
            (sent.sender, sent.said.is_some(), sent.stage.is_some(), sent.starts.is_some()).hash(&mut self.hasher);
            sent.stage.iter().chain(&sent.starts).for_each(|stage| self.name(*stage));
        }
    }

    /// Where a member is, and how many messages of each leaf it has not read.
    fn member(&mut self, world: &World, member: &Member) {
        self.name(member.stage);
        for (leaf, next) in (0..).zip(&member.read.next) {
            let of_leaf = world.said.iter().filter(|said| said.stage == member.stage && said.leaf == leaf);
            of_leaf.filter(|said| said.generation >= *next).count().hash(&mut self.hasher);
            self.exposed(world, Fact::Messages(member.stage, leaf, *next));
        }
        member.read.skipped.len().hash(&mut self.hasher);
        for (leaf, generation) in &member.read.skipped {
            leaf.hash(&mut self.hasher);
            self.exposed(world, Fact::Messages(member.stage, *leaf, *generation));
        }
    }

    fn stage(&mut self, world: &World, id: StageId) {
        let Some(stage) = world.ledger.stage(id) else {
            return;
        };
        (stage.adversarial, stage.signed, &stage.tree.members).hash(&mut self.hasher);
        // Which of the stages are of one group.
        let next = self.groups.len() as u32;
        self.groups.entry(stage.first).or_insert(next).hash(&mut self.hasher);
        for secret in [Fact::Stage, Fact::Chain, Fact::Mac, Fact::Link, Fact::SenderData] {
            self.exposed(world, secret(id));
        }
        stage.tree.keys.iter().for_each(|key| self.exposed_key(world, *key));
    }

    /// What exposing secrets that are still held would expose beside them.
    fn consequences(&mut self, world: &World) {
        let held = held(world);
        let horn = world.ledger.horn();
        let reachable = horn.closure(&held);
        let is_goal = |fact: &Fact| !matches!(fact, Fact::Key(_)) || held.contains(fact);
        for clause in horn.open_clauses(&reachable, is_goal, |fact| self.known_name(fact)) {
            for fact in clause.from().filter(|fact| !world.ledger.is_exposed(*fact)) {
                self.fact(&fact);
            }
            self.fact(&clause.to);
        }
        let messages = world.said.iter().map(|said| Fact::Messages(said.stage, said.leaf, said.generation));
        let secret = messages.filter(|fact| !world.ledger.is_exposed(*fact));
        let mut messages: Vec<Fact> = secret.filter(|fact| fact.holds_in(|known| reachable.contains(&known))).collect();
        messages.sort_by_key(|fact| (self.known_name(fact), *fact));
        messages.iter().for_each(|fact| self.fact(fact));
    }

    /// The name of what a fact is about, if it has one.
    fn known_name(&self, fact: &Fact) -> (Option<Client>, Option<u32>) {
        match fact {
            Fact::Signature(client) => (Some(*client), None),
            Fact::Key(key) => (None, self.keys.get(key).copied()),
            Fact::Messages(stage, _, _)
            | Fact::Skipped(stage, _, _)
            | Fact::SetupKey(stage)
            | Fact::Stage(stage)
            | Fact::Chain(stage)
            | Fact::Mac(stage)
            | Fact::Link(stage)
            | Fact::SenderData(stage) => (None, self.stages.get(stage).copied()),
        }
    }

    fn fact(&mut self, fact: &Fact) {
        std::mem::discriminant(fact).hash(&mut self.hasher);
        match fact {
            Fact::Signature(client) => client.hash(&mut self.hasher),
            Fact::Key(key) => self.key(*key),
            Fact::Messages(stage, leaf, _) | Fact::Skipped(stage, leaf, _) => {
                self.name(*stage);
                leaf.hash(&mut self.hasher);
            }
            Fact::Stage(stage)
            | Fact::SetupKey(stage)
            | Fact::Chain(stage)
            | Fact::Mac(stage)
            | Fact::Link(stage)
            | Fact::SenderData(stage) => self.name(*stage),
        }
    }
}

/// What a later compromise can expose directly.
fn held(world: &World) -> FxHashSet<Fact> {
    let mut held = FxHashSet::default();
    for (number, client) in world.clients.iter().enumerate() {
        held.extend([Fact::Signature(Client(number)), Fact::Key(client.identity_key())]);
        held.extend(client.unused.iter().map(|key| Fact::Key(*key)));
        if let Some(member) = &client.member {
            held.extend([Fact::Chain, Fact::Mac, Fact::Link, Fact::SenderData].map(|secret| secret(member.stage)));
            held.extend(member.unread());
            if let Some(stage) = world.ledger.stage(member.stage) {
                let path = stage.tree.path(member.group.own_index.0);
                held.extend(path.into_iter().filter_map(|node| stage.tree.key(node)).map(Fact::Key));
            }
        }
    }
    held
}
