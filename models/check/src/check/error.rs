//! Why nothing was checked.

use core::fmt;
use std::io;
use std::path::PathBuf;

use crate::evidence::EvidenceError;
use crate::expected::ExpectedError;
use crate::explorer::tables::TableError;
use crate::locate::LocateError;
use crate::prover::{Prover, ProverError};

/// Why nothing was checked.
#[derive(Debug)]
pub enum CheckError {
    /// There is no folder of models, or its table of mutants cannot be read.
    Locate(LocateError),
    /// The models are not as they should be.
    Expected(ExpectedError),
    /// A prover is not where it is said to be.
    Prover(ProverError),
    /// The evidence cannot be read.
    Evidence(EvidenceError),
    /// What is expected of the explorer, or recorded, cannot be read.
    Explorer(TableError),
    /// Evidence was asked for, and the prover is not there.
    NothingToRecordWith(Prover),
    /// A file cannot be read.
    Read(PathBuf, io::Error),
    /// A file cannot be written.
    Write(PathBuf, io::Error),
    /// No model has this file.
    NoModel(String),
    /// Someone ended it.
    Interrupted,
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckError::Locate(error) => write!(f, "{error}"),
            CheckError::Expected(error) => write!(f, "{error}"),
            CheckError::Prover(error) => write!(f, "{error}"),
            CheckError::Evidence(error) => write!(f, "{error}"),
            CheckError::Explorer(error) => write!(f, "{error}"),
            CheckError::NothingToRecordWith(prover) => write!(
                f,
                "--record needs {prover}: there is no {} on PATH, and {} is not set; --tool leaves it out",
                prover.binary(),
                prover.variable()
            ),
            CheckError::Read(path, error) => write!(f, "{}: {error}", path.display()),
            CheckError::Write(path, error) => write!(f, "{} cannot be written: {error}", path.display()),
            CheckError::NoModel(file) => write!(f, "no model that is checked has the file {file:?}"),
            CheckError::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl core::error::Error for CheckError {}
