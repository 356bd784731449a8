//! The properties, each after each step.
//!
//! Secrecy is compared with the oracle: what the adversary knows though [`Fact`]s do not have it is an attack; what it
//! does not know though they do is loose: the oracle is less sharp there than the protocol.

use std::fmt;

use pleach_spec::group::GroupState;
use pleach_spec::key_schedule::epoch::EpochSecrets;
use pleach_spec::tree::math::NodeIndex;
use pleach_spec::tree::private_keys::private_key_at;
use pleach_spec::tree::ratchet_tree::{leaf_count, parent_at};
use pleach_spec::tree::terms::encryption_key_at;

use crate::knowledge::Knowledge;
use crate::mls::ledger::Fact;
use crate::mls::world::{World, epoch_terms};
use crate::mls::{Client, EpochId};
use crate::term::{Node, Term};

/// What a run can violate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Property {
    /// A secret is known that no compromise explains: of an epoch, a node, or a message.
    Secrecy,
    /// The same, after a leak of the state of a member that was in the epoch, and has left it behind.
    ForwardSecrecy,
    /// The same, after an earlier leak of the state of a member.
    PostCompromiseSecurity,
    /// The same, after a leak of the state of a member that was removed before.
    RemovedMember,
    /// The same, after a leak of the state of a member that came later.
    NewMember,
    /// A message is accepted that its sender did not send.
    Authentication,
    /// Two members of one epoch differ in what they take for it.
    Agreement,
    /// A member's tree or private keys are not those that the operations lead to.
    TreeInvariant,
    /// A message of an honest member is refused by another.
    Availability,
}

impl Property {
    /// All of them.
    pub const ALL: [Property; 9] = [
        Property::Secrecy,
        Property::ForwardSecrecy,
        Property::PostCompromiseSecurity,
        Property::RemovedMember,
        Property::NewMember,
        Property::Authentication,
        Property::Agreement,
        Property::TreeInvariant,
        Property::Availability,
    ];
}

/// A property that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The property.
    pub property: Property,
    /// What happened.
    pub what: String,
    /// The secret that is known, if that is what happened.
    pub secret: Option<Term>,
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Property::Secrecy => "secrecy",
            Property::ForwardSecrecy => "forward secrecy",
            Property::PostCompromiseSecurity => "post-compromise security",
            Property::RemovedMember => "removed member",
            Property::NewMember => "new member",
            Property::Authentication => "authentication",
            Property::Agreement => "agreement",
            Property::TreeInvariant => "tree invariant",
            Property::Availability => "availability",
        })
    }
}

