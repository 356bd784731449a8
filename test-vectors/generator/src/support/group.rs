//! All members of a group, an honest delivery between them, and a log of what was delivered.

use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, CreatedCommit, TreeDelivery};
use pleach_spec::extension::Extension;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::Status;
use pleach_spec::group::send::MessageOptions;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::ratchet_tree::RatchetTree;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec::welcome::external::ExternalJoin;
use pleach_spec_concrete::Octets;
use pleach_vectors::Hex;

use super::client::{Cast, Client};
use super::member::{Invitation, Member};
use super::options::{by_value, commit_of, without_path};
use super::{hex, hex_message};
use crate::{Random, Refusal};

/// A group with all its members. A story names a member by its place in the list, which is its leaf as long as none
/// was removed.
#[derive(Clone, Debug)]
pub struct Group {
    /// The members, in the order in which they joined.
    pub members: Vec<Member>,
    /// All that was delivered.
    pub log: Vec<Event>,
}

/// What was delivered to all members.
#[derive(Clone, Debug)]
pub enum Event {
    /// A proposal, of a member or of a client outside.
    Proposal {
        /// The encoded MLSMessage.
        message: Hex,
    },
    /// A Commit.
    Commit {
        /// The encoded MLSMessage.
        message: Hex,
        /// Of the epoch that it initiates.
        epoch_authenticator: Hex,
    },
}

/// Who is not among the members, as the sender of a message.
const OUTSIDE: usize = usize::MAX;

