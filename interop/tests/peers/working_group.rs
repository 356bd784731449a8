//! The working group's files: what they show is that the adapters are right.

use std::path::PathBuf;

use pleach_interop::{MlsRs, OpenMls, run};
use pleach_vectors::passive_client::Case;
use pleach_vectors::{Hex, Kind, checkout, registry_vectors};

use crate::common::{MISSING_SUITES, SUITES, all_pass, all_pass_in_suite_1, assert_both, cases, each};

/// The folder of the current set, if it is beside the checkout; says so if it is not.
fn current_set() -> Option<PathBuf> {
    let folder = checkout().join("../shared/mlswg-vectors");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: {} does not exist", folder.display());
        None
    }
}

/// The cases of the older set, which every machine has.
fn older(kind: Kind) -> Vec<Case> {
    cases(&registry_vectors(&checkout()).unwrap(), kind)
}

#[test]
fn both_peers_pass_the_current_set() {
    let Some(folder) = current_set() else {
        return;
    };
    assert_both(&cases(&folder, Kind::PassiveClientWelcome), &all_pass(8));
    assert_both(&cases(&folder, Kind::PassiveClientHandlingCommit), &all_pass(13));
    // One case, of 200 epochs.
    assert_both(&cases(&folder, Kind::PassiveClientRandom), &all_pass_in_suite_1(1));
}

#[test]
fn mls_rs_passes_the_older_set() {
    assert_eq!(run::<MlsRs>(&older(Kind::PassiveClientWelcome)), all_pass(8));
    assert_eq!(run::<MlsRs>(&older(Kind::PassiveClientHandlingCommit)), all_pass(13));
    assert_eq!(run::<MlsRs>(&older(Kind::PassiveClientRandom)), all_pass_in_suite_1(1));
}

/// OpenMLS compares the lifetime of a KeyPackage in an Add with the present time, which is RECOMMENDED to receivers
/// (RFC 9420, Section 7.3), and has no setting against it.
#[test]
fn openmls_passes_the_older_set_but_for_lifetimes_that_ended() {
    assert_eq!(run::<OpenMls>(&older(Kind::PassiveClientWelcome)), all_pass(8));

    let report = run::<OpenMls>(&older(Kind::PassiveClientHandlingCommit));
    assert_eq!(report.passed, each(&SUITES, 9));
    assert_eq!(report.without_suite, each(&MISSING_SUITES, 13));
    // The cases with an Add, of each suite: by value and by reference, alone and beside other proposals.
    let with_adds = [0, 5, 6, 12];
    let wanted: Vec<usize> = [0, 13, 26, 52, 78].iter().flat_map(|first| with_adds.map(|case| first + case)).collect();
    assert!(report.failed.keys().eq(&wanted));

    let random = run::<OpenMls>(&older(Kind::PassiveClientRandom));
    assert!(random.failed.keys().eq(&[0]));
    for mismatch in report.failed.values().chain(random.failed.values()) {
        let reason = "refused: ValidationError(KeyPackageVerifyError(LifetimeError(Expired {";
        assert!(mismatch.got.starts_with(reason), "{mismatch}");
    }
}

#[test]
fn an_altered_commit_is_refused() {
    let mut case = older(Kind::PassiveClientHandlingCommit).swap_remove(1);
    let Hex(commit) = &mut case.epochs[0].commit;
    *commit.last_mut().unwrap() ^= 1;
    let refused: [(&str, Result<(), _>); 2] = [
        ("InvalidMembershipTag", case.verify::<MlsRs>()),
        ("ValidationError(InvalidMembershipTag)", case.verify::<OpenMls>()),
    ];
    for (reason, verdict) in refused {
        let mismatch = verdict.unwrap_err();
        assert_eq!((mismatch.field.as_str(), mismatch.got), ("epochs[0].commit", format!("refused: {reason}")));
    }
}
