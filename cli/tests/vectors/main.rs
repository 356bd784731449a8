//! `pleach vectors verify`: what is run, and how it is reported. The engines here are mocks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use pleach_cli::vectors::command::{Unusable, VerifyArgs, print, verify};
use pleach_cli::vectors::report::{Note, Report};
use pleach_cli::vectors::run::Engine;
use pleach_vectors::{AnyCase, CaseFile, Kind, Located, Mismatch, Origin, PROVENANCE, parse, sha256};
use serde_json::{Value, json};

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: VerifyArgs,
}

fn args(arguments: &[&str]) -> VerifyArgs {
    Command::try_parse_from([&["verify"], arguments].concat()).unwrap().args
}

/// A folder of its own for each test, with the files given.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const HEADERS: &str = r#"[
    {"vlbytes_header": "00", "length": 0},
    {"vlbytes_header": "3f", "length": 63},
    {"vlbytes_header": "4040", "length": 64}
]"#;
const PSKS: &str = r#"[
    {"cipher_suite": 1, "psks": [], "psk_secret": "00"},
    {"cipher_suite": 7, "psks": [], "psk_secret": "07"}
]"#;

fn accept(_: &AnyCase) -> Result<(), Mismatch> {
    Ok(())
}

/// Refuses the header `3f` and suite 7.
fn refuse_two(case: &AnyCase) -> Result<(), Mismatch> {
    let mismatch =
        |field: &str, got: String, wanted: &str| Err(Mismatch { field: field.into(), got, wanted: wanted.into() });
    match case {
        AnyCase::Deserialization(case) if case.length == 63 => mismatch("length", "6".into(), "63"),
        AnyCase::PskSecret(case) if case.cipher_suite == 7 => {
            mismatch("psk_secret", "0f".repeat(150), &["0f".repeat(110), "07".repeat(8)].concat())
        }
        _ => Ok(()),
    }
}

/// Panics at the header `3f`.
fn panic_at_one(case: &AnyCase) -> Result<(), Mismatch> {
    match case {
        AnyCase::Deserialization(case) if case.length == 63 => panic!("on purpose"),
        _ => Ok(()),
    }
}

fn both_kinds(test: &str) -> PathBuf {
    folder(test, &[("deserialization.json", HEADERS), ("psk_secret/mine.json", PSKS)])
}

fn run(path: &Path, options: &[&str], engine: Engine) -> Result<Report, Unusable> {
    verify(&args(&[&[path.to_str().unwrap()], options].concat()), engine)
}

/// What is printed, without times and the folder.
fn printed(path: &Path, options: &[&str], engine: Engine) -> String {
    let mut report = run(path, options, engine).unwrap();
    report.total.time = std::time::Duration::ZERO;
    for row in &mut report.rows {
        row.count.time = std::time::Duration::ZERO;
    }
    let mut out = Vec::new();
    print(&args(options), &report, &mut out).unwrap();
    String::from_utf8(out).unwrap().replace(path.to_str().unwrap(), "FOLDER")
}

#[test]
fn a_row_for_each_kind_and_a_total() {
    insta::assert_snapshot!(printed(&both_kinds("rows"), &[], accept));
}

#[test]
fn failures_name_file_case_and_field() {
    insta::assert_snapshot!(printed(&both_kinds("failures"), &[], refuse_two));
}

#[test]
fn json_has_the_same() {
    let text = printed(&both_kinds("json"), &["--json"], refuse_two);
    let report: Value = serde_json::from_str(&text).unwrap();
    let long = "0f".repeat(150);
    let other = ["0f".repeat(110), "07".repeat(8)].concat();
    let expected = json!({
        "origin": "given",
        "folder": null,
        "suite": null,
        "kinds": [
            {"kind": "deserialization", "cases": 3, "passed": 2, "failed": 1, "skipped": 0, "seconds": 0.0},
            {"kind": "psk_secret", "cases": 2, "passed": 1, "failed": 1, "skipped": 0, "seconds": 0.0},
        ],
        "total": {"cases": 5, "passed": 3, "failed": 2, "skipped": 0, "seconds": 0.0},
        "failures": [
            {"file": "FOLDER/deserialization.json", "kind": "deserialization", "case": 1, "suite": null,
             "field": "length", "got": "6", "wanted": "63"},
            {"file": "FOLDER/psk_secret/mine.json", "kind": "psk_secret", "case": 1, "suite": 7,
             "field": "psk_secret", "got": long, "wanted": other},
        ],
        "notes": [],
        "as_expected": false,
    });
    assert_eq!(report, expected);
}

