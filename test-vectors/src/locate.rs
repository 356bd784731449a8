//! Where the vectors come from.
//!
//! The working group's files are not part of this repository. They are taken, in this order, from
//!
//! 1. the paths given,
//! 2. `../shared/mlswg-vectors` beside the checkout, if it exists,
//! 3. the package `openmls` 0.5.0 of the registry, which carries an older generation of them. Cargo downloads
//!    it, and nothing compiles it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::provenance::recorded;
use crate::{Kind, ProvenanceError, Recorded};

/// The registry's package, and the folder in it.
const PACKAGE: (&str, &str, &str) = ("openmls", "0.5.0", "test_vectors");

/// Which of the three places the files are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The paths given.
    Given,
    /// The working group's set, in this folder.
    WorkingGroup(PathBuf),
    /// The registry's set, in this folder.
    Registry(PathBuf),
}

/// The files found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// Where they are from.
    pub origin: Origin,
    /// Each file with its kind, ordered by kind.
    pub files: Vec<(Kind, PathBuf)>,
    /// The kinds that a whole set does not have. Empty where paths were given.
    pub absent: Vec<Kind>,
    /// JSON files of which neither name nor folder is that of a kind. Nothing is read from them.
    pub ignored: Vec<PathBuf>,
    /// What provenances say: of the files found, and of all files of the kind asked for in a folder given.
    pub recorded: Vec<Recorded>,
}

impl Located {
    /// How many cases of a kind the set has, if it is a known one; a file with another number was changed.
    pub fn expected_count(&self, kind: Kind) -> Option<usize> {
        match self.origin {
            Origin::Given => None,
            Origin::WorkingGroup(_) => Some(kind.working_group_count()),
            Origin::Registry(_) => Some(kind.registry_count()),
        }
    }
}

/// Why there is nothing to run.
#[derive(Debug)]
pub enum LocateError {
    /// A path cannot be read.
    Unreadable(PathBuf, io::Error),
    /// A file was given of which neither the name nor the folder is that of a kind.
    UnknownKind(PathBuf),
    /// A provenance cannot be read, and why.
    Provenance(PathBuf, ProvenanceError),
    /// A folder without a file of the kind asked for, or of any kind.
    NoFile(PathBuf, Option<Kind>),
    /// Cargo cannot be started.
    NoCargo(OsString, io::Error),
    /// Cargo failed, and said this.
    CargoFailed(String),
    /// Cargo answered, but not with the package.
    NoPackage(String),
}

impl fmt::Display for LocateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, version, _) = PACKAGE;
        match self {
            LocateError::Unreadable(path, error) => {
                write!(f, "{} cannot be read: {error}", path.display())
            }
            LocateError::UnknownKind(path) => write!(
                f,
                "{}: neither its name nor its folder is that of a kind; say the kind with --kind",
                path.display()
            ),
            LocateError::Provenance(path, problem) => write!(f, "{}: {problem}", path.display()),
            LocateError::NoFile(path, Some(kind)) => {
                write!(f, "{} holds no file of the kind {kind}", path.display())
            }
            LocateError::NoFile(path, None) => {
                write!(f, "{} holds no file of any kind of test vector", path.display())
            }
            LocateError::NoCargo(program, error) => write!(
                f,
                "no test vectors were given, and Cargo, which fetches them, cannot be started \
                 ({}: {error}). Give the path of the vectors, or install Cargo or point the \
                 environment variable CARGO to it",
                program.to_string_lossy()
            ),
            LocateError::CargoFailed(message) => write!(
                f,
                "no test vectors were given, and Cargo could not fetch the package {name} \
                 {version}, which carries them. It needs the network once; without it, give the \
                 path of the vectors. Cargo says: {message}"
            ),
            LocateError::NoPackage(message) => write!(
                f,
                "Cargo fetched no package {name} {version} with test vectors ({message}); give \
                 the path of the vectors"
            ),
        }
    }
}

impl std::error::Error for LocateError {}

/// The root of the checkout that this crate was compiled in.
pub fn checkout() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).into()
}

/// The files to run: those of `paths` (files, and folders with all that is in them), or of the first set there is.
///
/// `kind`, if given, is the kind of every file given by its own path, and selects files in folders and sets.
///
/// # Errors
/// If a path cannot be read, a file has no known kind, or no set can be had; the message says what to do.
pub fn locate(paths: &[PathBuf], kind: Option<Kind>) -> Result<Located, LocateError> {
    locate_in(&checkout(), paths, kind)
}

/// [`locate`] for a checkout elsewhere.
///
/// # Errors
/// Those of [`locate`].
pub fn locate_in(checkout: &Path, paths: &[PathBuf], kind: Option<Kind>) -> Result<Located, LocateError> {
    if !paths.is_empty() {
        return locate_given(paths, kind);
    }
    let shared = checkout.join("../shared/mlswg-vectors");
    if shared.is_dir() {
        let shared = shared.canonicalize().unwrap_or(shared);
        locate_set(Origin::WorkingGroup(shared.clone()), &shared, kind)
    } else {
        let registry = registry_vectors(checkout)?;
        locate_set(Origin::Registry(registry.clone()), &registry, kind)
    }
}

