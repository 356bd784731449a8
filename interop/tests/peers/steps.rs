//! Kinds that a peer has a part of in public: which steps it passes, and which are not public. All other kinds have
//! nothing that is.

use pleach_interop::{MlsRs, OpenMls, Steps, run_steps};
use pleach_vectors::{AnyCase, Hex, Kind, checkout, load, registry_vectors};

use crate::common::{MISSING_SUITES, committed, each};

/// The fields of `messages` but `group_secrets`, which no peer has in public.
const FIELDS: [&str; 16] = [
    "mls_welcome",
    "mls_group_info",
    "mls_key_package",
    "ratchet_tree",
    "add_proposal",
    "update_proposal",
    "remove_proposal",
    "pre_shared_key_proposal",
    "re_init_proposal",
    "external_init_proposal",
    "group_context_extensions_proposal",
    "commit",
    "public_message_application",
    "public_message_proposal",
    "public_message_commit",
    "private_message",
];

/// The working group's, in the older set that every machine has.
fn older(kind: Kind) -> Vec<AnyCase> {
    let folder = registry_vectors(&checkout()).unwrap();
    load(kind, &folder.join(format!("{kind}.json"))).unwrap().cases
}

/// Each of `passed` passes in `count` cases, and each of `not_public` is not public; of each suite that the peers do
/// not have, `missing` cases are not run.
fn steps(passed: &[&'static str], not_public: &[&'static str], count: usize, missing: usize) -> Option<Steps> {
    let counts = |steps: &[&'static str]| steps.iter().map(|step| (*step, count)).collect();
    let without_suite = if missing == 0 { Default::default() } else { each(&MISSING_SUITES, missing) };
    Some(Steps { passed: counts(passed), not_public: counts(not_public), failed: Vec::new(), without_suite })
}

#[test]
fn both_peers_decode_and_encode_all_messages_but_group_secrets() {
    let cases = committed(Kind::Messages);
    let wanted = steps(&FIELDS, &["group_secrets"], 14, 0);
    assert_eq!(run_steps::<MlsRs>(&cases), wanted);
    assert_eq!(run_steps::<OpenMls>(&cases), wanted);
}

/// A Remove in these files is of a random leaf, and mls-rs has none above 2^24 - 1: 299 of 300 are.
#[test]
fn mls_rs_refuses_leaves_above_its_limit_in_the_older_messages() {
    let report = run_steps::<MlsRs>(&older(Kind::Messages)).unwrap();
    let counts = FIELDS.map(|field| (field, if field == "remove_proposal" { 1 } else { 300 }));
    assert_eq!(report.passed, counts.into());
    assert_refused(&report, 299, "remove_proposal", "Custom(6)");
}

/// A ReInit in these files has a `ratchet_tree` among its extensions, which is one of a GroupInfo.
#[test]
fn openmls_refuses_a_reinit_with_a_ratchet_tree_in_the_older_messages() {
    let report = run_steps::<OpenMls>(&older(Kind::Messages)).unwrap();
    let fields = FIELDS.iter().filter(|field| **field != "re_init_proposal");
    assert_eq!(report.passed, fields.map(|field| (*field, 300)).collect());
    let reason = "DecodingError(\"The provided extension list contains an extension of type RatchetTree";
    assert_refused(&report, 300, "re_init_proposal", reason);
}

/// Of the 300 older cases, `count` fail, at this field and with a reason that begins so.
#[track_caller]
fn assert_refused(report: &Steps, count: usize, field: &str, reason: &str) {
    assert_eq!(report.not_public, [("group_secrets", 300)].into());
    assert_eq!(report.failed.len(), count);
    for (_, mismatch) in &report.failed {
        assert_eq!(mismatch.field, field);
        assert!(mismatch.got.starts_with(&format!("refused: {reason}")), "{mismatch}");
    }
}

#[test]
fn both_peers_pass_vector_headers() {
    let cases = committed(Kind::Deserialization);
    assert_eq!(run_steps::<MlsRs>(&cases), steps(&["length"], &[], 14, 0));
    assert_eq!(run_steps::<OpenMls>(&cases), steps(&["length"], &[], 14, 0));
}

#[test]
fn both_peers_open_a_welcome_and_verify_its_signature() {
    let (passed, not_public) = (["welcome (group info)", "signer_pub"], ["welcome (confirmation_tag)"]);
    for (cases, count) in [(committed(Kind::Welcome), 2), (older(Kind::Welcome), 1)] {
        let wanted = steps(&passed, &not_public, 5 * count, count);
        assert_eq!(run_steps::<MlsRs>(&cases), wanted);
        assert_eq!(run_steps::<OpenMls>(&cases), wanted);
    }
}

const NOT_IN_CRYPTO_BASICS: [&str; 4] =
    ["expand_with_label", "derive_secret", "derive_tree_secret", "encrypt_with_label"];

#[test]
fn openmls_passes_references_and_labelled_signatures() {
    let cases = committed(Kind::CryptoBasics);
    let wanted = steps(&["ref_hash", "sign_with_label"], &NOT_IN_CRYPTO_BASICS, 5, 1);
    assert_eq!(run_steps::<OpenMls>(&cases), wanted);
    assert_eq!(run_steps::<MlsRs>(&cases), None);
}

/// Two signatures of the older set are over another hash than the suite's: this peer refuses the same two as the
/// specification.
#[test]
fn openmls_refuses_the_two_wrong_signatures_of_the_older_set() {
    let report = run_steps::<OpenMls>(&older(Kind::CryptoBasics)).unwrap();
    assert_eq!(report.passed, [("ref_hash", 5), ("sign_with_label", 3)].into());
    assert_eq!(report.not_public, NOT_IN_CRYPTO_BASICS.map(|step| (step, 5)).into());
    let failed: Vec<(usize, &str)> = report.failed.iter().map(|(case, found)| (*case, found.field.as_str())).collect();
    assert_eq!(failed, [4, 6].map(|case| (case, "sign_with_label.signature")));
}

#[test]
fn openmls_passes_the_leaf_signatures_of_trees() {
    let not_public = ["resolutions", "tree_hashes", "tree (parent hashes)"];
    for (cases, count) in [(committed(Kind::TreeValidation), 9), (older(Kind::TreeValidation), 14)] {
        let wanted = steps(&["tree (leaf signatures)"], &not_public, 5 * count, count);
        assert_eq!(run_steps::<OpenMls>(&cases), wanted);
        assert_eq!(run_steps::<MlsRs>(&cases), None);
    }
}

#[test]
fn nothing_else_is_public() {
    for kind in [
        Kind::KeySchedule,
        Kind::MessageProtection,
        Kind::PskSecret,
        Kind::SecretTree,
        Kind::TranscriptHashes,
        Kind::TreeKem,
        Kind::TreeMath,
        Kind::TreeOperations,
    ] {
        let cases = older(kind);
        assert_eq!((run_steps::<MlsRs>(&cases), run_steps::<OpenMls>(&cases)), (None, None), "{kind}");
    }
}

/// So the counts above are of steps that can fail.
#[test]
fn a_byte_more_fails() {
    let AnyCase::Messages(mut case) = committed(Kind::Messages).swap_remove(0) else { panic!("another kind") };
    for Hex(bytes) in [&mut case.commit, &mut case.add_proposal] {
        bytes.push(0);
    }
    let cases = [AnyCase::Messages(case)];
    for steps in [run_steps::<MlsRs>(&cases), run_steps::<OpenMls>(&cases)] {
        let steps = steps.unwrap();
        assert_eq!(steps.passed.len(), 14);
        let failed: Vec<&str> = steps.failed.iter().map(|(_, mismatch)| mismatch.field.as_str()).collect();
        assert_eq!(failed, ["add_proposal", "commit"]);
    }
}

/// A Welcome with another signer: it opens, and the signature does not verify.
#[test]
fn another_signer_fails() {
    let cases = committed(Kind::Welcome);
    let [AnyCase::Welcome(first), AnyCase::Welcome(other)] = &cases[..2] else { panic!("another kind") };
    let mut case = first.clone();
    case.signer_pub = other.signer_pub.clone();
    let cases = [AnyCase::Welcome(case)];
    for steps in [run_steps::<MlsRs>(&cases), run_steps::<OpenMls>(&cases)] {
        let steps = steps.unwrap();
        assert_eq!(steps.passed, [("welcome (group info)", 1)].into());
        assert_eq!(steps.failed.len(), 1);
        assert_eq!(steps.failed[0].1.field, "signer_pub");
    }
}