impl Group {
    /// A group of one member.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn create(client: Client, group_id: &Octets, extensions: &[Extension<Octets>]) -> Result<Group, Refusal> {
        let creator = Member::create(client, group_id, extensions)?;
        Ok(Group { members: vec![creator], log: Vec::new() })
    }

    /// A group of so many members of the usual kind, all added by the first in one Commit.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn new(cast: &mut Cast, count: usize, random: &mut Random) -> Result<Group, Refusal> {
        let mut group = Group::create(cast.client()?, &random.octets(16), &[])?;
        if count > 1 {
            let others = cast.clients(count - 1)?;
            group.add(0, others)?;
        }
        Ok(group)
    }

    /// A group of so many members in which every parent node is filled that can be: every other member commits. The
    /// leaves of these are of Commits then, those of the others still of their KeyPackages.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn full(cast: &mut Cast, count: usize, random: &mut Random) -> Result<Group, Refusal> {
        let mut group = Group::new(cast, count, random)?;
        for committer in (0..count).step_by(2) {
            group.commit(committer, &commit_of(Vec::new()), Vec::new())?;
        }
        Ok(group)
    }

    /// A member.
    ///
    /// # Errors
    /// [`Refusal::Missing`] if there are not so many.
    pub fn member(&self, place: usize) -> Result<&Member, Refusal> {
        self.members.get(place).ok_or(Refusal::Missing("such member"))
    }

    /// A member, to do something.
    ///
    /// # Errors
    /// [`Refusal::Missing`] if there are not so many.
    pub fn member_mut(&mut self, place: usize) -> Result<&mut Member, Refusal> {
        self.members.get_mut(place).ok_or(Refusal::Missing("such member"))
    }

    /// The tree of the current epoch.
    ///
    /// # Errors
    /// [`Refusal::Missing`] if there is no member.
    pub fn tree(&self) -> Result<&RatchetTree<Octets>, Refusal> {
        Ok(&self.member(0)?.state.tree)
    }

    /// The `epoch_authenticator` of the current epoch.
    ///
    /// # Errors
    /// [`Refusal::Missing`] if there is no member.
    pub fn epoch_authenticator(&self) -> Result<Hex, Refusal> {
        Ok(hex(&self.member(0)?.state.epoch_secrets.epoch_authenticator.bytes))
    }

    /// Adds clients by one Commit with a path.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn add(&mut self, committer: usize, clients: Vec<Client>) -> Result<(), Refusal> {
        let adds = by_value(clients.iter().map(Client::add));
        self.commit(committer, &commit_of(adds), clients).map(drop)
    }

    /// Adds clients by one Commit without a path: their leaves are unmerged.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn add_without_path(&mut self, committer: usize, clients: Vec<Client>) -> Result<(), Refusal> {
        let adds = by_value(clients.iter().map(Client::add));
        self.commit(committer, &without_path(adds), clients).map(drop)
    }

    /// A Commit, delivered to all members. `joiners` are those whom it adds, in its order: they join by its Welcome.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn commit(
        &mut self,
        committer: usize,
        options: &CommitOptions<Octets>,
        joiners: Vec<Client>,
    ) -> Result<Option<Invitation>, Refusal> {
        let created = self.member_mut(committer)?.commit(options)?;
        self.deliver_commit(committer, created, options.ratchet_tree, joiners)
    }

    /// Delivers a Commit that was created before.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn deliver_commit(
        &mut self,
        committer: usize,
        created: CreatedCommit<Octets>,
        delivery: TreeDelivery,
        joiners: Vec<Client>,
    ) -> Result<Option<Invitation>, Refusal> {
        let CreatedCommit { message, welcome, next, .. } = created;
        self.deliver(committer, &message)?;
        let ratchet_tree = (delivery == TreeDelivery::Separate).then(|| next.tree.clone());
        let invitation = welcome.map(|welcome| Invitation { welcome, ratchet_tree });
        self.member_mut(committer)?.state = next;
        for client in joiners {
            let invitation = invitation.as_ref().ok_or(Refusal::Missing("Welcome"))?;
            self.members.push(Member::join(client, invitation, None)?);
        }
        self.end_epoch(&message)?;
        Ok(invitation)
    }

    /// A client joins by an external Commit.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn join_externally(
        &mut self,
        client: Client,
        change: impl FnOnce(&mut ExternalJoin<Octets>),
    ) -> Result<(), Refusal> {
        let group_info = self.member_mut(0)?.group_info()?;
        let (joined, message) = Member::join_externally(client, &group_info, change)?;
        self.deliver(OUTSIDE, &message)?;
        self.members.push(joined);
        self.end_epoch(&message)
    }

    /// A proposal that is no Update, delivered to all. It can be committed by the reference returned.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn propose(
        &mut self,
        sender: usize,
        proposal: Proposal<Octets>,
        options: &MessageOptions<Octets>,
    ) -> Result<ProposalOrRef<Octets>, Refusal> {
        let message = self.member_mut(sender)?.propose(proposal, options)?;
        self.deliver_proposal(sender, &message)
    }

    /// An Update, delivered to all.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn update(
        &mut self,
        sender: usize,
        options: &MessageOptions<Octets>,
        change: impl FnOnce(&mut NewLeaf<Octets>),
    ) -> Result<ProposalOrRef<Octets>, Refusal> {
        let message = self.member_mut(sender)?.propose_update(options, change)?;
        self.deliver_proposal(sender, &message)
    }

    /// The proposal of a client outside, delivered to all.
    ///
    /// # Errors
    /// Those of the operations.
    pub fn outside_proposal(&mut self, message: &MlsMessage<Octets>) -> Result<ProposalOrRef<Octets>, Refusal> {
        self.deliver_proposal(OUTSIDE, message)
    }

    fn deliver_proposal(
        &mut self,
        sender: usize,
        message: &MlsMessage<Octets>,
    ) -> Result<ProposalOrRef<Octets>, Refusal> {
        self.deliver(sender, message)?;
        self.log.push(Event::Proposal { message: hex_message(message) });
        self.member(0)?.last_proposal()
    }

    /// To all but the sender.
    fn deliver(&mut self, sender: usize, message: &MlsMessage<Octets>) -> Result<(), Refusal> {
        for (place, member) in self.members.iter_mut().enumerate() {
            if place != sender {
                member.receive(message)?;
            }
        }
        Ok(())
    }

    /// Leaves out the members that the Commit removed, and sees that all others agree.
    fn end_epoch(&mut self, message: &MlsMessage<Octets>) -> Result<(), Refusal> {
        self.members.retain(|member| member.state.status != Status::Removed);
        let epoch_authenticator = self.epoch_authenticator()?;
        let context = &self.member(0)?.state.group_context;
        let agrees = |member: &Member| {
            let own = &member.state.epoch_secrets.epoch_authenticator;
            member.state.group_context == *context && own.bytes.as_slice() == &*epoch_authenticator
        };
        if !self.members.iter().all(agrees) {
            return Err(Refusal::Disagreement);
        }
        self.log.push(Event::Commit { message: hex_message(message), epoch_authenticator });
        Ok(())
    }
}
