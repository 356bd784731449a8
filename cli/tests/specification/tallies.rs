//! Every case of the set passes, and the set is whole.

use pleach_cli::engine::spec::Specification;
use pleach_cli::vectors::command::{VerifyArgs, verify};
use pleach_cli::vectors::report::Note;
use pleach_vectors::{AnyCase, Kind, Origin, Tally};

const WORKING_GROUP: &[(&str, usize)] = &[
    ("crypto-basics", 7),
    ("deserialization", 14),
    ("key-schedule", 7),
    ("message-protection", 7),
    ("messages", 300),
    ("passive-client-handling-commit", 91),
    ("passive-client-random", 1),
    ("passive-client-welcome", 56),
    ("psk_secret", 77),
    ("secret-tree", 21),
    ("transcript-hashes", 7),
    ("tree-math", 10),
    ("tree-operations", 5),
    ("tree-validation", 98),
    ("treekem", 77),
    ("welcome", 7),
];

const REGISTRY: &[(&str, usize)] = &[
    ("crypto-basics", 7),
    ("key-schedule", 7),
    ("message-protection", 7),
    ("messages", 300),
    ("passive-client-handling-commit", 91),
    ("passive-client-random", 1),
    ("passive-client-welcome", 56),
    ("psk_secret", 70),
    ("secret-tree", 21),
    ("transcript-hashes", 300),
    ("tree-math", 10),
    ("tree-operations", 7),
    ("tree-validation", 98),
    ("treekem", 77),
    ("welcome", 7),
];

#[test]
fn every_case_of_the_set_passes() {
    let args = VerifyArgs { paths: Vec::new(), kind: None, suite: None, json: false };
    let report = verify(&args, AnyCase::verify::<Specification>).unwrap();
    assert!(report.failures.is_empty(), "{:#?}", report.failures);
    let (expected, total) = match report.origin {
        Origin::WorkingGroup(_) => (WORKING_GROUP, 785),
        Origin::Registry(_) => (REGISTRY, 1059),
        Origin::Given => panic!("no path was given"),
    };
    let all_passed = |passed| Tally { passed, failed: 0, skipped: 0 };
    let rows = report.rows.iter().map(|row| (row.kind.name(), row.count.tally));
    let expected = expected.iter().map(|(kind, cases)| (*kind, all_passed(*cases)));
    assert_eq!(rows.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    assert_eq!(report.total.tally, all_passed(total));
    assert!(report.is_as_expected(), "{:#?}", report.notes);
    if total == 785 {
        assert_eq!(report.notes, []);
    } else {
        assert!(report.notes.contains(&Note::Absent(Kind::Deserialization)));
    }
}
