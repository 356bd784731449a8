//! `evidence/proverif.toml`, `evidence/tamarin.toml`: what a prover said of a variant, and of which bytes it said so.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::expected::{Model, Outcome, Variant, parse_toml, variant_name};
use crate::prover::Prover;

/// The evidence of one prover.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// In the order of the models and variants.
    #[serde(default, rename = "proof")]
    pub entries: Vec<Entry>,
}

/// What was said of a variant.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file of the model.
    pub file: String,
    /// The switches that were on, sorted.
    pub switches: Vec<String>,
    /// The prover and its version.
    pub prover: String,
    /// Of the exact input.
    pub sha256: String,
    /// The time that the run took.
    pub seconds: f64,
    /// The day of the run.
    pub date: String,
    /// What came of each query.
    pub verdicts: BTreeMap<String, Outcome>,
}

/// Why evidence cannot be read.
#[derive(Debug)]
pub enum EvidenceError {
    /// The file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// It is not as `--record` writes it.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// It has two entries for a variant.
    Twice(PathBuf, String),
}

impl fmt::Display for EvidenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvidenceError::Unreadable(path, error) => write!(f, "{}: {error}", path.display()),
            EvidenceError::Malformed { path, line, message } => {
                write!(f, "{}, line {line}: {message}", path.display())
            }
            EvidenceError::Twice(path, variant) => write!(f, "{}: {variant} is there twice", path.display()),
        }
    }
}

impl core::error::Error for EvidenceError {}

/// Where the evidence of a prover is.
pub fn evidence_path(models: &Path, prover: Prover) -> PathBuf {
    models.join("evidence").join(format!("{}.toml", prover.id()))
}

const HEAD: &str = "\
# What the prover said of each variant, and the SHA-256 of the exact input it said it of.
# Written by `pleach models check --record`; do not edit.

";

impl Evidence {
    /// Reads the evidence of a prover. `None` if there is none.
    ///
    /// # Errors
    /// [`EvidenceError`].
    pub fn load(models: &Path, prover: Prover) -> Result<Option<Evidence>, EvidenceError> {
        let path = evidence_path(models, prover);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(EvidenceError::Unreadable(path, error)),
        };
        let mut evidence: Evidence = parse_toml(&text).map_err(|(line, message)| {
            let path = path.clone();
            EvidenceError::Malformed { path, line, message }
        })?;
        let mut seen = BTreeSet::new();
        for entry in &mut evidence.entries {
            entry.switches.sort();
            if !seen.insert((entry.file.clone(), entry.switches.clone())) {
                return Err(EvidenceError::Twice(path, entry.variant()));
            }
        }
        Ok(Some(evidence))
    }

    /// Writes the evidence of a prover: all of it or nothing.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&self, models: &Path, prover: Prover) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        write_whole(&evidence_path(models, prover), &format!("{HEAD}{text}"))
    }

    /// What there is on a variant.
    pub fn of(&self, model: &Model, variant: &Variant) -> Option<&Entry> {
        let key = variant.key();
        self.entries.iter().find(|entry| entry.file == model.file && entry.switches == key)
    }
}

impl Entry {
    /// The variant that it is about.
    pub fn variant(&self) -> String {
        variant_name(&self.file, &self.switches)
    }

    /// Whether it has a verdict for each query of the model, and no other.
    pub fn has_the_queries_of(&self, model: &Model) -> bool {
        let names: BTreeSet<&str> = model.queries.iter().map(|query| query.name.as_str()).collect();
        self.verdicts.keys().map(String::as_str).eq(names)
    }
}

/// Writes a file, and the folder it is in: whoever reads it sees the old text or the new one.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    put(temporary_file(folder)?, path, text)
}

/// A file that will take the place of another one in this folder. It is gone if it does not.
pub(crate) fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new();
    // What a program creates may be read by everybody that the user's mask admits; a temporary file is private.
    #[cfg(unix)]
    file.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    file.tempfile_in(folder)
}

/// Puts this text into a temporary file, and the file into its place.
pub(crate) fn put(file: NamedTempFile, path: &Path, text: &str) -> io::Result<()> {
    let mut file = file;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
