//! The report as JSON, in the shape that the README of this package gives.

use std::io::{self, Write};
use std::path::Path;

use pleach_vectors::Origin;
use serde::Serialize;

use super::report::{Count, Failure, Report, Row};

/// Prints a report.
///
/// # Errors
/// Those of `out`.
pub fn write_json(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let (origin, folder) = match &report.origin {
        Origin::Given => ("given", None),
        Origin::WorkingGroup(folder) => ("working group", Some(folder)),
        Origin::Registry(folder) => ("registry", Some(folder)),
    };
    let json = Json {
        origin,
        folder: folder.map(|folder| path_text(folder)),
        suite: report.suite,
        kinds: report.rows.iter().map(kind).collect(),
        total: counts(&report.total),
        failures: report.failures.iter().map(failure).collect(),
        notes: report.notes.iter().map(ToString::to_string).collect(),
        as_expected: report.is_as_expected(),
    };
    serde_json::to_writer_pretty(&mut *out, &json)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Json<'a> {
    origin: &'static str,
    folder: Option<String>,
    suite: Option<u16>,
    kinds: Vec<JsonKind>,
    total: JsonCount,
    failures: Vec<JsonFailure<'a>>,
    notes: Vec<String>,
    as_expected: bool,
}

#[derive(Serialize)]
struct JsonKind {
    kind: &'static str,
    #[serde(flatten)]
    count: JsonCount,
}

#[derive(Serialize)]
struct JsonCount {
    cases: usize,
    passed: usize,
    failed: usize,
    skipped: usize,
    seconds: f64,
}

#[derive(Serialize)]
struct JsonFailure<'a> {
    file: String,
    kind: &'static str,
    case: usize,
    suite: Option<u16>,
    field: &'a str,
    got: &'a str,
    wanted: &'a str,
}

fn kind(row: &Row) -> JsonKind {
    JsonKind { kind: row.kind.name(), count: counts(&row.count) }
}

fn counts(count: &Count) -> JsonCount {
    JsonCount {
        cases: count.run(),
        passed: count.tally.passed,
        failed: count.tally.failed,
        skipped: count.tally.skipped,
        seconds: count.time.as_secs_f64(),
    }
}

fn failure(failure: &Failure) -> JsonFailure<'_> {
    JsonFailure {
        file: path_text(&failure.file),
        kind: failure.kind.name(),
        case: failure.case,
        suite: failure.suite,
        field: &failure.mismatch.field,
        got: &failure.mismatch.got,
        wanted: &failure.mismatch.wanted,
    }
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}
