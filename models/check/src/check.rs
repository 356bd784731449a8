//! `pleach models check`: everything in its order.

mod error;
mod recorded;
mod run;

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

pub use error::CheckError;
pub(crate) use recorded::rows as recorded_rows;
pub(crate) use run::in_parallel;

use crate::evidence::{Evidence, evidence_path, write_whole};
use crate::expected::Suite;
use crate::explorer;
use crate::explorer::tables::Tables;
use crate::locate::mutant_ids;
use crate::process::is_cancelled;
use crate::prover::{Installed, Prover};
use crate::report::{Failure, Presence, Report, Row};
use crate::results::{RESULTS, results};

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder of the models.
    pub models: PathBuf,
    /// The provers whose models are checked.
    pub provers: Vec<Prover>,
    /// The files whose models are checked; if there are none, all.
    pub files: Vec<String>,
    /// Whether the explorer runs.
    pub explorer: bool,
    /// What becomes of the verdicts.
    pub mode: Mode,
    /// How many runs there are at a time.
    pub jobs: usize,
    /// The time that a run may take, if it is not that of the prover.
    pub timeout: Option<Duration>,
}

/// What becomes of verdicts, if all are as expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are compared with what is recorded, and the page with what it should be.
    Compare,
    /// They are recorded, and the page is made.
    Record,
    /// No prover is run; of what is recorded the page is made.
    MakePage,
}

/// What happens during a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many runs are to be done, beginning now.
    Runs(usize),
    /// One more is done.
    Done,
}

/// A prover's models, what is recorded of them, and the prover if it is there.
struct Tool {
    /// All models, for the page is on all of them.
    suite: Suite,
    /// Those that are checked.
    chosen: Suite,
    evidence: Option<Evidence>,
    installed: Option<Installed>,
    is_asked_for: bool,
}

/// Checks the models.
///
/// # Errors
/// [`CheckError`], before anything is run, or if nothing can be written.
pub fn check(request: &Request, progress: &(dyn Fn(Progress) + Sync)) -> Result<Report, CheckError> {
    let tables = Tables::load(&request.models).map_err(CheckError::Explorer)?;
    let mut tools = tools(request)?;
    let mut report =
        Report { provers: Vec::new(), rows: Vec::new(), explorer: None, failures: Vec::new(), written: Vec::new() };
    let proofs = run::run(request, &tools, progress);
    if request.explorer {
        let (exploration, problems) = explorer::check::check(&tables, request.jobs, progress);
        report.explorer = Some(exploration);
        report.failures.extend(problems.into_iter().map(Failure::Explorer));
    }
    if is_cancelled() {
        return Err(CheckError::Interrupted);
    }
    for (tool, proofs) in tools.iter_mut().zip(proofs).filter(|(tool, _)| tool.is_asked_for) {
        judge(request, tool, proofs, &mut report);
    }
    match request.mode {
        Mode::Compare => check_page(request, &tools, &tables, &mut report)?,
        Mode::Record | Mode::MakePage if report.is_as_expected() => write(request, &tools, &tables, &mut report)?,
        Mode::Record | Mode::MakePage => {}
    }
    Ok(report)
}

/// What came of the models of one prover.
fn judge(request: &Request, tool: &mut Tool, proofs: Option<run::Proofs>, report: &mut Report) {
    let prover = tool.suite.prover;
    let path = evidence_path(&request.models, prover);
    let rows = match (&tool.installed, proofs) {
        (Some(installed), Some(proofs)) => {
            report.provers.push((prover, Presence::Ran(installed.clone())));
            if request.mode == Mode::Record {
                let made = recorded::made(&tool.chosen, installed, &proofs.variants);
                recorded::check_runs(prover, &made, &path, &mut report.failures);
                tool.evidence = Some(recorded::merged(&tool.suite, made, tool.evidence.take()));
            }
            let rows = run::rows(&tool.chosen, proofs, &mut report.failures);
            report.failures.extend(wrong_verdicts(&rows));
            rows
        }
        _ => {
            report.provers.push((prover, Presence::Absent));
            recorded::rows(&tool.chosen, tool.evidence.as_ref())
        }
    };
    report.rows.extend(rows);
    if request.mode != Mode::Record {
        recorded::check(&tool.suite, &tool.chosen, tool.evidence.as_ref(), &path, &mut report.failures);
    }
}

