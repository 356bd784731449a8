//! What came of a campaign or one of its shards, as a file: `pleach models explore --report`.

use core::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use tempfile::NamedTempFile;

use super::found::{Attack, Found};
use super::parameters::{Parameters, Protocol, Scene, Shard};
use super::run::Timed;
use super::sources::{BUILD, SOURCES};
use crate::evidence::{put, temporary_file};
use crate::expected::parse_toml;

/// What came of an exploration.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// The protocol.
    pub protocol: Protocol,
    /// The members that the start is for.
    pub members: usize,
    /// The name of the start.
    pub start: String,
    /// Operations whose messages were edited.
    pub tampers: usize,
    /// The number of operations in a run.
    pub depth: usize,
    /// The order of operations.
    pub seed: u64,
    /// Whether equal states were explored once.
    pub merge: bool,
    /// Violations after which it stopped.
    pub stop_after: usize,
    /// The properties that were looked at; if there are none, all.
    pub properties: Vec<String>,
    /// Defences that were off.
    pub mutants: Vec<String>,
    /// Which part of the runs.
    pub shard: Shard,
    /// In how many parts this part was explored, each by a thread of its own.
    pub parts: u64,
    /// The SHA-256 of the sources that were explored.
    pub sha256: String,
    /// The SHA-256 of all that the explorer was built of.
    pub build: String,
    /// The day.
    pub date: String,
    /// Whether all runs of the part were explored.
    pub complete: bool,
    /// States that were explored.
    pub states: usize,
    /// Steps that were taken.
    pub steps: usize,
    /// Steps that led to a state that was known.
    pub merged: usize,
    /// Secrets that are secret though the oracle has them exposed.
    pub loose: usize,
    /// The time of all threads together.
    #[serde(deserialize_with = "amount")]
    pub seconds: f64,
    /// States by seconds.
    #[serde(deserialize_with = "amount")]
    pub states_per_second: f64,
    /// What was found.
    #[serde(default, rename = "attack", skip_serializing_if = "Vec::is_empty")]
    pub attacks: Vec<Attack>,
}

/// More is no time and no rate, and this many of a million reports still add up to a number.
const MOST: f64 = 1e12;

fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    let is_amount = (0.0..=MOST).contains(&number);
    if is_amount { Ok(number) } else { Err(D::Error::custom(format!("{number} is not from 0 to {MOST:e}"))) }
}

impl Campaign {
    /// What came of a part of the runs, today, of the sources of this program.
    pub fn new(parameters: Parameters, shard: Shard, jobs: u64, timed: Timed) -> Campaign {
        let Parameters { scene, depth, seed, merge, stop_after, properties, mutants } = parameters;
        let Scene { protocol, members, start, tampers } = scene;
        let Found { states, steps, merged, loose, complete, attacks } = timed.found;
        let mut campaign = Campaign {
            protocol,
            members,
            start,
            tampers,
            depth,
            seed,
            merge,
            stop_after,
            properties,
            mutants,
            shard,
            parts: jobs,
            sha256: SOURCES.to_owned(),
            build: BUILD.to_owned(),
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
            complete,
            states,
            steps,
            merged,
            loose,
            seconds: timed.seconds,
            states_per_second: 0.0,
            attacks,
        };
        campaign.compute_rate();
        campaign
    }

    /// All that it depended on.
    pub fn parameters(&self) -> Parameters {
        Parameters {
            scene: Scene {
                protocol: self.protocol,
                members: self.members,
                start: self.start.clone(),
                tampers: self.tampers,
            },
            depth: self.depth,
            seed: self.seed,
            merge: self.merge,
            stop_after: self.stop_after,
            properties: self.properties.clone(),
            mutants: self.mutants.clone(),
        }
    }

    /// Whether it was of the sources of this program.
    pub fn is_current(&self) -> bool {
        self.sha256 == SOURCES
    }

    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.attacks.is_empty() && self.loose == 0
    }

    pub(super) fn compute_rate(&mut self) {
        self.seconds = (self.seconds * 100.0).round() / 100.0;
        #[allow(clippy::cast_precision_loss, reason = "a rate has few digits")]
        let states = self.states as f64;
        self.states_per_second = if self.seconds > 0.0 { (states / self.seconds).round() } else { 0.0 };
    }

    /// Reads a report.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn load(path: &Path) -> Result<Campaign, ReportError> {
        let text = fs::read_to_string(path).map_err(|error| ReportError::Unreadable(path.to_owned(), error))?;
        parse_toml(&text).map_err(|(line, message)| ReportError::Malformed { path: path.to_owned(), line, message })
    }
}

/// The file that a report will be in, opened before there is one: whoever explores for a day does not hear only then that
/// it cannot be written.
#[derive(Debug)]
pub struct ReportFile {
    path: PathBuf,
    /// Beside it. What is at the path stays as it is until the report takes its place.
    file: NamedTempFile,
}

const HEAD: &str = "# Written by `pleach models`; do not edit.\n\n";

impl ReportFile {
    /// Opens it. Its folder has to be there.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn create(path: &Path) -> Result<ReportFile, ReportError> {
        let is_folder = path.to_string_lossy().ends_with(std::path::is_separator);
        let is_no_file = is_folder || fs::metadata(path).is_ok_and(|there| !there.is_file());
        let (Some(folder), Some(name), false) = (path.parent(), path.file_name(), is_no_file) else {
            return Err(ReportError::NoFile(path.to_owned()));
        };
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        if !folder.is_dir() {
            return Err(ReportError::NoFolder { path: path.to_owned(), folder: folder.to_owned() });
        }
        let file = temporary_file(folder).map_err(|error| ReportError::Unwritable(path.to_owned(), error))?;
        Ok(ReportFile { path: folder.join(name), file })
    }

    /// Writes a report.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn write(self, campaign: &Campaign) -> Result<(), ReportError> {
        let ReportFile { path, file } = self;
        let text = toml::to_string(campaign).map_err(io::Error::other);
        let written = text.and_then(|text| put(file, &path, &format!("{HEAD}{text}")));
        written.map_err(|error| ReportError::Unwritable(path, error))
    }
}

/// Why a report cannot be read or written.
#[derive(Debug)]
pub enum ReportError {
    /// The file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// The file cannot be written.
    Unwritable(PathBuf, io::Error),
    /// What is there, or would be, is no file.
    NoFile(PathBuf),
    /// There is no folder to write the file to.
    NoFolder {
        /// The file.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// It is not as `--report` writes it.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Unreadable(path, error) => write!(f, "{}: {error}", path.display()),
            ReportError::Unwritable(path, error) => write!(f, "{} cannot be written: {error}", path.display()),
            ReportError::NoFile(path) => write!(f, "{} cannot be written: it is no file", path.display()),
            ReportError::NoFolder { path, folder } => {
                write!(f, "{} cannot be written: there is no folder {}", path.display(), folder.display())
            }
            ReportError::Malformed { path, line, message } => {
                write!(f, "{}, line {line}: {message}", path.display())
            }
        }
    }
}

impl core::error::Error for ReportError {}
