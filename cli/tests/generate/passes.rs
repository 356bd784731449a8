//! Every generated case passes the specification, by the steps of its kind.

use pleach_cli::engine::spec::Specification;
use pleach_generator::{CaseList, Request, RootSeed, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{Kind, Tally, verify_all};

/// The tally of each kind.
fn tallies(suites: &[CipherSuite], seed: &str, count: Option<u32>) -> Vec<(&'static str, Tally)> {
    let seed: RootSeed = seed.parse().unwrap();
    let request = Request { kinds: Kind::ALL.to_vec(), suites: suites.to_vec(), seed, count };
    let lists: Vec<CaseList> = generate(&request, &|| {}).unwrap();
    let tally = |list: &CaseList| verify_all::<Specification>(&list.cases, None).collect::<Vec<_>>().iter().collect();
    lists.iter().map(|list| (list.kind.name(), tally(list))).collect()
}

fn passed(passed: usize) -> Tally {
    Tally { passed, failed: 0, skipped: 0 }
}

#[test]
fn the_first_case_of_each_kind_passes_in_every_suite() {
    assert_eq!(
        tallies(&CipherSuite::ALL, "00", Some(1)),
        [
            ("crypto-basics", passed(7)),
            ("deserialization", passed(1)),
            ("key-schedule", passed(7)),
            ("message-protection", passed(7)),
            ("messages", passed(7)),
            ("passive-client-handling-commit", passed(7)),
            ("passive-client-random", passed(7)),
            ("passive-client-welcome", passed(7)),
            ("psk_secret", passed(7)),
            ("secret-tree", passed(7)),
            ("transcript-hashes", passed(7)),
            ("tree-math", passed(1)),
            ("tree-operations", passed(7)),
            ("tree-validation", passed(7)),
            ("treekem", passed(7)),
            ("welcome", passed(7)),
            ("passive-client-application-messages", passed(7)),
            ("passive-client-custom-proposals", passed(7)),
            ("passive-client-encrypted-handshakes", passed(7)),
            ("passive-client-external-commit", passed(7)),
            ("passive-client-external-proposals", passed(7)),
            ("passive-client-lifetimes", passed(7)),
            ("passive-client-linked-groups", passed(7)),
            ("passive-client-x509", passed(7)),
            ("art-message-protection", passed(7)),
            ("art-passive-client", passed(7)),
            ("art-setup", passed(7)),
            ("art-stage-key", passed(7)),
            ("art-tree", passed(7)),
            ("art-update", passed(7)),
        ]
    );
}

#[test]
fn the_default_set_of_a_suite_passes() {
    assert_eq!(
        tallies(&[CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519], "c0ffee", None),
        [
            ("crypto-basics", passed(1)),
            ("deserialization", passed(14)),
            ("key-schedule", passed(1)),
            ("message-protection", passed(1)),
            ("messages", passed(2)),
            ("passive-client-handling-commit", passed(14)),
            ("passive-client-random", passed(1)),
            ("passive-client-welcome", passed(4)),
            ("psk_secret", passed(5)),
            ("secret-tree", passed(3)),
            ("transcript-hashes", passed(2)),
            ("tree-math", passed(10)),
            ("tree-operations", passed(5)),
            ("tree-validation", passed(9)),
            ("treekem", passed(5)),
            ("welcome", passed(2)),
            ("passive-client-application-messages", passed(1)),
            ("passive-client-custom-proposals", passed(1)),
            ("passive-client-encrypted-handshakes", passed(1)),
            ("passive-client-external-commit", passed(1)),
            ("passive-client-external-proposals", passed(1)),
            ("passive-client-lifetimes", passed(1)),
            ("passive-client-linked-groups", passed(1)),
            ("passive-client-x509", passed(1)),
            ("art-message-protection", passed(2)),
            ("art-passive-client", passed(1)),
            ("art-setup", passed(3)),
            ("art-stage-key", passed(2)),
            ("art-tree", passed(3)),
            ("art-update", passed(2)),
        ]
    );
}

/// The later cases of most kinds are random.
#[test]
fn cases_after_the_usual_ones_pass() {
    let tallies = tallies(&[CipherSuite::X25519Aes128GcmSha256Ed25519], "ff", Some(16));
    assert_eq!(tallies.len(), 30);
    for (kind, tally) in tallies {
        assert_eq!(tally, passed(16), "{kind}");
    }
}
