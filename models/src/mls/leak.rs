//! What a compromise gives to the adversary, and what the oracle is told of it.

use pleach_spec::algebra::Bytes;
use pleach_spec::group::{GroupState, PastEpoch, PendingUpdate};
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::policy::StoredPsk;
use pleach_spec::secret_tree::ratchet::RatchetKey;
use pleach_spec::secret_tree::{GenerationWindow, RatchetType, SecretTree, key_for, next_key};
use pleach_spec::tree::leaf_node::{GroupBinding, sign_leaf_node};
use pleach_spec::tree::math::{LeafIndex, NodeIndex, node_width};
use pleach_spec::tree::nodes::{LeafNode, LeafNodeSource, encode_leaf_node};
use pleach_spec::tree::private_keys::private_key_at;
use pleach_spec::tree::ratchet_tree::{leaf_at, leaf_count};

use crate::client::Client;
use crate::mls::check::other_secrets;
use crate::mls::client::{Member, psk, seed, signature_private_key};
use crate::mls::ledger::Fact;
use crate::mls::operation::Leak;
use crate::mls::world::World;
use crate::term::{Node, SUITE, Term, name};

/// No key is derived, only those that are kept are taken out.
const NO_FURTHER: GenerationWindow = GenerationWindow { maximum_forward: 0, maximum_kept: 0 };

impl World {
    /// Something becomes known. `None` if it is not there, or known already.
    pub fn leak(&mut self, leak: Leak) -> Option<()> {
        let (terms, facts) = match leak {
            Leak::State(of) => self.leaked_state(of)?,
            Leak::Signature(of) => {
                self.client(of)?;
                (vec![signature_private_key(of)], vec![Fact::Signature(of)])
            }
            Leak::Node(of, node) => {
                let member = self.member(of)?;
                let private_key = private_key_at(&member.state.private_keys, NodeIndex(node))?.bytes;
                let tree = &self.ledger.epoch(member.epoch)?.tree;
                let (_, node) = tree.nodes().find(|(place, _)| place.index() == node)?;
                (vec![private_key], vec![Fact::Key(node.key)])
            }
            Leak::Psk => (vec![psk()], vec![Fact::Psk]),
            Leak::OtherGroup(of) => return self.leaked_elsewhere(of),
        };
        if facts.iter().all(|fact| self.ledger.is_exposed(*fact)) {
            return None;
        }
        self.knowledge.learn(self.step, terms);
        self.ledger.expose(facts);
        Some(())
    }

    /// The client has an Update of its leaf in another group, at the same place, and the private key leaks.
    fn leaked_elsewhere(&mut self, of: Client) -> Option<()> {
        let member = self.member(of)?.clone();
        if self.elsewhere.iter().any(|leaf| leaf.signature_key.bytes == self.clients[of.0].leaf.signature_key.bytes) {
            return None;
        }
        let secret = name(&format!("leaf of {of} in another group"), 32);
        let key_pair = derive_key_pair(SUITE, &secret);
        let leaf = LeafNode {
            encryption_key: key_pair.public_key,
            leaf_node_source: LeafNodeSource::Update,
            ..leaf_at(&member.state.tree, member.state.own_leaf)?.clone()
        };
        let group_id = Term::literal(b"other group");
        let binding = GroupBinding::Leaf { group_id, leaf_index: member.state.own_leaf };
        let private_key = &member.state.signature_private_key;
        let leaf = sign_leaf_node(SUITE, leaf, &binding, private_key, &seed(self.step, "other leaf")).ok()?;
        self.knowledge.learn(self.step, [secret, encode_leaf_node(&leaf)]);
        self.elsewhere.push(leaf);
        Some(())
    }

    fn leaked_state(&mut self, of: Client) -> Option<(Vec<Term>, Vec<Fact>)> {
        let client = self.client(of)?.clone();
        let own = &client.key_package;
        let mut terms = vec![own.init_private_key.bytes, own.encryption_private_key.bytes, signature_private_key(of)];
        let keys = [own.key_package.init_key.bytes, own.key_package.leaf_node.encryption_key.bytes];
        let mut facts = vec![Fact::Signature(of)];
        facts.extend(keys.map(Fact::Key));
        for member in client.member.iter().chain(&client.former) {
            terms.extend(secrets_of(&member.state));
            facts.extend(self.facts_of(member)?);
            self.leaked.push(member.clone());
        }
        Some((terms, facts))
    }

