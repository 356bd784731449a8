//! The hash of the sources that the explorer is built of.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The root of the checkout, from this package.
const ROOT: &str = "../..";
const FOLDERS: [&str; 2] = ["models/src", "spec/src"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={ROOT}/{folder}");
        read_paths(folder, &mut paths)?;
    }
    paths.sort();
    let mut list = String::new();
    for path in paths {
        let bytes = fs::read(Path::new(ROOT).join(&path))?;
        list.push_str(&format!("{}  {path}\n", hex::encode(Sha256::digest(&bytes))));
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("sources.sha256");
    Ok(fs::write(out, hex::encode(Sha256::digest(&list)))?)
}

/// The files below a folder, with `/` between the parts of their paths.
fn read_paths(folder: &str, paths: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(Path::new(ROOT).join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_paths(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
