//! Runs of the provers that are there, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Progress, Request, Tool};
use crate::control::run_control;
use crate::expected::{Model, Suite, Variant, variant_name};
use crate::input::Source;
use crate::prove::{Proof, prove};
use crate::prover::{Installed, Prover};
use crate::report::{Basis, Failure, Row};

/// What came of the runs of a prover.
pub(super) struct Proofs {
    /// The negative control was found to be broken; else what happened.
    control: Result<(), String>,
    /// In the order of the variants.
    pub(super) variants: Vec<Proof>,
}

impl Proofs {
    fn none() -> Proofs {
        Proofs { control: Err("it was not run".to_owned()), variants: Vec::new() }
    }
}

/// What is to be run.
enum Task<'a> {
    Control,
    Variant(&'a Model, &'a Source, &'a Variant),
}

enum Done {
    Control(Result<(), String>),
    Variant(Proof),
}

/// Runs everything that is asked for and can be run; of each tool what came of it, or `None`.
pub(super) fn run(request: &Request, tools: &[Tool], progress: &(dyn Fn(Progress) + Sync)) -> Vec<Option<Proofs>> {
    let mut tasks: Vec<(usize, &Installed, Task<'_>)> = Vec::new();
    for (index, tool) in tools.iter().enumerate() {
        let Some(installed) = &tool.installed else {
            continue;
        };
        tasks.push((index, installed, Task::Control));
        let variants = tool.chosen.variants();
        tasks
            .extend(variants.map(|(model, source, variant)| (index, installed, Task::Variant(model, source, variant))));
    }
    progress(Progress::Runs(tasks.len()));
    let work = |(_, installed, task): &(usize, &Installed, Task<'_>)| {
        let timeout = request.timeout.unwrap_or(installed.prover.default_timeout());
        let done = match task {
            Task::Control => Done::Control(run_control(installed, timeout)),
            Task::Variant(model, source, variant) => Done::Variant(prove(installed, model, source, variant, timeout)),
        };
        progress(Progress::Done);
        done
    };
    let done = in_parallel(&tasks, request.jobs, &work);
    let mut all: Vec<Option<Proofs>> = tools.iter().map(|_| None).collect();
    for ((index, _, task), done) in tasks.iter().zip(done) {
        let Some(slot) = all.get_mut(*index) else {
            continue;
        };
        let proofs = slot.get_or_insert_with(Proofs::none);
        match (task, done) {
            (Task::Control, Some(Done::Control(control))) => proofs.control = control,
            (Task::Control, _) => {}
            (Task::Variant(..), Some(Done::Variant(proof))) => proofs.variants.push(proof),
            (Task::Variant(..), _) => proofs.variants.push(Proof::lost()),
        }
    }
    all
}

/// The results are in the order of the tasks; there is none of a task whose thread was lost.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    tasks: &[T],
    jobs: usize,
    work: &(dyn Fn(&T) -> R + Sync),
) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            match tasks.get(index) {
                Some(task) => results.push((index, work(task))),
                None => return results,
            }
        }
    };
    let results = thread::scope(|scope| {
        let workers: Vec<_> = (1..jobs).map(|_| scope.spawn(worker)).collect();
        let mut results = worker();
        for worker in workers {
            results.extend(worker.join().unwrap_or_default());
        }
        results
    });
    let mut in_order: Vec<Option<R>> = tasks.iter().map(|_| None).collect();
    for (index, result) in results {
        if let Some(slot) = in_order.get_mut(index) {
            *slot = Some(result);
        }
    }
    in_order
}

/// A row for each query, and what went wrong with runs as a whole.
pub(super) fn rows(suite: &Suite, proofs: Proofs, failures: &mut Vec<Failure>) -> Vec<Row> {
    let prover: Prover = suite.prover;
    if let Err(problem) = proofs.control {
        failures.push(Failure::Control { prover, problem });
    }
    let mut rows = Vec::new();
    for ((model, _, variant), proof) in suite.variants().zip(proofs.variants) {
        let mut of_variant: Vec<Row> =
            model.queries.iter().map(|query| Row::new(prover, model, variant, query, Basis::Proved)).collect();
        match proof.answers {
            Err(failure) => {
                let variant = variant_name(&model.file, &variant.switches);
                failures.push(Failure::Run { prover, variant, failure });
            }
            Ok(answers) => {
                for (row, found) in of_variant.iter_mut().zip(answers) {
                    row.found = found;
                    row.seconds = Some(proof.time.as_secs_f64());
                }
            }
        }
        rows.extend(of_variant);
    }
    rows
}
