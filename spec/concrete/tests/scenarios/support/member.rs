//! A client as a member of a group.

use pleach_spec::algebra::Bytes;
use pleach_spec::codec::decode_exact;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, CreatedCommit, TreeDelivery, create_commit, same_leaf};
use pleach_spec::error::Error;
use pleach_spec::extension::Extension;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::{MlsMessage, decode_mls_message, encode_mls_message};
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::create::create_group;
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::group::process::{ApplicationMessage, Processed, process_message};
use pleach_spec::group::propose::{propose, propose_update};
use pleach_spec::group::send::{MessageOptions, protect, sign_as_member};
use pleach_spec::group::{GroupState, Status};
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at};
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec::welcome::external::{ExternalJoin, create_external_commit};
use pleach_spec::welcome::group_info::GroupInfo;
use pleach_spec::welcome::join::{JoinInput, join_group};
use pleach_spec::welcome::tree::Joiner;
use pleach_spec_concrete::Octets;

use super::client::{Client, octets};
use super::options::message;

/// What a member was sent.
#[derive(Clone, Debug)]
pub(crate) enum Received {
    Proposal,
    Commit,
    Application(ApplicationMessage<Octets>),
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) client: Client,
    pub(crate) state: GroupState<Octets>,
}

/// The message as its receiver reads it.
pub(crate) fn wire(message: &MlsMessage<Octets>) -> MlsMessage<Octets> {
    let bytes: Octets = encode_mls_message(message);
    let decoded = decode_exact(&bytes, decode_mls_message).unwrap();
    assert_eq!(decoded, *message);
    decoded
}

impl Member {
    /// The creator of a group.
    pub(crate) fn create(
        mut client: Client,
        group_id: &Octets,
        extensions: &[Extension<Octets>],
    ) -> Result<Member, Error> {
        let seed = client.seed();
        let state = create_group(group_id, &client.own, extensions, &client.policy, &seed)?;
        Ok(Member { client, state })
    }

    /// Joins by a Welcome, with the tree beside it unless it is inside.
    pub(crate) fn join(
        client: Client,
        welcome: &MlsMessage<Octets>,
        ratchet_tree: Option<&RatchetTree<Octets>>,
    ) -> Result<Member, Error> {
        Member::join_linked(client, welcome, ratchet_tree, None)
    }

    /// Joins a group that follows or branches from another.
    pub(crate) fn join_linked(
        client: Client,
        welcome: &MlsMessage<Octets>,
        ratchet_tree: Option<&RatchetTree<Octets>>,
        linked: Option<&GroupState<Octets>>,
    ) -> Result<Member, Error> {
        let MlsMessage::Welcome { welcome } = wire(welcome) else {
            panic!("no Welcome");
        };
        let input = JoinInput { own: &client.own, ratchet_tree, current_groups: &[], linked };
        let state = join_group(&input, &welcome, &client.policy)?;
        Ok(Member { client, state })
    }

    /// Joins by an external Commit, which is returned beside the member.
    pub(crate) fn join_externally(
        mut client: Client,
        group_info: &GroupInfo<Octets>,
        change: impl FnOnce(&mut ExternalJoin<Octets>),
    ) -> Result<(Member, MlsMessage<Octets>), Error> {
        let mut join = ExternalJoin {
            new_leaf: client.leaf.clone(),
            removed: None,
            psks: Vec::new(),
            authenticated_data: Octets::literal(&[]),
        };
        change(&mut join);
        let seed = client.seed();
        let joiner = Joiner {
            capabilities: &join.new_leaf.capabilities,
            ratchet_tree: None,
            current_groups: &[],
            policy: &client.policy,
        };
        let created = create_external_commit(group_info, &joiner, &join, &seed)?;
        let state = created.next;
        Ok((Member { client, state }, created.message))
    }

    /// A GroupInfo for external joiners, with the tree.
    pub(crate) fn group_info(&mut self) -> GroupInfo<Octets> {
        let seed = self.client.seed();
        let extensions = [external_pub(&self.state)];
        create_group_info(&self.state, &extensions, TreeDelivery::Extension, &seed).unwrap()
    }

