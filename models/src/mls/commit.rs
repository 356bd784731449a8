//! What a Commit leads to, whoever made it: the oracle is told, the members get it, and those who were added join.

use std::rc::Rc;

use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::tree::update_path::UpdatePath;
use pleach_spec::welcome::join::{JoinInput, join_group};

use crate::client::Client;
use crate::mls::EpochId;
use crate::mls::client::{Sent, key_package, seed};
use crate::mls::ledger::{Committed, Fact};
use crate::mls::shadow_tree::ShadowTree;
use crate::mls::world::{PendingUpdate, World, path_of};
use crate::property::Property;
use crate::term::Term;

/// A Commit that somebody made, and what it does.
#[derive(Clone, Debug)]
pub struct Made {
    /// The committer.
    pub by: Client,
    /// The epoch that it was sent in.
    pub epoch: EpochId,
    /// The Commit.
    pub message: MlsMessage<Term>,
    /// The Welcome, if it adds anybody.
    pub welcome: Option<MlsMessage<Term>>,
    /// The state of the committer afterwards.
    pub next: GroupState<Term>,
    /// The leaves whose Updates it commits.
    pub updates: Vec<u32>,
    /// Whom it removes.
    pub removes: Vec<Client>,
    /// Whom it adds.
    pub adds: Vec<Client>,
    /// Whether it has to have a path: RFC 9420, Section 12.4, or because it was asked for.
    pub path: bool,
    /// Whether it injects the PSK.
    pub psk: bool,
    /// Whether it is external.
    pub external: bool,
    /// Whether the adversary made it.
    pub forged: bool,
}

impl Made {
    /// An honest Commit with a path, and nothing else.
    pub(crate) fn new(by: Client, epoch: EpochId, message: MlsMessage<Term>, next: GroupState<Term>) -> Made {
        Made {
            by,
            epoch,
            message,
            welcome: None,
            next,
            updates: vec![],
            removes: vec![],
            adds: vec![],
            path: true,
            psk: false,
            external: false,
            forged: false,
        }
    }
}

impl World {
    /// The oracle learns of a Commit, and the members of its epoch get it.
    pub fn spread(&mut self, made: Made) -> Option<()> {
        let message = self.publish(&made.message)?;
        let starts = self.register(&made)?;
        if !made.forged {
            self.enter(made.by, made.next.clone(), starts);
        }
        let (sender, epoch) = (made.by, made.epoch);
        let sent = Sent { message, sender, forged: made.forged, epoch, starts: Some(starts), said: None };
        let accepted = self.deliver(sent);
        if made.forged && !accepted {
            return None;
        }
        if let Some(welcome) = &made.welcome {
            self.welcome(welcome, &made, starts);
        }
        Some(())
    }

    /// The epoch that a Commit starts.
    pub(crate) fn register(&mut self, made: &Made) -> Option<EpochId> {
        let (tree, joiners) = self.with_proposals(made)?;
        let mut committed = Committed {
            parent: made.epoch,
            tree,
            path: None,
            path_keys: vec![],
            joiners,
            psk: made.psk,
            external: made.external,
            forged: made.forged,
        };
        match path_of(&made.message) {
            Some(path) => self.add_path(made, &mut committed, &path)?,
            None if made.path => {
                self.report(Property::TreeInvariant, format!("a Commit of {} has no path", made.by));
                committed.path = Some(vec![]);
            }
            None => {}
        }
        let epoch = self.ledger.commit(committed);
        self.open_epoch(&made.next);
        Some(epoch)
    }

