//! Our own passive-client kinds: what is told in them of handshake messages.

use std::collections::BTreeMap;

use pleach_generator::{Request, RootSeed, generate};
use pleach_interop::{MlsRs, OpenMls, Peer, run};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::passive_client::{Case, Epoch};
use pleach_vectors::{AnyCase, Kind, story};

use crate::common::{SUITES, all_pass, assert_both};

/// The stories of a kind in the working group's format: without times, messages and linked groups.
fn handshakes(kind: Kind) -> Vec<Case> {
    let suites = CipherSuite::ALL.to_vec();
    let request = Request { kinds: vec![kind], suites, seed: RootSeed::default(), count: None };
    let lists = generate(&request, &|| {}).unwrap();
    lists.into_iter().flat_map(|list| list.cases).map(without_more).collect()
}

fn without_more(case: AnyCase) -> Case {
    let AnyCase::Story(story) = case else {
        panic!("no case of our passive-client kinds: {case:?}");
    };
    let story = *story;
    Case {
        cipher_suite: story.cipher_suite,
        external_psks: story.external_psks,
        key_package: story.key_package,
        signature_priv: story.signature_priv,
        encryption_priv: story.encryption_priv,
        init_priv: story.init_priv,
        welcome: story.welcome,
        ratchet_tree: story.ratchet_tree,
        initial_epoch_authenticator: story.initial_epoch_authenticator,
        epochs: story.epochs.into_iter().map(epoch_without_more).collect(),
    }
}

fn epoch_without_more(epoch: story::Epoch) -> Epoch {
    Epoch { proposals: epoch.proposals, commit: epoch.commit, epoch_authenticator: epoch.epoch_authenticator }
}

/// Every case that the peer can be run with fails at this field, with a reason that begins so.
#[track_caller]
fn assert_fails<P: Peer>(kind: Kind, field: &str, reason: &str) {
    let cases = handshakes(kind);
    let report = run::<P>(&cases);
    assert_eq!(report.passed, BTreeMap::new());
    assert_eq!(report.failed.len(), SUITES.len());
    for mismatch in report.failed.values() {
        assert_eq!(mismatch.field, field);
        assert!(mismatch.got.starts_with(&format!("refused: {reason}")), "{mismatch}");
    }
}

#[test]
fn both_peers_pass() {
    for kind in [
        Kind::PassiveClientApplicationMessages,
        Kind::PassiveClientEncryptedHandshakes,
        Kind::PassiveClientExternalCommit,
        Kind::PassiveClientLinkedGroups,
    ] {
        assert_both(&handshakes(kind), &all_pass(1));
    }
}

#[test]
fn mls_rs_passes_external_proposals_and_lifetimes() {
    for kind in [Kind::PassiveClientExternalProposals, Kind::PassiveClientLifetimes] {
        assert_eq!(run::<MlsRs>(&handshakes(kind)), all_pass(1), "{kind}");
    }
}

#[test]
fn openmls_passes_x509() {
    assert_eq!(run::<OpenMls>(&handshakes(Kind::PassiveClientX509)), all_pass(1));
}

/// RFC 9420, Section 17.4 lets external senders propose a PSK.
#[test]
fn openmls_has_no_psk_of_external_senders() {
    let kind = Kind::PassiveClientExternalProposals;
    assert_fails::<OpenMls>(kind, "epochs[0].proposals[1]", "UnsupportedProposalType");
}

/// It compares with the present time, and has no setting for another.
#[test]
fn openmls_refuses_lifetimes_that_ended() {
    let reason = "ValidationError(KeyPackageVerifyError(LifetimeError(Expired {";
    assert_fails::<OpenMls>(Kind::PassiveClientLifetimes, "epochs[0].commit", reason);
}

/// As `differences.rs` has it.
#[test]
fn openmls_refuses_grease_in_leaves() {
    let reason = "PublicGroupError(LeafNodeValidation(UnsupportedExtensions))";
    assert_fails::<OpenMls>(Kind::PassiveClientCustomProposals, "welcome", reason);
}

/// A Commit removes the only member that does not support a proposal of the same Commit, which takes its support to be
/// needed (RFC 9420, Section 12.2: the members that process the Commit). All before that passes.
#[test]
fn mls_rs_wants_support_of_a_member_that_is_removed() {
    let reason = "UnsupportedCustomProposal(ProposalType(61601))";
    assert_fails::<MlsRs>(Kind::PassiveClientCustomProposals, "epochs[4].commit", reason);
}

/// The peer here is set up for basic credentials: how chains are validated is the application's.
#[test]
fn mls_rs_has_no_x509_as_it_is_set_up() {
    let reason = "IdentityProviderError(AnyError(BasicIdentityProviderError(CredentialType(2))))";
    assert_fails::<MlsRs>(Kind::PassiveClientX509, "welcome", reason);
}
