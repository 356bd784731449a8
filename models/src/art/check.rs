//! The properties, each after each step: those of [`crate::mls::check`].

use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::group::{ArtGroup, ArtStage};
use pleach_spec::art::setup::ArtSetup;

use crate::art::StageId;
use crate::art::client::Sent;
use crate::art::ledger::Fact;
use crate::art::world::World;
use crate::client::Client;
use crate::property::{Name, Property, Violation, compare, known_secret};
use crate::term::{Node, Term};

/// The secrets of a stage, with their names and the facts that say whether they may be known.
fn stage_secrets(id: StageId, stage: &ArtStage<Term>) -> Vec<(&'static str, Term, Fact)> {
    let ArtStage {
        context: _,
        context_hash: _,
        chain_key,
        update_mac_key,
        stage_authenticator,
        sender_data_secret,
        ratchets: _,
    } = stage;
    let mut secrets = vec![
        ("the chain key", chain_key.bytes, Fact::Chain(id)),
        ("the MAC key", update_mac_key.bytes, Fact::Mac(id)),
        ("the stage authenticator", stage_authenticator.bytes, Fact::Link(id)),
        ("the sender data secret", sender_data_secret.bytes, Fact::SenderData(id)),
    ];
    if let Node::Expand { prk, .. } = &*chain_key.bytes.node() {
        secrets.push(("the stage key", *prk, Fact::Stage(id)));
    }
    secrets
}

/// Every secret that there ever was, its name, and the fact that says whether it may be known.
fn secrets(world: &World) -> Vec<(Name, Term, Fact)> {
    let mut secrets = Vec::new();
    for (index, stage) in world.stages.iter().enumerate() {
        let of_stage = stage_secrets(StageId(index), stage).into_iter();
        secrets.extend(of_stage.map(|(name, secret, fact)| ((name, Some(stage.context.stage)), secret, fact)));
    }
    let nodes =
        world.keys.iter().map(|key| ("a private key of the tree, a prekey or an identity", *key, Fact::Key(*key)));
    let setups = world.setup_keys.iter().map(|(key, stage)| ("a setup key", *key, Fact::SetupKey(*stage)));
    for (name, key, fact) in nodes.chain(setups) {
        secrets.extend(private_key(key).map(|private| ((name, None), private, fact)));
    }
    for said in world.said.iter().filter(|said| !said.forged) {
        let fact = Fact::Messages(said.stage, said.leaf, said.generation);
        secrets.push((("the content of a message", None), said.data, fact));
    }
    for (number, client) in world.clients.iter().enumerate() {
        let (fact, key) = (Fact::Signature(Client(number)), &client.identity.signature_private_key);
        secrets.push((("a signature key", None), key.bytes, fact));
    }
    secrets
}

/// Compares what is known with the oracle. Returns how many secrets are secret though the oracle has them exposed.
pub fn check_secrecy(world: &mut World) -> usize {
    let exposed = |fact| world.ledger.is_exposed(fact);
    let (known, loose) = compare(&world.knowledge, secrets(world), exposed);
    for (name, secret, fact) in known {
        let property = secrecy_of(world, fact);
        world.violations.push(Violation { property, what: known_secret(name, "stage"), secret: Some(secret) });
    }
    loose
}

/// The property that falls with a secret of a stage, by the last state that leaked.
fn secrecy_of(world: &World, fact: Fact) -> Property {
    let stage = match fact {
        Fact::Signature(_) | Fact::Key(_) => return Property::Secrecy,
        Fact::SetupKey(stage) | Fact::Messages(stage, ..) | Fact::Skipped(stage, ..) | Fact::Stage(stage) => stage,
        Fact::Chain(stage) | Fact::Mac(stage) | Fact::Link(stage) | Fact::SenderData(stage) => stage,
    };
    match world.leaked.last() {
        None => Property::Secrecy,
        Some((client, at)) => match (*at < stage, world.leaf_of(stage, *client).is_some()) {
            (true, true) => Property::PostCompromiseSecurity,
            (true, false) => Property::RemovedMember,
            (false, true) => Property::ForwardSecrecy,
            (false, false) => Property::NewMember,
        },
    }
}

impl World {
    /// What the adversary made is accepted only if it had what it takes. For an update that is the MAC key, which all
    /// members have; for a message where none is signed, the keys that all members have.
    pub(crate) fn check_authentic(&mut self, client: Client, sent: &Sent) {
        if sent.forged && !self.is_authorised(client, sent) {
            let what = format!("{client} takes a message of the adversary for one of {}", sent.sender);
            self.report(Property::Authentication, what);
        }
    }

