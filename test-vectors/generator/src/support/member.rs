//! A client as a member of a group.

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, CreatedCommit, TreeDelivery, create_commit, same_leaf};
use pleach_spec::extension::Extension;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::create::create_group;
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::group::process::{ApplicationMessage, Processed, process_message};
use pleach_spec::group::propose::{propose, propose_update};
use pleach_spec::group::send::MessageOptions;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at};
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec::welcome::external::{CreatedExternalCommit, ExternalJoin, create_external_commit};
use pleach_spec::welcome::group_info::GroupInfo;
use pleach_spec::welcome::join::{JoinInput, join_group};
use pleach_spec::welcome::tree::Joiner;
use pleach_spec_concrete::Octets;

use super::client::Client;
use crate::Refusal;

/// A member of a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who it is.
    pub client: Client,
    /// What it holds of the group.
    pub state: GroupState<Octets>,
}

/// How a client joins by a Welcome.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The Welcome.
    pub welcome: MlsMessage<Octets>,
    /// The tree, unless it is in the Welcome.
    pub ratchet_tree: Option<RatchetTree<Octets>>,
}

impl Member {
    /// The creator of a group.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn create(mut client: Client, group_id: &Octets, extensions: &[Extension<Octets>]) -> Result<Member, Refusal> {
        let seed = client.seed();
        let state = create_group(group_id, &client.own, extensions, &client.policy, &seed)?;
        Ok(Member { client, state })
    }

    /// Joins by a Welcome. `linked` is the state in the group that the new group follows or branches from, if it is
    /// linked to one.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn join(
        client: Client,
        invitation: &Invitation,
        linked: Option<&GroupState<Octets>>,
    ) -> Result<Member, Refusal> {
        let MlsMessage::Welcome { welcome } = &invitation.welcome else {
            return Err(Refusal::Missing("Welcome"));
        };
        let ratchet_tree = invitation.ratchet_tree.as_ref();
        let input = JoinInput { own: &client.own, ratchet_tree, current_groups: &[], linked };
        let state = join_group(&input, welcome, &client.policy)?;
        Ok(Member { client, state })
    }

    /// Joins by an external Commit, which is returned beside the member.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn join_externally(
        mut client: Client,
        group_info: &GroupInfo<Octets>,
        change: impl FnOnce(&mut ExternalJoin<Octets>),
    ) -> Result<(Member, MlsMessage<Octets>), Refusal> {
        let new_leaf = client.new_leaf();
        let authenticated_data = Octets::literal(&[]);
        let mut join = ExternalJoin { new_leaf, removed: None, psks: Vec::new(), authenticated_data };
        change(&mut join);
        let seed = client.seed();
        let joiner = Joiner {
            capabilities: &join.new_leaf.capabilities,
            ratchet_tree: None,
            current_groups: &[],
            policy: &client.policy,
        };
        let CreatedExternalCommit { message, next } = create_external_commit(group_info, &joiner, &join, &seed)?;
        Ok((Member { client, state: next }, message))
    }

    /// The leaf of this member.
    pub fn leaf(&self) -> LeafIndex {
        self.state.own_leaf
    }

    /// A GroupInfo for external joiners: with `external_pub` and the tree.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn group_info(&mut self) -> Result<GroupInfo<Octets>, Refusal> {
        let seed = self.client.seed();
        let extensions = [external_pub(&self.state)];
        Ok(create_group_info(&self.state, &extensions, TreeDelivery::Extension, &seed)?)
    }

    /// Processes a handshake message of another member, or of a client outside.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn receive(&mut self, message: &MlsMessage<Octets>) -> Result<(), Refusal> {
        self.state = match process_message(&self.state, &self.client.policy, message)? {
            Processed::Proposal { state } | Processed::Commit { state } => state,
            Processed::Application { .. } => return Err(Refusal::Missing("handshake message")),
        };
        Ok(())
    }

    /// Reads application data of another member.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn read(&mut self, message: &MlsMessage<Octets>) -> Result<ApplicationMessage<Octets>, Refusal> {
        match process_message(&self.state, &self.client.policy, message)? {
            Processed::Application { state, message } => {
                self.state = state;
                Ok(message)
            }
            Processed::Proposal { .. } | Processed::Commit { .. } => Err(Refusal::Missing("application data")),
        }
    }

    /// Whether this member can read application data of an epoch: it was a member then, and keeps what it needs.
    pub fn keeps(&self, epoch: u64) -> bool {
        let current = &self.state.group_context;
        let mut past = self.state.past_epochs.iter().map(|past| &past.group_context);
        current.epoch == epoch || past.any(|context| context.epoch == epoch)
    }

    /// Creates a Commit. It takes effect when its `next` is adopted.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn commit(&mut self, options: &CommitOptions<Octets>) -> Result<CreatedCommit<Octets>, Refusal> {
        let seed = self.client.seed();
        let created = create_commit(&self.state, &self.client.policy, options, &seed)?;
        self.state = created.state.clone();
        Ok(created)
    }

    /// Sends a proposal that is no Update.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn propose(
        &mut self,
        proposal: Proposal<Octets>,
        options: &MessageOptions<Octets>,
    ) -> Result<MlsMessage<Octets>, Refusal> {
        let seed = self.client.seed();
        let (state, message) = propose(&self.state, &self.client.policy, proposal, options, &seed)?;
        self.state = state;
        Ok(message)
    }

    /// Sends an Update, with a leaf that may differ from the current one in more than its encryption key.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn propose_update(
        &mut self,
        options: &MessageOptions<Octets>,
        change: impl FnOnce(&mut NewLeaf<Octets>),
    ) -> Result<MlsMessage<Octets>, Refusal> {
        let seed = self.client.seed();
        let mut new_leaf = self.new_leaf()?;
        change(&mut new_leaf);
        let (state, message) = propose_update(&self.state, &new_leaf, options, &seed)?;
        self.state = state;
        Ok(message)
    }

    /// The current leaf, to be changed and signed anew.
    ///
    /// # Errors
    /// If the member has none.
    pub fn new_leaf(&self) -> Result<NewLeaf<Octets>, Refusal> {
        let leaf = leaf_at(&self.state.tree, self.state.own_leaf).ok_or(Refusal::Missing("own leaf"))?;
        Ok(same_leaf(&self.state, leaf))
    }

    /// The proposal that this member sent or received last, by reference.
    ///
    /// # Errors
    /// If there is none in this epoch.
    pub fn last_proposal(&self) -> Result<ProposalOrRef<Octets>, Refusal> {
        let last = self.state.proposals.last().ok_or(Refusal::Missing("proposal"))?;
        Ok(ProposalOrRef::Reference { reference: last.reference.clone() })
    }

    /// Sends application data.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn say(
        &mut self,
        application_data: &Octets,
        options: &MessageOptions<Octets>,
    ) -> Result<MlsMessage<Octets>, Refusal> {
        let seed = self.client.seed();
        let (state, message) = send_application_data(&self.state, application_data, options, &seed)?;
        self.state = state;
        Ok(message)
    }
}
