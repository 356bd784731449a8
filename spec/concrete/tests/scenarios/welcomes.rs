//! RFC 9420, Section 12.4.3.1: joining by a Welcome; and the PSKs of Commits and Welcomes.

use pleach_spec::algebra::Bytes;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::{CreatedCommit, TreeDelivery};
use pleach_spec::error::{Error, Misuse, Place};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource, ResumptionPskUsage};
use pleach_spec::proposal::Proposal;
use pleach_spec::welcome::join::{JoinInput, join_group};
use pleach_spec::welcome::message::Welcome;
use pleach_spec_concrete::Octets;

use crate::support::{
    Client, Group, Member, SUITE, by_value, commit_of, crypto, invalid, message, misuse, octets, without_path,
};

fn psk(source: PskSource<Octets>, nonce_length: usize) -> Proposal<Octets> {
    let psk_nonce = Octets::from(vec![7; nonce_length]);
    Proposal::PreSharedKey { psk: PreSharedKeyId { source, psk_nonce } }
}

fn external(name: &str) -> Proposal<Octets> {
    let psk_id = octets(name);
    psk(PskSource::External { psk_id }, 32)
}

fn resumption(group_id: &str, psk_epoch: u64) -> Proposal<Octets> {
    let source =
        PskSource::Resumption { usage: ResumptionPskUsage::Application, psk_group_id: octets(group_id), psk_epoch };
    psk(source, 32)
}

/// A Commit that adds a client to a group of three, and is not delivered.
fn adding(joiner: &Client, tree: TreeDelivery) -> (Group, CreatedCommit<Octets>) {
    let mut group = Group::full(SUITE, 3);
    let mut options = commit_of(by_value([joiner.add()]));
    options.ratchet_tree = tree;
    let created = group.members[1].commit(&options).unwrap();
    (group, created)
}

fn refusal(client: &Client, welcome: &MlsMessage<Octets>) -> Option<Error> {
    Member::join(client.clone(), welcome, None).err()
}

fn altered(welcome: &MlsMessage<Octets>, change: impl FnOnce(&mut Welcome<Octets>)) -> MlsMessage<Octets> {
    let MlsMessage::Welcome { welcome } = welcome else {
        panic!("no Welcome");
    };
    let mut welcome = welcome.clone();
    change(&mut welcome);
    MlsMessage::Welcome { welcome }
}

fn flipped(octets: &Octets) -> Octets {
    octets.xor(&Octets::from([1]))
}

#[test]
fn a_tree_comes_inside_the_welcome() {
    let joiner = Client::new(SUITE, "joiner");
    let (group, created) = adding(&joiner, TreeDelivery::Extension);
    let welcome = created.welcome.unwrap();
    let joined = Member::join(joiner.clone(), &welcome, None).unwrap();
    assert_eq!(joined.state.tree, created.next.tree);
    // The one inside is taken, whatever is beside.
    let other = &group.members[0].state.tree;
    let joined = Member::join(joiner, &welcome, Some(other)).unwrap();
    assert_eq!(joined.state.tree, created.next.tree);
}

#[test]
fn a_tree_comes_beside_the_welcome() {
    let joiner = Client::new(SUITE, "joiner");
    let (group, created) = adding(&joiner, TreeDelivery::Separate);
    let welcome = created.welcome.unwrap();
    let joined = Member::join(joiner.clone(), &welcome, Some(&created.next.tree)).unwrap();
    assert_eq!(joined.state.tree, created.next.tree);
    assert_eq!(refusal(&joiner, &welcome), Some(misuse(Misuse::NoRatchetTree)));
    // In the tree of another epoch the signer has another leaf, but the same signature key.
    let other = &group.members[0].state.tree;
    let refused = Member::join(joiner, &welcome, Some(other));
    assert_eq!(refused.err(), Some(invalid(373, Place::Message)));
}

