//! The folder that a set is written to.

use core::fmt;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use pleach_vectors::{FileEntry, Kind, PROVENANCE, sha256};

use crate::provenance::{GENERATED, Parameters, Provenance};
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
    /// The folder or file cannot be made, read or written.
    Io(PathBuf, io::Error),
    /// The file is not one that this command wrote.
    ForeignProvenance(PathBuf, String),
    /// Files that would stay were made from something else.
    OtherParameters {
        /// The file that says so.
        path: PathBuf,
        /// What differs.
        name: &'static str,
        /// What it is there.
        there: String,
        /// What it would be.
        here: String,
    },
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputError::Exists(path) => {
                write!(f, "{} is there already; --force overwrites it", path.display())
            }
            OutputError::Io(path, error) => write!(f, "{}: {error}", path.display()),
            OutputError::ForeignProvenance(path, problem) => {
                write!(f, "{} is not a file that this command wrote: {problem}", path.display())
            }
            OutputError::OtherParameters { path, name, there, here } => write!(
                f,
                "{}: the set there has the {name} {there}, and what is asked for {here}; make the whole set anew, or \
                 choose another folder",
                path.display()
            ),
        }
    }
}

impl core::error::Error for OutputError {}

impl Output {
    /// Sees that the request can be written to the folder, and makes its folders. `force` allows to overwrite files.
    ///
    /// # Errors
    /// If a file is in the way, other files of the set were made from other parameters, or a folder cannot be made.
    pub fn prepare(folder: &Path, request: &Request, force: bool) -> Result<Output, OutputError> {
        let existing = request.kinds.iter().map(|kind| file(folder, *kind)).find(|path| path.exists());
        if let (Some(path), false) = (existing, force) {
            return Err(OutputError::Exists(path));
        }
        let parameters = Parameters::of(request);
        let kept = kept(folder, request, &parameters)?;
        for kind in &request.kinds {
            let folder = folder.join(kind.name());
            fs::create_dir_all(&folder).map_err(|error| OutputError::Io(folder, error))?;
        }
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
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(OutputError::Io(path, error)),
    };
    let mut provenance = match Provenance::parse(&text) {
        Ok(provenance) => provenance,
        Err(problem) => return Err(OutputError::ForeignProvenance(path, problem)),
    };
    provenance.files.retain(|kind, _| !request.kinds.contains(kind));
    match provenance.parameters.difference(parameters) {
        Some((name, there, here)) if !provenance.files.is_empty() => {
            Err(OutputError::OtherParameters { path, name, there, here })
        }
        _ => Ok(provenance.files),
    }
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

/// Writes files under other names in their folders, then renames them. If one cannot be written, none is renamed.
fn write_all(texts: &[(PathBuf, String)]) -> Result<(), OutputError> {
    let part = |path: &Path| path.with_extension("part");
    for (path, text) in texts {
        if let Err(error) = fs::write(part(path), text) {
            for (path, _) in texts {
                // What is not there need not be removed.
                let _ = fs::remove_file(part(path));
            }
            return Err(OutputError::Io(part(path), error));
        }
    }
    for (path, _) in texts {
        fs::rename(part(path), path).map_err(|error| OutputError::Io(path.clone(), error))?;
    }
    Ok(())
}
