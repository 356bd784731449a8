//! The explorer over one of the two copies of the symbolic specification: `super::symbolic` says over which. What comes of
//! it is of types that both have in common.

use std::fmt::Display;

use super::super::error::ExploreError;
use super::super::found::{Attack, Found, Replayed, Violation};
use super::super::parameters::{Parameters, Protocol, Scene, Shard};
use super::super::progress::{Progress, Ticker};
use super::symbolic::art::start as art;
use super::symbolic::client::client;
use super::symbolic::explore::{self, Bounds, Findings, Model};
use super::symbolic::mls::start as mls;
use super::symbolic::property::Property;

/// What is done with a model, whatever it is a model of.
trait Task {
    type Output;
    fn run<M: Model>(self, start: &M) -> Result<Self::Output, ExploreError>;
}

/// The clients that wait outside of a group.
const OUTSIDE: usize = 1;

/// Does it with the model of a protocol, at its start. The one place that knows the protocols.
fn with_model<T: Task>(scene: &Scene, task: T) -> Result<T::Output, ExploreError> {
    match scene.protocol {
        Protocol::Mls => {
            let start = scene.start.parse().map_err(ExploreError::Start)?;
            let mut world = mls::start(scene.members, start).ok_or(ExploreError::Refused)?;
            world.tampers = scene.tampers;
            task.run(&world)
        }
        Protocol::Art => {
            let start = scene.start.parse().map_err(ExploreError::Start)?;
            let mut world = art::start(scene.members, OUTSIDE, start).ok_or(ExploreError::Refused)?;
            world.tampers = scene.tampers;
            task.run(&world)
        }
    }
}

/// Explores a part of the runs, on this thread.
pub(in crate::explorer) fn explore(
    parameters: &Parameters,
    shard: Shard,
    progress: &Progress<'_>,
) -> Result<Found, ExploreError> {
    with_model(&parameters.scene, Exploration { parameters, shard, progress })
}

struct Exploration<'a> {
    parameters: &'a Parameters,
    shard: Shard,
    progress: &'a Progress<'a>,
}

impl Task for Exploration<'_> {
    type Output = Found;

    fn run<M: Model>(self, start: &M) -> Result<Found, ExploreError> {
        let bounds = Bounds {
            depth: self.parameters.depth,
            shard: explore::Shard { index: self.shard.index(), count: self.shard.count },
            seed: self.parameters.seed,
            merge: self.parameters.merge,
            properties: named(&self.parameters.properties)?,
            stop_after: self.parameters.stop_after,
        };
        let mut ticker = Ticker::new(self.progress);
        let count = |findings: &Findings<M>| [findings.states, findings.steps, findings.attacks.len()];
        let findings = explore::explore(start, &bounds, &mut |findings| ticker.goes_on(count(findings)));
        ticker.end(count(&findings));
        let minimised = findings.attacks.into_iter().map(|attack| explore::minimise(start, attack));
        Ok(Found {
            states: findings.states,
            steps: findings.steps,
            merged: findings.merged,
            loose: findings.loose,
            complete: findings.complete,
            attacks: minimised.map(in_words).collect(),
        })
    }
}

fn in_words<M: Model>(attack: explore::Attack<M>) -> Attack {
    let violations = attack.violations.into_iter().map(|violation| Violation {
        property: violation.property.to_string(),
        what: violation.what,
        derivation: violation.derivation,
    });
    Attack { operations: words(&attack.operations), violations: violations.collect() }
}

fn words(operations: &[impl Display]) -> Vec<String> {
    operations.iter().map(ToString::to_string).collect()
}

/// Does these operations, until one of these properties does not hold; if none is named, any.
pub(in crate::explorer) fn replay(
    scene: &Scene,
    operations: &[String],
    properties: &[String],
) -> Result<Replayed, ExploreError> {
    let clients = scene.members.saturating_add(OUTSIDE);
    with_model(scene, Replay { clients, operations, properties: named(properties)? })
}

/// The properties of these names; if there are none, all.
fn named(names: &[String]) -> Result<Vec<Property>, ExploreError> {
    if names.is_empty() {
        return Ok(Property::ALL.to_vec());
    }
    let property = |name: &String| {
        let found = Property::ALL.into_iter().find(|property| property.to_string() == *name);
        found.ok_or_else(|| ExploreError::Property(name.clone()))
    };
    names.iter().map(property).collect()
}

struct Replay<'a> {
    /// How many clients there are.
    clients: usize,
    operations: &'a [String],
    properties: Vec<Property>,
}

impl Task for Replay<'_> {
    type Output = Replayed;

    fn run<M: Model>(self, start: &M) -> Result<Replayed, ExploreError> {
        let parse = |words: &String| words.parse().map_err(|_| ExploreError::Operation(words.clone()));
        let operations: Vec<M::Operation> = self.operations.iter().map(parse).collect::<Result<_, _>>()?;
        for (number, operation) in (1..).zip(words(&operations)) {
            let mut named = operation.split_whitespace().filter_map(|word| client(word.trim_end_matches(':')));
            if let Some(client) = named.find(|client| client.0 >= self.clients) {
                let client = client.to_string();
                return Err(ExploreError::Client { number, operation, client });
            }
        }
        Ok(match explore::replay(start, &operations, &self.properties) {
            explore::Replayed::Holds(loose) => Replayed::Holds { loose },
            explore::Replayed::Refused(index) => Replayed::Refused { index },
            explore::Replayed::Attack(attack) => Replayed::Attack(in_words(attack)),
        })
    }
}
