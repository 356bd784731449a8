//! Where the models are.

use core::fmt;
use std::env;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::expected::{EXPECTED, parse_toml};
use crate::explorer::tables::{MUTANTS, SAMPLES};
use crate::prover::Prover;

/// Why there is no folder of models.
#[derive(Debug)]
pub enum LocateError {
    /// Neither the working directory nor a folder above it has one.
    NotFound(PathBuf),
    /// The folder that was named has no models.
    NoModels(PathBuf),
    /// The file system fails.
    Io(PathBuf, io::Error),
    /// The table of mutants cannot be read.
    Mutants {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
}

impl fmt::Display for LocateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LocateError::NotFound(folder) => write!(
                f,
                "neither {} nor a folder above it has models/proverif/{EXPECTED}, models/tamarin/{EXPECTED} or \
                 models/{SAMPLES}; --models DIR says where the models are",
                folder.display()
            ),
            LocateError::NoModels(folder) => {
                write!(f, "{} has no proverif/{EXPECTED}, tamarin/{EXPECTED} or {SAMPLES}", folder.display())
            }
            LocateError::Io(path, error) => write!(f, "{}: {error}", path.display()),
            LocateError::Mutants { path, line, message } => {
                write!(f, "{}, line {line}: {message}", path.display())
            }
        }
    }
}

impl core::error::Error for LocateError {}

/// The folder of models: the one that is named, else `models` in the checkout that the working directory is in.
///
/// # Errors
/// [`LocateError`].
pub fn locate(named: Option<&Path>) -> Result<PathBuf, LocateError> {
    if let Some(folder) = named {
        return if has_models(folder) { Ok(folder.to_owned()) } else { Err(LocateError::NoModels(folder.to_owned())) };
    }
    let start = env::current_dir().map_err(|error| LocateError::Io(PathBuf::from("."), error))?;
    let mut folders = start.ancestors().map(|folder| folder.join("models"));
    let found = folders.find(|folder| has_models(folder));
    found.ok_or(LocateError::NotFound(start.clone()))
}

/// Whether there is something to check: for a prover, or for the explorer.
fn has_models(folder: &Path) -> bool {
    let has = |prover: Prover| folder.join(prover.id()).join(EXPECTED).is_file();
    Prover::ALL.into_iter().any(has) || folder.join(SAMPLES).is_file()
}

#[derive(Deserialize)]
struct File {
    #[serde(default, rename = "mutant")]
    mutants: Vec<Mutant>,
}

#[derive(Deserialize)]
struct Mutant {
    id: String,
}

/// The ids of the mutants, which are all that is read here; `None` if there is no table of them.
///
/// # Errors
/// [`LocateError`].
pub fn mutant_ids(models: &Path) -> Result<Option<Vec<String>>, LocateError> {
    let path = models.join(MUTANTS);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LocateError::Io(path, error)),
    };
    let file: File = parse_toml(&text).map_err(|(line, message)| LocateError::Mutants { path, line, message })?;
    Ok(Some(file.mutants.into_iter().map(|mutant| mutant.id).collect()))
}
