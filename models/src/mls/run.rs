//! A run, operation by operation.

use crate::explain::derivation;
use crate::explore::{Described, Model, Step};
use crate::mls::Client;
use crate::mls::check::{Violation, check_secrecy};
use crate::mls::fingerprint::fingerprint;
use crate::mls::ledger::Fact;
use crate::mls::operation::{Forgery, Leak, Operation};
use crate::mls::world::World;

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

    fn may_follow(previous: Operation, next: Operation) -> bool {
        use Leak::{Node, OtherGroup, Psk, Signature, State};
        use Operation as Does;
        match (previous, next) {
            // Of two that say nothing to each other, in their order.
            (Does::Leak(before), Does::Leak(after)) => before < after,
            (Does::Update(before), Does::Update(after)) | (Does::Send(before), Does::Send(after)) => before <= after,
            // What never changes may as well leak later, up to where the adversary uses it.
            (Does::Leak(Signature(_) | Psk | OtherGroup(_)), next) => matches!(next, Does::Forge(_)),
            // So may what the next operation does not change, nor use.
            (Does::Leak(Node(..)), Does::Send(_) | Does::Update(_)) => false,
            (Does::Leak(State(of)), Does::Update(by)) => of == by,
            // A client may as well go offline later, up to a message that it misses, and after what does not reach it.
            (Does::Offline(before), Does::Offline(after)) => before < after,
            (Does::Offline(_), Does::Leak(_)) => false,
            (Does::Offline(before), Does::Online(after)) => before != after,
            _ => true,
        }
    }

    fn apply(&self, operation: Operation) -> Option<Step<World>> {
        let mut next = self.clone();
        next.step += 1;
        next.violations.clear();
        match operation {
            Operation::Leak(leak) => next.leak(leak)?,
            Operation::Forge(forgery) => next.forge(forgery)?,
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
                Operation::Online(client),
            ]);
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
        operations.extend(self.forgeries(client, clients).into_iter().map(Operation::Forge));
        operations
    }

    /// What the adversary may try as this client: nothing before something leaked.
    fn forgeries(&self, who: Client, clients: &[Client]) -> Vec<Forgery> {
        let mut forgeries = Vec::new();
        let signed = self.ledger.is_exposed(Fact::Signature(who));
        if self.can_relay(who) {
            forgeries.push(Forgery::Relay(who));
        }
        if signed {
            forgeries.extend([Forgery::External(who), Forgery::JoinBeside(who), Forgery::KeyPackage(who)]);
        }
        let Some((epoch, _)) = self.view_of(who) else {
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
                    forgeries.push(Forgery::Invite(who, other));
                    forgeries.extend(nodes.map(|(place, _)| Forgery::InviteToTree(who, other, place.index())));
                }
            }
        }
        forgeries
    }
}