/// The secrets that an epoch keeps for something else than the next one.
pub(crate) fn other_secrets(secrets: &EpochSecrets<Term>) -> [(&'static str, Term); 7] {
    let EpochSecrets {
        init_secret: _,
        sender_data_secret,
        exporter_secret,
        external_secret,
        confirmation_key,
        membership_key,
        resumption_psk,
        epoch_authenticator,
    } = secrets;
    [
        ("sender_data_secret", sender_data_secret.bytes),
        ("exporter_secret", exporter_secret.bytes),
        ("external_secret", external_secret.bytes),
        ("confirmation_key", confirmation_key.bytes),
        ("membership_key", membership_key.bytes),
        ("resumption_psk", resumption_psk.bytes),
        ("epoch_authenticator", epoch_authenticator.bytes),
    ]
}

/// What a secret is called, and in which epoch or stage.
pub(crate) type Name = (&'static str, Option<u64>);

/// Every secret that there ever was, its name, and the fact that says whether it may be known.
fn secrets(world: &World) -> Vec<(Name, Term, Fact)> {
    let mut secrets = Vec::new();
    for (index, epoch) in world.epochs.iter().enumerate() {
        let id = EpochId(index);
        let number = epoch.group_context.epoch;
        let init = epoch.secrets.init_secret.bytes;
        secrets.push((("init_secret", Some(number)), init, Fact::Init(id)));
        for (name, secret) in other_secrets(&epoch.secrets) {
            secrets.push(((name, Some(number)), secret, Fact::Keys(id)));
        }
    }
    for key in &world.keys {
        if let Node::KemPublic(private) = &*key.node() {
            secrets.push((("a private key of the tree or a KeyPackage", None), *private, Fact::Key(*key)));
        }
    }
    for said in world.said.iter().filter(|said| !said.forged) {
        let fact = Fact::Messages(said.epoch, said.leaf, said.generation);
        secrets.push((("an application message", None), said.data, fact));
    }
    secrets
}

/// Compares what is known with the oracle. Returns how many secrets are secret though the oracle has them exposed.
pub fn check_secrecy(world: &mut World) -> usize {
    let exposed = |fact| world.ledger.is_exposed(fact);
    let (known, loose) = compare(&world.knowledge, secrets(world), exposed);
    for (name, secret, fact) in known {
        let property = secrecy_of(world, fact);
        world.violations.push(Violation { property, what: known_secret(name, "epoch"), secret: Some(secret) });
    }
    loose
}

/// Of these secrets, those that are known though they are not exposed; and how many are exposed and not known.
pub(crate) fn compare<F: Copy>(
    knowledge: &Knowledge,
    secrets: Vec<(Name, Term, F)>,
    is_exposed: impl Fn(F) -> bool,
) -> (Vec<(Name, Term, F)>, usize) {
    let deduction = knowledge.deduction();
    let (mut known, mut loose) = (Vec::new(), 0);
    for (name, secret, fact) in secrets {
        match (deduction.knows(secret), is_exposed(fact)) {
            (true, false) => known.push((name, secret, fact)),
            (false, true) => loose += 1,
            _ => {}
        }
    }
    (known, loose)
}

/// That a secret is known, in words; `time` is what its number counts.
pub(crate) fn known_secret(name: Name, time: &str) -> String {
    match name {
        (name, Some(number)) => format!("the adversary knows {name} of {time} {number}"),
        (name, None) => format!("the adversary knows {name}"),
    }
}

/// The property that falls with a secret of an epoch, by the last state that leaked of the epoch's line.
fn secrecy_of(world: &World, fact: Fact) -> Property {
    let (Fact::Init(epoch) | Fact::Keys(epoch) | Fact::Messages(epoch, ..)) = fact else {
        return Property::Secrecy;
    };
    let Some(leaked) = world.leaked.last() else {
        return Property::Secrecy;
    };
    let client = world
        .ledger
        .epoch(leaked.epoch)
        .and_then(|at| at.tree.members().find(|(leaf, _)| *leaf == leaked.state.own_leaf.0).map(|(_, client)| client));
    let was_there = client.is_some_and(|client| world.leaf_of(epoch, client).is_some());
    match (leaked.epoch < epoch, was_there) {
        (true, true) => Property::PostCompromiseSecurity,
        (true, false) => Property::RemovedMember,
        (false, true) => Property::ForwardSecrecy,
        (false, false) => Property::NewMember,
    }
}

/// Agreement and the tree invariant, of a state in an epoch.
pub fn check_new_state(world: &mut World, client: Client, state: &GroupState<Term>, epoch: EpochId) {
    let Some(expected) = world.epochs.get(epoch.0).cloned() else {
        return;
    };
    let own = epoch_terms(state);
    let authenticator = |terms: &EpochSecrets<Term>| terms.epoch_authenticator.bytes;
    let same_secrets = authenticator(&own.secrets) == authenticator(&expected.secrets);
    let same_view = own.group_context == expected.group_context
        && own.tree == expected.tree
        && own.interim_transcript_hash == expected.interim_transcript_hash;
    match (same_secrets, same_view) {
        (true, true) => {}
        (true, false) => {
            let what = format!("{client} has the epoch authenticator of another view of the group");
            world.report(Property::Agreement, what);
        }
        (false, true) => {
            world.report(Property::Agreement, format!("{client} has other secrets in the same GroupContext and tree"));
        }
        (false, false) => world.report(Property::Agreement, format!("{client} is in an epoch of its own")),
    }
    if let Some(what) = tree_fault(world, state, epoch) {
        world.report(Property::TreeInvariant, format!("{client}: {what}"));
    }
}

fn tree_fault(world: &World, state: &GroupState<Term>, epoch: EpochId) -> Option<String> {
    let shadow = &world.ledger.epoch(epoch)?.tree;
    let width = 2 * shadow.leaf_count() - 1;
    if leaf_count(&state.tree).value() != shadow.leaf_count() as usize {
        return Some("the tree has another size".to_string());
    }
    for index in 0..width {
        let node = shadow.nodes().find(|(place, _)| place.index() == index).map(|(_, node)| node);
        let key = encryption_key_at(&state.tree, NodeIndex(index)).map(|key| key.bytes);
        if key != node.map(|node| node.key) {
            return Some(format!("node {index} has another key"));
        }
        let unmerged = parent_at(&state.tree, NodeIndex(index)).map(|parent| parent.unmerged_leaves.clone());
        let unmerged = unmerged.unwrap_or_default().into_iter().map(|leaf| leaf.0);
        if node.is_some_and(|node| !unmerged.eq(node.unmerged.iter().copied())) {
            return Some(format!("node {index} has other unmerged leaves"));
        }
        let held = shadow.held_by(state.own_leaf.0).any(|(place, _)| place.index() == index);
        if private_key_at(&state.private_keys, NodeIndex(index)).is_some() != held {
            let which = if held { "lacks" } else { "holds" };
            return Some(format!("the member {which} the private key of node {index}"));
        }
    }
    None
}
