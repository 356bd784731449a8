//! `pleach vectors generate`: what it writes passes, and what it says if it cannot write.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod flips;
mod messages;
mod passes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for each test, which does not exist.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generate").join(test);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn generate(out: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pleach"));
    command.args(["vectors", "generate", "--out"]).arg(out).args(options).output().unwrap()
}

fn text(bytes: &[u8], out: &Path) -> String {
    String::from_utf8(bytes.to_vec()).unwrap().replace(out.to_str().unwrap(), "DIR")
}

/// What is said to standard error by a command that fails with this code and writes nothing to standard output.
fn refused(code: i32, out: &Path, options: &[&str]) -> String {
    let output = generate(out, options);
    assert_eq!(output.status.code(), Some(code), "{options:?}");
    assert!(output.stdout.is_empty(), "{options:?}");
    text(&output.stderr, out)
}

fn succeeds(out: &Path, options: &[&str]) -> String {
    let output = generate(out, options);
    assert_eq!(text(&output.stderr, out), "", "{options:?}");
    assert_eq!(output.status.code(), Some(0), "{options:?}");
    text(&output.stdout, out)
}