#[test]
fn a_suite_selects_its_cases() {
    insta::assert_snapshot!(printed(&both_kinds("suite"), &["--suite", "0x0001"], refuse_two));
}

#[test]
fn a_suite_without_cases_is_unusable() {
    let error = run(&both_kinds("no_suite"), &["--suite", "4"], accept).unwrap_err();
    assert_eq!(error.to_string(), "no case is of the cipher suite 0x0004");
}

#[test]
fn a_kind_selects_its_files_and_says_what_a_file_is() {
    let folder = both_kinds("kind");
    let report = run(&folder, &["--kind", "psk-secret"], accept).unwrap();
    assert_eq!(report.rows.len(), 1);
    assert_eq!((report.rows[0].kind, report.total.run()), (Kind::PskSecret, 2));
    let other = folder.join("other.json");
    fs::write(&other, HEADERS).unwrap();
    assert!(matches!(run(&other, &[], accept), Err(Unusable::Locate(_))));
    let report = run(&other, &["--kind", "deserialization"], accept).unwrap();
    assert_eq!(report.total.tally.passed, 3);
}

#[test]
fn files_that_are_not_read_are_noted() {
    let folder = both_kinds("ignored");
    fs::write(folder.join("other.json"), "[]").unwrap();
    insta::assert_snapshot!(printed(&folder, &[], accept));
}

/// What [`both_kinds`] has, and the provenance that fits it.
fn recorded(test: &str) -> PathBuf {
    let folder = both_kinds(test);
    let entry = |name: &str| {
        format!("\"{name}\" = {{ cases = 3, sha256 = \"{}\" }}\n", sha256(&fs::read(folder.join(name)).unwrap()))
    };
    let keys = ["description", "generator", "command", "licence", "seed"].map(|key| format!("{key} = \"\"\n")).concat();
    let entries = ["deserialization.json", "psk_secret/mine.json"].map(entry).concat();
    fs::write(folder.join(PROVENANCE), format!("[generated]\n{keys}[generated.files]\n{entries}")).unwrap();
    folder
}

#[test]
fn files_are_those_that_their_provenance_records() {
    let folder = recorded("recorded");
    let report = run(&folder, &[], accept).unwrap();
    assert!(report.is_as_expected(), "{:?}", report.notes);
    assert_eq!(report.notes, []);

    fs::write(folder.join("psk_secret/mine.json"), PSKS.replace("\"07\"", "\"06\"")).unwrap();
    fs::remove_file(folder.join("deserialization.json")).unwrap();
    insta::assert_snapshot!(printed(&folder, &[], accept));
    let report = run(&folder, &[], accept).unwrap();
    assert!(!report.is_as_expected());
    assert_eq!((report.total.tally.failed, report.notes.len()), (0, 2));
    // Of other kinds nothing is asked.
    assert_eq!(run(&folder, &["--kind", "psk_secret"], accept).unwrap().notes.len(), 1);
}

#[test]
fn a_part_of_a_set_is_held_to_the_provenance_of_the_whole() {
    let folder = recorded("part");
    fs::write(folder.join("psk_secret/mine.json"), PSKS.replace("\"07\"", "\"06\"")).unwrap();
    for part in ["psk_secret", "psk_secret/mine.json"] {
        let report = run(&folder.join(part), &[], accept).unwrap();
        assert_eq!(report.notes, [Note::Altered(folder.join("psk_secret/mine.json"))]);
    }
    // A file that is missing is a failure, also if no other is left.
    fs::remove_file(folder.join("psk_secret/mine.json")).unwrap();
    let report = run(&folder, &["--kind", "psk_secret"], accept).unwrap();
    assert_eq!(report.notes, [Note::Missing(folder.join("psk_secret/mine.json"))]);
    assert!(!report.is_as_expected());
}

