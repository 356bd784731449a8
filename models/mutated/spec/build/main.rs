//! Makes the copy of the specification, with the edits of `models/mutants.toml`.

mod edits;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use edits::{Sources, apply_edits, read_table};

/// From this package.
const SPECIFICATION: &str = "../../../spec/src";
const TABLE: &str = "../../mutants.toml";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={SPECIFICATION}");
    println!("cargo::rerun-if-changed={TABLE}");
    match make_copy() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={}", error.to_string().replace('\n', "\ncargo::error="));
            ExitCode::FAILURE
        }
    }
}

fn make_copy() -> Result<(), Box<dyn Error>> {
    let mutants = read_table(&fs::read_to_string(TABLE)?)?;
    let mut sources = Sources::new();
    read_sources(Path::new(SPECIFICATION), "", &mut sources)?;
    let mut copy = apply_edits(&sources, &mutants)?;
    if let Some(root) = copy.get_mut("lib.rs") {
        *root = without_inner_docs(root);
    }
    let out = env::var("OUT_DIR")?;
    write_sources(&Path::new(&out).join("spec"), &copy)?;
    let ids: Vec<&str> = mutants.iter().filter(|mutant| !mutant.edit.is_empty()).map(|mutant| &*mutant.id).collect();
    Ok(fs::write(Path::new(&out).join("ids.rs"), format!("&{ids:?}"))?)
}

/// The root is included, and an included file has no inner documentation.
fn without_inner_docs(root: &str) -> String {
    root.lines().filter(|line| !line.starts_with("//!")).map(|line| format!("{line}\n")).collect()
}

/// The files below a folder, by their path with `/` between the parts.
fn read_sources(folder: &Path, prefix: &str, sources: &mut Sources) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_sources(&entry.path(), &format!("{path}/"), sources)?;
        } else {
            sources.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

/// Replaces the folder: a file that the specification has no more is gone from the copy.
fn write_sources(folder: &Path, sources: &BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (path, text) in sources {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
