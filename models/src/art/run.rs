//! A run, operation by operation.

use crate::art::check::check_secrecy;
use crate::art::client::Member;
use crate::art::fingerprint::fingerprint;
use crate::art::ledger::Fact;
use crate::art::operation::{Forgery, Leak, Operation};
use crate::art::world::World;
use crate::client::{Client, first_elsewhere};
use crate::explain::derivation;
use crate::explore::{Described, Kinds, Model, Step, kinds_before};
use crate::property::Violation;
use crate::reading::Arrival;

const LEAK_STATE: Kinds = 1;
const LEAK_IDENTITY: Kinds = 1 << 1;
const LEAK_SIGNATURE: Kinds = 1 << 2;
const LEAK_NODE: Kinds = 1 << 3;
const LEAK_CHAIN: Kinds = 1 << 4;
const LEAK_MAC: Kinds = 1 << 5;
const LEAK_PREKEYS: Kinds = 1 << 6;
const LEAKS: Kinds = (1 << 7) - 1;
const FORGERY: Kinds = 1 << 7;
const OTHER: Kinds = 1 << 8;

fn kind_of(leak: Leak) -> Kinds {
    match leak {
        Leak::State(_) => LEAK_STATE,
        Leak::Identity(_) => LEAK_IDENTITY,
        Leak::Signature(_) => LEAK_SIGNATURE,
        Leak::Node(..) => LEAK_NODE,
        Leak::Chain(_) => LEAK_CHAIN,
        Leak::Mac(_) => LEAK_MAC,
        Leak::Prekeys(_) => LEAK_PREKEYS,
    }
}

impl Model for World {
    type Operation = Operation;
    type Violation = Violation;

    fn operations(&self) -> Vec<Operation> {
        let clients: Vec<Client> = (0..self.clients.len()).map(Client).collect();
        clients.iter().flat_map(|client| self.operations_of(*client, &clients)).collect()
    }

    fn kind(operation: Operation) -> Kinds {
        match operation {
            Operation::Leak(leak) => kind_of(leak),
            Operation::Forge(_) | Operation::ForgeTo(..) => FORGERY,
            _ => OTHER,
        }
    }

    fn needless_after(previous: Operation) -> Kinds {
        match previous {
            // What never changes may as well leak later, up to where the adversary uses it.
            Operation::Leak(leak @ (Leak::Identity(_) | Leak::Signature(_))) => OTHER | kinds_before(kind_of(leak)),
            // Leaks in their order.
            Operation::Leak(leak) => kinds_before(kind_of(leak)),
            // A client may as well go offline later, up to a message that it misses.
            Operation::Offline(_) => LEAKS & !(LEAK_IDENTITY | LEAK_SIGNATURE),
            _ => 0,
        }
    }

    fn apply(&self, operation: Operation) -> Option<Step<World>> {
        let mut next = self.clone();
        next.step += 1;
        next.violations.clear();
        match operation {
            Operation::Leak(leak) => next.leak(leak)?,
            Operation::Forge(forgery) => next.forge(forgery)?,
            Operation::ForgeTo(listener, forgery) => {
                next.listener = Some(listener);
                next.forge(forgery)?;
                next.listener = None;
            }
            honest => next.perform(honest)?,
        }
        if !matches!(operation, Operation::Leak(_) | Operation::Offline(_)) {
            next.replay();
        }
        next.tampers = next.tampers.saturating_sub(1);
        let loose = check_secrecy(&mut next);
        let violations = next.violations.clone();
        Some(Step { state: next, violations, loose })
    }

    fn disclosures(&self) -> Vec<Operation> {
        (0..self.clients.len()).map(|client| Operation::Leak(Leak::State(Client(client)))).collect()
    }

    fn fingerprint(&self) -> u64 {
        fingerprint(self)
    }

    fn describe(&self, violation: &Violation) -> Described {
        let deduction = self.knowledge.deduction();
        let derivation = violation.secret.map(|secret| derivation(&deduction, secret)).unwrap_or_default();
        Described { property: violation.property, what: violation.what.clone(), derivation }
    }
}

