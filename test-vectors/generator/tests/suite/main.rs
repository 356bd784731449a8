//! The tests of the package, in one binary. That every case passes is tested where the specification is put behind the
//! checkers: in `cli/tests/generate`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bytes;
mod files;
mod stories;
mod trees;

use std::fs;
use std::path::{Path, PathBuf};

use pleach_generator::{CaseList, Output, OutputError, Request, RootSeed, Written, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::Kind;

const SUITE: CipherSuite = CipherSuite::X25519Aes128GcmSha256Ed25519;

/// A request with the seed of one zero byte.
fn request(kinds: &[Kind], suites: &[CipherSuite], count: u32) -> Request {
    let seed: RootSeed = "00".parse().unwrap();
    Request { kinds: kinds.to_vec(), suites: suites.to_vec(), seed, count: Some(count) }
}

fn made(request: &Request) -> Vec<CaseList> {
    generate(request, &|| {}).unwrap()
}

/// A list as JSON.
fn json(list: &CaseList) -> String {
    serde_json::to_string(&list.cases).unwrap()
}

/// A folder of its own for each test, which does not exist.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generator").join(test);
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn write(folder: &Path, request: &Request, force: bool) -> Result<Vec<Written>, OutputError> {
    Output::prepare(folder, request, force)?.write(&made(request))
}
