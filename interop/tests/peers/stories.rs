//! Our own passive-client kinds. What a peer passes, it passes whole: handshake and application messages, of past epochs
//! too, and exported secrets.

use pleach_interop::{MlsRs, OpenMls, Peer};
use pleach_vectors::story::{Case, Subject};
use pleach_vectors::{AnyCase, Kind};

use crate::common::{SUITES, committed};

/// The stories of a kind that peers can be run with.
fn stories(kind: Kind) -> Vec<Case> {
    let stories = committed(kind).into_iter().map(|case| match case {
        AnyCase::Story(story) => *story,
        other => panic!("no case of our passive-client kinds: {other:?}"),
    });
    let stories: Vec<Case> = stories.filter(|story| SUITES.contains(&story.cipher_suite)).collect();
    assert_eq!(stories.len(), SUITES.len());
    stories
}

#[track_caller]
fn assert_passes<P: Peer + Subject>(stories: &[Case]) {
    for story in stories {
        assert_eq!(story.verify::<P>(), Ok(()), "{}, suite {}", P::NAME, story.cipher_suite);
    }
}

/// Each story fails at this field, with a reason that begins so.
#[track_caller]
fn assert_fails<P: Peer + Subject>(kind: Kind, field: &str, reason: &str) {
    for story in stories(kind) {
        let mismatch = story.verify::<P>().unwrap_err();
        assert_eq!(mismatch.field, field);
        assert!(mismatch.got.starts_with(&format!("refused: {reason}")), "{mismatch}");
    }
}

#[test]
fn both_peers_pass_encrypted_handshakes_and_external_commits() {
    for kind in [Kind::PassiveClientEncryptedHandshakes, Kind::PassiveClientExternalCommit] {
        let stories = stories(kind);
        assert_passes::<MlsRs>(&stories);
        assert_passes::<OpenMls>(&stories);
    }
}

/// The linked groups themselves are beyond the adapters here.
#[test]
fn both_peers_pass_what_happens_around_linked_groups() {
    let mut stories = stories(Kind::PassiveClientLinkedGroups);
    for epoch in stories.iter_mut().flat_map(|story| &mut story.epochs) {
        epoch.linked_group = None;
    }
    assert_passes::<MlsRs>(&stories);
    assert_passes::<OpenMls>(&stories);
}

#[test]
fn mls_rs_passes_external_proposals_and_lifetimes() {
    for kind in [Kind::PassiveClientExternalProposals, Kind::PassiveClientLifetimes] {
        assert_passes::<MlsRs>(&stories(kind));
    }
}

/// Each time in these stories is both the first second of somebody's lifetime and the last second of somebody's.
#[test]
fn mls_rs_refuses_lifetimes_that_are_one_second_off() {
    for story in stories(Kind::PassiveClientLifetimes) {
        for off in [-1, 1] {
            let mut altered = story.clone();
            altered.time = altered.time.and_then(|time| time.checked_add_signed(off));
            assert_invalid_lifetime(&altered, "welcome");
            for number in 0..3 {
                let mut altered = story.clone();
                let time = &mut altered.epochs[number].time;
                *time = time.and_then(|time| time.checked_add_signed(off));
                assert_invalid_lifetime(&altered, &format!("epochs[{number}].commit"));
            }
        }
    }
}

#[track_caller]
fn assert_invalid_lifetime(story: &Case, field: &str) {
    let mismatch = story.verify::<MlsRs>().unwrap_err();
    assert_eq!(mismatch.field, field);
    assert!(mismatch.got.starts_with("refused: InvalidLifetime {"), "{mismatch}");
}

#[test]
fn openmls_passes_application_messages_and_x509() {
    for kind in [Kind::PassiveClientApplicationMessages, Kind::PassiveClientX509] {
        assert_passes::<OpenMls>(&stories(kind));
    }
}

/// It keeps no credentials of past epochs, and refuses a message rather than attribute it to the new occupant of a leaf;
/// so it refuses those of a member that has changed its key, too.
#[test]
fn mls_rs_refuses_late_messages_of_a_member_that_has_changed_its_signature_key() {
    let kind = Kind::PassiveClientApplicationMessages;
    assert_fails::<MlsRs>(kind, "epochs[0].messages[0].message", "MemberNotFound");
}

/// A Commit removes the only member that does not support a proposal of the same Commit. RFC 9420, Section 12.2 wants
/// the support of those who process the Commit. All before that passes.
#[test]
fn mls_rs_wants_support_of_a_member_that_is_removed() {
    let reason = "UnsupportedCustomProposal(ProposalType(61601))";
    assert_fails::<MlsRs>(Kind::PassiveClientCustomProposals, "epochs[4].commit", reason);
}

/// The peer is set up for basic credentials: how chains are validated is the application's.
#[test]
fn mls_rs_has_no_x509_as_it_is_set_up() {
    let reason = "IdentityProviderError(AnyError(BasicIdentityProviderError(CredentialType(2))))";
    assert_fails::<MlsRs>(Kind::PassiveClientX509, "welcome", reason);
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
