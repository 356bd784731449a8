//! What honest clients do: each runs the specification, and the oracle is told what it was.

use std::rc::Rc;

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{PathChoice, TreeDelivery, create_commit};
use pleach_spec::framing::Sender;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::group::propose::propose_update;
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource};
use pleach_spec::policy::Policy;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::nodes::Capabilities;
use pleach_spec::tree::ratchet_tree::RatchetTree;
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec::welcome::external::{ExternalJoin, create_external_commit};
use pleach_spec::welcome::group_info::GroupInfo;
use pleach_spec::welcome::join::{JoinInput, join_group};
use pleach_spec::welcome::tree::Joiner;

use crate::mls::check::Property;
use crate::mls::client::{Member, Sent, commit_options, key_package, private, psk_id, public, seed};
use crate::mls::ledger::{Committed, Fact};
use crate::mls::operation::Operation;
use crate::mls::world::{PendingUpdate, Said, World, path_of};
use crate::mls::{Client, EpochId};
use crate::term::{Term, name};

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

impl World {
    /// Does what an honest client does. `None` if it cannot.
    pub fn perform(&mut self, operation: Operation) -> Option<()> {
        match operation {
            Operation::Commit(by) => self.commit(by, None, vec![], vec![], PathChoice::Always),
            Operation::Add(by, whom) => {
                self.tamper_with_key_package(by, whom);
                self.add(by, &[whom])
            }
            Operation::Remove(by, whom) => {
                let removed = LeafIndex(self.leaf_of(self.member(by)?.epoch, whom)?);
                let proposal = Proposal::Remove { removed };
                self.commit(by, Some(proposal), vec![whom], vec![], PathChoice::WhenRequired)
            }
            Operation::Psk(by) => {
                let psk_nonce = name(&format!("PSK nonce of step {}", self.step), 32);
                let psk = PreSharedKeyId { source: PskSource::External { psk_id: psk_id() }, psk_nonce };
                let proposal = Proposal::PreSharedKey { psk };
                self.commit(by, Some(proposal), vec![], vec![], PathChoice::WhenRequired)
            }
            Operation::Update(by) => self.propose_update(by),
            Operation::External(by) => self.join_externally(by),
            Operation::Send(by) => self.send(by),
            Operation::Offline(who) => {
                let client = self.clients.get_mut(who.0)?;
                client.member.as_ref()?;
                client.inbox = Some(Vec::new());
                Some(())
            }
            Operation::Online(who) => {
                let waiting = self.clients.get_mut(who.0)?.inbox.take()?;
                for sent in waiting {
                    self.receive(who, &sent);
                }
                Some(())
            }
            Operation::Leak(_) | Operation::Forge(_) => None,
        }
    }

    /// A Commit that adds these clients, by the KeyPackages that they published.
    pub fn add(&mut self, by: Client, whom: &[Client]) -> Option<()> {
        let mut proposals = Vec::new();
        for client in whom {
            let key_package = (*self.client(*client)?.published).clone();
            proposals.push(Proposal::Add { key_package });
        }
        let (last, others) = proposals.split_last()?;
        let others = others.iter().map(|proposal| ProposalOrRef::Proposal { proposal: proposal.clone() }).collect();
        self.commit_more(by, Some(last.clone()), others, vec![], whom.to_vec(), PathChoice::WhenRequired)
    }

    fn commit(
        &mut self,
        by: Client,
        proposal: Option<Proposal<Term>>,
        removes: Vec<Client>,
        adds: Vec<Client>,
        path: PathChoice,
    ) -> Option<()> {
        self.commit_more(by, proposal, vec![], removes, adds, path)
    }

