//! RFC 9420, Section 11.2 and Section 11.3: reinitialization and branching, carried through to the new group.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::CreatedCommit;
use pleach_spec::error::{Error, Misuse, Place};
use pleach_spec::extension::Extension;
use pleach_spec::group::linked::{LinkedMembers, branch_group, reinitialize_group};
use pleach_spec::group::{GroupState, Status};
use pleach_spec::key_package::KeyPackage;
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use pleach_spec::policy::PskName;
use pleach_spec::proposal::{Proposal, ReInit};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;

use crate::support::{
    Client, Group, Member, SUITE, by_value, commit_of, crypto, invalid, message, misuse, octets, without_path,
};

const OTHER_SUITE: CipherSuite = CipherSuite::P384Aes256GcmSha384P384;

fn reinit(suite: CipherSuite) -> ReInit<Octets> {
    ReInit { group_id: octets("the group after"), version: 1, cipher_suite: suite.value(), extensions: Vec::new() }
}

/// A group whose last Commit had a ReInit.
fn reinitialized(suite: CipherSuite) -> Group {
    let mut group = Group::full(SUITE, 4);
    let reinit = reinit(suite);
    let proposal = Proposal::ReInit { reinit };
    let by_reference = group.propose(2, proposal, &message());
    group.commit(1, &without_path(vec![by_reference]));
    for member in &group.members {
        assert!(matches!(member.state.status, Status::Reinitialized { .. }));
    }
    group
}

fn renewed(group: &Group, suite: CipherSuite) -> Vec<Client> {
    let clients = group.members.iter().map(|member| &member.client);
    clients.map(|client| client.renewed(suite)).collect()
}

fn key_packages(clients: &[Client]) -> Vec<KeyPackage<Octets>> {
    let own = clients.iter().map(|client| &client.own);
    own.map(|own| own.key_package.clone()).collect()
}

/// The first client creates the group, the others join it; `linked` is the state of each in the old group.
fn join_all(created: CreatedCommit<Octets>, clients: Vec<Client>, linked: &[&GroupState<Octets>]) -> Group {
    let welcome = created.welcome.unwrap();
    let mut clients = clients.into_iter();
    let client = clients.next().unwrap();
    let state = created.next;
    let mut members = vec![Member { client, state }];
    for (client, old) in clients.zip(&linked[1..]) {
        members.push(Member::join_linked(client, &welcome, None, Some(old)).unwrap());
    }
    let removed = Vec::new();
    let group = Group { members, removed };
    group.check();
    assert_eq!(group.members[0].state.group_context.epoch, 1);
    group
}

fn states(group: &Group) -> Vec<&GroupState<Octets>> {
    group.members.iter().map(|member| &member.state).collect()
}

/// The member 0 of the old group creates the new one.
fn create(
    group: &Group,
    clients: &mut [Client],
    how: impl FnOnce(
        &GroupState<Octets>,
        &LinkedMembers<'_, Octets>,
        &Client,
        &pleach_spec::secret::Seed<Octets>,
    ) -> Result<CreatedCommit<Octets>, Error>,
) -> Result<CreatedCommit<Octets>, Error> {
    let seed = clients[0].seed();
    let others = key_packages(&clients[1..]);
    let members = LinkedMembers { creator: &clients[0].own, others: &others };
    how(&group.members[0].state, &members, &clients[0], &seed)
}

fn reinitialize(group: &Group, clients: &mut [Client]) -> Result<CreatedCommit<Octets>, Error> {
    create(group, clients, |old, members, client, seed| reinitialize_group(old, members, &client.policy, seed))
}

fn branch(group: &Group, clients: &mut [Client]) -> Result<CreatedCommit<Octets>, Error> {
    create(group, clients, |old, members, client, seed| {
        branch_group(old, &octets("subgroup"), members, &client.policy, seed)
    })
}

#[test]
fn a_group_is_reinitialized_in_each_suite() {
    for suite in CipherSuite::ALL {
        let group = reinitialized(suite);
        let mut clients = renewed(&group, suite);
        let created = reinitialize(&group, &mut clients).unwrap();
        let mut new = join_all(created, clients, &states(&group));
        let context = &new.members[0].state.group_context;
        assert_eq!(context.group_id, octets("the group after"));
        assert_eq!(context.cipher_suite, suite.value());
        new.chat();
        new.commit(3, &commit_of(Vec::new()));
        new.chat();
    }
}

#[test]
fn a_group_is_reinitialized_with_other_extensions() {
    let extension = Extension { extension_type: 0xf001, extension_data: octets("new") };
    let clients: Vec<_> = (0..3)
        .map(|i| {
            Client::with(SUITE, &format!("client {i}"), |leaf| {
                leaf.capabilities.extensions = vec![0xf001];
            })
        })
        .collect();
    let mut group = Group::of(clients, &[]);
    let mut reinit = reinit(SUITE);
    reinit.extensions = vec![extension.clone()];
    group.commit(0, &commit_of(by_value([Proposal::ReInit { reinit }])));
    let mut clients = renewed(&group, SUITE);
    let created = reinitialize(&group, &mut clients).unwrap();
    let mut new = join_all(created, clients, &states(&group));
    assert_eq!(new.members[0].state.group_context.extensions, [extension]);
    new.chat();
}

