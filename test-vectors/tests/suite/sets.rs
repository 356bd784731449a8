//! Both sets are found, whole and read to the last field.

use std::collections::BTreeSet;
use std::path::Path;

use pleach_vectors::{Kind, Origin, checkout, load, locate, locate_in};

use crate::common;

#[test]
fn the_working_groups_set_has_785_cases() {
    let Some(folder) = common::working_group_set() else {
        return;
    };
    let located = locate(&[], None).unwrap();
    assert_eq!(located.origin, Origin::WorkingGroup(folder.canonicalize().unwrap()));
    assert_eq!(located.absent, []);
    let mut counts = Vec::new();
    for (kind, path) in &located.files {
        let file = load(*kind, path).unwrap();
        assert_eq!(located.expected_count(*kind), Some(file.cases.len()), "{kind}");
        counts.push((kind.name(), file.cases.len()));
    }
    assert_eq!(
        counts,
        [
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
        ]
    );
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), 785);
}

#[test]
fn every_suite_is_in_the_working_groups_set() {
    let Some(folder) = common::working_group_set() else {
        return;
    };
    let cases = load(Kind::TreeKem, &folder.join("treekem.json")).unwrap().cases;
    for suite in 1..=7 {
        assert_eq!(cases.iter().filter(|case| case.suite() == Some(suite)).count(), 11);
    }
}

#[test]
fn without_the_shared_folder_the_registrys_set_is_found() {
    // A checkout of which only the manifest is real, so that nothing is beside it.
    let lone = std::env::temp_dir().join(format!("pleach-lone-{}/checkout", std::process::id()));
    let registry = lone.join("test-vectors/registry");
    std::fs::create_dir_all(registry.join("src")).unwrap();
    for file in ["Cargo.toml", "Cargo.lock", "src/lib.rs"] {
        let from = checkout().join("test-vectors/registry").join(file);
        std::fs::copy(from, registry.join(file)).unwrap();
    }
    let located = locate_in(&lone, &[], None).unwrap();
    std::fs::remove_dir_all(lone.parent().unwrap()).unwrap();

    assert!(matches!(located.origin, Origin::Registry(_)));
    assert_eq!(located.absent, [Kind::Deserialization]);
    let ignored: Vec<_> = located.ignored.iter().map(|path| path.file_name().unwrap()).collect();
    assert_eq!(ignored, ["kat_encryption_openmls.json", "kat_tree_kem_openmls.json"]);
    let mut total = 0;
    for (kind, path) in &located.files {
        let file = load(*kind, path).unwrap();
        assert_eq!(located.expected_count(*kind), Some(file.cases.len()), "{kind}");
        total += file.cases.len();
    }
    assert_eq!(total, 1059);
}

#[test]
fn the_older_tree_operations_say_what_they_lack() {
    let path = common::registry_set().join("tree-operations.json");
    for case in load(Kind::TreeOperations, &path).unwrap().cases {
        assert_eq!(case.suite(), None);
        assert_eq!(case.absent_fields(), ["cipher_suite", "tree_hash_before", "tree_hash_after"]);
    }
}

#[test]
fn every_published_file_is_named_with_its_count() {
    let text = include_str!("../../PUBLISHED.toml");
    let published: toml::Table = text.parse().unwrap();
    type Count = fn(Kind) -> usize;
    let counts: [(&str, Count); 2] = [("working-group", Kind::working_group_count), ("registry", Kind::registry_count)];
    for (set, count) in counts {
        let mut total = 0;
        for kind in Kind::WORKING_GROUP {
            let file = &published[set]["files"].get(format!("{kind}.json"));
            let cases = file.map_or(0, |file| file["cases"].as_integer().unwrap());
            assert_eq!(cases, count(kind) as i64, "{set} {kind}");
            total += cases;
        }
        assert_eq!(published[set]["cases"].as_integer(), Some(total));
    }
}

#[test]
fn the_rules_are_r001_to_r477_and_a001_to_a030() {
    let rules: toml::Table = include_str!("../../rules.toml").parse().unwrap();
    let of_rfc = (1..=477).map(|number| format!("R{number:03}"));
    let ids: BTreeSet<String> = of_rfc.chain((1..=30).map(|number| format!("A{number:03}"))).collect();
    assert_eq!(rules.keys().cloned().collect::<BTreeSet<_>>(), ids);
    let mut negative = 0;
    for (id, rule) in &rules {
        let rule = rule.as_table().unwrap();
        let mut keys: Vec<&str> = rule.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["area", "level", "section", "statement", "testable"], "{id}");
        assert!(rule.values().all(|value| value.as_str().is_some_and(|text| !text.is_empty())));
        negative += usize::from(rule["testable"].as_str() == Some("negative"));
    }
    assert_eq!(negative, 259);
}

#[test]
fn every_kind_has_its_folder() {
    for kind in Kind::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(kind.name());
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
        for heading in ["## Format", "## Verification", "## Functions"] {
            assert!(readme.contains(heading), "{kind}: {heading}");
        }
        assert!(folder.join("schema.json").is_file());
    }
}
