//! The samples and the mutants, explored; the campaigns, as they are recorded.

use core::fmt;
use std::time::Instant;

use super::campaign::Campaign;
use super::error::ExploreError;
use super::found::{Attack, Replayed};
use super::mutants::{Mutant, Shown};
use super::parameters::{Parameters, Scene, Shard};
use super::required::{Lack, Required};
use super::run::{Over, explore, replay};
use super::tables::{Sample, Tables};
use crate::check::{Progress, in_parallel};
use crate::process::is_cancelled;
use crate::report::Exploration;

/// What is not as expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Of what.
    pub of: String,
    /// How.
    pub what: What,
}

/// How an exploration is not as expected.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It cannot be done.
    Error(ExploreError),
    /// It finds a violation.
    Violation(Attack),
    /// So many secrets are secret though the oracle has them exposed.
    Loose(usize),
    /// It sees other numbers of states and steps than these.
    Numbers {
        /// What it sees.
        got: [usize; 2],
        /// What it should see.
        wanted: [usize; 2],
    },
    /// Without the defence, the run does not end in a violation of this property: how it ends.
    Stands {
        /// The property.
        property: String,
        /// How the run ends.
        end: String,
    },
    /// With the defence, the run does not end as it should: how it ends.
    FallsWithIt {
        /// With which copy of the specification.
        over: &'static str,
        /// How the run ends.
        end: String,
    },
    /// It is not recorded as it has to be.
    Recorded {
        /// How.
        lack: Lack,
        /// The command that records it.
        command: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = &self.of;
        match &self.what {
            What::Error(error) => write!(f, "{of}: {error}"),
            What::Violation(attack) => write!(f, "{of}: {}", end_of(attack)),
            What::Loose(count) => write!(f, "{of}: {count} secrets are secret though the oracle has them exposed"),
            What::Numbers { got: [states, steps], wanted: [wanted_states, wanted_steps] } => {
                writeln!(f, "{of}:\n  got    states = {states}, steps = {steps}")?;
                write!(f, "  wanted states = {wanted_states}, steps = {wanted_steps}")
            }
            What::Stands { property, end } => {
                write!(f, "{of}: without it, the run does not end in a violation of {property}: {end}")
            }
            What::FallsWithIt { over, end } => {
                write!(f, "{of}: over {over}, the run neither holds nor has the adversary refused: {end}")
            }
            What::Recorded { lack, command } => write!(f, "{of}: {lack}\n  To record it: {command}"),
        }
    }
}

