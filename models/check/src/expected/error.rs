//! What can be wrong with `expected.toml`.

use core::fmt;
use std::io;
use std::path::PathBuf;

/// Why there are no models.
#[derive(Debug)]
pub enum ExpectedError {
    /// The file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// The file is not as it should be.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// It can be read, but breaks rules.
    Problems(PathBuf, Vec<Problem>),
}

/// What is wrong in `expected.toml`, or with a model that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The model, variant or query.
    pub place: String,
    /// What is wrong there.
    pub problem: String,
}

impl fmt::Display for ExpectedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExpectedError::Unreadable(path, error) => write!(f, "{}: {error}", path.display()),
            ExpectedError::Malformed { path, line, message } => {
                write!(f, "{}, line {line}: {message}", path.display())
            }
            ExpectedError::Problems(path, problems) => {
                let word = if problems.len() == 1 { "problem" } else { "problems" };
                write!(f, "{}: {} {word}", path.display(), problems.len())?;
                problems.iter().try_for_each(|Problem { place, problem }| write!(f, "\n  {place}: {problem}"))
            }
        }
    }
}

impl core::error::Error for ExpectedError {}
