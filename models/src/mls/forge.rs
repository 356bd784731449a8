//! What the adversary says in the name of a client: it runs the specification on the best state that it can have of that
//! client, with its own randomness, and changes what the specification would not do.
//!
//! The best state is public where the group is (a GroupInfo and the tree give it all), and secret where secrets leaked
//! or can be deduced. In place of every other secret there is a guess.

use std::rc::Rc;

use pleach_spec::algebra::Crypto;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{PathChoice, create_commit};
use pleach_spec::crypto::HpkePublicKey;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::propose::propose_update;
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::key_schedule::epoch::derive_epoch;
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::{EpochSecret, Seed};
use pleach_spec::tree::math::{LeafIndex, NodeIndex, leaf_index};
use pleach_spec::tree::private_keys::no_private_keys;
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at, leaf_count, parent_at, with_leaf, with_parent};
use pleach_spec::tree::terms::encryption_key_at;
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec::welcome::external::create_external_commit;
use pleach_spec::welcome::join::{JoinInput, join_group};

use crate::client::Client;
use crate::mls::EpochId;
use crate::mls::check::epoch_secret_of;
use crate::mls::client::{
    Member, Sent, commit_options, key_package, new_leaf, private, public, seed, signature_private_key,
};
use crate::mls::commit::Made;
use crate::mls::honest::{external_join, joiner, updated_key};
use crate::mls::ledger::Fact;
use crate::mls::operation::Forgery;
use crate::mls::shadow_tree::ShadowTree;
use crate::mls::world::{PendingUpdate, Said, World};
use crate::property::Property;
use crate::reading::Read;
use crate::term::{SUITE, Term, name};

impl World {
    /// The adversary says something. `None` if it cannot, or nobody accepts it.
    pub fn forge(&mut self, forgery: Forgery) -> Option<()> {
        match forgery {
            Forgery::Commit(who) => self.forge_commit(who, None, vec![], vec![]),
            Forgery::Add(who, whom) => {
                let key_package = (*self.client(whom)?.published).clone();
                self.forge_commit(who, Some(Proposal::Add { key_package }), vec![], vec![whom])
            }
            Forgery::Remove(who, whom) => {
                let (epoch, _) = self.view_of(who)?;
                let removed = LeafIndex(self.leaf_of(epoch, whom)?);
                self.forge_commit(who, Some(Proposal::Remove { removed }), vec![whom], vec![])
            }
            Forgery::Update(who) => self.forge_update(who),
            Forgery::External(who) => self.forge_external(who, true),
            Forgery::JoinBeside(who) => self.forge_external(who, false),
            Forgery::Send(who) => self.forge_message(who),
            Forgery::Split(who, victim) => self.forge_split(who, victim),
            Forgery::KeyPackage(who) => self.forge_key_package(who),
            Forgery::Fork(who, victim) => self.forge_fork(who, victim),
            Forgery::Invite(who, whom) => self.forge_welcome(who, whom, None),
            Forgery::InviteToTree(who, whom, node) => self.forge_welcome(who, whom, Some(node)),
            Forgery::Relay(who) => self.relay(who),
        }
    }

    /// A seed of the adversary.
    pub fn own_seed(&mut self, what: &str) -> Seed<Term> {
        let seed = seed(self.step, &format!("adversary's {what}"));
        self.knowledge.learn(self.step, [seed.bytes]);
        seed
    }

    /// An epoch that somebody who listens is in, and that this client is a member of.
    pub fn view_of(&self, who: Client) -> Option<(EpochId, Rc<GroupState<Term>>)> {
        let member = self.view_for(who, self.listener)?;
        Some((member.epoch, Rc::clone(&member.state)))
    }

    /// The member whose view that is: this one, or the first who listens.
    pub fn view_for(&self, who: Client, listener: Option<Client>) -> Option<&Member> {
        let mut views = self.listening(listener).filter(|(client, _)| *client != who);
        views.find(|(_, member)| self.leaf_of(member.epoch, who).is_some()).map(|(_, member)| member)
    }

    /// The leaf that the adversary speaks for: with its own signature key, if it does not have the right one.
    pub fn own_leaf(&self, who: Client) -> Option<NewLeaf<Term>> {
        let right = signature_private_key(who);
        let known = self.ledger.is_exposed(Fact::Signature(who));
        let wrong = Term::signature_derive_private_key(SUITE, &name("adversary's guess of a signature key", 32));
        let mut leaf = new_leaf(who, right)?;
        if !known {
            leaf.signature_private_key.bytes = wrong;
        }
        Some(leaf)
    }

