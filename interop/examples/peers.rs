//! Runs files of the passive-client kinds through the peers:
//!
//! ```sh
//! cargo run -p pleach-interop --example peers -- PATH...
//! ```
//!
//! A path is a file or a folder; without one, the working group's set is taken. Exits with 1 if a case of a suite
//! that the peer has does not pass, and with 2 if there is nothing to run.

use std::path::PathBuf;
use std::process::ExitCode;

use pleach_interop::{MlsRs, OpenMls, Peer, Report, run};
use pleach_vectors::passive_client::Case;
use pleach_vectors::{AnyCase, Kind, load, locate};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match run_files(&paths) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether all passes.
fn run_files(paths: &[PathBuf]) -> Result<bool, Box<dyn std::error::Error>> {
    let mut passes = true;
    let mut files = 0;
    for (kind, path) in locate(paths, None)?.files {
        let cases = load(kind, &path)?.cases;
        let cases: Vec<&Case> = cases.iter().filter_map(passive_client).collect();
        if cases.is_empty() {
            continue;
        }
        if files == 0 {
            println!("{:<39}   1   2   3   4   5   6   7   (suite)", "");
        }
        files += 1;
        passes &= show::<MlsRs>(kind, &run::<MlsRs>(cases.iter().copied()));
        passes &= show::<OpenMls>(kind, &run::<OpenMls>(cases.iter().copied()));
    }
    if files == 0 {
        return Err("no file of a passive-client kind".into());
    }
    Ok(passes)
}

fn passive_client(case: &AnyCase) -> Option<&Case> {
    match case {
        AnyCase::PassiveClient(case) => Some(case),
        _ => None,
    }
}

/// One line, and one more for each case that does not pass; whether there is none.
fn show<P: Peer>(kind: Kind, report: &Report) -> bool {
    let cells: String = (1..=7).map(|suite| cell(report, suite)).collect();
    let (passed, not_run): (usize, usize) = (report.passed.values().sum(), report.without_suite.values().sum());
    let failed = report.failed.len();
    println!("{kind:<31}{:<8}{cells}   passed {passed}, failed {failed}, not run {not_run}", P::NAME);
    for (index, mismatch) in &report.failed {
        println!("    case {index}: {mismatch}");
    }
    report.failed.is_empty()
}

/// How many cases of the suite pass, or a dash if the peer does not have it.
fn cell(report: &Report, suite: u16) -> String {
    match report.without_suite.get(&suite) {
        Some(_) => format!("{:>4}", "-"),
        None => format!("{:>4}", report.passed.get(&suite).unwrap_or(&0)),
    }
}
