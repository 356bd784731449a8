//! Runs files of vectors through the peers:
//!
//! ```sh
//! cargo run -p pleach-interop --example peers -- PATH...
//! ```
//!
//! A path is a file or a folder; without one, the working group's set is taken. Of the passive-client kinds, the
//! working group's and our own, it counts cases by suite; of the other kinds that a peer has a part of, steps, and names
//! those that are not public. Exits with 1 if a case of a suite that the peer has does not pass, or one of these steps,
//! and with 2 if there is nothing to run.

use std::path::PathBuf;
use std::process::ExitCode;

use pleach_interop::{MlsRs, OpenMls, Peer, Report, Steps, run, run_steps, run_stories};
use pleach_vectors::{AnyCase, Kind, load, locate, passive_client, story};

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
    let mut lines = Vec::new();
    let mut passes = true;
    for (kind, path) in locate(paths, None)?.files {
        let cases = load(kind, &path)?.cases;
        passes &= show_file::<MlsRs>(kind, &cases, &mut lines);
        passes &= show_file::<OpenMls>(kind, &cases, &mut lines);
    }
    if lines.is_empty() {
        return Err("no file of a kind that peers have a part of".into());
    }
    println!("{:<43}   1   2   3   4   5   6   7   (suite)", "");
    lines.iter().for_each(|line| println!("{line}"));
    Ok(passes)
}

/// Adds the lines of a file with one peer; whether all passes.
fn show_file<P: Peer>(kind: Kind, cases: &[AnyCase], lines: &mut Vec<String>) -> bool {
    let of_clients: Vec<&passive_client::Case> = cases.iter().filter_map(passive_client).collect();
    let stories: Vec<&story::Case> = cases.iter().filter_map(story).collect();
    if !of_clients.is_empty() {
        show::<P>(kind, &run::<P>(of_clients), lines)
    } else if !stories.is_empty() {
        show::<P>(kind, &run_stories::<P>(stories), lines)
    } else {
        run_steps::<P>(cases).is_none_or(|steps| show_steps::<P>(kind, &steps, lines))
    }
}

fn passive_client(case: &AnyCase) -> Option<&passive_client::Case> {
    match case {
        AnyCase::PassiveClient(case) => Some(case),
        _ => None,
    }
}

fn story(case: &AnyCase) -> Option<&story::Case> {
    match case {
        AnyCase::Story(story) => Some(story),
        _ => None,
    }
}

/// One line, and one more for each case that does not pass; whether there is none.
fn show<P: Peer>(kind: Kind, report: &Report, lines: &mut Vec<String>) -> bool {
    let cells: String = (1..=7).map(|suite| cell(report, suite)).collect();
    let (passed, not_run): (usize, usize) = (report.passed.values().sum(), report.without_suite.values().sum());
    let failed = report.failed.len();
    lines.push(format!("{kind:<36}{:<8}{cells}   passed {passed}, failed {failed}, not run {not_run}", P::NAME));
    lines.extend(report.failed.iter().map(|(index, mismatch)| format!("    case {index}: {mismatch}")));
    report.failed.is_empty()
}

/// One line, one for each step that is not public, and one for each that fails; whether none does.
fn show_steps<P: Peer>(kind: Kind, steps: &Steps, lines: &mut Vec<String>) -> bool {
    let passed: usize = steps.passed.values().sum();
    let (failed, not_run): (usize, usize) = (steps.failed.len(), steps.without_suite.values().sum());
    let counts = format!("steps: passed {passed}, failed {failed}; cases not run {not_run}");
    lines.push(format!("{kind:<36}{:<8}{counts}", P::NAME));
    lines.extend(steps.not_public.iter().map(|(step, count)| format!("    not public: {step} ({count})")));
    lines.extend(steps.failed.iter().map(|(index, mismatch)| format!("    case {index}: {mismatch}")));
    steps.failed.is_empty()
}

/// How many cases of the suite pass, or a dash if the peer does not have it.
fn cell(report: &Report, suite: u16) -> String {
    match report.without_suite.get(&suite) {
        Some(_) => format!("{:>4}", "-"),
        None => format!("{:>4}", report.passed.get(&suite).unwrap_or(&0)),
    }
}
