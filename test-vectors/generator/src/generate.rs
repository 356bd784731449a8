//! Making the cases, on all processors.

use core::fmt;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{AnyCase, Kind};

use crate::{Make, Random, Refusal, RootSeed, generator};

/// The most cases of a kind and suite that a request should name: all cases are in memory until they are written.
pub const MOST_CASES: u32 = 1000;

/// Which cases are to be made.
#[derive(Clone, Debug)]
pub struct Request {
    /// The kinds. The order does not matter, nor whether one is named twice.
    pub kinds: Vec<Kind>,
    /// The suites, likewise. A kind without suites ignores them.
    pub suites: Vec<CipherSuite>,
    /// What all cases derive from.
    pub seed: RootSeed,
    /// How many cases there are of each kind and suite; by default as many as [`crate::Generator`] says.
    pub count: Option<u32>,
}

/// The cases of one kind.
#[derive(Clone, Debug)]
pub struct CaseList {
    /// The kind.
    pub kind: Kind,
    /// In the order of their suites, then of their indices.
    pub cases: Vec<AnyCase>,
}

/// A case that could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its kind.
    pub kind: Kind,
    /// Its suite, if the kind has suites.
    pub suite: Option<CipherSuite>,
    /// Its index among the cases of its suite.
    pub index: u32,
    /// Why.
    pub refusal: Refusal,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "case {} of {}", self.index, self.kind)?;
        if let Some(suite) = self.suite {
            write!(f, ", suite {}", suite.value())?;
        }
        write!(f, " could not be made: {}", self.refusal)
    }
}

impl core::error::Error for Failure {}

/// One case to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Job {
    kind: Kind,
    /// The position among [`CipherSuite::ALL`].
    suite: Option<usize>,
    index: u32,
}

/// How many cases a request has.
pub fn number_of_cases(request: &Request) -> usize {
    jobs(request).len()
}

/// Makes the cases of a request, and a list for each of its kinds, in the order of [`Kind::ALL`]. `done` is called
/// after each case, on whichever thread made it.
///
/// # Errors
/// The first case that could not be made.
pub fn generate(request: &Request, done: &(dyn Fn() + Sync)) -> Result<Vec<CaseList>, Failure> {
    let jobs = jobs(request);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            made.push((*job, job.run(&request.seed)));
            done();
        }
        made
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut made = thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for worker in workers {
            made.extend(worker.join().unwrap_or_else(|payload| panic::resume_unwind(payload)));
        }
        made
    });
    made.sort_by_key(|(job, _)| *job);

    let mut lists: Vec<CaseList> = Vec::new();
    for (job, result) in made {
        let case = result?;
        match lists.last_mut() {
            Some(list) if list.kind == job.kind => list.cases.push(case),
            _ => lists.push(CaseList { kind: job.kind, cases: vec![case] }),
        }
    }
    Ok(lists)
}

/// Makes one case, as it is in every set that has it. A kind without suites ignores the suite.
///
/// # Errors
/// If it could not be made.
pub fn generate_one(kind: Kind, suite: CipherSuite, index: u32, seed: &RootSeed) -> Result<AnyCase, Failure> {
    let suite = match generator(kind).make {
        Make::Alone(_) => None,
        Make::OfSuite(_) => position(suite),
    };
    Job { kind, suite, index }.run(seed)
}

fn jobs(request: &Request) -> Vec<Job> {
    let mut jobs = Vec::new();
    for kind in &request.kinds {
        let generator = generator(*kind);
        let count = request.count.unwrap_or(generator.default_count);
        let count = generator.most.map_or(count, |most| count.min(most));
        let suites: Vec<Option<CipherSuite>> = match generator.make {
            Make::Alone(_) => vec![None],
            Make::OfSuite(_) => request.suites.iter().copied().map(Some).collect(),
        };
        for suite in suites {
            let most = suite.zip(generator.most_of_suite).map(|(suite, most)| most(suite));
            let count = most.map_or(count, |most| count.min(most));
            let suite = suite.and_then(position);
            jobs.extend((0..count).map(|index| Job { kind: *kind, suite, index }));
        }
    }
    jobs.sort_unstable();
    jobs.dedup();
    jobs
}

fn position(suite: CipherSuite) -> Option<usize> {
    CipherSuite::ALL.iter().position(|other| *other == suite)
}

impl Job {
    fn run(&self, seed: &RootSeed) -> Result<AnyCase, Failure> {
        let suite = self.suite.and_then(|position| CipherSuite::ALL.get(position)).copied();
        let mut random = Random::of_case(seed, self.kind, suite, self.index);
        let made = match (generator(self.kind).make, suite) {
            (Make::Alone(make), _) => make(self.index, &mut random),
            (Make::OfSuite(make), Some(suite)) => make(suite, self.index, &mut random),
            (Make::OfSuite(_), None) => Err(Refusal::Missing("suite")),
        };
        made.map_err(|refusal| Failure { kind: self.kind, suite, index: self.index, refusal })
    }
}