    /// What a member holds by the tree invariant and the deletion schedule (RFC 9420, Section 9.2).
    fn facts_of(&self, member: &Member) -> Option<Vec<Fact>> {
        let (epoch, leaf) = (member.epoch, member.state.own_leaf.0);
        let tree = &self.ledger.epoch(epoch)?.tree;
        let mut facts = vec![Fact::Init(epoch), Fact::Keys(epoch)];
        facts.extend(tree.held_by(leaf).map(|(_, node)| Fact::Key(node.key)));
        let own_updates = self.pending.iter().filter(|update| update.epoch == epoch && update.leaf == leaf);
        facts.extend(own_updates.map(|update| Fact::Key(update.key)));
        facts.extend(member.unread());
        Some(facts)
    }
}

impl Member {
    /// The messages that it can still read.
    pub(crate) fn unread(&self) -> impl Iterator<Item = Fact> {
        let epoch = self.epoch;
        let next = (0..).zip(&self.read.next).map(move |(leaf, next)| Fact::Messages(epoch, leaf, *next));
        next.chain(self.read.skipped.iter().map(move |(leaf, generation)| Fact::Skipped(epoch, *leaf, *generation)))
    }
}

/// Every secret in a state. A field that is added to it has to be named here.
pub fn secrets_of(state: &GroupState<Term>) -> Vec<Term> {
    let GroupState {
        suite: _,
        group_context: _,
        tree,
        own_leaf: _,
        private_keys,
        signature_private_key,
        interim_transcript_hash: _,
        confirmation_tag: _,
        epoch_secrets,
        secret_tree,
        proposals: _,
        pending_updates,
        past_epochs,
        resumption_psks,
        status: _,
    } = state;
    let nodes = (0..node_width(leaf_count(tree))).map(NodeIndex);
    let mut secrets: Vec<Term> = nodes.filter_map(|node| Some(private_key_at(private_keys, node)?.bytes)).collect();
    secrets.push(signature_private_key.bytes);
    secrets.push(epoch_secrets.init_secret.bytes);
    secrets.extend(other_secrets(epoch_secrets).map(|(_, secret)| secret));
    secrets.extend(message_keys(secret_tree, leaf_count(tree).value()));
    for update in pending_updates {
        let PendingUpdate { reference: _, encryption_private_key, signature_private_key } = update;
        secrets.extend([encryption_private_key.bytes, signature_private_key.bytes]);
    }
    for past in past_epochs {
        let PastEpoch { group_context: _, tree, sender_data_secret, secret_tree } = past;
        secrets.push(sender_data_secret.bytes);
        secrets.extend(message_keys(secret_tree, leaf_count(tree).value()));
    }
    secrets.extend(resumption_psks.iter().map(|StoredPsk { name: _, psk }| psk.bytes));
    secrets
}

/// What a secret tree still holds: of each ratchet the secret that it goes on from, which is what the next key derives
/// from, and the keys that were skipped.
fn message_keys(secret_tree: &SecretTree<Term>, leaves: usize) -> Vec<Term> {
    let mut secrets = Vec::new();
    for leaf in (0..).map(LeafIndex).take(leaves) {
        for ratchet in [RatchetType::Handshake, RatchetType::Application] {
            let Ok((_, next)) = next_key(SUITE, secret_tree.clone(), leaf, ratchet) else {
                continue;
            };
            secrets.extend(match &*next.key.bytes.node() {
                Node::Expand { prk, .. } => vec![*prk],
                _ => key_terms(&next).to_vec(),
            });
            for generation in 0..next.generation {
                let skipped = key_for(SUITE, secret_tree.clone(), leaf, ratchet, generation, &NO_FURTHER);
                secrets.extend(skipped.into_iter().flat_map(|(_, key)| key_terms(&key)));
            }
        }
    }
    secrets
}

fn key_terms(key: &RatchetKey<Term>) -> [Term; 2] {
    let RatchetKey { generation: _, key, nonce } = key;
    [key.bytes, nonce.bytes]
}
