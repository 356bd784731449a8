//! RFC 9420, Section 12.4.3.2: joining by an external Commit.

use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::TreeDelivery;
use pleach_spec::credential::Credential;
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::error::{Error, Misuse, Place};
use pleach_spec::framing::WireFormat;
use pleach_spec::framing::auth::sign_framed_content;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::Status;
use pleach_spec::group::group_info::create_group_info;
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use pleach_spec::policy::StoredPsk;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;

use crate::support::{Client, Group, Member, SUITE, by_value, commit_of, crypto, invalid, message, misuse, octets};

fn psk(source: PskSource<Octets>) -> Proposal<Octets> {
    Proposal::PreSharedKey { psk: PreSharedKeyId { source, psk_nonce: Octets::from([7; 32]) } }
}

fn external_psk(name: &str) -> Proposal<Octets> {
    psk(PskSource::External { psk_id: octets(name) })
}

/// A group whose members hold the PSK "psk".
fn group_with_psk() -> Group {
    let clients = (0..4).map(|i| {
        let mut client = Client::new(SUITE, &format!("client {i}"));
        client.hold_psk("psk");
        client
    });
    Group::of(clients.collect(), &[])
}

/// The client of a member, which lost its state.
fn lost(group: &Group, member: usize) -> Client {
    group.members[member].client.renewed(SUITE)
}

#[test]
fn a_client_joins_by_itself() {
    let mut group = Group::new(SUITE, 4);
    group.join_externally(Client::new(SUITE, "joiner"), |_| {});
    assert_eq!(group.members[4].leaf_index(), 4);
    group.chat();
    // The joiner commits, and adds another.
    group.commit(4, &commit_of(Vec::new()));
    group.add(4, vec![Client::new(SUITE, "another")]);
    group.chat();
}

#[test]
fn a_client_joins_by_itself_at_the_leftmost_blank_leaf() {
    let mut group = Group::new(SUITE, 4);
    let remove = Proposal::Remove { removed: LeafIndex(1) };
    group.commit(0, &commit_of(by_value([remove])));
    group.join_externally(Client::new(SUITE, "joiner"), |_| {});
    assert_eq!(group.members[3].leaf_index(), 1);
    group.chat();
}

#[test]
fn a_member_resyncs() {
    let mut group = Group::full(SUITE, 4);
    let client = lost(&group, 2);
    group.join_externally(client, |join| join.removed = Some(LeafIndex(2)));
    assert_eq!(group.members.len(), 4);
    assert_eq!(group.members[3].leaf_index(), 2);
    assert_eq!(group.removed[0].state.status, Status::Removed);
    group.chat();
}

#[test]
fn a_client_joins_by_itself_with_a_psk() {
    let mut group = group_with_psk();
    let mut joiner = Client::new(SUITE, "joiner");
    joiner.hold_psk("psk");
    group.join_externally(joiner, |join| join.psks = vec![external_psk("psk")]);
    group.chat();
}

#[test]
fn a_member_resyncs_with_a_psk() {
    let mut group = group_with_psk();
    let client = lost(&group, 1);
    group.join_externally(client, |join| {
        join.removed = Some(LeafIndex(1));
        join.psks = vec![external_psk("psk")];
    });
    group.chat();
}

/// RFC 9420, Section 12.4.3.2: the resumption PSK of the current epoch proves former membership.
#[test]
fn a_member_resyncs_with_the_resumption_psk() {
    let mut group = Group::full(SUITE, 4);
    let mut client = lost(&group, 1);
    let state = &group.members[1].state;
    let source = PskSource::Resumption {
        usage: ResumptionPskUsage::Application,
        psk_group_id: state.group_context.group_id.clone(),
        psk_epoch: state.group_context.epoch - 1,
    };
    let kept: &StoredPsk<Octets> = &state.resumption_psks[state.resumption_psks.len() - 2];
    client.policy.psks.push(kept.clone());
    group.join_externally(client, |join| {
        join.removed = Some(LeafIndex(1));
        join.psks = vec![psk(source)];
    });
    group.chat();
}