impl World {
    fn operations_of(&self, client: Client, clients: &[Client]) -> Vec<Operation> {
        let leaks = [Leak::State(client), Leak::Identity(client), Leak::Signature(client), Leak::Prekeys(client)];
        let mut operations = leaks.map(Operation::Leak).to_vec();
        if let Some(member) = self.member(client) {
            operations.extend(self.operations_of_member(client, member, clients));
        }
        operations.extend(self.forgeries(client, clients).into_iter().map(Operation::Forge));
        operations.extend(self.forgeries_to_others(client, clients));
        operations
    }

    /// What the adversary may say as this client in other stages than that of the first who listens.
    fn forgeries_to_others(&self, who: Client, clients: &[Client]) -> Vec<Operation> {
        let others = self.online().filter(|(client, _)| *client != who);
        let others = others.filter(|(_, member)| self.leaf_of(member.stage, who).is_some());
        let mut operations = Vec::new();
        for listener in first_elsewhere(others.map(|(client, member)| (client, member.stage))) {
            let forgeries = self.forgeries_in(who, clients, Some(listener)).into_iter();
            operations.extend(forgeries.map(|forgery| Operation::ForgeTo(listener, forgery)));
        }
        operations
    }

    fn operations_of_member(&self, client: Client, member: &Member, clients: &[Client]) -> Vec<Operation> {
        let mut operations = vec![
            Operation::Update(client),
            Operation::SetUp(client),
            Operation::Send(client),
            Operation::Offline(client),
            Operation::Leak(Leak::Chain(client)),
            Operation::Leak(Leak::Mac(client)),
        ];
        operations.extend(Arrival::ALL.map(|arrival| Operation::Online(client, arrival)));
        for other in clients.iter().copied().filter(|other| *other != client) {
            operations.push(match self.leaf_of(member.stage, other) {
                Some(_) => Operation::Remove(client, other),
                None => Operation::Add(client, other),
            });
        }
        operations.extend(self.path_of(client, member).map(|node| Operation::Leak(Leak::Node(client, node))));
        operations
    }

    /// The nodes from a client's leaf to the root, in the stage of a member.
    fn path_of(&self, client: Client, member: &Member) -> impl Iterator<Item = u32> {
        let tree = self.ledger.stage(member.stage).map(|stage| &stage.tree);
        let path = tree.and_then(|tree| Some(tree.path(tree.leaf_of(client)?))).unwrap_or_default();
        path.into_iter().filter_map(|node| u32::try_from(node).ok())
    }

    /// What the adversary may try as this client. What it has no key for at all is tried once, where one check stops it.
    fn forgeries(&self, who: Client, clients: &[Client]) -> Vec<Forgery> {
        let waits = |victim: &Client| self.client(*victim).and_then(|state| state.inbox.as_ref()?.first()).is_some();
        let others = || clients.iter().copied().filter(|other| *other != who);
        let mut forgeries: Vec<Forgery> =
            others().filter(waits).map(|victim| Forgery::Intercept(who, victim)).collect();
        let signed = self.ledger.is_exposed(Fact::Signature(who));
        if signed {
            forgeries.extend([Forgery::Prekey(who), Forgery::SetUp(who)]);
            forgeries.extend(others().map(|victim| Forgery::Misname(who, victim)));
        }
        forgeries.extend(self.forgeries_in(who, clients, None));
        forgeries
    }

    /// What it may try in the stage of this member, or of the first who listens.
    fn forgeries_in(&self, who: Client, clients: &[Client], listener: Option<Client>) -> Vec<Forgery> {
        let Some(seen) = self.view_for(who, listener) else {
            return vec![];
        };
        let others = || clients.iter().copied().filter(|other| *other != who);
        let signed = self.ledger.is_exposed(Fact::Signature(who));
        let mut forgeries = vec![Forgery::Update(who)];
        if signed || self.ledger.is_exposed(Fact::SenderData(seen.stage)) {
            forgeries.push(Forgery::Send(who));
        }
        if self.ledger.is_exposed(Fact::Mac(seen.stage)) {
            let victims = others().filter(|other| self.leaf_of(seen.stage, *other).is_some());
            forgeries.extend(victims.flat_map(|victim| [Forgery::Split(who, victim), Forgery::Fork(who, victim)]));
            let inner: Vec<u32> = self.path_of(who, &seen).skip(1).collect();
            let below_root = inner.len().saturating_sub(1);
            forgeries.extend(inner.into_iter().take(below_root).map(|node| Forgery::Misfit(who, node)));
        }
        forgeries
    }
}
