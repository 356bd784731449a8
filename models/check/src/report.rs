//! What came of a check.

use core::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::expected::{Model, Outcome, Property, Protocol, Query, Variant, variant_name};
use crate::explorer::campaign::Campaign;
use crate::explorer::check::Problem;
use crate::prove::RunFailure;
use crate::prover::{Installed, Prover};

/// What came of a check.
#[derive(Clone, Debug)]
pub struct Report {
    /// What each prover had to do with it.
    pub provers: Vec<(Prover, Presence)>,
    /// A row for each query of each variant.
    pub rows: Vec<Row>,
    /// What the explorer did, if it was asked for.
    pub explorer: Option<Exploration>,
    /// All that is not as it should be.
    pub failures: Vec<Failure>,
    /// The files that were written.
    pub written: Vec<PathBuf>,
}

impl Report {
    /// Whether all is as it should be.
    pub fn is_as_expected(&self) -> bool {
        self.failures.is_empty()
    }
}

/// What a prover had to do with a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It proved everything anew, and found the fault of the negative control.
    Ran(Installed),
    /// It is not there; what it said earlier was read.
    Absent,
}

/// What the explorer did.
#[derive(Clone, Debug, PartialEq)]
pub struct Exploration {
    /// Samples that were explored.
    pub samples: usize,
    /// The states that they should see.
    pub states: usize,
    /// Defences without which a run was done.
    pub runs: usize,
    /// Defences without which a search was done.
    pub searches: usize,
    /// What is recorded.
    pub campaigns: Vec<Campaign>,
    /// The time of all of it.
    pub seconds: f64,
}

/// Where a verdict is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The prover was run now.
    Proved,
    /// The evidence was read.
    Recorded,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Basis::Proved => "proved now",
            Basis::Recorded => "recorded",
        })
    }
}

/// A query of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The prover.
    pub prover: Prover,
    /// The file of the model.
    pub file: String,
    /// The switches that are on.
    pub switches: Vec<String>,
    /// What the model is of.
    pub protocol: Protocol,
    /// What the query is about.
    pub property: Property,
    /// The adversary.
    pub adversary: String,
    /// The idea of each attack's trace in this variant, or why there is none.
    pub why: String,
    /// The defence that is switched off.
    pub mutant: Option<String>,
    /// The name of the query.
    pub query: String,
    /// What it says.
    pub claim: String,
    /// Whether what it is about does not happen in this variant.
    pub is_vacuous: bool,
    /// What should come of it.
    pub expected: Outcome,
    /// What came of it; `None` if nothing is known.
    pub found: Option<Outcome>,
    /// Where that is from.
    pub basis: Basis,
    /// The seconds that the run of the variant took.
    pub seconds: Option<f64>,
}

impl Row {
    /// A query of a variant, of which nothing is known.
    pub fn new(prover: Prover, model: &Model, variant: &Variant, query: &Query, basis: Basis) -> Row {
        Row {
            prover,
            file: model.file.clone(),
            switches: variant.switches.clone(),
            protocol: model.protocol,
            property: query.property,
            adversary: variant.adversary.clone(),
            why: variant.why.clone(),
            mutant: variant.mutant.clone(),
            query: query.name.clone(),
            claim: query.claim.clone(),
            is_vacuous: variant.is_vacuous(query),
            expected: variant.expected(query),
            found: None,
            basis,
            seconds: None,
        }
    }

    /// How the variant is called.
    pub fn variant(&self) -> String {
        variant_name(&self.file, &self.switches)
    }
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// A verdict is not the expected one.
    Verdict(Box<Row>),
    /// A run gave no verdicts.
    Run {
        /// The prover.
        prover: Prover,
        /// The variant.
        variant: String,
        /// What happened.
        failure: RunFailure,
    },
    /// The negative control was not reported as broken: what is reported on other models cannot be believed.
    Control {
        /// The prover.
        prover: Prover,
        /// What happened instead.
        problem: String,
    },
    /// The evidence is not that of the models.
    Evidence {
        /// The prover.
        prover: Prover,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: EvidenceProblem,
    },
    /// The explorer sees something else than expected.
    Explorer(Problem),
    /// `RESULTS.md` is not what expected verdicts and evidence make it.
    Results {
        /// The file.
        path: PathBuf,
        /// Whether it is there at all.
        is_there: bool,
    },
}

/// How evidence is not that of the models.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceProblem {
    /// There is no file.
    NoFile,
    /// There is none on a variant.
    Missing(String),
    /// The variant was changed since.
    Stale(String),
    /// It is of another program.
    OtherProver {
        /// The variant.
        variant: String,
        /// What the evidence says.
        recorded: String,
    },
    /// It is of a prover older than this.
    OldProver {
        /// The variant.
        variant: String,
        /// What the evidence says.
        recorded: String,
        /// The oldest version that the models are for.
        oldest: &'static str,
    },
    /// The run took longer than a run may take.
    Slow {
        /// The variant.
        variant: String,
        /// What the evidence says.
        seconds: f64,
        /// The time that a run may take.
        limit: Duration,
    },
    /// It has other queries than the model.
    OtherQueries(String),
    /// It has another verdict than the expected one.
    OtherVerdict {
        /// The variant.
        variant: String,
        /// The query.
        query: String,
        /// What should come of it.
        expected: Outcome,
        /// What the evidence says.
        recorded: Outcome,
    },
    /// It is on a variant that does not exist.
    Orphan(String),
}

/// The command that makes `RESULTS.md` of what is expected and recorded.
pub const PAGE_COMMAND: &str = "pleach models results";

/// The command that records what a prover says.
pub fn record_command(prover: Prover) -> String {
    format!("pleach models check --tool {} --record", prover.id())
}
