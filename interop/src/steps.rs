//! Kinds that a peer has a part of in public: each step of a case alone.

use std::collections::BTreeMap;

use pleach_vectors::{AnyCase, Mismatch, Step};

use crate::{Peer, Refusal};

/// What came of the steps of cases with one peer: in how many cases, by the name of the step. Each step of a case that
/// is run is counted in exactly one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// The step holds.
    pub passed: BTreeMap<&'static str, usize>,
    /// No public function of the peer does what the step asks.
    pub not_public: BTreeMap<&'static str, usize>,
    /// The step does not hold: the case by its position from 0, and the finding.
    pub failed: Vec<(usize, Mismatch)>,
    /// By suite that the peer does not have: how many cases were not run.
    pub without_suite: BTreeMap<u16, usize>,
}

/// Verifies each step of the cases with a peer; `None` if nothing of their kind is public, or if there is no case.
pub fn run_steps<P: Peer>(cases: &[AnyCase]) -> Option<Steps> {
    let suites = P::suites();
    let mut report = Steps::default();
    let mut kind_is_public = false;
    for (index, case) in cases.iter().enumerate() {
        match case.suite() {
            Some(suite) if !suites.contains(&suite) => *report.without_suite.entry(suite).or_default() += 1,
            _ => {
                kind_is_public = true;
                report.record(index, P::verify_each(case)?);
            }
        }
    }
    kind_is_public.then_some(report)
}

impl Steps {
    fn record(&mut self, index: usize, steps: Vec<Step>) {
        for (step, verdict) in steps {
            match verdict {
                Ok(()) => *self.passed.entry(step).or_default() += 1,
                Err(mismatch) if mismatch.got == format!("refused: {:?}", Refusal::not_public()) => {
                    *self.not_public.entry(step).or_default() += 1;
                }
                Err(mismatch) => self.failed.push((index, mismatch)),
            }
        }
    }
}
