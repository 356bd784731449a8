//! Running cases with a peer.

use std::collections::BTreeMap;

use pleach_vectors::{Mismatch, passive_client, story};

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
pub fn run<'a, P: Peer>(cases: impl IntoIterator<Item = &'a passive_client::Case>) -> Report {
    report::<P, _>(cases, |case| case.cipher_suite, |case| case.verify::<P>())
}

/// Verifies cases of our own passive-client kinds with a peer, without the groups linked to theirs: no peer joins those
/// with given keys.
pub fn run_stories<'a, P: Peer>(cases: impl IntoIterator<Item = &'a story::Case>) -> Report {
    report::<P, _>(cases, |case| case.cipher_suite, |case| without_linked_groups(case).verify::<P>())
}

fn report<'a, P: Peer, C: 'a>(
    cases: impl IntoIterator<Item = &'a C>,
    suite_of: fn(&C) -> u16,
    verify: fn(&C) -> Result<(), Mismatch>,
) -> Report {
    let suites = P::suites();
    let mut report = Report::default();
    for (index, case) in cases.into_iter().enumerate() {
        let suite = suite_of(case);
        if !suites.contains(&suite) {
            *report.without_suite.entry(suite).or_default() += 1;
            continue;
        }
        match verify(case) {
            Ok(()) => *report.passed.entry(suite).or_default() += 1,
            Err(mismatch) => {
                report.failed.insert(index, mismatch);
            }
        }
    }
    report
}

fn without_linked_groups(case: &story::Case) -> story::Case {
    let mut case = case.clone();
    for epoch in &mut case.epochs {
        epoch.linked_group = None;
    }
    case
}
