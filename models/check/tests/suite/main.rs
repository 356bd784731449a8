//! The models' files: what is read of them, and what is refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod control;
mod expected;
mod explorer;
mod template;

use std::fs;

use tempfile::TempDir;

/// A folder with these files, for as long as it is held.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}