#[test]
fn several_members_join_by_one_welcome() {
    for path in [true, false] {
        let mut group = Group::full(SUITE, 3);
        let joiners: Vec<_> = (0..6).map(|i| Client::new(SUITE, &format!("joiner {i}"))).collect();
        if path {
            group.add(2, joiners);
        } else {
            group.add_without_path(2, joiners);
        }
        group.chat();
        group.commit(8, &commit_of(Vec::new()));
        group.chat();
    }
}

#[test]
fn a_welcome_is_for_the_clients_that_it_names() {
    let joiner = Client::new(SUITE, "joiner");
    let (_, created) = adding(&joiner, TreeDelivery::Extension);
    let welcome = created.welcome.unwrap();
    let other = Client::new(SUITE, "other");
    let refused = refusal(&other, &welcome);
    assert_eq!(refused, Some(invalid(363, Place::Message)));
    // A KeyPackage of the same client that is not the one it was added by.
    let refused = refusal(&joiner.renewed(SUITE), &welcome);
    assert_eq!(refused, Some(invalid(363, Place::Message)));
    let mut wrong_key = joiner.clone();
    wrong_key.own.init_private_key = other.own.init_private_key.clone();
    assert_eq!(refusal(&wrong_key, &welcome), Some(crypto(365)));
    let mut wrong_key = joiner.clone();
    wrong_key.own.encryption_private_key = other.own.encryption_private_key;
    let refused = refusal(&wrong_key, &welcome);
    assert_eq!(refused, Some(misuse(Misuse::PrivateKey)));
    assert_eq!(refusal(&joiner, &welcome), None);
}

#[test]
fn an_altered_welcome_is_refused() {
    let joiner = Client::new(SUITE, "joiner");
    let (_, created) = adding(&joiner, TreeDelivery::Extension);
    let welcome = created.welcome.unwrap();
    let sent = altered(&welcome, |welcome| {
        welcome.cipher_suite = CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519.value();
    });
    let refused = refusal(&joiner, &sent);
    assert_eq!(refused, Some(invalid(364, Place::Message)));
    let sent = altered(&welcome, |welcome| welcome.cipher_suite = 0x0a0a);
    let value = 0x0a0a;
    let unknown = pleach_spec::error::Unsupported::CipherSuite { value };
    assert_eq!(refusal(&joiner, &sent), Some(Error::Unsupported(unknown)));
    // The GroupInfo is the context of the encryption of the GroupSecrets.
    let sent = altered(&welcome, |welcome| {
        welcome.encrypted_group_info = flipped(&welcome.encrypted_group_info);
    });
    assert_eq!(refusal(&joiner, &sent), Some(crypto(365)));
    let sent = altered(&welcome, |welcome| {
        let secrets = &mut welcome.secrets[0].encrypted_group_secrets;
        secrets.ciphertext = flipped(&secrets.ciphertext);
    });
    assert_eq!(refusal(&joiner, &sent), Some(crypto(365)));
}

#[test]
fn a_group_id_is_of_one_group() {
    let joiner = Client::new(SUITE, "joiner");
    let (_, created) = adding(&joiner, TreeDelivery::Extension);
    let Some(MlsMessage::Welcome { welcome }) = created.welcome else {
        panic!("no Welcome");
    };
    let join = |groups: &[Octets]| {
        let input = JoinInput { own: &joiner.own, ratchet_tree: None, current_groups: groups, linked: None };
        join_group(&input, &welcome, &joiner.policy).err()
    };
    let refused = join(&[octets("other"), octets("group")]);
    assert_eq!(refused, Some(invalid(371, Place::Message)));
    assert_eq!(join(&[octets("other")]), None);
}

/// A group whose members hold the PSKs "one" and "two".
fn group_with_psks() -> Group {
    let clients = (0..3).map(|i| {
        let mut client = Client::new(SUITE, &format!("client {i}"));
        client.hold_psk("one");
        client.hold_psk("two");
        client
    });
    Group::of(clients.collect(), &[])
}

