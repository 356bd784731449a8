//! One byte flipped in any field of a generated set makes `verify` fail: the set's provenance has the hash of each file.
//! How much of that the checkers find by themselves is in `tests/specification/mutations.rs`.

use std::collections::BTreeMap;
use std::fs;

use pleach_cli::vectors::command::{VerifyArgs, verify};
use pleach_vectors::{AnyCase, Kind, Mismatch};
use serde_json::Value;

use crate::{folder, generate, succeeds};

/// No checker: what is found is found by the provenance.
fn accept(_: &AnyCase) -> Result<(), Mismatch> {
    Ok(())
}

/// Every field with bytes by its name, without positions in lists, and where it first has some.
fn fields(value: &Value, name: &str, pointer: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields_here) => {
            for (key, field) in fields_here {
                fields(field, &format!("{name}.{key}"), &format!("{pointer}/{key}"), found);
            }
        }
        Value::Array(entries) => {
            for (i, entry) in entries.iter().enumerate() {
                fields(entry, &format!("{name}[]"), &format!("{pointer}/{i}"), found);
            }
        }
        Value::String(hex) if !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            found.entry(name.to_owned()).or_insert_with(|| pointer.to_owned());
        }
        _ => {}
    }
}

/// The text with one bit of the byte at `position` changed, of a string of hexadecimal digits.
fn flipped(hex: &str, position: usize) -> String {
    let digit = 2 * position + 1;
    let value = u8::from_str_radix(&hex[digit..=digit], 16).unwrap() ^ 1;
    format!("{}{value:x}{}", &hex[..digit], &hex[digit + 1..])
}

#[test]
fn a_flipped_byte_in_any_field_of_any_kind_fails() {
    let folder = folder("flips");
    succeeds(&folder, &["--suite", "1", "--count", "1"]);
    let (mut flips, mut kinds) = (0, 0);
    for kind in Kind::ALL {
        let path = folder.join(kind.name()).join("generated.json");
        let text = fs::read_to_string(&path).unwrap();
        let args = VerifyArgs { paths: vec![folder.clone()], kind: Some(kind), suite: None, json: false };
        assert!(verify(&args, accept).unwrap().is_as_expected(), "{kind}");
        let cases: Value = serde_json::from_str(&text).unwrap();
        let mut found = BTreeMap::new();
        fields(&cases, "", "", &mut found);
        for (name, pointer) in found {
            let hex = cases.pointer(&pointer).unwrap().as_str().unwrap();
            let last = hex.len() / 2 - 1;
            for position in [0, last / 2, last] {
                // In the text, so that nothing else of the file changes.
                let changed = text.replacen(&format!("\"{hex}\""), &format!("\"{}\"", flipped(hex, position)), 1);
                let differences = changed.bytes().zip(text.bytes()).filter(|(new, old)| new != old).count();
                assert_eq!((differences, changed.len()), (1, text.len()), "{kind}{name}");
                fs::write(&path, changed).unwrap();
                let report = verify(&args, accept).unwrap();
                assert!(!report.is_as_expected(), "{kind}{name}, byte {position}");
                flips += 1;
            }
        }
        fs::write(&path, text).unwrap();
        assert!(verify(&args, accept).unwrap().is_as_expected(), "{kind}");
        kinds += 1;
    }
    assert_eq!((kinds, flips), (30, 1248));
}

#[test]
fn the_command_says_which_file_was_changed() {
    let folder = folder("changed");
    assert_eq!(generate(&folder, &["--suite", "1", "--count", "1", "--kind", "messages"]).status.code(), Some(0));
    let path = folder.join("messages/generated.json");
    let text = fs::read_to_string(&path).unwrap();
    let cases: Value = serde_json::from_str(&text).unwrap();
    let hex = cases[0]["private_message"].as_str().unwrap();
    fs::write(&path, text.replace(hex, &flipped(hex, hex.len() / 2 - 1))).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pleach"));
    let output = command.args(["vectors", "verify"]).arg(&folder).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("messages/generated.json was changed: it does not have the sha256"), "{said}");
}
