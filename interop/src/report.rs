//! Running cases with a peer.

use std::collections::BTreeMap;

use pleach_vectors::Mismatch;
use pleach_vectors::passive_client::Case;

use crate::Peer;

/// What came of cases with one peer. Each case is counted in exactly one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By suite: how many cases passed.
    pub passed: BTreeMap<u16, usize>,
    /// By suite that the peer does not have: how many cases were not run.
    pub without_suite: BTreeMap<u16, usize>,
    /// The cases that did not pass, by their position from 0.
    pub failed: BTreeMap<usize, Mismatch>,
}

/// Verifies the cases with a peer.
pub fn run<'a, P: Peer>(cases: impl IntoIterator<Item = &'a Case>) -> Report {
    let suites = P::suites();
    let mut report = Report::default();
    for (index, case) in cases.into_iter().enumerate() {
        if !suites.contains(&case.cipher_suite) {
            *report.without_suite.entry(case.cipher_suite).or_default() += 1;
            continue;
        }
        match case.verify::<P>() {
            Ok(()) => *report.passed.entry(case.cipher_suite).or_default() += 1,
            Err(mismatch) => {
                report.failed.insert(index, mismatch);
            }
        }
    }
    report
}
