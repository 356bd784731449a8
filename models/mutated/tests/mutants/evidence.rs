//! Each switch has its effect: what the specification refuses by name, a mutant accepts; what differs in the
//! specification is the same in a mutant.

mod art;
pub(crate) mod framing;
mod joining;
mod key_schedule;
mod tree;

use std::panic::catch_unwind;

use pleach_models::term::Term;
use pleach_spec::error::Error;
use pleach_spec::mutation::{IDS, switch_on};

/// What shows that a mutant is on.
pub(crate) enum Evidence {
    /// The specification refuses it for this reason, and the mutant does not.
    Accepts(&'static str, fn() -> Result<(), Error>),
    /// The mutant refuses it for this reason, and the specification does not.
    Refuses(&'static str, fn() -> Result<(), Error>),
    /// Two values that differ in the specification, and not in the mutant.
    Equal(fn() -> [Term; 2]),
    /// Whether a state gives a secret away that is none of what it has to keep.
    Keeps(fn() -> bool),
}

use Evidence::{Accepts, Equal, Keeps, Refuses};

const EVIDENCE: [(&str, Evidence); 45] = [
    ("no-content-signature", Accepts("Crypto R065", framing::a_member_speaks_for_another)),
    ("no-membership-tag", Accepts("Crypto R069", framing::a_proposal_has_another_membership_tag)),
    ("no-confirmation-tag", Accepts("Crypto R350", framing::a_commit_has_another_confirmation_tag)),
    ("no-group-context-in-signature", Equal(framing::what_is_signed_in_two_epochs)),
    ("no-transcript-hash", Equal(key_schedule::epochs_after_two_commits)),
    ("no-tree-hash", Accepts("Invalid R373", joining::a_tree_without_a_member)),
    ("no-signature-in-transcript", Equal(key_schedule::transcripts_with_two_signatures)),
    ("no-generation-check", Accepts("Invalid R187", framing::a_message_is_replayed)),
    ("no-sender-data-encryption", Accepts("Crypto R085", framing::the_network_reads_sender_data)),
    ("no-reuse-guard", Equal(framing::nonces_with_two_guards)),
    ("no-blanking-on-remove", Accepts("Misuse PrivateKey", tree::a_removed_member_reads_the_path)),
    ("no-path-on-remove", Accepts("Invalid R312", tree::a_removal_without_a_path)),
    ("no-blanking-on-update", Accepts("Crypto R133", tree::the_keys_before_an_update_read_a_path)),
    ("no-parent-hash", Accepts("Invalid R150", joining::a_tree_with_a_node_key_of_the_inviter)),
    ("no-unmerged-leaves", Refuses("Invalid R150", tree::a_new_member_in_place_of_another)),
    ("no-path-key-check", Accepts("Invalid R134", tree::a_member_gets_another_path_secret)),
    ("no-leaf-signature", Accepts("Crypto R105", joining::a_tree_with_a_leaf_key_of_the_inviter)),
    ("no-group-id-in-leaf", Accepts("Crypto R105", joining::a_tree_with_a_leaf_of_another_group)),
    ("no-key-uniqueness", Accepts("Invalid R117", tree::a_client_has_the_key_of_a_member)),
    ("no-init-secret", Equal(key_schedule::epochs_after_two_init_secrets)),
    ("no-commit-secret", Equal(key_schedule::joiner_secrets_of_two_paths)),
    ("no-group-context-in-key-schedule", Equal(key_schedule::epoch_secrets_in_two_contexts)),
    ("no-psk", Equal(key_schedule::member_secrets_of_two_psks)),
    ("init-secret-kept", Keeps(key_schedule::a_state_keeps_the_init_secret_before)),
    ("message-key-kept", Keeps(framing::a_state_keeps_the_key_of_a_message)),
    ("no-ratchet", Equal(framing::secrets_of_two_generations)),
    ("no-context-in-path-encryption", Accepts("Crypto R133", tree::a_path_in_another_context)),
    ("no-key-package-signature", Accepts("Crypto R212", joining::a_key_package_with_another_init_key)),
    ("no-group-info-signature", Accepts("Crypto R369", joining::an_invitation_of_the_network)),
    ("no-welcome-confirmation-tag", Accepts("Crypto R385", joining::a_published_group_info_in_a_welcome)),
    ("no-tree-hash-on-join", Accepts("Invalid R373", joining::a_tree_without_a_member)),
    ("init-key-kept", Keeps(joining::a_state_keeps_the_init_key)),
    ("no-context-in-welcome", Accepts("Crypto R365", joining::group_secrets_beside_another_group_info)),
    ("external-commit-keeps-leaf", Accepts("Invalid R116", joining::a_member_joins_beside_itself)),
    ("no-external-init", Equal(key_schedule::external_init_secrets)),
    ("art-no-setup-signature", Accepts("Crypto A010", art::a_setup_with_a_leaf_key_of_the_network)),
    ("art-no-update-mac", Accepts("Crypto A020", art::an_update_of_the_network)),
    ("art-no-stage-chain", Equal(art::stage_keys_after_two_stages)),
    ("art-no-identities", Equal(art::contexts_of_two_identities)),
    ("art-no-tree", Equal(art::contexts_of_two_trees)),
    ("art-no-path-key-check", Accepts("Invalid A015", art::an_update_with_a_key_that_does_not_fit)),
    ("art-prekey-reused", Accepts("Invalid A008", art::a_setup_is_replayed)),
    ("art-leaf-keys-kept", Equal(art::leaf_key_and_setup_key_of_the_creator)),
    ("art-no-message-signature", Accepts("Crypto A026", art::a_member_speaks_for_another)),
    ("art-no-ratchet", Equal(art::secrets_of_two_generations)),
];

/// The class of an error, and the rule or the kind of misuse.
fn reason(error: Error) -> String {
    match error {
        Error::Crypto(error) => format!("Crypto {}", error.rule),
        Error::Invalid(error) => format!("Invalid {}", error.rule),
        Error::Misuse(error) => format!("Misuse {error:?}"),
        Error::Decode(error) => format!("Decode {error:?}"),
        Error::Unsupported(error) => format!("Unsupported {error:?}"),
    }
}

/// Without a mutant, and with it.
pub(crate) fn twice<T>(id: &str, run: impl Fn() -> T) -> [T; 2] {
    [&[][..], &[id][..]].map(|ids| {
        switch_on(ids).unwrap();
        run()
    })
}

#[test]
fn there_is_evidence_of_each_mutant() {
    assert_eq!(EVIDENCE.each_ref().map(|(id, _)| *id), IDS);
}

#[test]
fn a_mutant_does_what_the_specification_does_not() {
    for (id, evidence) in EVIDENCE {
        match evidence {
            Accepts(refusal, attempt) => {
                assert_eq!(
                    twice(id, attempt).map(|verdict| verdict.map_err(reason)),
                    [Err(refusal.to_string()), Ok(())],
                    "{id}"
                );
            }
            Refuses(refusal, attempt) => {
                assert_eq!(
                    twice(id, attempt).map(|verdict| verdict.map_err(reason)),
                    [Ok(()), Err(refusal.to_string())],
                    "{id}"
                );
            }
            Equal(values) => assert_eq!(twice(id, values).map(|[one, other]| one == other), [false, true], "{id}"),
            Keeps(keeps) => assert_eq!(twice(id, keeps), [false, true], "{id}"),
        }
    }
}

/// What the specification refuses is let through by the one defence that is off, and by no other: but for a leaf whose
/// signature nobody checks, and for the two mutants of one check.
#[test]
fn no_other_mutant_accepts_it() {
    let mut accepted = Vec::new();
    for (id, evidence) in &EVIDENCE {
        let Accepts(_, attempt) = evidence else { continue };
        for other in IDS.iter().filter(|other| *other != id) {
            switch_on(&[other]).unwrap();
            // Some lead nowhere: a Remove has no path then, say, which the attempt is about.
            if catch_unwind(attempt).is_ok_and(|verdict| verdict.is_ok()) {
                accepted.push(format!("{id} by {other}"));
            }
        }
    }
    let expected = [
        "no-tree-hash by no-tree-hash-on-join",
        "no-group-id-in-leaf by no-leaf-signature",
        "no-tree-hash-on-join by no-tree-hash",
    ];
    assert_eq!(accepted, expected);
}