#[test]
fn a_psk_that_a_side_does_not_hold_is_refused() {
    let mut group = group_with_psk();
    let info = group.members[0].group_info();
    let joiner = Client::new(SUITE, "joiner");
    let refused = Member::join_externally(joiner.clone(), &info, |join| {
        join.psks = vec![external_psk("psk")];
    });
    assert_eq!(refused.err(), Some(invalid(337, Place::Entry(0))));
    let mut joiner = joiner;
    joiner.hold_psk("other");
    let (_, commit) = Member::join_externally(joiner, &info, |join| {
        join.psks = vec![external_psk("other")];
    })
    .unwrap();
    group.assert_refused(usize::MAX, &commit, invalid(337, Place::Entry(0)));
}

#[test]
fn a_resync_is_of_the_same_client() {
    let mut group = Group::new(SUITE, 4);
    let info = group.members[0].group_info();
    let joiner = Client::new(SUITE, "joiner");
    let refused = Member::join_externally(joiner.clone(), &info, |join| {
        join.removed = Some(LeafIndex(2));
    });
    assert_eq!(refused.err(), Some(invalid(292, Place::Leaf(2))));
    let mut deceiver = joiner;
    deceiver.policy.leaf.authentication.is_successor = |_, _, _| true;
    let (_, commit) = Member::join_externally(deceiver, &info, |join| {
        join.removed = Some(LeafIndex(2));
    })
    .unwrap();
    // The member to be removed sees that it is, and checks no further.
    group.assert_refused(2, &commit, invalid(292, Place::Leaf(2)));
}

#[test]
fn a_member_joins_again_only_if_it_is_removed() {
    let mut group = Group::new(SUITE, 4);
    let info = group.members[0].group_info();
    let refused = Member::join_externally(lost(&group, 2), &info, |_| {});
    assert_eq!(refused.err(), Some(invalid(116, Place::Leaf(2))));
    group.chat();
}

#[test]
fn an_external_commit_has_one_external_init_and_no_other_proposals() {
    let mut group = group_with_psk();
    let info = group.members[0].group_info();
    let mut joiner = Client::new(SUITE, "joiner");
    joiner.hold_psk("psk");
    let (_, good) = Member::join_externally(joiner, &info, |_| {}).unwrap();
    let with = |change: &dyn Fn(&mut Vec<Proposal<Octets>>)| {
        let mut sent = good.clone();
        let MlsMessage::PublicMessage { public_message } = &mut sent else {
            panic!("no PublicMessage");
        };
        let Content::Commit { commit } = &mut public_message.content.content else {
            panic!("no Commit");
        };
        let mut proposals = commit
            .proposals
            .iter()
            .map(|entry| match entry {
                ProposalOrRef::Proposal { proposal } => proposal.clone(),
                _ => panic!("a reference"),
            })
            .collect();
        change(&mut proposals);
        commit.proposals = by_value(proposals);
        sent
    };
    // The signature comes first: who alters the list must be able to sign it.
    let altered = with(&|list| list.push(external_psk("psk")));
    group.assert_refused(usize::MAX, &altered, crypto(65));
    for (proposals, error) in [
        (vec![external_psk("psk"), external_psk("psk")], invalid(282, Place::Entry(2))),
        (vec![Proposal::Remove { removed: LeafIndex(9) }], invalid(251, Place::Entry(1))),
        (
            vec![Proposal::Remove { removed: LeafIndex(1) }, Proposal::Remove { removed: LeafIndex(2) }],
            invalid(290, Place::Entry(2)),
        ),
        (vec![Proposal::ExternalInit { kem_output: octets("") }], invalid(289, Place::Entry(1))),
        (vec![Client::new(SUITE, "another").add()], invalid(294, Place::Entry(1))),
        (vec![Proposal::GroupContextExtensions { extensions: Vec::new() }], invalid(294, Place::Entry(1))),
    ] {
        let mut joiner = Client::new(SUITE, "joiner");
        joiner.hold_psk("psk");
        let refused = Member::join_externally(joiner, &info, |join| join.psks = proposals);
        assert_eq!(refused.err(), Some(error));
    }
}

