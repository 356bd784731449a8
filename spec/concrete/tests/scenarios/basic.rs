//! The life of a group, in all suites.

use pleach_spec::cipher_suite::CipherSuite;

use pleach_spec::proposal::Proposal;

use crate::support::{Client, Group, by_value, commit_of};

/// Create, add, join by Welcome, Commit with path, Update, Remove, and messages in between.
fn live(suite: CipherSuite) {
    let mut group = Group::new(suite, 3);
    group.chat();
    group.commit(1, &commit_of(Vec::new()));
    group.chat();
    let update = group.update(2);
    group.commit(0, &commit_of(vec![update]));
    group.chat();
    let joiner = Client::new(suite, "joiner");
    group.add(2, vec![joiner]);
    group.chat();
    group.join_externally(Client::new(suite, "external joiner"), |_| {});
    group.chat();
    let removed = group.members[1].state.own_leaf;
    let remove = Proposal::Remove { removed };
    group.commit(0, &commit_of(by_value([remove])));
    group.chat();
    assert_eq!(group.members.len(), 4);
    assert_eq!(group.removed.len(), 1);
    assert_eq!(group.members[0].state.group_context.epoch, 6);
}

#[test]
fn a_group_lives_in_suite_1() {
    live(CipherSuite::X25519Aes128GcmSha256Ed25519);
}

#[test]
fn a_group_lives_in_suite_2() {
    live(CipherSuite::P256Aes128GcmSha256P256);
}

#[test]
fn a_group_lives_in_suite_3() {
    live(CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519);
}

#[test]
fn a_group_lives_in_suite_4() {
    live(CipherSuite::X448Aes256GcmSha512Ed448);
}

#[test]
fn a_group_lives_in_suite_5() {
    live(CipherSuite::P521Aes256GcmSha512P521);
}

#[test]
fn a_group_lives_in_suite_6() {
    live(CipherSuite::X448ChaCha20Poly1305Sha512Ed448);
}

#[test]
fn a_group_lives_in_suite_7() {
    live(CipherSuite::P384Aes256GcmSha384P384);
}
