//! When two states of runs are the same: what the oracle distinguishes, up to the names of keys and epochs.
//!
//! A state is who is where, the trees that members are in, which of their secrets are exposed, and what would follow
//! from exposing others. Secrets that no later compromise can reach are left out, and so is history. This stands for the
//! terms themselves because the oracle is compared with them in every state: where the two agree, a state is explored
//! once; where they do not, there is a violation. What a member holds though it should not is seen when a state is left
//! out: the explorer discloses every member's whole state first.
//!
//! Two leaves of one parent may be swapped, in all epochs at once: the specification treats them alike in a tree of more
//! than two leaves, for it truncates by halves and fills the leftmost blank, and pairs stay in their order.

use std::hash::{DefaultHasher, Hash, Hasher};

use pleach_spec::framing::Sender;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::nodes::LeafNode;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::client::Client;
use crate::mls::EpochId;
use crate::mls::client::Member;
use crate::mls::ledger::Fact;
use crate::mls::shadow_tree::{Place, ShadowNode};
use crate::mls::symmetry::{Symmetry, symmetry};
use crate::mls::world::World;
use crate::term::Term;

/// The names that were given so far, and the hash of what was seen.
struct Canonical {
    symmetry: Symmetry,
    keys: FxHashMap<Term, u32>,
    epochs: FxHashMap<EpochId, u32>,
    order: Vec<EpochId>,
    hasher: DefaultHasher,
}

/// The kind of a fact, the name of what it is about, and the part of that.
type KnownName = (u8, Option<u32>, u32);

/// The same for states that need not both be explored.
pub fn fingerprint(world: &World) -> u64 {
    let mut canonical = Canonical {
        symmetry: symmetry(world),
        keys: FxHashMap::default(),
        epochs: FxHashMap::default(),
        order: Vec::new(),
        hasher: DefaultHasher::new(),
    };
    for client in canonical.symmetry.clients.clone() {
        canonical.client(world, client);
    }
    let mut next = 0;
    while let Some(epoch) = canonical.order.get(next).copied() {
        canonical.epoch(world, epoch);
        next += 1;
    }
    world.ledger.is_exposed(Fact::Psk).hash(&mut canonical.hasher);
    canonical.consequences(world);
    canonical.hasher.finish()
}

impl Canonical {
    fn key(&mut self, key: Term) {
        let next = self.keys.len() as u32;
        self.keys.entry(key).or_insert(next).hash(&mut self.hasher);
    }

    fn name(&mut self, epoch: EpochId) {
        let next = self.epochs.len() as u32;
        let order = &mut self.order;
        let name = self.epochs.entry(epoch).or_insert_with(|| {
            order.push(epoch);
            next
        });
        name.hash(&mut self.hasher);
    }

    fn leaf(&mut self, leaf: u32) {
        self.symmetry.leaf(leaf).hash(&mut self.hasher);
    }

    fn exposed_key(&mut self, world: &World, key: Term) {
        self.key(key);
        world.ledger.is_exposed(Fact::Key(key)).hash(&mut self.hasher);
    }

    fn client(&mut self, world: &World, client: Client) {
        let Some(state) = world.client(client) else {
            return;
        };
        world.ledger.is_exposed(Fact::Signature(client)).hash(&mut self.hasher);
        let leaks_elsewhere = |leaf: &LeafNode<Term>| leaf.signature_key == state.leaf.signature_key;
        world.elsewhere.iter().any(leaks_elsewhere).hash(&mut self.hasher);
        let own = &state.key_package.key_package;
        self.exposed_key(world, own.init_key.bytes);
        self.exposed_key(world, own.leaf_node.encryption_key.bytes);
        (state.published.init_key == own.init_key).hash(&mut self.hasher);
        for member in [&state.member, &state.former] {
            member.is_some().hash(&mut self.hasher);
            if let Some(member) = member {
                self.member(world, member);
            }
        }
        state.missed.is_some().hash(&mut self.hasher);
        state.missed.iter().for_each(|epoch| self.name(*epoch));
        state.inbox.is_some().hash(&mut self.hasher);
        for sent in state.inbox.iter().flatten() {
            (self.symmetry.number(sent.sender), sent.said.is_some()).hash(&mut self.hasher);
            self.name(sent.epoch);
            sent.starts.iter().for_each(|epoch| self.name(*epoch));
        }
    }

    /// Where a member is, the proposals that it has, and how many messages of each leaf it has not read.
    fn member(&mut self, world: &World, member: &Member) {
        self.name(member.epoch);
        self.leaf(member.state.own_leaf.0);
        for (leaf, key) in self.proposed(member) {
            leaf.hash(&mut self.hasher);
            self.exposed_key(world, key);
        }
        for leaf in self.symmetry.leaves(member.read.next.len()) {
            let Some(next) = member.read.next.get(leaf as usize) else {
                continue;
            };
            let of_leaf = world.said.iter().filter(|said| said.epoch == member.epoch && said.leaf == leaf);
            of_leaf.filter(|said| said.generation >= *next).count().hash(&mut self.hasher);
            let skipped = member.read.skipped.iter().filter(|(skipped, _)| *skipped == leaf);
            for (_, generation) in skipped {
                let message = Fact::Messages(member.epoch, leaf, *generation);
                world.ledger.is_exposed(message).hash(&mut self.hasher);
            }
            let next_message = Fact::Messages(member.epoch, leaf, *next);
            world.ledger.is_exposed(next_message).hash(&mut self.hasher);
        }
    }