/// What is to be done.
enum Task<'a> {
    Sample(&'a Sample),
    Run { id: &'a str, scene: Scene, run: Vec<String>, property: String },
    Search { id: &'a str, parameters: Parameters },
}

/// Explores the samples and the mutants, several at a time, and reads the campaigns.
pub(crate) fn check(tables: &Tables, jobs: usize, progress: &(dyn Fn(Progress) + Sync)) -> (Exploration, Vec<Problem>) {
    let start = Instant::now();
    let mut tasks: Vec<Task<'_>> = tables.samples.iter().map(Task::Sample).collect();
    tasks.extend(tables.mutants.iter().filter_map(task));
    progress(Progress::Runs(tasks.len()));
    let work = |task: &Task<'_>| {
        let found = if is_cancelled() { Vec::new() } else { problems(task) };
        progress(Progress::Done);
        found
    };
    let done = in_parallel(&tasks, jobs, &work);
    let mut problems: Vec<Problem> = done.into_iter().flatten().flatten().collect();
    let seconds = start.elapsed().as_secs_f64();
    problems.extend(tables.campaigns.iter().filter_map(found_in_campaign));
    problems.extend(tables.required.iter().filter_map(|required| not_recorded(required, &tables.campaigns)));
    let count = |is: fn(&Task<'_>) -> bool| tasks.iter().filter(|task| is(task)).count();
    let exploration = Exploration {
        samples: tables.samples.len(),
        states: tables.samples.iter().map(|sample| sample.states).sum(),
        runs: count(|task| matches!(task, Task::Run { .. })),
        searches: count(|task| matches!(task, Task::Search { .. })),
        campaigns: tables.campaigns.clone(),
        seconds,
    };
    (exploration, problems)
}

fn task(mutant: &Mutant) -> Option<Task<'_>> {
    let id = mutant.id.as_str();
    Some(match mutant.shown()? {
        Shown::Falls { scene, run, property } => Task::Run { id, scene, run, property },
        Shown::Redundant(parameters) => Task::Search { id, parameters },
    })
}

fn problems(task: &Task<'_>) -> Vec<Problem> {
    let (of, found) = match task {
        Task::Sample(sample) => {
            let parameters = sample.parameters();
            (format!("sample ({parameters})"), nothing_found(&parameters, Some([sample.states, sample.steps])))
        }
        Task::Run { id, scene, run, property } => (format!("mutant {id}"), run_problems(id, scene, run, property)),
        Task::Search { id, parameters } => (format!("mutant {id}"), nothing_found(parameters, None)),
    };
    found.into_iter().map(|what| Problem { of: of.clone(), what }).collect()
}

/// Everything is explored, and all of it holds.
fn nothing_found(parameters: &Parameters, wanted: Option<[usize; 2]>) -> Vec<What> {
    let found = match explore(parameters, Shard::WHOLE, 1, &|_, _| !is_cancelled()) {
        Ok(timed) => timed.found,
        Err(error) => return vec![What::Error(error)],
    };
    let mut problems: Vec<What> = found.attacks.into_iter().map(What::Violation).collect();
    if found.loose > 0 {
        problems.push(What::Loose(found.loose));
    }
    let got = [found.states, found.steps];
    if let Some(wanted) = wanted.filter(|wanted| problems.is_empty() && *wanted != got) {
        problems.push(What::Numbers { got, wanted });
    }
    problems
}

fn run_problems(id: &str, scene: &Scene, run: &[String], property: &str) -> Vec<What> {
    let off = [id.to_owned()];
    let mut problems: Vec<What> = match replay(Over::Mutated(&off), scene, run, &[property.to_owned()]) {
        Ok(Replayed::Attack(attack)) if attack.operations.len() == run.len() => vec![],
        Ok(end) => vec![What::Stands { property: property.to_owned(), end: in_words(&end, run) }],
        Err(error) => return vec![What::Error(error)],
    };
    for (over, name) in [(Over::Mutated(&[]), "the copy"), (Over::Specification, "the specification")] {
        match replay(over, scene, run, &[]) {
            Ok(Replayed::Holds { loose: 0 }) => {}
            Ok(Replayed::Refused { index }) if run.get(index).is_some_and(|words| words.starts_with(ADVERSARY)) => {}
            Ok(end) => problems.push(What::FallsWithIt { over: name, end: in_words(&end, run) }),
            Err(error) => problems.push(What::Error(error)),
        }
    }
    problems
}

/// How operations of the adversary begin.
const ADVERSARY: &str = "adversary: ";

/// How a run ends.
pub fn in_words(end: &Replayed, run: &[String]) -> String {
    match end {
        Replayed::Holds { loose: 0 } => "it holds to its end".to_owned(),
        Replayed::Holds { loose } => format!("it holds to its end, with {loose} loose secrets"),
        Replayed::Refused { index } => {
            let words = run.get(*index).map_or("", String::as_str);
            format!("operation {}, `{words}`, cannot happen there, or changes nothing", index.saturating_add(1))
        }
        Replayed::Attack(attack) => end_of(attack),
    }
}

fn end_of(attack: &Attack) -> String {
    let first = attack.violations.first();
    let violation = first.map(|violation| format!("{}: {}", violation.property, violation.what));
    format!("after `{}`, {}", attack.operations.join("; "), violation.unwrap_or_default())
}

/// A campaign of the specification that found something is one that has to be looked into, whenever it was.
fn found_in_campaign(campaign: &Campaign) -> Option<Problem> {
    let what = match campaign.attacks.first() {
        Some(attack) => What::Violation(attack.clone()),
        None if campaign.loose > 0 => What::Loose(campaign.loose),
        None => return None,
    };
    Some(Problem { of: format!("recorded campaign ({})", campaign.parameters()), what })
}

fn not_recorded(required: &Required, campaigns: &[Campaign]) -> Option<Problem> {
    let lack = required.lack(campaigns)?;
    Some(Problem { of: format!("campaign ({required})"), what: What::Recorded { lack, command: required.command() } })
}