#[test]
fn nothing_happens_in_a_reinitialized_group() {
    let mut group = reinitialized(SUITE);
    let member = &mut group.members[0];
    let refused = member.commit(&commit_of(Vec::new()));
    assert_eq!(refused.err(), Some(misuse(Misuse::Inactive)));
    let refused = member.send(&octets("data"), &message());
    assert_eq!(refused.err(), Some(misuse(Misuse::Inactive)));
    // One that goes on nevertheless is not followed.
    let mut other = group.members[1].clone();
    other.state.status = Status::Active;
    let sent = other.commit(&commit_of(Vec::new())).unwrap().message;
    let refused = group.members[0].refusal(&sent);
    assert_eq!(refused, Some(misuse(Misuse::Inactive)));
}

#[test]
fn a_reinit_is_alone_in_its_commit() {
    let mut group = Group::new(SUITE, 3);
    let reinit = || Proposal::ReInit { reinit: reinit(SUITE) };
    let remove = Proposal::Remove { removed: LeafIndex(1) };
    let list = by_value([remove, reinit()]);
    group.assert_list_refused(0, &list, invalid(284, Place::Entry(1)));
    let list = by_value([reinit(), reinit()]);
    group.assert_list_refused(0, &list, invalid(284, Place::Entry(0)));
    let mut older = self::reinit(SUITE);
    older.version = 0;
    let list = by_value([Proposal::ReInit { reinit: older }]);
    group.assert_list_refused(0, &list, invalid(260, Place::Entry(0)));
}

#[test]
fn a_reinitialized_group_has_all_members_and_the_suite_agreed_on() {
    let group = reinitialized(OTHER_SUITE);
    let mut wrong_suite = renewed(&group, SUITE);
    let refused = reinitialize(&group, &mut wrong_suite);
    assert_eq!(refused.err(), Some(invalid(227, Place::Message)));
    let mut too_few = renewed(&group, OTHER_SUITE);
    too_few.pop();
    let refused = reinitialize(&group, &mut too_few);
    assert_eq!(refused.err(), Some(invalid(329, Place::Message)));
    let not_reinitialized = Group::new(SUITE, 4);
    let mut clients = renewed(&not_reinitialized, SUITE);
    let refused = reinitialize(&not_reinitialized, &mut clients);
    assert_eq!(refused.err(), Some(misuse(Misuse::WrongMessage)));
}

/// The creator is given a state of the old group that it altered; the joiner is not deceived.
#[test]
fn a_joiner_compares_a_reinitialized_group_with_the_parameters_agreed_on() {
    let group = reinitialized(SUITE);
    type Deceit = fn(&mut ReInit<Octets>);
    let deceits: [Deceit; 2] =
        [|reinit| reinit.group_id = octets("another group"), |reinit| reinit.cipher_suite = OTHER_SUITE.value()];
    for deceit in deceits {
        let mut deceived = group.clone();
        let Status::Reinitialized { reinit } = &mut deceived.members[0].state.status else {
            panic!("not reinitialized");
        };
        deceit(reinit);
        let suite = CipherSuite::from_value(reinit.cipher_suite).unwrap();
        let mut clients = renewed(&group, suite);
        let created = reinitialize(&deceived, &mut clients).unwrap();
        let welcome = created.welcome.unwrap();
        let old = &group.members[1].state;
        let refused = Member::join_linked(clients[1].clone(), &welcome, None, Some(old));
        assert_eq!(refused.err(), Some(invalid(388, Place::Message)));
    }
    // A member is missing.
    let mut deceived = group.clone();
    let state = &mut deceived.members[0].state;
    state.tree = pleach_spec::tree::ratchet_tree::with_leaf(state.tree.clone(), LeafIndex(3), None);
    let mut clients = renewed(&group, SUITE);
    clients.pop();
    let created = reinitialize(&deceived, &mut clients).unwrap();
    let welcome = created.welcome.unwrap();
    let old = &group.members[1].state;
    let refused = Member::join_linked(clients[1].clone(), &welcome, None, Some(old));
    assert_eq!(refused.err(), Some(invalid(389, Place::Message)));
}

#[test]
fn a_joiner_knows_the_group_that_a_new_one_is_linked_to() {
    let group = reinitialized(SUITE);
    let mut clients = renewed(&group, SUITE);
    let created = reinitialize(&group, &mut clients).unwrap();
    let welcome = created.welcome.unwrap();
    let refused = Member::join(clients[1].clone(), &welcome, None);
    assert_eq!(refused.err(), Some(invalid(366, Place::Entry(0))));
    // The PSK alone does not tell what the parameters are.
    let mut client = clients[1].clone();
    let psks = &group.members[1].state.resumption_psks;
    client.policy.psks.extend(psks.iter().cloned());
    let refused = Member::join(client, &welcome, None);
    assert_eq!(refused.err(), Some(invalid(234, Place::Message)));
    // Nor does a state of before the ReInit.
    let mut old = group.members[1].state.clone();
    old.status = Status::Active;
    let refused = Member::join_linked(clients[1].clone(), &welcome, None, Some(&old));
    assert_eq!(refused.err(), Some(invalid(388, Place::Message)));
}

