//! The members of a group, and an honest Delivery Service between them.

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, CreatedCommit};
use pleach_spec::error::Error;
use pleach_spec::extension::Extension;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::application::export_secret;
use pleach_spec::group::send::MessageOptions;
use pleach_spec::group::{GroupState, Status};
use pleach_spec::hpke::is_key_pair;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::{NodeIndex, direct_path, leaf_node_index, node_width};
use pleach_spec::tree::private_keys::private_key_at;
use pleach_spec::tree::ratchet_tree::{leaf_at, leaf_count, parent_at};
use pleach_spec::tree::terms::encryption_key_at;
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::welcome::external::ExternalJoin;
use pleach_spec_concrete::Octets;

use super::client::{Client, octets};
use super::member::{Member, Received};
use super::options::{by_value, commit_of, message, public, without_path};

/// All the members of a group; tests name a member by its place in this list, which is its leaf as long as none
/// was removed.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) members: Vec<Member>,
    /// Those who processed the Commit that removed them.
    pub(crate) removed: Vec<Member>,
}

impl Group {
    /// A group of so many members, all added by the first in one Commit.
    pub(crate) fn new(suite: CipherSuite, count: usize) -> Group {
        let clients = (0..count).map(|i| Client::new(suite, &format!("client {i}")));
        Group::of(clients.collect(), &[])
    }

    /// A group of these clients, all added by the first in one Commit.
    pub(crate) fn of(clients: Vec<Client>, extensions: &[Extension<Octets>]) -> Group {
        let mut clients = clients.into_iter();
        let creator = clients.next().unwrap();
        let group_id = octets("group");
        let mut group =
            Group { members: vec![Member::create(creator, &group_id, extensions).unwrap()], removed: Vec::new() };
        let others: Vec<Client> = clients.collect();
        if !others.is_empty() {
            group.add(0, others);
        }
        group
    }

    /// Adds clients by one Commit with a path.
    pub(crate) fn add(&mut self, committer: usize, clients: Vec<Client>) {
        let adds = by_value(clients.iter().map(Client::add));
        self.commit_and_join(committer, &commit_of(adds), clients);
    }

    /// A Commit without new members, delivered to all.
    pub(crate) fn commit(&mut self, committer: usize, options: &CommitOptions<Octets>) {
        self.commit_and_join(committer, options, Vec::new());
    }

    /// A Commit, delivered to all members and to those whom it adds.
    pub(crate) fn commit_and_join(&mut self, committer: usize, options: &CommitOptions<Octets>, joiners: Vec<Client>) {
        let created = self.members[committer].commit(options).unwrap();
        self.deliver_commit(committer, &created, joiners);
    }

    /// Delivers a Commit that the group accepts; the members that it removes leave.
    pub(crate) fn deliver_commit(&mut self, committer: usize, created: &CreatedCommit<Octets>, joiners: Vec<Client>) {
        self.deliver(committer, &created.message);
        self.members[committer].state = created.next.clone();
        self.sort_out_removed();
        assert_eq!(created.welcome.is_some(), !joiners.is_empty());
        for client in joiners {
            let welcome = created.welcome.as_ref().unwrap();
            let tree = created.next.tree.clone();
            let member = Member::join(client, welcome, Some(&tree)).unwrap();
            self.members.push(member);
        }
        self.check();
    }

    /// A client joins by an external Commit.
    pub(crate) fn join_externally(&mut self, client: Client, change: impl FnOnce(&mut ExternalJoin<Octets>)) {
        let group_info = self.members[0].group_info();
        let (joined, commit) = Member::join_externally(client, &group_info, change).unwrap();
        for member in &mut self.members {
            assert!(matches!(member.receive(&commit), Ok(Received::Commit)));
        }
        self.sort_out_removed();
        self.members.push(joined);
        self.check();
    }

    fn sort_out_removed(&mut self) {
        let (removed, members) =
            core::mem::take(&mut self.members).into_iter().partition(|member| member.state.status == Status::Removed);
        self.members = members;
        self.removed.extend::<Vec<Member>>(removed);
    }

    /// Delivers a proposal or a Commit to all but its sender.
    pub(crate) fn deliver(&mut self, sender: usize, message: &MlsMessage<Octets>) {
        for (i, member) in self.members.iter_mut().enumerate() {
            if i != sender {
                let received = member.receive(message).unwrap();
                assert!(!matches!(received, Received::Application(_)));
            }
        }
    }

    /// Delivers a message of an outsider.
    pub(crate) fn deliver_to_all(&mut self, message: &MlsMessage<Octets>) -> ProposalOrRef<Octets> {
        self.deliver(usize::MAX, message);
        self.members[0].last_proposal()
    }

    /// A proposal, delivered to all.
    pub(crate) fn propose(
        &mut self,
        sender: usize,
        proposal: Proposal<Octets>,
        options: &MessageOptions<Octets>,
    ) -> ProposalOrRef<Octets> {
        let (reference, message) = self.members[sender].propose(proposal, options);
        self.deliver(sender, &message);
        reference
    }

    /// An Update, delivered to all.
    pub(crate) fn update(&mut self, sender: usize) -> ProposalOrRef<Octets> {
        let (reference, update) = self.members[sender].propose_update(&message(), |_| {});
        self.deliver(sender, &update);
        reference
    }

