//! Explorations and replays, on threads of their own: terms belong to a thread, and are gone with it.

use std::thread;
use std::time::Instant;

use pleach_spec_mutated::mutation::switch_on;

use super::error::ExploreError;
use super::found::{Found, Replayed};
use super::parameters::{Parameters, Scene, Shard};
use super::progress::{Progress, Told};
use super::{mutated, specification};

/// The steps of a derivation are nested calls.
const STACK: usize = 64 << 20;

/// Which copy of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over<'a> {
    /// The specification itself.
    Specification,
    /// The copy that holds the mutants, with these defences off.
    Mutated(&'a [String]),
}

/// What came of a part of the runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Timed {
    /// What was found.
    pub found: Found,
    /// The seconds that each thread took, together.
    pub seconds: f64,
}

/// Explores a part of the runs with so many threads, each a part of its own.
///
/// # Errors
/// [`ExploreError`].
pub fn explore(parameters: &Parameters, shard: Shard, jobs: u64, told: &Told<'_>) -> Result<Timed, ExploreError> {
    let progress = &Progress::new(told, parameters.stop_after);
    let over = match parameters.mutants.as_slice() {
        [] => Over::Specification,
        mutants => Over::Mutated(mutants),
    };
    let work = |part: Shard| {
        let start = Instant::now();
        let found = match over {
            Over::Specification => specification::over::explore(parameters, part, progress)?,
            Over::Mutated(mutants) => {
                switch(mutants)?;
                mutated::over::explore(parameters, part, progress)?
            }
        };
        Ok(Timed { found, seconds: start.elapsed().as_secs_f64() })
    };
    let mut all = Timed { found: Found::nothing(), seconds: 0.0 };
    for part in on_threads(shard.parts(jobs), work) {
        let part = part?;
        all.found.add(part.found);
        all.seconds += part.seconds;
    }
    // Threads find violations at the same time.
    all.found.attacks.sort_by_key(|attack| attack.operations.len());
    all.found.attacks.truncate(parameters.stop_after);
    Ok(all)
}

/// Does these operations, until one of these properties does not hold; if none is named, any.
///
/// # Errors
/// [`ExploreError`].
pub fn replay(
    over: Over<'_>,
    scene: &Scene,
    operations: &[String],
    properties: &[String],
) -> Result<Replayed, ExploreError> {
    let work = |over| match over {
        Over::Specification => specification::over::replay(scene, operations, properties),
        Over::Mutated(mutants) => {
            switch(mutants)?;
            mutated::over::replay(scene, operations, properties)
        }
    };
    on_threads([over].into_iter(), work).pop().unwrap_or(Err(ExploreError::Lost))
}

/// Defences are off on this thread alone.
fn switch(mutants: &[String]) -> Result<(), ExploreError> {
    let ids: Vec<&str> = mutants.iter().map(String::as_str).collect();
    switch_on(&ids).map_err(|unknown| ExploreError::Mutant(unknown.id))
}

/// Does each on a thread of its own, all at the same time.
fn on_threads<T: Send, R: Send>(
    tasks: impl Iterator<Item = T>,
    work: impl Fn(T) -> Result<R, ExploreError> + Sync,
) -> Vec<Result<R, ExploreError>> {
    let work = &work;
    thread::scope(|scope| {
        let spawn = |task| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || work(task));
        let threads: Vec<_> = tasks.map(spawn).collect();
        let join = |thread: std::io::Result<thread::ScopedJoinHandle<'_, _>>| match thread.map(|thread| thread.join()) {
            Ok(Ok(done)) => done,
            _ => Err(ExploreError::Lost),
        };
        threads.into_iter().map(join).collect()
    })
}

/// Whether the explorer has a property of this name.
pub fn is_property(name: &str) -> bool {
    specification::is_property(name)
}