#[test]
fn a_group_branches() {
    let mut group = Group::full(SUITE, 5);
    let mut clients = vec![
        group.members[0].client.renewed(SUITE),
        group.members[3].client.renewed(SUITE),
        group.members[4].client.renewed(SUITE),
    ];
    let created = branch(&group, &mut clients).unwrap();
    let linked = [0, 3, 4].map(|i| &group.members[i].state);
    let mut subgroup = join_all(created, clients, &linked);
    subgroup.chat();
    subgroup.commit(1, &commit_of(Vec::new()));
    subgroup.chat();
    // The old group goes on.
    group.commit(2, &commit_of(Vec::new()));
    group.chat();
}

#[test]
fn a_branch_has_members_and_the_suite_of_the_old_group() {
    let group = Group::new(SUITE, 3);
    let with_stranger = || {
        let client = group.members[0].client.renewed(SUITE);
        let mut other = group.members[1].client.renewed(SUITE);
        other.policy = client.policy.clone();
        vec![client, other, Client::new(SUITE, "stranger")]
    };
    let refused = branch(&group, &mut with_stranger());
    assert_eq!(refused.err(), Some(invalid(390, Place::Message)));
    // A creator that says the stranger is a member.
    let mut clients = with_stranger();
    clients[0].policy.leaf.authentication.is_same_client = |_, _, _| true;
    let created = branch(&group, &mut clients).unwrap();
    let welcome = created.welcome.unwrap();
    let old = Some(&group.members[1].state);
    let refused = Member::join_linked(clients[1].clone(), &welcome, None, old);
    assert_eq!(refused.err(), Some(invalid(237, Place::Message)));
    // Another suite.
    let mut clients = renewed(&group, OTHER_SUITE);
    let created = branch(&group, &mut clients);
    let refused = match created {
        Ok(created) => {
            let welcome = created.welcome.unwrap();
            Member::join_linked(clients[1].clone(), &welcome, None, old).err()
        }
        Err(error) => Some(error),
    };
    assert_eq!(refused, Some(invalid(235, Place::Message)));
}

/// RFC 9420, Section 12.1.4: PSKs of usage `reinit` and `branch` are for the initial Commit of a linked group.
#[test]
fn a_psk_that_links_groups_is_in_no_other_commit() {
    let mut group = Group::new(SUITE, 3);
    for (usage, rule) in [(ResumptionPskUsage::Reinit, 255), (ResumptionPskUsage::Branch, 256)] {
        let context = &group.members[0].state.group_context;
        let psk = PreSharedKeyId {
            source: PskSource::Resumption { usage, psk_group_id: context.group_id.clone(), psk_epoch: context.epoch },
            psk_nonce: Octets::from([7; 32]),
        };
        let list = by_value([Proposal::PreSharedKey { psk }]);
        group.assert_list_refused(1, &list, invalid(rule, Place::Entry(0)));
    }
}

/// Who holds another PSK under the name does not get in.
#[test]
fn the_psk_of_the_old_group_is_needed_to_join_the_new_one() {
    let group = Group::new(SUITE, 3);
    let mut clients = renewed(&group, SUITE);
    let created = branch(&group, &mut clients).unwrap();
    let welcome = created.welcome.unwrap();
    let mut old = group.members[1].state.clone();
    let last = old.resumption_psks.last_mut().unwrap();
    assert!(matches!(last.name, PskName::Resumption { epoch: 1, .. }));
    last.psk.bytes = octets("another PSK");
    let refused = Member::join_linked(clients[1].clone(), &welcome, None, Some(&old));
    assert_eq!(refused.err(), Some(crypto(368)));
}

#[test]
fn who_waits_for_a_linked_group_joins_no_other_by_its_welcome() {
    let mut group = Group::new(SUITE, 2);
    let reinit =
        ReInit { group_id: octets("the group after"), version: 1, cipher_suite: SUITE.value(), extensions: Vec::new() };
    group.commit(0, &commit_of(by_value([Proposal::ReInit { reinit }])));
    let (a, b) = (group.members[0].client.renewed(SUITE), group.members[1].client.renewed(SUITE));
    let mut unlinked = Member::create(a, &octets("the group after"), &[]).unwrap();
    let created = unlinked.commit(&commit_of(by_value([b.add()]))).unwrap();
    let joined = Member::join_linked(b, &created.welcome.unwrap(), None, Some(&group.members[1].state));
    assert_eq!(joined.err(), Some(invalid(229, Place::Message)));
}
