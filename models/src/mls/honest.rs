//! What honest clients do: each runs the specification, and the oracle is told what it was.

use std::rc::Rc;

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{PathChoice, TreeDelivery, create_commit};
use pleach_spec::framing::Sender;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::MlsMessage;
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
use pleach_spec::welcome::tree::Joiner;

use crate::client::Client;
use crate::mls::EpochId;
use crate::mls::client::{Member, Sent, commit_options, private, psk_id, public, seed};
use crate::mls::commit::Made;
use crate::mls::operation::Operation;
use crate::mls::world::{PendingUpdate, Said, World};
use crate::reading::Arrival;
use crate::term::{Term, name};

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
                client.member.as_ref().filter(|_| client.inbox.is_none())?;
                client.inbox = Some(Vec::new());
                Some(())
            }
            Operation::Online(who, arrival) => self.come_online(who, arrival),
            Operation::Leak(_) | Operation::Forge(_) | Operation::ForgeTo(..) => None,
        }
    }

    /// The messages that waited come, if there are any.
    fn come_online(&mut self, who: Client, arrival: Arrival) -> Option<()> {
        let waiting = arrival.order(self.clients.get_mut(who.0)?.inbox.take()?)?;
        if arrival != Arrival::InOrder {
            self.clients.get_mut(who.0)?.missed = self.member(who).map(|member| member.epoch);
        }
        for sent in waiting {
            self.tamper(who, &sent);
            self.receive(who, &sent);
        }
        let client = self.clients.get_mut(who.0)?;
        client.heading = client.member.as_ref().map(|member| member.epoch);
        Some(())
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
        let made = Made::new(by, member.epoch, created.message, created.next);
        self.spread(Made { welcome: created.welcome, updates, removes, adds, path: path_is_due, psk, ..made })
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
        let generation = *member.read.next.get(leaf as usize)?;
        member.read.read(leaf, generation);
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
        let join = external_join(leaf, removed);
        self.tamper_with_group_info(by, &group_info, &tree, &join);
        let joiner = joiner(&capabilities, &tree, &self.policy);
        let created = create_external_commit(&group_info, &joiner, &join, &seed(self.step, "external")).ok()?;
        let removes = if removed.is_some() { vec![by] } else { vec![] };
        let (message, next) = (created.message, created.next);
        if let Some(entry) = self.clients.get_mut(by.0) {
            // Whoever joins anew has given up its old place.
            (entry.member, entry.heading, entry.inbox) = (None, None, None);
        }
        self.spread(Made { removes, external: true, ..Made::new(by, epoch, message, next) })
    }

    /// A GroupInfo, as a member gives it to whoever asks, and the tree.
    pub fn group_info(&mut self, for_client: Client) -> Option<(EpochId, GroupInfo<Term>, RatchetTree<Term>)> {
        let (_, member) = self.listening(self.listener).find(|(client, _)| *client != for_client)?;
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