#[test]
fn a_generated_file_without_provenance_is_noted() {
    let folder = folder("unrecorded", &[("psk_secret/generated.json", PSKS), (PROVENANCE, "")]);
    let report = run(&folder, &[], accept).unwrap();
    assert_eq!(report.notes, [Note::Unrecorded(folder.join("psk_secret/generated.json"))]);
    assert!(report.is_as_expected());
}

#[test]
fn a_provenance_that_cannot_be_read_is_unusable() {
    let folder = recorded("provenance");
    for (text, problem) in [
        ("[generated]\n", "PROVENANCE.toml: line 1: missing field `description`"),
        ("generated = 1\n[", "PROVENANCE.toml: line 2: "),
    ] {
        fs::write(folder.join(PROVENANCE), text).unwrap();
        let error = run(&folder, &[], accept).unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
    }
    fs::write(folder.join(PROVENANCE), "[something]\nelse = 1\n").unwrap();
    assert!(run(&folder, &[], accept).unwrap().is_as_expected());
}

#[test]
fn a_panic_fails_its_case_alone() {
    let report = run(&both_kinds("panic"), &[], panic_at_one).unwrap();
    assert_eq!((report.total.tally.passed, report.total.tally.failed), (4, 1));
    assert_eq!(report.failures[0].case, 1);
    assert_eq!(report.failures[0].mismatch.got, "a panic");
}

#[test]
fn unusable_files_are_named() {
    for (name, text, problem) in [
        ("empty", "[]", "holds no case"),
        ("no_json", "{", "is no JSON array"),
        ("bad_case", r#"[{"vlbytes_header": "zz", "length": 0}]"#, "case 0, field vlbytes_header"),
    ] {
        let folder = folder(name, &[("deserialization.json", text)]);
        let message = run(&folder, &[], accept).unwrap_err().to_string();
        assert!(message.contains("deserialization.json"), "{message}");
        assert!(message.contains(problem), "{message}");
    }
    assert!(run(Path::new("no/such/path"), &[], accept).is_err());
}

#[test]
fn the_working_groups_set_has_785_cases() {
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/mlswg-vectors");
    if !set.exists() {
        println!("skipped: {} is not there", set.display());
        return;
    }
    let report = verify(&args(&[]), accept).unwrap();
    let rows: Vec<usize> = report.rows.iter().map(|row| row.count.tally.passed).collect();
    assert_eq!(rows, [7, 14, 7, 7, 300, 91, 1, 56, 77, 21, 7, 10, 5, 98, 77, 7]);
    assert_eq!(report.total.tally.passed, 785);
    assert_eq!(report.notes, []);
}

/// The report on a known set that has only these cases and lacks these kinds; no case was run.
fn set(origin: Origin, kind: Kind, text: &str, absent: &[Kind]) -> Report {
    let path = PathBuf::from("set.json");
    let located = Located {
        origin,
        files: vec![(kind, path.clone())],
        absent: absent.to_vec(),
        ignored: Vec::new(),
        recorded: Vec::new(),
    };
    let cases = parse(kind, text.as_bytes()).unwrap();
    let files = [CaseFile { kind, path, sha256: String::new(), cases }];
    Report::new(&located, &files, None, Vec::new(), std::time::Duration::ZERO)
}

#[test]
fn a_known_set_has_to_be_whole() {
    let header = r#"{"vlbytes_header": "00", "length": 0}"#;
    let headers = |count| format!("[{}]", vec![header; count].join(","));
    let working_group = || Origin::WorkingGroup(PathBuf::new());
    let kind = Kind::Deserialization;
    assert!(set(working_group(), kind, &headers(14), &[]).is_as_expected());
    assert!(!set(working_group(), kind, &headers(13), &[]).is_as_expected());
    assert!(!set(working_group(), kind, &headers(14), &[Kind::Welcome]).is_as_expected());
    assert!(set(Origin::Given, kind, &headers(13), &[]).is_as_expected());

    let psk = r#"{"cipher_suite": 1, "psks": [], "psk_secret": ""}"#;
    let psks = format!("[{}]", vec![psk; 70].join(","));
    let registry = || Origin::Registry(PathBuf::new());
    assert!(set(registry(), Kind::PskSecret, &psks, &[kind]).is_as_expected());
    assert!(!set(registry(), Kind::PskSecret, &psks, &[Kind::Welcome]).is_as_expected());
}