    /// The leaves and keys of the Updates that a member may commit, in an order that does not tell when they came.
    fn proposed(&self, member: &Member) -> Vec<(u32, Term)> {
        let updates = member.state.proposals.iter().filter_map(|cached| match (&cached.sender, &cached.proposal) {
            (Sender::Member { leaf_index }, Proposal::Update { leaf_node }) => {
                Some((self.symmetry.leaf(leaf_index.0), leaf_node.encryption_key.bytes))
            }
            _ => None,
        });
        let mut updates: Vec<(u32, Term)> = updates.collect();
        updates.sort_by_key(|(leaf, _)| *leaf);
        updates
    }

    fn epoch(&mut self, world: &World, epoch: EpochId) {
        let Some(known) = world.ledger.epoch(epoch) else {
            return;
        };
        known.adversarial.hash(&mut self.hasher);
        for fact in [Fact::Init(epoch), Fact::Keys(epoch), Fact::Epoch(epoch)] {
            world.ledger.is_exposed(fact).hash(&mut self.hasher);
        }
        let mut nodes: Vec<(Place, &ShadowNode)> = known.tree.nodes().collect();
        nodes.sort_by_key(|(place, _)| self.symmetry.place(*place));
        for (place, node) in nodes {
            let mut unmerged: Vec<u32> = node.unmerged.iter().map(|leaf| self.symmetry.leaf(*leaf)).collect();
            unmerged.sort_unstable();
            let client = node.client.map(|client| self.symmetry.number(client));
            (self.symmetry.place(place), unmerged, client).hash(&mut self.hasher);
            self.exposed_key(world, node.key);
        }
        let pending = world.pending.iter().filter(|update| update.epoch == epoch);
        let mut pending: Vec<_> = pending.map(|update| (self.symmetry.leaf(update.leaf), update.key)).collect();
        pending.sort_unstable();
        for (leaf, key) in pending {
            leaf.hash(&mut self.hasher);
            self.exposed_key(world, key);
        }
    }

    /// What exposing secrets that are still held would expose beside them.
    fn consequences(&mut self, world: &World) {
        let held = held(world);
        let horn = world.ledger.horn();
        let reachable = horn.closure(&held);
        // Keys that nobody holds any more matter only on the way to something else.
        let is_goal =
            |fact: &Fact| matches!(fact, Fact::Init(_) | Fact::Keys(_) | Fact::Epoch(_)) || held.contains(fact);
        for clause in horn.open_clauses(&reachable, is_goal, |fact| self.known_name(fact)) {
            for fact in clause.from().filter(|fact| !world.ledger.is_exposed(*fact)) {
                self.fact(&fact);
            }
            self.fact(&clause.to);
        }
        let messages = world.said.iter().map(|said| Fact::Messages(said.epoch, said.leaf, said.generation));
        let secret = messages.filter(|fact| !world.ledger.is_exposed(*fact));
        let mut messages: Vec<Fact> = secret.filter(|fact| fact.holds_in(|known| reachable.contains(&known))).collect();
        messages.sort_by_key(|fact| self.known_name(fact));
        messages.iter().for_each(|fact| self.fact(fact));
    }

    /// What a fact is about, as far as that has a name.
    fn known_name(&self, fact: &Fact) -> KnownName {
        let epoch = |epoch| self.epochs.get(epoch).copied();
        match fact {
            Fact::Signature(client) => (0, self.symmetry.number(*client).map(|number| number as u32), 0),
            Fact::Psk => (1, None, 0),
            Fact::Key(key) => (2, self.keys.get(key).copied(), 0),
            Fact::Path(of, step) => (3, epoch(of), *step as u32),
            Fact::Commit(of) => (4, epoch(of), 0),
            Fact::Joiner(of) => (5, epoch(of), 0),
            Fact::Epoch(of) => (6, epoch(of), 0),
            Fact::Init(of) => (7, epoch(of), 0),
            Fact::Keys(of) => (8, epoch(of), 0),
            Fact::Messages(of, leaf, _) => (9, epoch(of), self.symmetry.leaf(*leaf)),
            Fact::Skipped(of, leaf, _) => (10, epoch(of), self.symmetry.leaf(*leaf)),
        }
    }

    fn fact(&mut self, fact: &Fact) {
        std::mem::discriminant(fact).hash(&mut self.hasher);
        match fact {
            Fact::Signature(client) => self.symmetry.number(*client).hash(&mut self.hasher),
            Fact::Psk => {}
            Fact::Key(key) => self.key(*key),
            Fact::Path(epoch, step) => {
                self.name(*epoch);
                step.hash(&mut self.hasher);
            }
            Fact::Messages(epoch, leaf, _) | Fact::Skipped(epoch, leaf, _) => {
                self.name(*epoch);
                self.leaf(*leaf);
            }
            Fact::Commit(epoch) | Fact::Joiner(epoch) | Fact::Epoch(epoch) | Fact::Init(epoch) | Fact::Keys(epoch) => {
                self.name(*epoch);
            }
        }
    }
}

/// What a later compromise can expose directly.
fn held(world: &World) -> FxHashSet<Fact> {
    let mut held = FxHashSet::from_iter([Fact::Psk]);
    for (number, client) in world.clients.iter().enumerate() {
        let own = &client.key_package.key_package;
        held.insert(Fact::Signature(Client(number)));
        held.insert(Fact::Key(own.init_key.bytes));
        held.insert(Fact::Key(own.leaf_node.encryption_key.bytes));
        for member in client.member.iter().chain(&client.former) {
            held.extend([Fact::Init(member.epoch), Fact::Keys(member.epoch)]);
            if let Some(epoch) = world.ledger.epoch(member.epoch) {
                held.extend(epoch.tree.held_by(member.state.own_leaf.0).map(|(_, node)| Fact::Key(node.key)));
            }
            held.extend(member.unread());
        }
    }
    held.extend(world.pending.iter().map(|update| Fact::Key(update.key)));
    held
}
