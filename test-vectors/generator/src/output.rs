//! The folder that a set is written to.

use core::fmt;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use pleach_vectors::{FileEntry, GENERATED, Kind, PROVENANCE, ProvenanceError, sha256};

use crate::provenance::{Parameters, Provenance};
use crate::{CaseList, Request};

/// A folder that a set may be written to.
#[derive(Clone, Debug)]
pub struct Output {
    folder: PathBuf,
    parameters: Parameters,
    /// The files of the set that are not made anew.
    kept: BTreeMap<Kind, FileEntry>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its kind.
    pub kind: Kind,
    /// Where it is.
    pub path: PathBuf,
    /// How many cases it has.
    pub cases: usize,
    /// How many bytes it has.
    pub bytes: usize,
}

/// Why a set cannot be written.
#[derive(Debug)]
pub enum OutputError {
    /// The file is there already.
    Exists(PathBuf),
    /// Something that is no file is where one is to be.
    NoFile(PathBuf),
    /// The folder or file cannot be made, read or written.
    Io(PathBuf, io::Error),
    /// The file is not one that this command wrote, or not as it wrote it.
    ForeignProvenance(PathBuf, ProvenanceError),
    /// The file would stay, and nothing says what it was made from.
    Unrecorded(PathBuf),
    /// Files that would stay were made from something else.
    OtherParameters {
        /// The file that says so.
        path: PathBuf,
        /// What they were made from.
        there: Box<Parameters>,
        /// What is asked for.
        here: Box<Parameters>,
    },
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::Exists(path) => {
                write!(f, "{} is there already; --force overwrites it", path.display())
            }
            OutputError::NoFile(path) => write!(f, "{} is there, and is no file", path.display()),
            OutputError::Io(path, error) => write!(f, "{}: {error}", path.display()),
            OutputError::ForeignProvenance(path, problem) => write!(
                f,
                "{}: {problem}. It is not as this command writes it; remove it, or choose another folder",
                path.display()
            ),
            OutputError::Unrecorded(path) => write!(
                f,
                "{} is there, and no {PROVENANCE} says what it was made from; remove it, make it anew, or choose \
                 another folder",
                path.display()
            ),
            OutputError::OtherParameters { path, there, here } => {
                let (name, there, here) = there.difference(here).unwrap_or_default();
                write!(
                    f,
                    "{}: the {name} of the set there is {there}, and not {here}; make the whole set anew, or choose \
                     another folder",
                    path.display()
                )
            }
        }
    }
}

impl core::error::Error for OutputError {}

impl Output {
    /// Sees that the request can be written to the folder, and makes it. `force` allows to overwrite files.
    ///
    /// # Errors
    /// If something is in the way, other files of the set were made from other parameters, or the folder cannot be made.
    pub fn prepare(folder: &Path, request: &Request, force: bool) -> Result<Output, OutputError> {
        for kind in &request.kinds {
            let path = file(folder, *kind);
            // A link that leads nowhere does not exist, and is something.
            if !path.is_file() && (path.exists() || path.is_symlink()) {
                return Err(OutputError::NoFile(path));
            }
            if path.is_file() && !force {
                return Err(OutputError::Exists(path));
            }
        }
        let parameters = Parameters::of(request);
        let kept = kept(folder, request, &parameters)?;
        fs::create_dir_all(folder).map_err(|error| OutputError::Io(folder.to_owned(), error))?;
        Ok(Output { folder: folder.to_owned(), parameters, kept })
    }

    /// Writes a file for each kind, and the one that says where they are from: all under other names first, so that
    /// there is either the old content or the new one.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write(self, lists: &[CaseList]) -> Result<Vec<Written>, OutputError> {
        let Output { folder, parameters, kept: mut files } = self;
        let (mut texts, mut written) = (Vec::new(), Vec::new());
        for CaseList { kind, cases } in lists {
            let path = file(&folder, *kind);
            let text = json(cases).map_err(|error| OutputError::Io(path.clone(), error.into()))?;
            files.insert(*kind, FileEntry { cases: cases.len(), sha256: sha256(text.as_bytes()) });
            written.push(Written { kind: *kind, path: path.clone(), cases: cases.len(), bytes: text.len() });
            texts.push((path, text));
        }
        let provenance = Provenance { parameters, files };
        texts.push((folder.join(PROVENANCE), provenance.text()));
        write_all(&texts)?;
        Ok(written)
    }
}

/// The entries of the files that the request does not make anew.
fn kept(folder: &Path, request: &Request, parameters: &Parameters) -> Result<BTreeMap<Kind, FileEntry>, OutputError> {
    let path = folder.join(PROVENANCE);
    let known = match fs::read_to_string(&path) {
        Ok(text) => match Provenance::parse(&text) {
            Ok(provenance) => Some(provenance),
            Err(problem) => return Err(OutputError::ForeignProvenance(path, problem)),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(OutputError::Io(path, error)),
    };
    let (there, mut files) = match known {
        Some(Provenance { parameters, files }) => (parameters, files),
        None => (parameters.clone(), BTreeMap::new()),
    };
    files.retain(|kind, _| !request.kinds.contains(kind));
    let stays = |kind: &&Kind| !request.kinds.contains(kind) && !files.contains_key(kind);
    if let Some(path) = Kind::ALL.iter().filter(stays).map(|kind| file(folder, *kind)).find(|path| path.exists()) {
        return Err(OutputError::Unrecorded(path));
    }
    if !files.is_empty() && there != *parameters {
        let (there, here) = (Box::new(there), Box::new(parameters.clone()));
        return Err(OutputError::OtherParameters { path, there, here });
    }
    Ok(files)
}

fn file(folder: &Path, kind: Kind) -> PathBuf {
    folder.join(kind.name()).join(GENERATED)
}

/// The cases as an array that shows in a diff which value changed.
fn json(cases: &[pleach_vectors::AnyCase]) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(cases)?;
    text.push('\n');
    Ok(text)
}

/// Writes files under other names in their folders, then renames them. If one cannot be written, none is renamed; no
/// other name is left.
fn write_all(texts: &[(PathBuf, String)]) -> Result<(), OutputError> {
    let part = |path: &Path| path.with_extension("part");
    let write = || {
        for (path, text) in texts {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|error| OutputError::Io(folder.to_owned(), error))?;
            }
            fs::write(part(path), text).map_err(|error| OutputError::Io(part(path), error))?;
        }
        for (path, _) in texts {
            fs::rename(part(path), path).map_err(|error| OutputError::Io(path.clone(), error))?;
        }
        Ok(())
    };
    let written = write();
    if written.is_err() {
        for (path, _) in texts {
            // What is not there need not be removed.
            let _ = fs::remove_file(part(path));
        }
    }
    written
}
