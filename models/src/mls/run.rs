//! A run, operation by operation.

use crate::client::{Client, first_elsewhere};
use crate::explain::derivation;
use crate::explore::{Described, Kinds, Model, Step, kinds_before};
use crate::mls::check::check_secrecy;
use crate::mls::fingerprint::fingerprint;
use crate::mls::ledger::Fact;
use crate::mls::operation::{Forgery, Leak, Operation};
use crate::mls::world::World;
use crate::property::Violation;
use crate::reading::Arrival;

const LEAK_STATE: Kinds = 1;
const LEAK_SIGNATURE: Kinds = 1 << 1;
const LEAK_NODE: Kinds = 1 << 2;
const LEAK_PSK: Kinds = 1 << 3;
const LEAK_OTHER_GROUP: Kinds = 1 << 4;
const LEAKS: Kinds = (1 << 5) - 1;
const UPDATE: Kinds = 1 << 5;
const SEND: Kinds = 1 << 6;
const FORGERY: Kinds = 1 << 7;
const OTHER: Kinds = 1 << 8;

fn kind_of(leak: Leak) -> Kinds {
    match leak {
        Leak::State(_) => LEAK_STATE,
        Leak::Signature(_) => LEAK_SIGNATURE,
        Leak::Node(..) => LEAK_NODE,
        Leak::Psk => LEAK_PSK,
        Leak::OtherGroup(_) => LEAK_OTHER_GROUP,
    }
}

impl Model for World {
    type Operation = Operation;
    type Violation = Violation;

    fn operations(&self) -> Vec<Operation> {
        let clients: Vec<Client> = (0..self.clients.len()).map(Client).collect();
        let mut operations = vec![Operation::Leak(Leak::Psk)];
        for client in &clients {
            operations.extend(self.operations_of(*client, &clients));
        }
        operations
    }

    fn kind(operation: Operation) -> Kinds {
        match operation {
            Operation::Leak(leak) => kind_of(leak),
            Operation::Update(_) => UPDATE,
            Operation::Send(_) => SEND,
            Operation::Forge(_) | Operation::ForgeTo(..) => FORGERY,
            _ => OTHER,
        }
    }

    fn needless_after(previous: Operation) -> Kinds {
        match previous {
            // What never changes may as well leak later, up to where the adversary uses it.
            Operation::Leak(leak @ (Leak::Signature(_) | Leak::Psk)) => !FORGERY & !LEAKS | kinds_before(kind_of(leak)),
            // So may what the next operation does not change, nor use.
            Operation::Leak(leak @ Leak::Node(..)) => SEND | UPDATE | kinds_before(kind_of(leak)),
            // Leaks in their order.
            Operation::Leak(leak) => kinds_before(kind_of(leak)),
            // A client may as well go offline later, up to a message that it misses.
            Operation::Offline(_) => LEAKS & !(LEAK_SIGNATURE | LEAK_PSK),
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
        let mut operations = vec![
            Operation::External(client),
            Operation::Leak(Leak::State(client)),
            Operation::Leak(Leak::Signature(client)),
        ];
        let signed = clients.iter().any(|other| self.ledger.is_exposed(Fact::Signature(*other)));
        if let Some(member) = self.member(client) {
            // Of use to an inviter alone.
            operations.extend(signed.then_some(Operation::Leak(Leak::OtherGroup(client))));
            operations.extend([
                Operation::Commit(client),
                Operation::Update(client),
                Operation::Psk(client),
                Operation::Send(client),
                Operation::Offline(client),
            ]);
            operations.extend(Arrival::ALL.map(|arrival| Operation::Online(client, arrival)));
            for other in clients.iter().copied().filter(|other| *other != client) {
                operations.push(match self.leaf_of(member.epoch, other) {
                    Some(_) => Operation::Remove(client, other),
                    None => Operation::Add(client, other),
                });
            }
            let tree = self.ledger.epoch(member.epoch).map(|epoch| &epoch.tree);
            let held = tree.into_iter().flat_map(|tree| tree.held_by(member.state.own_leaf.0));
            operations.extend(held.map(|(place, _)| Operation::Leak(Leak::Node(client, place.index()))));
        }
        operations.extend(self.forgeries(client, clients, None).into_iter().map(Operation::Forge));
        operations.extend(self.forgeries_to_others(client, clients));
        operations
    }

    /// What the adversary may say as this client to those who are in another epoch than the first who listens.
    fn forgeries_to_others(&self, who: Client, clients: &[Client]) -> Vec<Operation> {
        let others = self.online().filter(|(client, _)| *client != who);
        let mut operations = Vec::new();
        for listener in first_elsewhere(others.map(|(client, member)| (client, member.epoch))) {
            let forgeries = self.forgeries(who, clients, Some(listener)).into_iter();
            operations.extend(forgeries.map(|forgery| Operation::ForgeTo(listener, forgery)));
        }
        operations
    }

    /// What the adversary may try as this client: nothing before something leaked.
    fn forgeries(&self, who: Client, clients: &[Client], listener: Option<Client>) -> Vec<Forgery> {
        let mut forgeries = Vec::new();
        let signed = self.ledger.is_exposed(Fact::Signature(who));
        if listener.is_none() && self.can_relay(who) {
            forgeries.push(Forgery::Relay(who));
        }
        if listener.is_none() && signed {
            forgeries.push(Forgery::KeyPackage(who));
        }
        if signed {
            forgeries.extend([Forgery::External(who), Forgery::JoinBeside(who)]);
        }
        let Some(epoch) = self.view_for(who, listener).map(|member| member.epoch) else {
            return forgeries;
        };
        if signed || self.ledger.is_exposed(Fact::Keys(epoch)) {
            forgeries.extend([Forgery::Commit(who), Forgery::Update(who), Forgery::Send(who)]);
            for other in clients.iter().copied().filter(|other| *other != who) {
                if self.leaf_of(epoch, other).is_some() {
                    forgeries.extend([
                        Forgery::Remove(who, other),
                        Forgery::Split(who, other),
                        Forgery::Fork(who, other),
                    ]);
                } else if let Some(epoch) = self.ledger.epoch(epoch) {
                    let own = epoch.tree.leaf_of(who);
                    let nodes = epoch.tree.nodes().filter(|(place, _)| own.is_none_or(|leaf| !place.is_above(leaf)));
                    forgeries.extend([Forgery::Add(who, other), Forgery::Invite(who, other)]);
                    forgeries.extend(nodes.map(|(place, _)| Forgery::InviteToTree(who, other, place.index())));
                }
            }
        }
        forgeries
    }
}
