//! The provers: what they are called, where they are, and which version they are of.

use core::fmt;
use std::env;
use std::ffi::OsStr;
use std::path::{self, Path, PathBuf};
use std::time::Duration;

use crate::process::{Ended, Job};

/// A prover that models are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prover {
    /// ProVerif.
    ProVerif,
    /// The Tamarin prover.
    Tamarin,
}

impl Prover {
    /// All of them.
    pub const ALL: [Prover; 2] = [Prover::ProVerif, Prover::Tamarin];

    /// What `--tool`, its folder in `models/` and its evidence are called.
    pub fn id(self) -> &'static str {
        match self {
            Prover::ProVerif => "proverif",
            Prover::Tamarin => "tamarin",
        }
    }

    /// The environment variable with the path of its binary.
    pub fn variable(self) -> &'static str {
        match self {
            Prover::ProVerif => "PROVERIF",
            Prover::Tamarin => "TAMARIN_PROVER",
        }
    }

    /// The name of its binary.
    pub fn binary(self) -> &'static str {
        match self {
            Prover::ProVerif => "proverif",
            Prover::Tamarin => "tamarin-prover",
        }
    }

    /// How the names of its models end.
    pub fn extension(self) -> &'static str {
        match self {
            Prover::ProVerif => "pv",
            Prover::Tamarin => "spthy",
        }
    }

    /// The time that a run may take if nothing else is said.
    pub fn default_timeout(self) -> Duration {
        match self {
            Prover::ProVerif => Duration::from_secs(60),
            Prover::Tamarin => Duration::from_secs(600),
        }
    }

    /// The oldest version that the models are for.
    pub fn oldest(self) -> &'static str {
        match self {
            Prover::ProVerif => "2.05",
            Prover::Tamarin => "1.8",
        }
    }

    /// Whether it is a version that the models are for.
    pub(crate) fn is_new_enough(self, version: &str) -> bool {
        numbers(version) >= numbers(self.oldest())
    }

    fn version_argument(self) -> &'static str {
        match self {
            Prover::ProVerif => "-help",
            Prover::Tamarin => "--version",
        }
    }
}

impl fmt::Display for Prover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Prover::ProVerif => "ProVerif",
            Prover::Tamarin => "Tamarin",
        })
    }
}

/// A prover that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Which one.
    pub prover: Prover,
    /// Its binary.
    pub path: PathBuf,
    /// Its version, as `2.05`.
    pub version: String,
}

impl fmt::Display for Installed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.prover, self.version)
    }
}

/// Why a prover cannot be used, although somebody says it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProverError {
    /// The environment variable names no program.
    Nowhere {
        /// The variable.
        variable: &'static str,
        /// What it says.
        value: String,
    },
    /// It does not say its version.
    NoVersion {
        /// The binary.
        path: PathBuf,
        /// How it was asked.
        argument: &'static str,
        /// What came of it.
        problem: String,
    },
    /// It is too old.
    TooOld(Installed),
}

impl fmt::Display for ProverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProverError::Nowhere { variable, value } => {
                write!(f, "the environment variable {variable} is {value:?}, which is no program that can be run")
            }
            ProverError::NoVersion { path, argument, problem } => {
                write!(f, "{} {argument} does not say its version: {problem}", path.display())
            }
            ProverError::TooOld(installed) => write!(
                f,
                "{} is {installed}; the models need {} or later",
                installed.path.display(),
                installed.prover.oldest()
            ),
        }
    }
}

impl core::error::Error for ProverError {}

impl Prover {
    /// Finds it: where its environment variable says, else on `PATH`. `None` if it is not there.
    ///
    /// # Errors
    /// [`ProverError`].
    pub fn find(self) -> Result<Option<Installed>, ProverError> {
        match self.locate(env::var_os(self.variable()).as_deref())? {
            None => Ok(None),
            Some(path) => self.installed(path).map(Some),
        }
    }

    fn locate(self, value: Option<&OsStr>) -> Result<Option<PathBuf>, ProverError> {
        let Some(value) = value else {
            // A folder on PATH may be relative, and a prover runs in a folder of its own.
            return Ok(which::which(self.binary()).ok().and_then(|found| path::absolute(found).ok()));
        };
        let nowhere = ProverError::Nowhere { variable: self.variable(), value: value.to_string_lossy().into_owned() };
        // The variable holds a path: a name without a folder is one of the working directory.
        let path = path::absolute(Path::new(value)).map_err(|_| nowhere.clone())?;
        which::which(&path).map(Some).map_err(|_| nowhere)
    }

    fn installed(self, path: PathBuf) -> Result<Installed, ProverError> {
        let argument = self.version_argument();
        let no_version = |problem| ProverError::NoVersion { path: path.clone(), argument, problem };
        let job = Job { program: &path, arguments: &[argument.into()], timeout: Duration::from_secs(30) };
        let run = job.run_alone().map_err(|error| no_version(error.to_string()))?;
        if let Ended::TimedOut = run.ended {
            return Err(no_version("it does not end".to_owned()));
        }
        let Some(version) = version(&run.stdout) else {
            return Err(no_version(format!("it printed {:?}", first_line(&run.stdout))));
        };
        let installed = Installed { prover: self, version: version.to_owned(), path };
        if !self.is_new_enough(version) {
            return Err(ProverError::TooOld(installed));
        }
        Ok(installed)
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The version in a text as `Proverif 2.05. Cryptographic protocol verifier` or `tamarin-prover 1.8.0, (C) ..`: the
/// first word that begins with a digit and has a dot in it.
fn version(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ';']));
    words.find(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.'))
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{numbers, version};

    #[test]
    fn versions_are_read_and_ordered() {
        let text = "Proverif 2.05. Cryptographic protocol verifier, by Bruno Blanchet and others";
        assert_eq!(version(text), Some("2.05"));
        assert_eq!(version("tamarin-prover 1.8.0, (C) David Basin and others, 2010-2023"), Some("1.8.0"));
        assert_eq!(version("usage: proverif"), None);
        assert!(numbers("1.10.0") > numbers("1.8") && numbers("1.8.0") >= numbers("1.8"));
        assert!(numbers("2.04") < numbers("2.05"));
    }
}