/// Where a run failed as a whole, its failure says so.
fn wrong_verdicts(rows: &[Row]) -> Vec<Failure> {
    let rows = rows.iter().filter(|row| row.seconds.is_some() && row.found != Some(row.expected));
    rows.map(|row| Failure::Verdict(Box::new(row.clone()))).collect()
}

fn tools(request: &Request) -> Result<Vec<Tool>, CheckError> {
    let mutants = mutant_ids(&request.models).map_err(CheckError::Locate)?;
    let mut tools = Vec::new();
    for prover in Prover::ALL {
        let (folder, ids) = (request.models.join(prover.id()), mutants.as_deref());
        // The page is on what is there, and so is what is said of a file.
        let is_required = request.files.is_empty() && request.mode != Mode::MakePage;
        let suite = if request.provers.contains(&prover) && is_required {
            Some(Suite::load(prover, &folder, ids))
        } else {
            Suite::load_if_there(prover, &folder, ids).transpose()
        };
        if let Some(suite) = suite.transpose().map_err(CheckError::Expected)? {
            tools.push(tool(request, suite)?);
        }
    }
    let is_there = |file: &&String| {
        let mut asked_for = tools.iter().filter(|tool| tool.is_asked_for);
        asked_for.any(|tool| tool.chosen.models.iter().any(|(model, _)| model.file == **file))
    };
    match request.files.iter().find(|file| !is_there(file)) {
        Some(file) => Err(CheckError::NoModel(file.clone())),
        None => Ok(tools),
    }
}

fn tool(request: &Request, suite: Suite) -> Result<Tool, CheckError> {
    let prover = suite.prover;
    let mut chosen = suite.clone();
    chosen.models.retain(|(model, _)| request.files.is_empty() || request.files.contains(&model.file));
    let is_asked_for = request.provers.contains(&prover) && !chosen.models.is_empty();
    let runs = is_asked_for && request.mode != Mode::MakePage;
    let installed = if runs { prover.find().map_err(CheckError::Prover)? } else { None };
    if runs && request.mode == Mode::Record && installed.is_none() {
        return Err(CheckError::NothingToRecordWith(prover));
    }
    let is_all_made_anew = runs && request.mode == Mode::Record && request.files.is_empty();
    let read = || Evidence::load(&request.models, prover).map_err(CheckError::Evidence);
    let evidence = if is_all_made_anew { None } else { read()? };
    Ok(Tool { suite, chosen, evidence, installed, is_asked_for })
}

fn generated(tools: &[Tool], tables: &Tables) -> String {
    let none = &Evidence::default();
    let pairs: Vec<(&Suite, &Evidence)> =
        tools.iter().map(|tool| (&tool.suite, tool.evidence.as_ref().unwrap_or(none))).collect();
    results(&pairs, tables)
}

fn check_page(request: &Request, tools: &[Tool], tables: &Tables, report: &mut Report) -> Result<(), CheckError> {
    let path = request.models.join(RESULTS);
    let text = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(CheckError::Read(path, error)),
    };
    if text.as_ref() != Some(&generated(tools, tables)) {
        report.failures.push(Failure::Results { path, is_there: text.is_some() });
    }
    Ok(())
}

fn write(request: &Request, tools: &[Tool], tables: &Tables, report: &mut Report) -> Result<(), CheckError> {
    for tool in tools.iter().filter(|tool| tool.is_asked_for && request.mode == Mode::Record) {
        let path = evidence_path(&request.models, tool.suite.prover);
        if let Some(evidence) = &tool.evidence {
            let written = evidence.save(&request.models, tool.suite.prover);
            written.map_err(|error| CheckError::Write(path.clone(), error))?;
            report.written.push(path);
        }
    }
    let path = request.models.join(RESULTS);
    write_whole(&path, &generated(tools, tables)).map_err(|error| CheckError::Write(path.clone(), error))?;
    report.written.push(path);
    Ok(())
}
