//! The kinds of ART, as they are generated: every case passes, and none says anything that is not checked.

use std::panic::catch_unwind;

use pleach_cli::engine::spec::Specification;
use pleach_generator::{CaseList, Request, RootSeed, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{AnyCase, Kind, Tally, parse, verify_all};
use serde_json::Value;

use super::leaves::changes;

/// How many bytes of a string are changed, at most.
const BYTES: usize = 8;

/// What is generated of some kinds and suites.
fn generated(kinds: &[Kind], suites: &[CipherSuite]) -> Vec<CaseList> {
    let request = Request { kinds: kinds.to_vec(), suites: suites.to_vec(), seed: RootSeed::default(), count: None };
    generate(&request, &|| {}).unwrap()
}

#[test]
fn every_generated_case_of_art_passes() {
    let mut tallies = Vec::new();
    for CaseList { kind, cases } in generated(&Kind::ART, &CipherSuite::ALL) {
        let verdicts: Vec<_> = verify_all::<Specification>(&cases, None).collect();
        let tally: Tally = verdicts.iter().collect();
        assert_eq!(tally.failed, 0, "{kind}: {verdicts:#?}");
        tallies.push((kind.name(), tally.passed));
    }
    assert_eq!(
        tallies,
        [
            ("art-message-protection", 14),
            ("art-passive-client", 7),
            ("art-setup", 21),
            ("art-stage-key", 14),
            ("art-tree", 79),
            ("art-update", 14),
        ]
    );
}

#[test]
fn all_cases_of_art_together_have_less_than_1_3_megabytes() {
    let text = |list: &CaseList| serde_json::to_string_pretty(&list.cases).unwrap().len();
    let lengths: Vec<usize> = generated(&Kind::ART, &CipherSuite::ALL).iter().map(text).collect();
    assert!(lengths.iter().sum::<usize>() < 1_300_000, "{lengths:?}");
}

#[test]
fn two_suites_have_trees_of_every_number_of_leaves_from_2_to_33() {
    let sizes = |suite: CipherSuite| {
        let cases = generated(&[Kind::ArtTree], &[suite]).remove(0).cases;
        let size = |case: &AnyCase| match case {
            AnyCase::ArtTree(case) => case.leaf_privs.len(),
            _ => panic!("a case of another kind"),
        };
        cases.iter().map(size).collect::<Vec<_>>()
    };
    for suite in [CipherSuite::X25519Aes128GcmSha256Ed25519, CipherSuite::P256Aes128GcmSha256P256] {
        assert_eq!(sizes(suite), (2..=33).collect::<Vec<_>>());
    }
    assert_eq!(sizes(CipherSuite::P521Aes256GcmSha512P521), [2, 3, 5]);
}

/// Whether the specification verifies a case; a case that does not load is not verified.
fn passes(kind: Kind, case: &Value) -> bool {
    let text = Value::Array(vec![case.clone()]).to_string();
    match parse(kind, text.as_bytes()) {
        Ok(cases) => cases.iter().all(|case| case.verify::<Specification>().is_ok()),
        Err(_) => false,
    }
}

/// Of the generated cases of suite 1, those with these indices.
fn every_change_is_found(kind: Kind, indices: &[usize]) {
    let cases = generated(&[kind], &[CipherSuite::X25519Aes128GcmSha256Ed25519]).remove(0).cases;
    for index in indices {
        let case = serde_json::to_value(&cases[*index]).unwrap();
        assert!(passes(kind, &case));
        let survives = |value: &Value| catch_unwind(|| passes(kind, value)).unwrap_or(true);
        let survivors = changes(&case, BYTES).into_iter().filter(|changed| survives(&changed.value));
        let survivors: Vec<(String, String)> = survivors.map(|changed| (changed.path, changed.change)).collect();
        assert!(survivors.is_empty(), "case {index}: {survivors:#?}");
    }
}

#[test]
fn message_protection() {
    every_change_is_found(Kind::ArtMessageProtection, &[0, 1]);
}

#[test]
fn passive_client() {
    every_change_is_found(Kind::ArtPassiveClient, &[0]);
}

/// A group of two, and one that follows another.
#[test]
fn setup() {
    every_change_is_found(Kind::ArtSetup, &[0, 2]);
}

#[test]
fn stage_key() {
    every_change_is_found(Kind::ArtStageKey, &[0, 1]);
}

/// With 2 and 6 leaves.
#[test]
fn tree() {
    every_change_is_found(Kind::ArtTree, &[0, 4]);
}

#[test]
fn update() {
    every_change_is_found(Kind::ArtUpdate, &[0, 1]);
}