    /// The tree after the proposals of a Commit, in the order of RFC 9420, Section 12.3; and the new leaves with the
    /// `init_key` of each.
    fn with_proposals(&self, made: &Made) -> Option<(ShadowTree, Vec<(u32, Term)>)> {
        let mut tree = self.ledger.epoch(made.epoch)?.tree.clone();
        let removed: Vec<u32> = made.removes.iter().filter_map(|client| tree.leaf_of(*client)).collect();
        let committed = |update: &&PendingUpdate| update.epoch == made.epoch && made.updates.contains(&update.leaf);
        for update in self.pending.iter().filter(committed) {
            tree.update(update.leaf, update.key);
        }
        removed.into_iter().for_each(|leaf| tree.remove(leaf));
        let mut joiners = Vec::new();
        for client in &made.adds {
            let key_package = &self.client(*client)?.published;
            let (leaf_key, init_key) = (key_package.leaf_node.encryption_key.bytes, key_package.init_key.bytes);
            joiners.push((tree.add(*client, leaf_key), init_key));
        }
        Some((tree, joiners))
    }

    fn add_path(&mut self, made: &Made, committed: &mut Committed, path: &UpdatePath<Term>) -> Option<()> {
        let leaf_key = path.leaf_node.encryption_key.bytes;
        let own = match (made.external, committed.tree.leaf_of(made.by)) {
            (false, own) => own?,
            (true, None) => committed.tree.add(made.by, leaf_key),
            (true, Some(_)) => {
                self.report(Property::Authentication, format!("{} is in the group twice", made.by));
                committed.tree.add(made.by, leaf_key)
            }
        };
        let new_leaves: Vec<u32> = committed.joiners.iter().map(|(leaf, _)| *leaf).collect();
        let steps = committed.tree.start_path(own, &new_leaves);
        let keys: Vec<Term> = path.nodes.iter().map(|node| node.encryption_key.bytes).collect();
        let places = steps.iter().map(|step| step.place).zip(keys.iter().copied());
        committed.tree.finish_path(own, leaf_key, places);
        self.keys.extend(keys.iter().copied().chain([leaf_key]));
        if made.forged {
            self.ledger.expose([Fact::Key(leaf_key)]);
        }
        (committed.path, committed.path_keys) = (Some(steps), keys);
        Some(())
    }

    /// Those who were added join, if the KeyPackage was theirs.
    fn welcome(&mut self, welcome: &MlsMessage<Term>, made: &Made, starts: EpochId) -> Option<()> {
        let tree = &made.next.tree;
        self.knowledge.learn(self.step, [encode_ratchet_tree(tree)]);
        let MlsMessage::Welcome { welcome } = self.publish(welcome)? else {
            return None;
        };
        for client in &made.adds {
            let entry = self.client(*client)?;
            let own = Rc::clone(&entry.key_package);
            let is_due = !made.forged && entry.published.init_key == own.key_package.init_key;
            if is_due {
                self.tamper_with_welcome(*client, &welcome, &made.next);
            }
            let input = JoinInput { own: &own, ratchet_tree: Some(tree), current_groups: &[], linked: None };
            match join_group(&input, &welcome, &self.policy) {
                Ok(state) => {
                    self.enter(*client, state, starts);
                    self.renew(*client)?;
                }
                Err(error) if is_due => {
                    let what = format!("{client} refuses its Welcome: {error:?}");
                    self.report(Property::Availability, what);
                }
                Err(_) => {}
            }
        }
        Some(())
    }

    /// A client waits with another KeyPackage, and forgets the private keys of the last one.
    pub fn renew(&mut self, client: Client) -> Option<()> {
        let leaf = Rc::clone(&self.client(client)?.leaf);
        let own = key_package(&leaf, &seed(self.step, &format!("KeyPackage of {client}"))).ok()?;
        let key_package = own.key_package.clone();
        self.keys.extend([key_package.init_key.bytes, key_package.leaf_node.encryption_key.bytes]);
        self.publish(&MlsMessage::KeyPackage { key_package: key_package.clone() })?;
        let entry = self.clients.get_mut(client.0)?;
        (entry.key_package, entry.published) = (Rc::new(own), Rc::new(key_package));
        Some(())
    }
}