    /// Everyone says something, and all others read it.
    pub(crate) fn chat(&mut self) {
        for sender in 0..self.members.len() {
            let said = format!("from {sender}");
            let message = self.members[sender].say(&said);
            let leaf = self.members[sender].state.own_leaf;
            for (i, member) in self.members.iter_mut().enumerate() {
                if i != sender {
                    let Ok(Received::Application(read)) = member.receive(&message) else {
                        panic!("{i} cannot read {sender}");
                    };
                    assert_eq!(read.sender, leaf);
                    assert_eq!(read.application_data, octets(&said));
                }
            }
        }
    }

    /// Everyone but the sender refuses a message; then the group still works.
    pub(crate) fn assert_refused(&mut self, sender: usize, message: &MlsMessage<Octets>, error: Error) {
        for (i, member) in self.members.iter().enumerate() {
            if i != sender {
                assert_eq!(member.refusal(message), Some(error), "member {i}");
            }
        }
        self.assert_works();
    }

    /// Nobody makes a Commit of these proposals, and nobody accepts one that was made nevertheless.
    pub(crate) fn assert_list_refused(&mut self, committer: usize, proposals: &[ProposalOrRef<Octets>], error: Error) {
        let refused = self.members[committer].commit(&commit_of(proposals.to_vec()));
        assert_eq!(refused.err(), Some(error));
        let forged = self.forge_commit(committer, proposals);
        self.assert_refused(committer, &forged, error);
    }

    /// A Commit with any list of proposals, and a path that is good for the tree before them; without a path if
    /// all are Adds, which need none.
    pub(crate) fn forge_commit(&mut self, committer: usize, proposals: &[ProposalOrRef<Octets>]) -> MlsMessage<Octets> {
        let mut options = commit_of(Vec::new());
        options.message = public();
        let good = self.members[committer].commit(&options).unwrap().message;
        let MlsMessage::PublicMessage { public_message } = good else {
            panic!("no PublicMessage");
        };
        let Content::Commit { mut commit } = public_message.content.content else {
            panic!("no Commit");
        };
        commit.proposals = proposals.to_vec();
        let is_add =
            |entry: &ProposalOrRef<Octets>| matches!(entry, ProposalOrRef::Proposal { proposal: Proposal::Add { .. } });
        if !proposals.is_empty() && proposals.iter().all(is_add) {
            commit.path = None;
        }
        self.members[committer].forge(Content::Commit { commit }, &message())
    }

    /// A Commit with a path passes from the last member to all others, and all talk. On a copy.
    pub(crate) fn assert_works(&self) {
        let mut group = self.clone();
        let last = group.members.len() - 1;
        group.commit(last, &commit_of(Vec::new()));
        group.chat();
    }

    /// All members are in the same state, and hold the private keys that they should.
    pub(crate) fn check(&self) {
        for member in &self.members {
            same(&self.members[0].state, &member.state);
            check_private_keys(&member.state);
        }
        let occupied = (0..leaf_count(&self.members[0].state.tree).value())
            .filter(|leaf| encryption_key_at(&self.members[0].state.tree, node(*leaf)).is_some());
        assert_eq!(occupied.count(), self.members.len());
    }

    /// A group of so many members in which each parent node is filled.
    pub(crate) fn full(suite: CipherSuite, count: usize) -> Group {
        let mut group = Group::new(suite, count);
        for committer in 0..count {
            group.commit(committer, &commit_of(Vec::new()));
        }
        group
    }

    /// Adds clients by one Commit without a path: they are unmerged.
    pub(crate) fn add_without_path(&mut self, committer: usize, clients: Vec<Client>) {
        let adds = by_value(clients.iter().map(Client::add));
        self.commit_and_join(committer, &without_path(adds), clients);
    }
}

fn node(leaf: usize) -> NodeIndex {
    NodeIndex(2 * leaf as u32)
}

/// Two members agree on everything that members share.
pub(crate) fn same(one: &GroupState<Octets>, other: &GroupState<Octets>) {
    assert_eq!(one.group_context, other.group_context);
    assert_eq!(one.tree, other.tree);
    assert_eq!(one.group_context.tree_hash, root_tree_hash(one.suite, &one.tree));
    assert_eq!(one.interim_transcript_hash, other.interim_transcript_hash);
    let secrets = (&one.epoch_secrets, &other.epoch_secrets);
    assert!(secrets.0.epoch_authenticator == secrets.1.epoch_authenticator);
    let exported = |state| export_secret(state, b"test", &octets("context"), 32).unwrap();
    assert!(exported(one) == exported(other));
    assert_eq!(one.status, other.status);
}

/// RFC 9420, Section 4.2: a member holds the private key of its leaf, and of exactly those nodes above it that
/// are neither blank nor have it as an unmerged leaf.
pub(crate) fn check_private_keys(state: &GroupState<Octets>) {
    let tree = &state.tree;
    let n = leaf_count(tree);
    let own = leaf_node_index(state.own_leaf, n).unwrap();
    let path = direct_path(own, n);
    for i in 0..node_width(n) {
        let x = NodeIndex(i);
        let held = private_key_at(&state.private_keys, x);
        let expected = x == own
            || (path.contains(&x)
                && parent_at(tree, x).is_some_and(|parent| !parent.unmerged_leaves.contains(&state.own_leaf)));
        assert_eq!(held.is_some(), expected, "{x:?} of {:?}", state.own_leaf);
        if let Some(private_key) = held {
            let public_key = encryption_key_at(tree, x).unwrap();
            assert!(is_key_pair(state.suite, private_key, &public_key));
        }
    }
    let leaf = leaf_at(tree, state.own_leaf).unwrap();
    let private_key = &state.signature_private_key.bytes;
    let signature_key = Octets::signature_public_key(state.suite, private_key);
    assert_eq!(Some(&leaf.signature_key.bytes), signature_key.as_ref());
}