    fn commit_more(
        &mut self,
        by: Client,
        proposal: Option<Proposal<Term>>,
        more: Vec<ProposalOrRef<Term>>,
        removes: Vec<Client>,
        adds: Vec<Client>,
        path: PathChoice,
    ) -> Option<()> {
        let member = self.member(by)?.clone();
        let psk = matches!(proposal, Some(Proposal::PreSharedKey { .. }));
        let (updates, mut proposals) = self.references(&member, &removes);
        proposals.extend(more);
        proposals.extend(proposal.map(|proposal| ProposalOrRef::Proposal { proposal }));
        let path_is_due = path == PathChoice::Always || !updates.is_empty() || !removes.is_empty();
        let options = commit_options(proposals, path);
        let created = create_commit(&member.state, &self.policy, &options, &seed(self.step, "Commit")).ok()?;
        self.spread(Made {
            by,
            epoch: member.epoch,
            message: created.message,
            welcome: created.welcome,
            next: created.next,
            updates,
            removes,
            adds,
            path: path_is_due,
            psk,
            external: false,
            forged: false,
        })
    }

    /// The Updates of others that a member may commit: their leaves, and the references.
    pub fn references(&self, member: &Member, removes: &[Client]) -> (Vec<u32>, Vec<ProposalOrRef<Term>>) {
        let removed = removes.iter().filter_map(|client| self.leaf_of(member.epoch, *client));
        let excluded: Vec<u32> = removed.chain([member.state.own_leaf.0]).collect();
        let mut references = (Vec::new(), Vec::new());
        for cached in &member.state.proposals {
            match cached.sender {
                Sender::Member { leaf_index } if !excluded.contains(&leaf_index.0) => {
                    references.0.push(leaf_index.0);
                    references.1.push(ProposalOrRef::Reference { reference: cached.reference.clone() });
                }
                _ => {}
            }
        }
        references
    }

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
            self.welcome(welcome, &made.adds, &made.next, starts);
        }
        Some(())
    }

    /// The epoch that a Commit starts.
    pub(crate) fn register(&mut self, made: &Made) -> Option<EpochId> {
        let parent = self.ledger.epoch(made.epoch)?;
        let mut tree = parent.tree.clone();
        let own = tree.leaf_of(made.by);
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
        let path = path_of(&made.message);
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
        if let Some(path) = path {
            let leaf_key = path.leaf_node.encryption_key.bytes;
            if made.external && committed.tree.leaf_of(made.by).is_some() {
                self.report(Property::Authentication, format!("{} is in the group twice", made.by));
            }
            let own = if made.external { committed.tree.add(made.by, leaf_key) } else { own? };
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
        } else if made.path {
            self.report(Property::TreeInvariant, format!("a Commit of {} has no path", made.by));
            committed.path = Some(vec![]);
        }
        let epoch = self.ledger.commit(committed);
        self.open_epoch(&made.next);
        Some(epoch)
    }

    /// Those who were added join, if the KeyPackage was theirs.
    fn welcome(
        &mut self,
        welcome: &MlsMessage<Term>,
        adds: &[Client],
        next: &GroupState<Term>,
        starts: EpochId,
    ) -> Option<()> {
        let tree = &next.tree;
        self.knowledge.learn(self.step, [encode_ratchet_tree(tree)]);
        let MlsMessage::Welcome { welcome } = self.publish(welcome)? else {
            return None;
        };
        for client in adds {
            let entry = self.client(*client)?;
            let own = Rc::clone(&entry.key_package);
            let is_own = entry.published.init_key == own.key_package.init_key;
            if is_own {
                self.tamper_with_welcome(*client, &welcome, next);
            }
            let input = JoinInput { own: &own, ratchet_tree: Some(tree), current_groups: &[], linked: None };
            match join_group(&input, &welcome, &self.policy) {
                Ok(state) => {
                    self.enter(*client, state, starts);
                    self.renew(*client)?;
                }
                Err(error) if is_own => {
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

    fn propose_update(&mut self, by: Client) -> Option<()> {
        let member = self.member(by)?.clone();
        let own = member.state.own_leaf.0;
        if self.pending.iter().any(|update| update.epoch == member.epoch && update.leaf == own) {
            return None;
        }
        let leaf = Rc::clone(&self.client(by)?.leaf);
        let (state, message) = propose_update(&member.state, &leaf, &public(), &seed(self.step, "Update")).ok()?;
        let message = self.publish(&message)?;
        let key = updated_key(&message)?;
        self.keys.push(key);
        self.pending.push(PendingUpdate { epoch: member.epoch, leaf: own, key });
        let epoch = member.epoch;
        self.replace(by, Member { state: Rc::new(state), ..member });
        self.deliver(Sent { message, sender: by, forged: false, epoch, starts: None, said: None });
        Some(())
    }

    fn send(&mut self, by: Client) -> Option<()> {
        let member = self.member(by)?.clone();
        let data = name(&format!("data of step {}", self.step), 32);
        let (state, message) =
            send_application_data(&member.state, &data, &private(), &seed(self.step, "message")).ok()?;
        let message = self.publish(&message)?;
        let (epoch, leaf) = (member.epoch, member.state.own_leaf.0);
        let mut member = Member { state: Rc::new(state), ..member };
        let next = member.read.get_mut(leaf as usize)?;
        let generation = *next;
        *next += 1;
        self.replace(by, member);
        self.said.push(Said { epoch, leaf, generation, data, forged: false });
        let said = Some(self.said.len() - 1);
        self.deliver(Sent { message, sender: by, forged: false, epoch, starts: None, said });
        Some(())
    }

    fn join_externally(&mut self, by: Client) -> Option<()> {
        let (epoch, group_info, tree) = self.group_info(by)?;
        let removed = self.leaf_of(epoch, by);
        let leaf = (*self.client(by)?.leaf).clone();
        let capabilities = leaf.capabilities.clone();
        let joiner = joiner(&capabilities, &tree, &self.policy);
        let join = external_join(leaf, removed);
        let created = create_external_commit(&group_info, &joiner, &join, &seed(self.step, "external")).ok()?;
        let removes = if removed.is_some() { vec![by] } else { vec![] };
        let (message, next) = (created.message, created.next);
        if let Some(entry) = self.clients.get_mut(by.0) {
            // Whoever joins anew has given up its old place.
            (entry.member, entry.heading, entry.inbox) = (None, None, None);
        }
        let made = Made {
            by,
            epoch,
            message,
            welcome: None,
            next,
            updates: vec![],
            removes,
            adds: vec![],
            path: true,
            psk: false,
            external: true,
            forged: false,
        };
        self.spread(made)
    }

    /// A GroupInfo, as a member gives it to whoever asks, and the tree.
    pub fn group_info(&mut self, for_client: Client) -> Option<(EpochId, GroupInfo<Term>, RatchetTree<Term>)> {
        let (_, member) = self.online().find(|(client, _)| *client != for_client)?;
        let (state, epoch) = (Rc::clone(&member.state), member.epoch);
        let extensions = [external_pub(&state)];
        let signature = seed(self.step, "GroupInfo");
        let group_info = create_group_info(&state, &extensions, TreeDelivery::Separate, &signature).ok()?;
        self.publish(&MlsMessage::GroupInfo { group_info: group_info.clone() })?;
        self.knowledge.learn(self.step, [encode_ratchet_tree(&state.tree)]);
        Some((epoch, group_info, state.tree.clone()))
    }
}

/// The new `encryption_key` of an Update.
pub fn updated_key(message: &MlsMessage<Term>) -> Option<Term> {
    match message {
        MlsMessage::PublicMessage { public_message } => match &public_message.content.content {
            Content::Proposal { proposal: Proposal::Update { leaf_node } } => Some(leaf_node.encryption_key.bytes),
            _ => None,
        },
        _ => None,
    }
}

/// How anybody joins externally.
pub fn joiner<'a>(
    capabilities: &'a Capabilities,
    tree: &'a RatchetTree<Term>,
    policy: &'a Policy<Term>,
) -> Joiner<'a, Term> {
    Joiner { capabilities, ratchet_tree: Some(tree), current_groups: &[], policy }
}

/// An external Commit that removes this leaf.
pub fn external_join(new_leaf: NewLeaf<Term>, removed: Option<u32>) -> ExternalJoin<Term> {
    let authenticated_data = Term::literal(b"");
    ExternalJoin { new_leaf, removed: removed.map(LeafIndex), psks: vec![], authenticated_data }
}
