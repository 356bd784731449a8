//! From a file to its cases.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::{AnyCase, Kind, sha256};

/// A file and its cases, which are never none.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The kind of all cases.
    pub kind: Kind,
    /// Where the file is.
    pub path: PathBuf,
    /// Of the file's bytes, in lowercase hexadecimal.
    pub sha256: String,
    /// The cases, in the order of the file.
    pub cases: Vec<AnyCase>,
}

/// A file that is not usable, and why.
#[derive(Debug)]
pub struct LoadError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: Problem,
}

/// Why a text is not a list of cases.
#[derive(Debug)]
pub enum Problem {
    /// The file cannot be read.
    Unreadable(std::io::Error),
    /// Not UTF-8, no JSON, or no array.
    NoCaseList(String),
    /// An array of no case: nothing would be checked.
    Empty,
    /// A case does not have the format of its kind.
    Case {
        /// The position of the case in the file, from 0.
        index: usize,
        /// The field at fault, as a path into the case; `.` is the case as a whole.
        field: String,
        /// The line of the file, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Unreadable(error) => write!(f, "cannot be read: {error}"),
            Problem::NoCaseList(message) => write!(f, "is no JSON array of cases: {message}"),
            Problem::Empty => write!(f, "holds no case"),
            Problem::Case { index, field, line, message } => {
                write!(f, "case {index}, field {field} (line {line}): {message}")
            }
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for LoadError {}

/// The cases of a file of a known kind ([`Kind::of_path`]).
///
/// # Errors
/// If the file cannot be read, is no JSON array, is empty, or has a case with a missing, unknown, repeated or
/// malformed field.
pub fn load(kind: Kind, path: &Path) -> Result<CaseFile, LoadError> {
    let unusable = |problem| LoadError { path: path.into(), problem };
    let bytes = fs::read(path).map_err(|error| unusable(Problem::Unreadable(error)))?;
    let cases = parse(kind, &bytes).map_err(unusable)?;
    Ok(CaseFile { kind, path: path.into(), sha256: sha256(&bytes), cases })
}

/// The cases of a JSON text of a known kind.
///
/// # Errors
/// As [`load`].
pub fn parse(kind: Kind, bytes: &[u8]) -> Result<Vec<AnyCase>, Problem> {
    let text = str::from_utf8(bytes).map_err(|error| Problem::NoCaseList(error.to_string()))?;
    AnyCase::parse(kind, text)
}

/// The cases of a text, one by one, so that an error can name the case.
pub(crate) fn parse_cases<T: DeserializeOwned>(
    text: &str,
    wrap: impl Fn(T) -> AnyCase,
) -> Result<Vec<AnyCase>, Problem> {
    let raw_cases: Vec<&RawValue> =
        serde_json::from_str(text).map_err(|error| Problem::NoCaseList(error.to_string()))?;
    if raw_cases.is_empty() {
        return Err(Problem::Empty);
    }
    let mut cases = Vec::with_capacity(raw_cases.len());
    for (index, raw) in raw_cases.iter().enumerate() {
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        match serde_path_to_error::deserialize(&mut deserializer) {
            Ok(case) => cases.push(wrap(case)),
            Err(error) => return Err(case_problem(text, raw.get(), index, &error)),
        }
    }
    Ok(cases)
}

/// An error of serde, which counts lines from the start of the case, told in terms of the file.
fn case_problem(text: &str, raw: &str, index: usize, error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    // `raw` borrows from `text`.
    let start = (raw.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let lines_before = text.bytes().take(start).filter(|byte| *byte == b'\n').count();
    let message = error.inner().to_string();
    let message = match message.rfind(" at line ") {
        Some(end) => message[..end].into(),
        None => message,
    };
    Problem::Case { index, field: error.path().to_string(), line: lines_before + error.inner().line().max(1), message }
}
