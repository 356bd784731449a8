//! Our own passive-client kinds, as they are generated.

use pleach_cli::engine::spec::Specification;
use pleach_generator::{CaseList, Request, RootSeed, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{AnyCase, Kind, Tally, verify_all};

/// All that is generated of our passive-client kinds.
fn generated() -> Vec<CaseList> {
    let (kinds, suites) = (Kind::OURS.to_vec(), CipherSuite::ALL.to_vec());
    let request = Request { kinds, suites, seed: RootSeed::default(), count: None };
    generate(&request, &|| {}).unwrap()
}

#[test]
fn every_generated_case_of_our_kinds_passes() {
    let mut tallies = Vec::new();
    for CaseList { kind, cases } in generated() {
        let verdicts: Vec<_> = verify_all::<Specification>(&cases, None).collect();
        let tally: Tally = verdicts.iter().collect();
        assert_eq!(tally.failed, 0, "{kind}: {verdicts:#?}");
        tallies.push((kind.name(), tally.passed));
    }
    assert_eq!(
        tallies,
        [
            ("passive-client-application-messages", 7),
            ("passive-client-custom-proposals", 7),
            ("passive-client-encrypted-handshakes", 7),
            ("passive-client-external-commit", 7),
            ("passive-client-external-proposals", 7),
            ("passive-client-lifetimes", 7),
            ("passive-client-linked-groups", 7),
            ("passive-client-x509", 7),
        ]
    );
}

#[test]
fn every_suite_has_its_story() {
    for CaseList { kind, cases } in generated() {
        let suites: Vec<Option<u16>> = cases.iter().map(AnyCase::suite).collect();
        assert_eq!(suites, [1, 2, 3, 4, 5, 6, 7].map(Some), "{kind}");
    }
}
