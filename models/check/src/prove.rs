//! One variant, one prover.

use core::fmt;
use std::fs;
use std::io;
use std::time::Duration;

use crate::expected::{Model, Outcome, Variant};
use crate::input::Source;
use crate::process::{Ended, Job, Run};
use crate::prover::{Installed, Prover};
use crate::{proverif, tamarin};

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Proof {
    /// For each query of the model what came of it, `None` if the prover gave up.
    pub answers: Result<Vec<Option<Outcome>>, RunFailure>,
    /// The time that it took.
    pub time: Duration,
}

impl Proof {
    /// What is left of a run whose thread was lost.
    pub(crate) fn lost() -> Proof {
        Proof { answers: Err(RunFailure::Start("the run was lost".to_owned())), time: Duration::ZERO }
    }
}

/// Why there are no verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunFailure {
    /// It took longer than this.
    TimedOut(Duration),
    /// Someone ended it.
    Cancelled,
    /// The prover failed.
    Crashed {
        /// How it ended.
        status: String,
        /// The last that it said.
        said: String,
    },
    /// There are more or fewer verdicts than queries in `expected.toml`.
    Count {
        /// The queries.
        declared: usize,
        /// The verdicts.
        found: usize,
    },
    /// The output is not as it should be.
    Output(String),
    /// The prover cannot be started, or the model not be given to it.
    Start(String),
}

impl fmt::Display for RunFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunFailure::TimedOut(limit) => write!(f, "no result after {} seconds", limit.as_secs_f64()),
            RunFailure::Cancelled => f.write_str("interrupted"),
            RunFailure::Crashed { status, said } if said.is_empty() => write!(f, "the prover failed ({status})"),
            RunFailure::Crashed { status, said } => write!(f, "the prover failed ({status}):\n{said}"),
            RunFailure::Count { declared, found } => {
                write!(f, "expected.toml has {declared} queries, the prover gave {found} verdicts")
            }
            RunFailure::Output(problem) | RunFailure::Start(problem) => f.write_str(problem),
        }
    }
}

/// Lets a prover decide on a variant.
pub fn prove(installed: &Installed, model: &Model, source: &Source, variant: &Variant, timeout: Duration) -> Proof {
    match run(installed, model, source, variant, timeout) {
        Err(error) => Proof { answers: Err(RunFailure::Start(error.to_string())), time: Duration::ZERO },
        Ok(run) => Proof { answers: answers(installed.prover, model, &run, timeout), time: run.time },
    }
}

fn run(installed: &Installed, model: &Model, source: &Source, variant: &Variant, timeout: Duration) -> io::Result<Run> {
    let input = source.input(&variant.switches).map_err(io::Error::other)?;
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join(&model.file), &input.text)?;
    let arguments = match installed.prover {
        Prover::ProVerif => proverif::arguments(&model.file),
        Prover::Tamarin => tamarin::arguments(&model.file, &input.flags),
    };
    Job { program: &installed.path, arguments: &arguments, timeout }.run(folder.path())
}

fn answers(prover: Prover, model: &Model, run: &Run, timeout: Duration) -> Result<Vec<Option<Outcome>>, RunFailure> {
    match run.ended {
        Ended::TimedOut => Err(RunFailure::TimedOut(timeout)),
        Ended::Cancelled => Err(RunFailure::Cancelled),
        Ended::Exited(status) if !status.success() => {
            let said = if run.stderr.trim().is_empty() { &run.stdout } else { &run.stderr };
            Err(RunFailure::Crashed { status: status.to_string(), said: last_lines(said) })
        }
        Ended::Exited(_) => match prover {
            Prover::ProVerif => proverif::answers(model, &run.stdout),
            Prover::Tamarin => tamarin::answers(model, &run.stdout),
        },
    }
}

/// How much of what a failed prover said is shown.
const SHOWN_LINES: usize = 5;

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let shown = lines.iter().skip(lines.len().saturating_sub(SHOWN_LINES));
    shown.map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