fn empty(origin: Origin) -> Located {
    Located { origin, files: Vec::new(), absent: Vec::new(), ignored: Vec::new(), recorded: Vec::new() }
}

fn locate_given(paths: &[PathBuf], kind: Option<Kind>) -> Result<Located, LocateError> {
    let mut located = empty(Origin::Given);
    for path in paths {
        let metadata = fs::metadata(path).map_err(|error| LocateError::Unreadable(path.clone(), error))?;
        if metadata.is_dir() {
            let before = located.files.len();
            collect(path, kind, &mut located)?;
            let named = recorded(path, kind)?;
            if located.files.len() == before && named.is_empty() {
                return Err(LocateError::NoFile(path.clone(), kind));
            }
            located.recorded.extend(named);
        } else {
            let kind = kind.or_else(|| Kind::of_path(path)).ok_or_else(|| LocateError::UnknownKind(path.clone()))?;
            located.files.push((kind, path.clone()));
        }
    }
    located.files.sort();
    located.files.dedup();
    record_sets(&mut located, paths)?;
    Ok(located)
}

/// Adds what the provenance of its set says of each file, unless the set was given, whose provenance is read already.
/// The set is the folder of the folder of the file's kind.
fn record_sets(located: &mut Located, given: &[PathBuf]) -> Result<(), LocateError> {
    let set = |path: &Path| path.parent().and_then(Path::parent).map(Path::to_path_buf);
    let sets: BTreeSet<PathBuf> = located.files.iter().filter_map(|(_, path)| set(path)).collect();
    for set in sets.into_iter().filter(|set| !given.contains(set)) {
        let of_files = recorded(&set, None)?.into_iter();
        let is_found = |recorded: &Recorded| located.files.iter().any(|(_, path)| *path == recorded.path);
        let of_files: Vec<Recorded> = of_files.filter(is_found).collect();
        located.recorded.extend(of_files);
    }
    located.recorded.sort_by(|one, other| one.path.cmp(&other.path));
    located.recorded.dedup();
    Ok(())
}

/// A whole set of the working group's kinds: what it does not have is said.
fn locate_set(origin: Origin, folder: &Path, kind: Option<Kind>) -> Result<Located, LocateError> {
    let mut located = empty(origin);
    collect(folder, kind, &mut located)?;
    if located.files.is_empty() {
        return Err(LocateError::NoFile(folder.into(), kind));
    }
    located.files.sort();
    for wanted in Kind::WORKING_GROUP {
        let is_wanted = kind.is_none_or(|kind| kind == wanted);
        if is_wanted && !located.files.iter().any(|(kind, _)| *kind == wanted) {
            located.absent.push(wanted);
        }
    }
    Ok(located)
}

/// Adds the JSON files in a folder and the folders in it. A `schema.json` describes cases and holds none.
fn collect(folder: &Path, kind: Option<Kind>, located: &mut Located) -> Result<(), LocateError> {
    let unreadable = |error| LocateError::Unreadable(folder.into(), error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        entries.push((entry.path(), entry.file_type().map_err(unreadable)?.is_dir()));
    }
    entries.sort();
    for (path, is_folder) in entries {
        let is_schema = path.file_name().is_some_and(|name| name == "schema.json");
        if is_folder {
            collect(&path, kind, located)?;
        } else if path.extension().is_some_and(|extension| extension == "json") && !is_schema {
            match Kind::of_path(&path) {
                Some(of_path) if kind.is_none_or(|kind| kind == of_path) => {
                    located.files.push((of_path, path));
                }
                Some(_) => {}
                None => located.ignored.push(path),
            }
        }
    }
    Ok(())
}

/// What is read of the output of `cargo metadata`.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
}

/// The folder of the registry's set, which Cargo downloads if it has not yet.
///
/// # Errors
/// If Cargo cannot be started, fails, or answers something else.
pub fn registry_vectors(checkout: &Path) -> Result<PathBuf, LocateError> {
    let manifest = checkout.join("test-vectors/registry/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(&cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(&manifest)
        .output()
        .map_err(|error| LocateError::NoCargo(cargo, error))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(LocateError::CargoFailed(message.trim().into()));
    }
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).map_err(|error| LocateError::NoPackage(error.to_string()))?;
    let (name, version, folder) = PACKAGE;
    let package = metadata
        .packages
        .iter()
        .find(|package| package.name == name && package.version == version)
        .ok_or_else(|| LocateError::NoPackage("it is not in the answer".into()))?;
    let vectors = package.manifest_path.with_file_name(folder);
    if vectors.is_dir() {
        Ok(vectors)
    } else {
        Err(LocateError::NoPackage(format!("{} does not exist", vectors.display())))
    }
}
