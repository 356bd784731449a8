//! Running cases and counting what came of it.

use crate::{AnyCase, Mismatch, Subject};

/// What came of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every step holds.
    Passed,
    /// A step does not.
    Failed(Mismatch),
    /// Not run: the case is not one of the suite asked for.
    Skipped,
}

/// How many cases passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Every step holds.
    pub passed: usize,
    /// A step does not.
    pub failed: usize,
    /// Not run.
    pub skipped: usize,
}

impl Tally {
    /// Counts one more case.
    pub fn record(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed(_) => self.failed += 1,
            Verdict::Skipped => self.skipped += 1,
        }
    }

    /// All cases.
    pub fn total(&self) -> usize {
        self.passed + self.failed + self.skipped
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl<'a> FromIterator<&'a Verdict> for Tally {
    fn from_iter<I: IntoIterator<Item = &'a Verdict>>(verdicts: I) -> Tally {
        let mut tally = Tally::default();
        for verdict in verdicts {
            tally.record(verdict);
        }
        tally
    }
}

/// Verifies the cases one by one, as the iterator is driven; only those of `suite` if one is given, and
/// then none that has no suite.
pub fn verify_all<S: Subject>(cases: &[AnyCase], suite: Option<u16>) -> impl Iterator<Item = Verdict> + '_ {
    cases.iter().map(move |case| match suite {
        Some(_) if case.suite() != suite => Verdict::Skipped,
        _ => match case.verify::<S>() {
            Ok(()) => Verdict::Passed,
            Err(mismatch) => Verdict::Failed(mismatch),
        },
    })
}
