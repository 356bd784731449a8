//! The report as text: failures, then a row for each kind, then the total.

use core::fmt;
use std::io::{self, Write};

use pleach_vectors::{Mismatch, Origin, PROVENANCE};

use super::report::{Count, Failure, Note, Report};

/// A longer value is cut here; `--json` has all of it.
const SHORTENED: usize = 200;
/// How much of what is equal is shown before a difference.
const BEFORE: usize = 16;

/// Prints a report.
///
/// # Errors
/// Those of `out`.
pub fn write_text(out: &mut impl Write, report: &Report) -> io::Result<()> {
    match &report.origin {
        Origin::Given => {}
        Origin::WorkingGroup(folder) => {
            writeln!(out, "The working group's vectors in {}\n", folder.display())?;
        }
        Origin::Registry(folder) => {
            writeln!(out, "The vectors of the registry's package in {}\n", folder.display())?;
        }
    }
    for failure in &report.failures {
        write_failure(out, failure)?;
    }
    writeln!(out, "{:<36} {:>6} {:>6} {:>6} {:>8}", "kind", "cases", "passed", "failed", "seconds")?;
    for row in report.rows.iter().filter(|row| row.count.run() > 0) {
        write_row(out, row.kind.name(), &row.count)?;
    }
    write_row(out, "total", &report.total)?;
    if report.suite.is_some() {
        writeln!(out, "{} cases of other suites, or of none, were not run", report.total.tally.skipped)?;
    }
    for note in &report.notes {
        writeln!(out, "note: {note}")?;
    }
    Ok(())
}

fn write_row(out: &mut impl Write, name: &str, count: &Count) -> io::Result<()> {
    let (cases, seconds) = (count.run(), count.time.as_secs_f64());
    let (passed, failed) = (count.tally.passed, count.tally.failed);
    writeln!(out, "{name:<36} {cases:>6} {passed:>6} {failed:>6} {seconds:>8.2}")
}

fn write_failure(out: &mut impl Write, failure: &Failure) -> io::Result<()> {
    write!(out, "FAILED {}, case {}", failure.file.display(), failure.case)?;
    if let Some(suite) = failure.suite {
        write!(out, " (suite {suite})")?;
    }
    let Mismatch { field, got, wanted } = &failure.mismatch;
    writeln!(out, ", field {field}")?;
    writeln!(out, "  got    {}", Shortened { text: got, other: wanted })?;
    writeln!(out, "  wanted {}\n", Shortened { text: wanted, other: got })
}

/// A value that is printed in a line: from shortly before the place where it differs from the other one.
struct Shortened<'a> {
    text: &'a str,
    other: &'a str,
}

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.text.chars().count();
        if length <= SHORTENED {
            return f.write_str(self.text);
        }
        let same = self.text.chars().zip(self.other.chars()).take_while(|(a, b)| a == b).count();
        let start = if same < SHORTENED / 2 { 0 } else { same.saturating_sub(BEFORE) };
        let shown: String = self.text.chars().skip(start).take(SHORTENED).collect();
        let (before, after) = (if start > 0 { "..." } else { "" }, start.saturating_add(SHORTENED));
        write!(f, "{before}{shown}{}", if after < length { "..." } else { "" })?;
        write!(f, " ({length} characters, from character {start})")
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Absent(kind) => write!(f, "the set has no file of the kind {kind}"),
            Note::Changed { kind, cases, expected } => {
                write!(f, "{kind} has {cases} cases here, the set was known to have {expected}")
            }
            Note::Missing(path) => write!(f, "{} is not there, and {PROVENANCE} names it", path.display()),
            Note::Altered(path) => {
                write!(f, "{} was changed: it does not have the sha256 that {PROVENANCE} records", path.display())
            }
            Note::Unrecorded(path) => {
                write!(f, "{} is in no {PROVENANCE}: it may not be what was generated", path.display())
            }
            Note::OlderFormat { kind, cases, fields } => write!(
                f,
                "{cases} cases of {kind} have an older format, without {}; the steps that need \
                 these fields were not done",
                fields.join(", ")
            ),
            Note::KnownWrong(wrong) => write!(
                f,
                "case {} of {} is known to be wrong, {}; it passes if it is refused at {}, and the \
                 steps after that are not done",
                wrong.case, wrong.kind, wrong.reason, wrong.field
            ),
            Note::Ignored(path) => {
                write!(f, "{} was not read: neither its name nor its folder is that of a kind", path.display())
            }
        }
    }
}
