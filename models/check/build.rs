//! The hashes of the sources that the explorer is built of.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The root of the checkout, from this package.
const ROOT: &str = "../..";
/// What is explored.
const SOURCES: [&str; 2] = ["models/src", "spec/src"];
/// What else an exploration depends on: what is around it, the mutants, and the packages of others.
const BUILD: [&str; 3] = ["Cargo.lock", "models/check/src/explorer", "models/mutants.toml"];

fn main() -> Result<(), Box<dyn Error>> {
    write_hash("sources.sha256", &SOURCES)?;
    write_hash("build.sha256", &[&SOURCES[..], &BUILD].concat())
}

/// Writes the SHA-256 of what `sha256sum` says of these files, and of those in these folders, in the order of their paths.
fn write_hash(name: &str, roots: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    for root in roots {
        println!("cargo::rerun-if-changed={ROOT}/{root}");
        read_paths(root, &mut paths)?;
    }
    paths.sort();
    let mut list = String::new();
    for path in paths {
        let bytes = fs::read(Path::new(ROOT).join(&path))?;
        list.push_str(&format!("{}  {path}\n", hex::encode(Sha256::digest(&bytes))));
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join(name);
    Ok(fs::write(out, hex::encode(Sha256::digest(&list)))?)
}

/// A file, or the files below a folder, with `/` between the parts of their paths.
fn read_paths(root: &str, paths: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let place = Path::new(ROOT).join(root);
    if !place.is_dir() {
        paths.push(root.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(place)? {
        read_paths(&format!("{root}/{}", entry?.file_name().to_string_lossy()), paths)?;
    }
    Ok(())
}
