//! The properties, each after each step.
//!
//! Secrecy is compared with the oracle: what the adversary knows though [`Fact`]s do not have it is an attack; what it
//! does not know though they do is loose: the oracle is less sharp there than the protocol.

use pleach_spec::algebra::Crypto;
use pleach_spec::group::GroupState;
use pleach_spec::key_schedule::epoch::EpochSecrets;
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::nodes::LeafNode;
use pleach_spec::tree::private_keys::private_key_at;
use pleach_spec::tree::ratchet_tree::{leaf_at, leaf_count, parent_at};
use pleach_spec::tree::terms::encryption_key_at;

use crate::client::Client;
use crate::mls::EpochId;
use crate::mls::client::{psk, signature_private_key};
use crate::mls::ledger::Fact;
use crate::mls::world::{World, epoch_terms};
use crate::property::{Name, Property, Violation, compare, known_secret};
use crate::term::{Node, SUITE, Term};

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

/// Every secret that there ever was, its name, and the fact that says whether it may be known.
fn secrets(world: &World) -> Vec<(Name, Term, Fact)> {
    let mut secrets = Vec::new();
    for (index, epoch) in world.epochs.iter().enumerate() {
        let id = EpochId(index);
        let number = epoch.group_context.epoch;
        let init = epoch.secrets.init_secret.bytes;
        secrets.push((("init_secret", Some(number)), init, Fact::Init(id)));
        if let Some(epoch_secret) = epoch_secret_of(init) {
            let joiner_secret = joiner_secret_of(epoch_secret);
            secrets.extend(joiner_secret.map(|secret| (("joiner_secret", Some(number)), secret, Fact::Joiner(id))));
            secrets.push((("epoch_secret", Some(number)), epoch_secret, Fact::Epoch(id)));
        }
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
    for client in (0..world.clients.len()).map(Client) {
        secrets.push((("a signature key", None), signature_private_key(client), Fact::Signature(client)));
    }
    secrets.push((("the PSK", None), psk(), Fact::Psk));
    secrets
}

/// The `epoch_secret` that an `init_secret` derives from: RFC 9420, Section 8.
pub(crate) fn epoch_secret_of(init_secret: Term) -> Option<Term> {
    match &*init_secret.node() {
        Node::Expand { prk, .. } => Some(*prk),
        _ => None,
    }
}

/// The `joiner_secret` that an `epoch_secret` derives from: RFC 9420, Section 8. The first one of a group has none.
fn joiner_secret_of(epoch_secret: Term) -> Option<Term> {
    let Node::Expand { prk: member_secret, .. } = &*epoch_secret.node() else {
        return None;
    };
    match &*member_secret.node() {
        Node::Extract { salt, .. } => Some(*salt),
        _ => None,
    }
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

/// The property that falls with a secret of an epoch, by the last state that leaked of the epoch's line.
fn secrecy_of(world: &World, fact: Fact) -> Property {
    let epoch = match fact {
        Fact::Init(epoch) | Fact::Keys(epoch) | Fact::Joiner(epoch) | Fact::Epoch(epoch) => epoch,
        Fact::Messages(epoch, ..) => epoch,
        _ => return Property::Secrecy,
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
        if let Some(client) = node.and_then(|node| node.client)
            && !is_leaf_of(world, client, leaf_at(&state.tree, LeafIndex(index / 2)))
        {
            return Some(format!("node {index} is no leaf of {client}"));
        }
        let held = shadow.held_by(state.own_leaf.0).any(|(place, _)| place.index() == index);
        match (held, private_key_at(&state.private_keys, NodeIndex(index)).map(|private| private.bytes)) {
            (false, None) => {}
            (true, Some(private)) if Term::kem_public_key(SUITE, &private) == key => {}
            (true, Some(_)) => return Some(format!("the member holds another private key of node {index}")),
            (true, None) => return Some(format!("the member lacks the private key of node {index}")),
            (false, Some(_)) => return Some(format!("the member holds the private key of node {index}")),
        }
    }
    None
}

fn is_leaf_of(world: &World, client: Client, leaf: Option<&LeafNode<Term>>) -> bool {
    let own = world.client(client).map(|client| &client.leaf);
    leaf.zip(own)
        .is_some_and(|(leaf, own)| (&leaf.signature_key, &leaf.credential) == (&own.signature_key, &own.credential))
}
