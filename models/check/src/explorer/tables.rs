//! What is expected of the explorer, and what is recorded of it.

use core::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::campaign::{Campaign, ReportError};
use super::mutants::{Mutant, check_mutants, read_mutants};
use super::parameters::{Parameters, Protocol, Scene};
use super::recorded;
use super::required::Required;
use crate::expected::parse_toml;

/// The samples, and the campaigns that have to be recorded.
pub const SAMPLES: &str = "explorer.toml";

/// The table of mutants.
pub const MUTANTS: &str = "mutants.toml";

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Explorations that are done in each check.
    pub samples: Vec<Sample>,
    /// Explorations that have to be recorded.
    pub required: Vec<Required>,
    /// The defences that can be switched off.
    pub mutants: Vec<Mutant>,
    /// Explorations that took longer.
    pub campaigns: Vec<Campaign>,
}

/// An exploration that is done in each check, with the numbers that it should see.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    protocol: Protocol,
    members: usize,
    start: String,
    #[serde(default)]
    tampers: usize,
    depth: usize,
    /// States that are explored.
    pub states: usize,
    /// Steps that are taken.
    pub steps: usize,
}

impl Sample {
    /// What is explored.
    pub fn parameters(&self) -> Parameters {
        let (protocol, members, start, tampers) = (self.protocol, self.members, self.start.clone(), self.tampers);
        let scene = Scene { protocol, members, start, tampers };
        Parameters::of(scene, self.depth, Vec::new())
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "sample")]
    samples: Vec<Sample>,
    #[serde(default, rename = "campaign")]
    required: Vec<Required>,
}

impl Tables {
    /// Reads what there is in the folder of the models.
    ///
    /// # Errors
    /// [`TableError`].
    pub fn load(models: &Path) -> Result<Tables, TableError> {
        let file: Option<File> = read(&models.join(SAMPLES))?;
        let mutants = read_mutants(&models.join(MUTANTS))?;
        let problems = check_mutants(&mutants);
        if !problems.is_empty() {
            return Err(TableError::Problems(models.join(MUTANTS), problems));
        }
        let campaigns = recorded::load(models).map_err(TableError::Report)?;
        let File { samples, required } = file.unwrap_or_default();
        Ok(Tables { samples, required, mutants, campaigns })
    }
}

/// Reads a file. `None` if it is not there.
pub(super) fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, TableError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(TableError::Unreadable(path.to_owned(), error)),
    };
    let parsed = parse_toml(&text);
    parsed.map(Some).map_err(|(line, message)| TableError::Malformed { path: path.to_owned(), line, message })
}

/// Why a table cannot be used.
#[derive(Debug)]
pub enum TableError {
    /// The file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// It is no TOML, or has other fields.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// Its entries break rules.
    Problems(PathBuf, Vec<String>),
    /// What is recorded cannot be read.
    Report(ReportError),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableError::Unreadable(path, error) => write!(f, "{}: {error}", path.display()),
            TableError::Malformed { path, line, message } => {
                write!(f, "{}, line {line}: {message}", path.display())
            }
            TableError::Problems(path, problems) => {
                let count = problems.len();
                write!(f, "{}: {count} {}", path.display(), if count == 1 { "problem" } else { "problems" })?;
                problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
            }
            TableError::Report(error) => write!(f, "{error}"),
        }
    }
}

impl core::error::Error for TableError {}