    /// The state of a client in an epoch, as good as the adversary can have it.
    pub fn best_state(&mut self, who: Client, epoch: EpochId, seen: &GroupState<Term>) -> Option<GroupState<Term>> {
        let leaf = self.own_leaf(who)?;
        let leaked =
            self.leaked.iter().rev().find(|member| member.epoch == epoch).map(|member| Rc::clone(&member.state));
        let deduced = self.deduced_epoch_secret(epoch);
        let mut state = match &leaked {
            Some(leaked) => (**leaked).clone(),
            None => seen.clone(),
        };
        if leaked.is_none() {
            let guess = name(&format!("adversary's guess of an epoch_secret in step {}", self.step), 32);
            self.knowledge.learn(self.step, [guess]);
            let epoch_secret = EpochSecret { bytes: deduced.unwrap_or(guess) };
            (state.epoch_secrets, state.secret_tree) = derive_epoch(SUITE, &epoch_secret, leaf_count(&seen.tree));
        }
        state.own_leaf = LeafIndex(self.leaf_of(epoch, who)?);
        state.signature_private_key = leaf.signature_private_key;
        state.private_keys = no_private_keys();
        state.proposals = seen.proposals.clone();
        state.pending_updates = vec![];
        state.past_epochs = vec![];
        Some(state)
    }

    fn deduced_epoch_secret(&self, epoch: EpochId) -> Option<Term> {
        let init = self.epochs.get(epoch.0)?.secrets.init_secret.bytes;
        epoch_secret_of(init).filter(|secret| self.knowledge.deduction().knows(*secret))
    }

    fn forge_commit(
        &mut self,
        who: Client,
        proposal: Option<Proposal<Term>>,
        removes: Vec<Client>,
        adds: Vec<Client>,
    ) -> Option<()> {
        let (epoch, seen) = self.view_of(who)?;
        let state = self.best_state(who, epoch, &seen)?;
        let member = Member { state: Rc::new(state), epoch, read: Read::nothing(0) };
        let (updates, mut proposals) = self.references(&member, &removes);
        proposals.extend(proposal.map(|proposal| ProposalOrRef::Proposal { proposal }));
        let options = commit_options(proposals, PathChoice::Always);
        let seed = self.own_seed("Commit");
        let created = create_commit(&member.state, &self.policy, &options, &seed).ok()?;
        let made = Made::new(who, epoch, created.message, created.next);
        self.spread(Made { welcome: created.welcome, updates, removes, adds, forged: true, ..made })
    }

    fn forge_update(&mut self, who: Client) -> Option<()> {
        let (epoch, seen) = self.view_of(who)?;
        let own = self.leaf_of(epoch, who)?;
        if self.pending.iter().any(|update| update.epoch == epoch && update.leaf == own) {
            return None;
        }
        let state = self.best_state(who, epoch, &seen)?;
        let (leaf, seed) = (self.own_leaf(who)?, self.own_seed("Update"));
        let (_, message) = propose_update(&state, &leaf, &public(), &seed).ok()?;
        let message = self.publish(&message)?;
        let key = updated_key(&message)?;
        self.pending.push(PendingUpdate { epoch, leaf: own, key });
        self.ledger.expose([Fact::Key(key)]);
        self.ledger.mark_adversarial(epoch);
        self.deliver(Sent { message, sender: who, forged: true, epoch, starts: None, said: None }).then_some(())
    }

    fn forge_message(&mut self, who: Client) -> Option<()> {
        let (epoch, seen) = self.view_of(who)?;
        let mut state = self.best_state(who, epoch, &seen)?;
        let leaf = state.own_leaf.0;
        let data = self.own_seed("data").bytes;
        let seed = self.own_seed("message");
        // The keys of the generations that were used are of no use any more.
        let used = self.said.iter().filter(|said| (said.epoch, said.leaf) == (epoch, leaf)).count();
        let (mut after, mut message) = send_application_data(&state, &data, &private(), &seed).ok()?;
        for _ in 0..used {
            state = after;
            (after, message) = send_application_data(&state, &data, &private(), &seed).ok()?;
        }
        let message = self.publish(&message)?;
        let generation = u32::try_from(used).ok()?;
        self.said.push(Said { epoch, leaf, generation, data, forged: true });
        self.ledger.mark_adversarial(epoch);
        let said = Some(self.said.len() - 1);
        self.deliver(Sent { message, sender: who, forged: true, epoch, starts: None, said }).then_some(())
    }