    /// Processes a message; a failure leaves the state as it was.
    pub(crate) fn receive(&mut self, message: &MlsMessage<Octets>) -> Result<Received, Error> {
        let processed = process_message(&self.state, &self.client.policy, &wire(message))?;
        let (state, received) = match processed {
            Processed::Proposal { state } => (state, Received::Proposal),
            Processed::Commit { state } => (state, Received::Commit),
            Processed::Application { state, message } => (state, Received::Application(message)),
        };
        self.state = state;
        Ok(received)
    }

    /// What a message is refused with.
    pub(crate) fn refusal(&self, message: &MlsMessage<Octets>) -> Option<Error> {
        process_message(&self.state, &self.client.policy, &wire(message)).err()
    }

    /// Creates a Commit, and keeps nothing of it but that its message key is used.
    pub(crate) fn commit(&mut self, options: &CommitOptions<Octets>) -> Result<CreatedCommit<Octets>, Error> {
        let seed = self.client.seed();
        let created = create_commit(&self.state, &self.client.policy, options, &seed)?;
        self.state = created.state.clone();
        Ok(created)
    }

    /// Sends a proposal that is no Update; returns its reference too.
    pub(crate) fn propose(
        &mut self,
        proposal: Proposal<Octets>,
        options: &MessageOptions<Octets>,
    ) -> (ProposalOrRef<Octets>, MlsMessage<Octets>) {
        let seed = self.client.seed();
        let (state, message) = propose(&self.state, &self.client.policy, proposal, options, &seed).unwrap();
        self.state = state;
        (self.last_proposal(), message)
    }

    /// Sends an Update, with a leaf that may differ from the current one in more than its encryption key.
    pub(crate) fn propose_update(
        &mut self,
        options: &MessageOptions<Octets>,
        change: impl FnOnce(&mut NewLeaf<Octets>),
    ) -> (ProposalOrRef<Octets>, MlsMessage<Octets>) {
        let seed = self.client.seed();
        let mut new_leaf = self.new_leaf();
        change(&mut new_leaf);
        let (state, message) = propose_update(&self.state, &new_leaf, options, &seed).unwrap();
        self.state = state;
        (self.last_proposal(), message)
    }

    /// The current leaf, to be changed and signed anew.
    pub(crate) fn new_leaf(&self) -> NewLeaf<Octets> {
        let leaf = leaf_at(&self.state.tree, self.state.own_leaf).unwrap();
        same_leaf(&self.state, leaf)
    }

    /// The proposal that this member sent or received last.
    pub(crate) fn last_proposal(&self) -> ProposalOrRef<Octets> {
        ProposalOrRef::Reference { reference: self.state.proposals.last().unwrap().reference.clone() }
    }

    pub(crate) fn say(&mut self, text: &str) -> MlsMessage<Octets> {
        self.send(&octets(text), &message()).unwrap()
    }

    /// Sends application data.
    pub(crate) fn send(
        &mut self,
        application_data: &Octets,
        options: &MessageOptions<Octets>,
    ) -> Result<MlsMessage<Octets>, Error> {
        let seed = self.client.seed();
        let (state, message) = send_application_data(&self.state, application_data, options, &seed)?;
        self.state = state;
        Ok(message)
    }

    /// Signs and protects a content that the operations of a member may refuse to make. A Commit's confirmation
    /// tag is no tag of anything.
    pub(crate) fn forge(&mut self, content: Content<Octets>, options: &MessageOptions<Octets>) -> MlsMessage<Octets> {
        let seed = self.client.seed();
        let is_commit = matches!(content, Content::Commit { .. });
        let mut signed = sign_as_member(&self.state, content, options, &seed).unwrap();
        if is_commit {
            signed.auth.confirmation_tag = Some(self.state.confirmation_tag.clone());
        }
        let (state, message) = protect(&self.state, &signed, options, &seed).unwrap();
        self.state = state;
        message
    }

    pub(crate) fn is_active(&self) -> bool {
        self.state.status == Status::Active
    }

    pub(crate) fn leaf_index(&self) -> u32 {
        self.state.own_leaf.0
    }
}