    fn is_authorised(&self, client: Client, sent: &Sent) -> bool {
        let signed = self.ledger.is_exposed(Fact::Signature(sent.sender));
        let said = sent.said.and_then(|said| self.said.get(said));
        match (&sent.envelope, sent.stage, said) {
            (ArtMessageEnvelope::Update { .. }, Some(stage), _) => self.ledger.is_exposed(Fact::Mac(stage)),
            (ArtMessageEnvelope::Message { .. }, Some(stage), Some(said)) => {
                let is_signed = self.ledger.stage(stage).is_none_or(|stage| stage.signed);
                self.ledger.is_exposed(Fact::SenderData(stage))
                    && self.ledger.is_exposed(Fact::Messages(stage, said.leaf, said.generation))
                    && (signed || !is_signed)
            }
            (ArtMessageEnvelope::Setup { setup }, _, _) => {
                signed && (sent.intercepted || self.has_leaf_key(client, sent.sender, setup))
            }
            _ => false,
        }
    }

    /// Whether the leaf key of a client can be computed for a setup key of the adversary.
    pub(crate) fn has_leaf_key(&self, client: Client, creator: Client, setup: &ArtSetup<Term>) -> bool {
        let exposed = |key: Term| self.ledger.is_exposed(Fact::Key(key));
        let (Some(creator), Some(state)) = (self.client(creator), self.client(client)) else {
            return false;
        };
        let invitee = setup.invitees.iter().find(|invitee| invitee.member == state.identity.member);
        let of_member = invitee.is_some_and(|invitee| exposed(invitee.ephemeral_key.bytes));
        exposed(creator.identity_key()) || (exposed(state.identity_key()) && of_member)
    }
}

/// Agreement and the tree invariant, of a state in a stage.
pub(crate) fn check_new_state(world: &mut World, client: Client, group: &ArtGroup<Term>, stage: StageId) {
    let Some(expected) = world.stages.get(stage.0).cloned() else {
        return;
    };
    let same_secrets = group.stage.stage_authenticator == expected.stage_authenticator;
    let same_view = group.stage.context == expected.context;
    match (same_secrets, same_view) {
        (true, true) => {}
        (true, false) => {
            let what = format!("{client} has the stage authenticator of another view of the group");
            world.report(Property::Agreement, what);
        }
        (false, true) => {
            world.report(Property::Agreement, format!("{client} has other secrets with the same members and tree"));
        }
        (false, false) => world.report(Property::Agreement, format!("{client} is in a stage of its own")),
    }
    if let Some(what) = tree_fault(world, client, group, stage) {
        world.report(Property::TreeInvariant, format!("{client}: {what}"));
    }
}

fn tree_fault(world: &World, client: Client, group: &ArtGroup<Term>, id: StageId) -> Option<String> {
    let stage = world.ledger.stage(id)?;
    let (shadow, nodes) = (&stage.tree, &group.stage.context.tree.nodes);
    if nodes.len() != shadow.node_count() {
        return Some("the tree has another size".to_string());
    }
    if let Some(node) = (0..nodes.len()).find(|node| nodes.get(*node).map(|key| key.bytes) != shadow.key(*node)) {
        return Some(format!("node {node} has another key"));
    }
    let leaf = shadow.leaf_of(client);
    if leaf != Some(group.own_index.0) {
        return Some("the member is at another leaf".to_string());
    }
    let held = shadow.key(shadow.leaf_node(leaf?)?).and_then(private_key);
    if held != Some(group.leaf_private_key.bytes) {
        return Some("the member does not hold the private key of its leaf".to_string());
    }
    let families = shadow.families();
    let mut unlike = families.iter().filter(|family| {
        let keys = [family.parent, family.left, family.right].map(|node| shadow.key(node).and_then(private_key));
        !matches!(keys, [Some(parent), Some(left), Some(right)] if shared_by(parent) == Some((left.min(right), left.max(right))))
    });
    match unlike.next() {
        Some(family) if !stage.adversarial => Some(format!("node {} has no key of its children", family.parent)),
        _ => None,
    }
}

/// The private key of a public key.
pub(crate) fn private_key(public_key: Term) -> Option<Term> {
    match &*public_key.node() {
        Node::KemPublic(private) => Some(*private),
        _ => None,
    }
}

/// The two private keys whose Diffie-Hellman value, and nothing else, a private key derives from.
fn shared_by(private: Term) -> Option<(Term, Term)> {
    match &*private.node() {
        Node::KemPrivate(from) | Node::Expand { prk: from, .. } | Node::Extract { ikm: from, .. } => shared_by(*from),
        Node::DiffieHellman { first, second } => Some((*first, *second)),
        _ => None,
    }
}
