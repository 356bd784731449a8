//! `models/mutants.toml` is complete and well-formed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pleach_spec::mutation::{IDS, UnknownMutant, is_on, switch_on, switched_on};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    mutant: Vec<Mutant>,
}

#[derive(Deserialize)]
pub(crate) struct Mutant {
    pub(crate) id: String,
    pub(crate) protocol: Protocol,
    defence: String,
    source: String,
    falls: Option<String>,
    against: Option<String>,
    redundant: Option<String>,
    #[serde(default)]
    pub(crate) edit: Vec<Edit>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) enum Protocol {
    #[serde(rename = "MLS")]
    Mls,
    #[serde(rename = "ART")]
    Art,
    #[serde(rename = "Sender Keys")]
    SenderKeys,
}

#[derive(Deserialize)]
pub(crate) struct Edit {
    file: String,
}

/// What can fall.
const PROPERTIES: [&str; 10] = [
    "secrecy",
    "authentication",
    "agreement",
    "forward secrecy",
    "post-compromise security",
    "removed member",
    "new member",
    "insider",
    "unknown key share",
    "cross-group",
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn mutants() -> Vec<Mutant> {
    let text = fs::read_to_string(workspace().join("models/mutants.toml")).unwrap();
    toml::from_str::<Table>(&text).unwrap().mutant
}

#[test]
fn every_entry_says_what_falls_or_why_nothing_does() {
    let mutants = mutants();
    let ids: BTreeSet<&str> = mutants.iter().map(|mutant| &*mutant.id).collect();
    assert_eq!(ids.len(), mutants.len());
    for mutant in &mutants {
        let id = &mutant.id;
        assert!(id.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'), "{id}");
        assert!(mutant.defence.ends_with('.'), "{id}");
        match (&mutant.falls, &mutant.against, &mutant.redundant) {
            (Some(falls), Some(against), None) => {
                assert!(PROPERTIES.contains(&&**falls), "{id}: {falls}");
                assert!(!against.is_empty(), "{id}");
            }
            (None, None, Some(redundant)) => assert!(redundant.ends_with('.'), "{id}"),
            _ => panic!("{id}: either falls and against, or redundant"),
        }
    }
}

/// That the sections of RFC 9420 exist, and that no citation has another form, is checked for all files of the
/// workspace beside the specification.
#[test]
fn every_entry_has_its_source() {
    for mutant in mutants() {
        let (id, source) = (&mutant.id, &mutant.source);
        match mutant.protocol {
            Protocol::Mls => assert!(source.starts_with("RFC 9420, Section "), "{id}: {source}"),
            Protocol::Art => {
                let file = source.strip_prefix("ART, ").unwrap();
                assert!(file.starts_with("spec/src/art/") && workspace().join(file).is_file(), "{id}: {source}");
            }
            Protocol::SenderKeys => assert_eq!(source, "Sender Keys", "{id}"),
        }
    }
}

#[test]
fn the_copy_has_the_mutants_with_edits() {
    let mutants = mutants();
    let with_edits: Vec<&str> =
        mutants.iter().filter(|mutant| !mutant.edit.is_empty()).map(|mutant| &*mutant.id).collect();
    assert_eq!(with_edits, IDS);
    let count = |protocol| {
        let of_protocol = mutants.iter().filter(|mutant| mutant.protocol == protocol);
        (of_protocol.clone().count(), of_protocol.filter(|mutant| !mutant.edit.is_empty()).count())
    };
    assert_eq!(count(Protocol::Mls), (36, 35));
    assert_eq!(count(Protocol::Art), (10, 10));
    assert_eq!(count(Protocol::SenderKeys), (4, 0));
}

#[test]
fn switches_are_set_together() {
    assert!(switched_on().is_empty());
    let [first, second] = [IDS[0], IDS[1]];
    switch_on(&[second, first]).unwrap();
    assert!(is_on(first) && is_on(second));
    let unknown = switch_on(&[first, "no-such-mutant"]);
    assert_eq!(unknown, Err(UnknownMutant { id: "no-such-mutant".to_string() }));
    assert_eq!(switched_on(), [second, first]);
    switch_on(&[first]).unwrap();
    assert!(is_on(first) && !is_on(second));
    std::thread::spawn(move || assert!(!is_on(first))).join().unwrap();
    switch_on(&[]).unwrap();
    assert!(!is_on(first));
}
