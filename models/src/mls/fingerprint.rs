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

use pleach_spec::tree::nodes::LeafNode;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::mls::client::Member;
use crate::mls::ledger::{Clause, Fact};
use crate::mls::shadow_tree::{Place, ShadowNode};
use crate::mls::symmetry::{Symmetry, symmetry};
use crate::mls::world::World;
use crate::mls::{Client, EpochId};
use crate::term::Term;

/// The names that were given so far, and the hash of what was seen.
struct Canonical {
    symmetry: Symmetry,
    keys: FxHashMap<Term, u32>,
    epochs: FxHashMap<EpochId, u32>,
    order: Vec<EpochId>,
    hasher: DefaultHasher,
}

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
        state.inbox.is_some().hash(&mut self.hasher);
        for sent in state.inbox.iter().flatten() {
            (self.symmetry.number(sent.sender), sent.said.is_some()).hash(&mut self.hasher);
            self.name(sent.epoch);
            sent.starts.iter().for_each(|epoch| self.name(*epoch));
        }
    }

    /// Where a member is, and how many messages of each leaf it has not read.
    fn member(&mut self, world: &World, member: &Member) {
        self.name(member.epoch);
        self.leaf(member.state.own_leaf.0);
        for leaf in self.symmetry.leaves(member.read.len()) {
            let Some(next) = member.read.get(leaf as usize) else {
                continue;
            };
            let of_leaf = world.said.iter().filter(|said| said.epoch == member.epoch && said.leaf == leaf);
            of_leaf.filter(|said| said.generation >= *next).count().hash(&mut self.hasher);
            let next_message = Fact::Messages(member.epoch, leaf, *next);
            world.ledger.is_exposed(next_message).hash(&mut self.hasher);
        }
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
        let reachable = closure(world, &held);
        let open = world.ledger.clauses().iter().filter(|clause| !world.ledger.is_exposed(clause.to));
        let clauses: Vec<&Clause> = open.filter(|clause| clause.from().all(|fact| reachable.contains(&fact))).collect();
        let useful = useful(&clauses, &held);
        for clause in clauses.iter().filter(|clause| useful.contains(&clause.to)) {
            for fact in clause.from().filter(|fact| !world.ledger.is_exposed(*fact)) {
                self.fact(&fact);
            }
            self.fact(&clause.to);
        }
        for said in &world.said {
            let fact = Fact::Messages(said.epoch, said.leaf, said.generation);
            let whole = Fact::Epoch(said.epoch);
            if !world.ledger.is_exposed(fact) && (reachable.contains(&whole) || is_held(&held, fact)) {
                self.fact(&fact);
            }
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
            Fact::Messages(epoch, leaf, _) => {
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
            let unread = (0..).zip(&member.read);
            held.extend(unread.map(|(leaf, next)| Fact::Messages(member.epoch, leaf, *next)));
        }
    }
    held.extend(world.pending.iter().map(|update| Fact::Key(update.key)));
    held
}

fn is_held(held: &FxHashSet<Fact>, message: Fact) -> bool {
    match message {
        Fact::Messages(epoch, leaf, generation) => {
            (0..=generation).any(|from| held.contains(&Fact::Messages(epoch, leaf, from)))
        }
        _ => false,
    }
}

fn closure(world: &World, held: &FxHashSet<Fact>) -> FxHashSet<Fact> {
    let mut reachable: FxHashSet<Fact> = held.iter().chain(world.ledger.facts()).copied().collect();
    loop {
        let size = reachable.len();
        for clause in world.ledger.clauses() {
            if clause.from().all(|fact| reachable.contains(&fact)) {
                reachable.insert(clause.to);
            }
        }
        if reachable.len() == size {
            return reachable;
        }
    }
}

/// What leads to secrets that are held, or to secrets of an epoch; keys that nobody holds any more matter only if they do.
fn useful(clauses: &[&Clause], held: &FxHashSet<Fact>) -> FxHashSet<Fact> {
    let is_goal = |fact: &Fact| match fact {
        Fact::Init(_) | Fact::Keys(_) | Fact::Epoch(_) => true,
        fact => held.contains(fact),
    };
    let mut useful: FxHashSet<Fact> = clauses.iter().map(|clause| clause.to).filter(is_goal).collect();
    loop {
        let size = useful.len();
        for clause in clauses {
            if useful.contains(&clause.to) {
                useful.extend(clause.from());
            }
        }
        if useful.len() == size {
            return useful;
        }
    }
}
