//! The kinds of ART, as they are generated: every case passes.

use pleach_cli::engine::spec::Specification;
use pleach_generator::{CaseList, Request, RootSeed, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{AnyCase, Kind, Tally, verify_all};

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