#[test]
fn an_external_commit_names_no_proposal_by_reference() {
    let mut group = Group::new(SUITE, 4);
    let reference = group.propose(1, Proposal::Remove { removed: LeafIndex(3) }, &message());
    let info = group.members[0].group_info();
    let joiner = Client::new(SUITE, "joiner");
    let key = joiner.leaf.signature_private_key.clone();
    let (_, mut sent) = Member::join_externally(joiner, &info, |_| {}).unwrap();
    let MlsMessage::PublicMessage { public_message } = &mut sent else {
        panic!("no PublicMessage");
    };
    let Content::Commit { commit } = &mut public_message.content.content else {
        panic!("no Commit");
    };
    commit.proposals.push(reference);
    let seed = group.members[0].client.seed();
    public_message.auth.signature = sign_framed_content(
        SUITE,
        &key,
        WireFormat::PublicMessage,
        &public_message.content,
        &info.group_context,
        &seed,
    )
    .unwrap();
    group.assert_refused(usize::MAX, &sent, invalid(395, Place::Entry(1)));
}

#[test]
fn a_group_info_is_verified_before_it_is_used() {
    let mut group = Group::new(SUITE, 4);
    let good = group.members[1].group_info();
    let joiner = Client::new(SUITE, "joiner");
    let refusal = |info| -> Option<Error> { Member::join_externally(joiner.clone(), &info, |_| {}).err() };
    let mut info = good.clone();
    info.signer = LeafIndex(2);
    assert_eq!(refusal(info), Some(crypto(369)));
    let mut info = good.clone();
    info.signer = LeafIndex(4);
    assert_eq!(refusal(info), Some(invalid(370, Place::Leaf(4))));
    let mut info = good.clone();
    info.group_context.epoch += 1;
    assert_eq!(refusal(info), Some(crypto(369)));
    let seed = group.members[1].client.seed();
    let state = &group.members[1].state;
    let closed = create_group_info(state, &[], TreeDelivery::Extension, &seed).unwrap();
    assert_eq!(refusal(closed), Some(invalid(391, Place::Message)));
    let without_tree = create_group_info(state, &[], TreeDelivery::Separate, &seed).unwrap();
    assert_eq!(refusal(without_tree), Some(misuse(Misuse::NoRatchetTree)));
}

#[test]
fn two_external_commits_compete() {
    let mut group = Group::new(SUITE, 3);
    let info = group.members[0].group_info();
    let (first, commit) = Member::join_externally(Client::new(SUITE, "first"), &info, |_| {}).unwrap();
    let (_, late) = Member::join_externally(Client::new(SUITE, "late"), &info, |_| {}).unwrap();
    group.deliver(usize::MAX, &commit);
    group.members.push(first);
    group.check();
    group.assert_refused(usize::MAX, &late, invalid(331, Place::Message));
    group.join_externally(Client::new(SUITE, "late"), |_| {});
    group.chat();
}

/// The new leaf is what the Authentication Service says is valid.
#[test]
fn an_external_joiner_has_a_valid_credential() {
    let mut group = Group::new(SUITE, 3);
    let info = group.members[0].group_info();
    let mut mallory = Client::new(SUITE, "mallory");
    let refused = Member::join_externally(mallory.clone(), &info, |_| {});
    assert_eq!(refused.err(), Some(invalid(104, Place::Leaf(3))));
    mallory.policy.leaf.authentication.is_valid = |_, _: &Credential<Octets>, _: &SignaturePublicKey<Octets>| true;
    let (_, commit) = Member::join_externally(mallory, &info, |_| {}).unwrap();
    group.assert_refused(usize::MAX, &commit, invalid(104, Place::Leaf(3)));
}