#[test]
fn psks_are_in_commits_with_and_without_path_and_in_welcomes() {
    for path in [true, false] {
        let mut group = group_with_psks();
        let reference = group.propose(1, external("two"), &message());
        let mut joiner = Client::new(SUITE, "joiner");
        joiner.hold_psk("one");
        joiner.hold_psk("two");
        let state = &group.members[0].state;
        let epoch = state.group_context.epoch;
        let of_the_epoch = state.resumption_psks.last().unwrap();
        joiner.policy.psks.push(of_the_epoch.clone());
        let mut list = by_value([external("one"), joiner.add(), resumption("group", epoch)]);
        list.push(reference);
        let options = if path { commit_of(list) } else { without_path(list) };
        group.commit_and_join(0, &options, vec![joiner]);
        group.chat();
    }
}

#[test]
fn a_joiner_holds_the_psks() {
    let mut group = group_with_psks();
    let mut joiner = Client::new(SUITE, "joiner");
    joiner.hold_psk("one");
    let list = by_value([external("one"), external("two"), joiner.add()]);
    let created = group.members[0].commit(&commit_of(list)).unwrap();
    let welcome = created.welcome.unwrap();
    let refused = refusal(&joiner, &welcome);
    assert_eq!(refused, Some(invalid(366, Place::Entry(1))));
    joiner.hold_psk("two");
    assert_eq!(refusal(&joiner, &welcome), None);
    joiner.policy.psks[1].psk.bytes = octets("another value");
    assert_eq!(refusal(&joiner, &welcome), Some(crypto(368)));
}

#[test]
fn a_psk_that_nobody_holds_is_refused() {
    let mut group = group_with_psks();
    let list = by_value([external("one"), external("three")]);
    group.assert_list_refused(0, &list, invalid(337, Place::Entry(1)));
    let list = by_value([resumption("another group", 1)]);
    group.assert_list_refused(0, &list, invalid(337, Place::Entry(0)));
    let list = by_value([resumption("group", 2)]);
    group.assert_list_refused(0, &list, invalid(337, Place::Entry(0)));
}

#[test]
fn a_psk_of_another_value_gives_another_epoch() {
    let mut group = group_with_psks();
    group.members[2].client.policy.psks[0].psk.bytes = octets("another value");
    let list = by_value([external("one")]);
    let created = group.members[0].commit(&commit_of(list)).unwrap();
    assert_eq!(group.members[2].refusal(&created.message), Some(crypto(350)));
    assert_eq!(group.members[1].refusal(&created.message), None);
    group.assert_works();
}

#[test]
fn the_nonce_of_a_psk_has_the_length_of_a_hash() {
    let mut group = group_with_psks();
    for length in [0, 31, 33] {
        let psk_id = octets("one");
        let list = by_value([psk(PskSource::External { psk_id }, length)]);
        group.assert_list_refused(0, &list, invalid(257, Place::Entry(0)));
    }
}

#[test]
fn resumption_psks_are_kept_for_so_many_epochs() {
    let mut group = Group::new(SUITE, 2);
    for _ in 0..4 {
        group.commit(0, &commit_of(Vec::new()));
    }
    // This is epoch 5; of the past, 2 to 4 are kept.
    let list = by_value([resumption("group", 1)]);
    group.assert_list_refused(0, &list, invalid(337, Place::Entry(0)));
    for psk_epoch in [2, 5] {
        let mut group = group.clone();
        group.commit(1, &commit_of(by_value([resumption("group", psk_epoch)])));
        group.chat();
    }
}

/// One who joined later does not have the PSK of an epoch before.
#[test]
fn a_resumption_psk_is_of_an_epoch_that_one_was_in() {
    let mut group = Group::new(SUITE, 2);
    group.add(0, vec![Client::new(SUITE, "joiner")]);
    let list = by_value([resumption("group", 1)]);
    let created = group.members[0].commit(&commit_of(list)).unwrap();
    let refused = group.members[2].refusal(&created.message);
    assert_eq!(refused, Some(invalid(337, Place::Entry(0))));
    assert_eq!(group.members[1].refusal(&created.message), None);
}
