//! Running cases.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pleach_vectors::{AnyCase, CaseFile, Mismatch, Verdict};

/// What verifies a case: an implementation behind the checkers, `AnyCase::verify::<S>`.
pub type Engine = fn(&AnyCase) -> Result<(), Mismatch>;

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The position of its file.
    pub file: usize,
    /// Its position in the file.
    pub case: usize,
    /// Whether it holds.
    pub verdict: Verdict,
    /// The time it took.
    pub time: Duration,
}

/// Runs every case of `suite`, or every case if there is none, on as many threads as there are processors.
/// `done` is called after each case, on its thread. The outcomes are in the order of the files and cases.
pub fn run(files: &[CaseFile], suite: Option<u16>, engine: Engine, done: &(dyn Fn() + Sync)) -> Vec<Outcome> {
    let jobs: Vec<(usize, usize, &AnyCase)> = files
        .iter()
        .enumerate()
        .flat_map(|(file, cases)| {
            let cases = cases.cases.iter().enumerate();
            cases.map(move |(index, case)| (file, index, case))
        })
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut outcomes = Vec::new();
        while let Some((file, index, case)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let start = Instant::now();
            let verdict = verify(case, suite, engine);
            outcomes.push(Outcome { file: *file, case: *index, verdict, time: start.elapsed() });
            done();
        }
        outcomes
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut outcomes: Vec<Outcome> = thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut outcomes = work();
        for worker in workers {
            // A worker cannot panic: the engine's panics are verdicts.
            outcomes.extend(worker.join().unwrap_or_default());
        }
        outcomes
    });
    outcomes.sort_by_key(|outcome| (outcome.file, outcome.case));
    outcomes
}

/// A case that makes the engine panic has failed; it says nothing about the others.
fn verify(case: &AnyCase, suite: Option<u16>, engine: Engine) -> Verdict {
    if suite.is_some() && case.suite() != suite {
        return Verdict::Skipped;
    }
    match catch_unwind(AssertUnwindSafe(|| engine(case))) {
        Ok(Ok(())) => Verdict::Passed,
        Ok(Err(mismatch)) => Verdict::Failed(mismatch),
        Err(_) => Verdict::Failed(Mismatch {
            field: "(the case as a whole)".to_owned(),
            got: "a panic".to_owned(),
            wanted: "a result".to_owned(),
        }),
    }
}
