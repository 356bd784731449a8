//! What several tests share.

use std::path::{Path, PathBuf};

use pleach_vectors::{Kind, checkout};

/// The folder of the working group's set, if it is beside the checkout; says so if it is not.
pub(crate) fn working_group_set() -> Option<PathBuf> {
    let folder = checkout().join("../shared/mlswg-vectors");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: {} does not exist", folder.display());
        None
    }
}

/// The folder of the registry's set. Cargo needs the network for it, once.
pub(crate) fn registry_set() -> PathBuf {
    pleach_vectors::registry_vectors(&checkout()).expect("the registry's set")
}

/// A file of a kind that every machine has: the registry's, or a small one of our own for the one kind that
/// the registry does not have.
pub(crate) fn sample(kind: Kind) -> Vec<u8> {
    match kind {
        Kind::Deserialization => br#"[{"vlbytes_header": "4040", "length": 64}]"#.to_vec(),
        _ => read(&registry_set(), kind),
    }
}

/// The file of a kind in a folder.
pub(crate) fn read(folder: &Path, kind: Kind) -> Vec<u8> {
    std::fs::read(folder.join(format!("{kind}.json"))).expect("a file of the set")
}