    fn forge_external(&mut self, who: Client, removes_itself: bool) -> Option<()> {
        let (epoch, group_info, tree) = self.group_info(who)?;
        let removed = self.leaf_of(epoch, who).filter(|_| removes_itself);
        let (leaf, seed) = (self.own_leaf(who)?, self.own_seed("external Commit"));
        let capabilities = leaf.capabilities.clone();
        let join = external_join(leaf, removed);
        let joiner = joiner(&capabilities, &tree, &self.policy);
        let created = create_external_commit(&group_info, &joiner, &join, &seed).ok()?;
        let removes = removed.map(|_| who).into_iter().collect();
        let made = Made::new(who, epoch, created.message, created.next);
        self.spread(Made { removes, external: true, forged: true, ..made })
    }

    fn forge_key_package(&mut self, who: Client) -> Option<()> {
        let client = self.client(who)?;
        if client.published.init_key != client.key_package.key_package.init_key {
            return None;
        }
        let (leaf, seed) = (self.own_leaf(who)?, self.own_seed("KeyPackage"));
        let key_package = key_package(&leaf, &seed).ok()?.key_package;
        self.publish(&MlsMessage::KeyPackage { key_package: key_package.clone() })?;
        self.ledger
            .expose([Fact::Key(key_package.init_key.bytes), Fact::Key(key_package.leaf_node.encryption_key.bytes)]);
        self.clients.get_mut(who.0)?.published = Rc::new(key_package);
        Some(())
    }

    /// An epoch of the adversary's, with a tree that is the group's, or is so but for one node.
    fn forge_welcome(&mut self, who: Client, whom: Client, node: Option<u32>) -> Option<()> {
        let (epoch, seen) = self.view_of(who)?;
        let mut state = self.best_state(who, epoch, &seen)?;
        if let Some(node) = node {
            let key_pair = derive_key_pair(SUITE, &self.own_seed("node").bytes);
            state.tree = self.with_node(&state.tree, NodeIndex(node), key_pair.public_key)?;
        }
        state.group_context.tree_hash = root_tree_hash(SUITE, &state.tree);
        let target = self.client(whom)?.clone();
        let key_package = (*target.published).clone();
        let proposal = ProposalOrRef::Proposal { proposal: Proposal::Add { key_package } };
        let options = commit_options(vec![proposal], PathChoice::WhenRequired);
        let seed = self.own_seed("invitation");
        let created = create_commit(&state, &self.policy, &options, &seed).ok()?;
        let tree = created.next.tree.clone();
        let MlsMessage::Welcome { welcome } = self.publish(&created.welcome?)? else {
            return None;
        };
        let own = Rc::clone(&target.key_package);
        let input = JoinInput { own: &own, ratchet_tree: Some(&tree), current_groups: &[], linked: None };
        let joined = join_group(&input, &welcome, &self.policy).ok()?;
        if !self.ledger.is_exposed(Fact::Signature(who)) {
            self.report(Property::Authentication, format!("{whom} joins a group of the adversary for one of {who}"));
        }
        let shadow = self.shadow_of(epoch, whom, &tree, joined.own_leaf)?;
        let forged = self.ledger.forged_epoch(shadow);
        self.open_epoch(&created.next);
        self.enter(whom, joined, forged);
        self.renew(whom)
    }

    /// The tree of an epoch, with one member more and the keys of this tree.
    fn shadow_of(&self, epoch: EpochId, whom: Client, tree: &RatchetTree<Term>, leaf: LeafIndex) -> Option<ShadowTree> {
        let mut shadow = self.ledger.epoch(epoch)?.tree.clone();
        shadow.add(whom, leaf_at(tree, leaf)?.encryption_key.bytes);
        shadow.replace_keys(|index| Some(encryption_key_at(tree, NodeIndex(index))?.bytes));
        Some(shadow)
    }

    /// A tree in which this node, which is not blank, has another key. A leaf is that of another group, if it leaked.
    fn with_node(
        &self,
        tree: &RatchetTree<Term>,
        node: NodeIndex,
        key: HpkePublicKey<Term>,
    ) -> Option<RatchetTree<Term>> {
        if let Some(leaf) = leaf_index(node) {
            let mut content = leaf_at(tree, leaf)?.clone();
            content.encryption_key = key;
            let elsewhere = self.elsewhere.iter().find(|other| other.signature_key == content.signature_key);
            return Some(with_leaf(tree.clone(), leaf, Some(elsewhere.unwrap_or(&content).clone())));
        }
        let mut content = parent_at(tree, node)?.clone();
        content.encryption_key = key;
        Some(with_parent(tree.clone(), node, Some(content)))
    }
}
