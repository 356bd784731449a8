//! The exit codes of `pleach vectors verify`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn verify(name: &str, text: &str, options: &[&str]) -> Output {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    Command::new(env!("CARGO_BIN_EXE_pleach")).args(["vectors", "verify"]).args(options).arg(&path).output().unwrap()
}

const KIND: &[&str] = &["--kind", "deserialization"];

#[test]
fn all_is_well() {
    let output = verify("well.json", r#"[{"vlbytes_header": "4040", "length": 64}]"#, KIND);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_case_failed() {
    let output = verify("failed.json", r#"[{"vlbytes_header": "4001", "length": 1}]"#, KIND);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("refused: Decode(NonMinimalLength)"), "{text}");
}

#[test]
fn there_is_nothing_to_run() {
    for (name, text, options) in [
        ("nothing.json", "[]", KIND),
        ("unknown.json", "[]", &[]),
        ("suite.json", r#"[{"vlbytes_header": "00", "length": 0}]"#, &[KIND[0], KIND[1], "--suite", "1"]),
    ] {
        let output = verify(name, text, options);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(output.stdout.is_empty());
        assert!(output.stderr.starts_with(b"error: "), "{name}");
    }
}
