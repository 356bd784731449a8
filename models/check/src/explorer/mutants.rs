//! `mutants.toml`: of each defence, what the explorer does without it.

use std::path::Path;

use serde::Deserialize;

use super::parameters::{Parameters, Protocol, Scene};
use super::run::is_property;
use super::tables::{TableError, read};

/// The most operations of a run.
const LONGEST: usize = 6;

#[derive(Deserialize)]
struct File {
    #[serde(default, rename = "mutant")]
    mutants: Vec<Mutant>,
}

/// A defence that can be switched off. `pleach-models-mutated` holds its entry to what has to be there.
#[derive(Clone, Debug, Deserialize)]
pub struct Mutant {
    /// Its name.
    pub id: String,
    /// The protocol that it is a part of.
    #[serde(default)]
    pub protocol: String,
    /// What it is.
    #[serde(default)]
    pub defence: String,
    /// The property that does not hold without it.
    pub falls: Option<String>,
    /// Against whom.
    pub against: Option<String>,
    /// Why nothing falls without it.
    pub redundant: Option<String>,
    #[serde(default)]
    edit: Vec<Edit>,
    explorer: Option<Explorer>,
}

/// A change of the specification. The build of the copy reads what it is.
#[derive(Clone, Debug, Deserialize)]
struct Edit {}

/// What the explorer does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Explorer {
    start: String,
    members: usize,
    #[serde(default)]
    tampers: usize,
    run: Option<Vec<String>>,
    property: Option<String>,
    depth: Option<usize>,
}

/// What the explorer shows of a defence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Without it, these operations end in a violation.
    Falls {
        /// Where they start.
        scene: Scene,
        /// The operations.
        run: Vec<String>,
        /// The property that does not hold after the last one.
        property: String,
    },
    /// Without it, a search finds nothing.
    Redundant(Parameters),
}

impl Mutant {
    /// What the explorer shows of it; `None` if it has nothing to do with it.
    pub fn shown(&self) -> Option<Shown> {
        let protocol = self.explored()?;
        let explorer = self.explorer.as_ref()?;
        let (members, start, tampers) = (explorer.members, explorer.start.clone(), explorer.tampers);
        let scene = Scene { protocol, members, start, tampers };
        match (&explorer.run, &explorer.property, explorer.depth) {
            (Some(run), Some(property), None) => {
                Some(Shown::Falls { scene, run: run.clone(), property: property.clone() })
            }
            (None, None, Some(depth)) => Some(Shown::Redundant(Parameters::of(scene, depth, vec![self.id.clone()]))),
            _ => None,
        }
    }

    /// The protocol, if it is a change of something that the explorer has a model of.
    fn explored(&self) -> Option<Protocol> {
        Protocol::ALL.into_iter().find(|protocol| protocol.to_string() == self.protocol && !self.edit.is_empty())
    }

    /// What is wrong with the entry.
    fn problem(&self) -> Option<String> {
        let Some(explorer) = &self.explorer else {
            return self.explored().map(|_| "it has edits, but no table `explorer`".to_owned());
        };
        if self.edit.is_empty() {
            return Some("it has no edits, so `explorer` has nothing to explore".to_owned());
        }
        if self.explored().is_none() {
            return Some(format!("the explorer has no model of {}", self.protocol));
        }
        let Explorer { run, property, depth, .. } = explorer;
        match (run, property, depth, &self.redundant) {
            (Some(_), _, _, Some(_)) => Some("it is redundant, so there is no `run`, but a `depth`".to_owned()),
            (None, _, _, None) => Some("something falls, so there has to be a `run`".to_owned()),
            (Some(run), Some(property), None, None) => run_problem(run, property),
            (None, None, Some(_), Some(_)) => None,
            (Some(_), ..) => Some("with `run` there is a `property`, and no `depth`".to_owned()),
            (None, ..) => Some("without `run` there is a `depth`, and no `property`".to_owned()),
        }
    }
}

fn run_problem(run: &[String], property: &str) -> Option<String> {
    if run.is_empty() || run.len() > LONGEST {
        return Some(format!("`run` has {} operations: it has 1 to {LONGEST}", run.len()));
    }
    (!is_property(property)).then(|| format!("the explorer has no property `{property}`"))
}

/// Reads the table.
///
/// # Errors
/// [`TableError`].
pub(super) fn read_mutants(path: &Path) -> Result<Vec<Mutant>, TableError> {
    let file: Option<File> = read(path)?;
    Ok(file.map(|file| file.mutants).unwrap_or_default())
}

/// What is wrong with the entries.
pub(super) fn check_mutants(mutants: &[Mutant]) -> Vec<String> {
    let problem = |mutant: &Mutant| mutant.problem().map(|problem| format!("{}: {problem}", mutant.id));
    mutants.iter().filter_map(problem).collect()
}
