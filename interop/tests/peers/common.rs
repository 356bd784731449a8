//! What several tests share.

use std::collections::BTreeMap;
use std::path::Path;

use pleach_interop::{MlsRs, OpenMls, Peer, Report, run};
use pleach_vectors::passive_client::Case;
use pleach_vectors::{AnyCase, Kind, checkout, load};

/// The suites that both peers have.
pub(crate) const SUITES: [u16; 5] = [1, 2, 3, 5, 7];

/// The suites of RFC 9420 that neither has: X448 and Ed448 are not in AWS-LC.
pub(crate) const MISSING_SUITES: [u16; 2] = [4, 6];

/// The cases of a set's file of a kind.
pub(crate) fn cases(folder: &Path, kind: Kind) -> Vec<Case> {
    let file = load(kind, &folder.join(format!("{kind}.json"))).unwrap();
    file.cases.into_iter().map(passive_client).collect()
}

/// The cases of the committed set, which is generated from the default seed.
pub(crate) fn committed(kind: Kind) -> Vec<AnyCase> {
    load(kind, &checkout().join(format!("test-vectors/{kind}/generated.json"))).unwrap().cases
}

/// A case of a passive-client kind.
pub(crate) fn passive_client(case: AnyCase) -> Case {
    match case {
        AnyCase::PassiveClient(case) => *case,
        other => panic!("no case of a passive-client kind: {other:?}"),
    }
}

/// The same count for each of the suites.
pub(crate) fn each(suites: &[u16], count: usize) -> BTreeMap<u16, usize> {
    suites.iter().map(|suite| (*suite, count)).collect()
}

/// All pass: `count` cases of each suite that the peers have. Those of the suites that they do not have are not run.
pub(crate) fn all_pass(count: usize) -> Report {
    Report { passed: each(&SUITES, count), without_suite: each(&MISSING_SUITES, count), ..Report::default() }
}

/// All pass: `count` cases of suite 1, and there are no others.
pub(crate) fn all_pass_in_suite_1(count: usize) -> Report {
    Report { passed: each(&[1], count), ..Report::default() }
}

/// Both peers report the same.
#[track_caller]
pub(crate) fn assert_both(cases: &[Case], wanted: &Report) {
    assert_eq!(run::<MlsRs>(cases), *wanted, "{}", MlsRs::NAME);
    assert_eq!(run::<OpenMls>(cases), *wanted, "{}", OpenMls::NAME);
}
