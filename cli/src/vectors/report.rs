//! What came of a run: rows and failures.

use std::path::{Path, PathBuf};
use std::time::Duration;

use pleach_vectors::{CaseFile, GENERATED, Kind, KnownWrong, Located, Mismatch, Origin, Recorded, Tally, Verdict};

use super::run::Outcome;

/// A run.
#[derive(Clone, Debug)]
pub struct Report {
    /// Where the files are from.
    pub origin: Origin,
    /// The suite that the run was for.
    pub suite: Option<u16>,
    /// A row for each kind, in the order of their names.
    pub rows: Vec<Row>,
    /// All of it; the time is what passed from start to end.
    pub total: Count,
    /// In the order of files and cases.
    pub failures: Vec<Failure>,
    /// What the reader should know of the files, whatever came of the cases.
    pub notes: Vec<Note>,
}

/// The cases of one kind; the time is the sum of theirs.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// What came of them.
    pub count: Count,
}

/// How many cases, and how long.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// The cases, by what came of them.
    pub tally: Tally,
    /// The time.
    pub time: Duration,
}

impl Count {
    /// The cases that were run.
    pub fn run(&self) -> usize {
        self.tally.passed.saturating_add(self.tally.failed)
    }
}

/// A case that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its file.
    pub file: PathBuf,
    /// Its kind.
    pub kind: Kind,
    /// Its position in the file, from 0.
    pub case: usize,
    /// Its suite, if the kind has one.
    pub suite: Option<u16>,
    /// The field, what the implementation gave, and what the file says.
    pub mismatch: Mismatch,
}

/// A remark on the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The set has no file of this kind.
    Absent(Kind),
    /// The set is a known one, but its file of this kind has another number of cases.
    Changed {
        /// The kind.
        kind: Kind,
        /// The cases that are there.
        cases: usize,
        /// The cases that the set has.
        expected: usize,
    },
    /// The provenance of the set names a file that is not there.
    Missing(PathBuf),
    /// A file is not the one that the provenance of its set names: it was changed since.
    Altered(PathBuf),
    /// A file was generated, and no provenance says what it should hold.
    Unrecorded(PathBuf),
    /// Files of an older format: the steps that need these fields were not done.
    OlderFormat {
        /// The kind.
        kind: Kind,
        /// The cases concerned.
        cases: usize,
        /// The fields they do not have.
        fields: &'static [&'static str],
    },
    /// The set has this case wrong, so it passed if it was refused.
    KnownWrong(KnownWrong),
    /// A JSON file of no kind, from which nothing was read.
    Ignored(PathBuf),
}

impl Report {
    /// Puts the outcomes of a run in order. `elapsed` is the time of the whole run.
    pub fn new(
        located: &Located,
        files: &[CaseFile],
        suite: Option<u16>,
        outcomes: Vec<Outcome>,
        elapsed: Duration,
    ) -> Report {
        let mut total = Count { tally: Tally::default(), time: elapsed };
        let (mut rows, mut failures) = (Vec::<Row>::new(), Vec::new());
        for mut outcome in outcomes {
            let Some(file) = files.get(outcome.file) else {
                continue;
            };
            let case = outcome.case;
            let mut wrong = located.known_wrong().iter();
            if let Some(wrong) = wrong.find(|wrong| wrong.kind == file.kind && wrong.case == case) {
                outcome.verdict = wrong.judge(outcome.verdict);
            }
            total.tally.record(&outcome.verdict);
            count(&mut rows, file.kind, &outcome);
            if let Verdict::Failed(mismatch) = outcome.verdict {
                failures.push(Failure {
                    file: file.path.clone(),
                    kind: file.kind,
                    case: outcome.case,
                    suite: file.cases.get(outcome.case).and_then(|case| case.suite()),
                    mismatch,
                });
            }
        }
        rows.sort_by_key(|row| row.kind);
        let origin = located.origin.clone();
        Report { origin, suite, rows, total, failures, notes: notes(located, files) }
    }
}

impl Report {
    /// Whether every case passed, and a known set is as it is known. What the set never had is not missed.
    pub fn is_as_expected(&self) -> bool {
        let never_had = |kind: Kind| matches!(self.origin, Origin::Registry(_)) && kind.registry_count() == 0;
        let is_harmless = |note: &Note| match note {
            Note::Absent(kind) => never_had(*kind),
            Note::Changed { .. } | Note::Missing(_) | Note::Altered(_) => false,
            Note::Unrecorded(_) | Note::OlderFormat { .. } | Note::KnownWrong(_) | Note::Ignored(_) => true,
        };
        self.total.tally.failed == 0 && self.notes.iter().all(is_harmless)
    }
}

fn count(rows: &mut Vec<Row>, kind: Kind, outcome: &Outcome) {
    if !rows.iter().any(|row| row.kind == kind) {
        rows.push(Row { kind, count: Count::default() });
    }
    if let Some(row) = rows.iter_mut().find(|row| row.kind == kind) {
        row.count.tally.record(&outcome.verdict);
        row.count.time = row.count.time.saturating_add(outcome.time);
    }
}

fn notes(located: &Located, files: &[CaseFile]) -> Vec<Note> {
    let mut notes: Vec<Note> = located.absent.iter().map(|kind| Note::Absent(*kind)).collect();
    for kind in Kind::ALL {
        let files = || files.iter().filter(move |file| file.kind == kind);
        let cases: usize = files().map(|file| file.cases.len()).sum();
        match located.expected_count(kind) {
            Some(expected) if cases > 0 && cases != expected => {
                notes.push(Note::Changed { kind, cases, expected });
            }
            _ => {}
        }
        let fields = || files().flat_map(|file| &file.cases).map(|case| case.absent_fields());
        if let Some(first) = fields().find(|fields| !fields.is_empty()) {
            let cases = fields().filter(|fields| !fields.is_empty()).count();
            notes.push(Note::OlderFormat { kind, cases, fields: first });
        }
    }
    notes.extend(located.recorded.iter().filter_map(|recorded| unlike_recorded(recorded, files)));
    let is_recorded = |path: &Path| located.recorded.iter().any(|recorded| recorded.path == path);
    let generated = files.iter().map(|file| &file.path).filter(|path| path.ends_with(GENERATED));
    notes.extend(generated.filter(|path| !is_recorded(path)).cloned().map(Note::Unrecorded));
    let is_present = |wrong: &&KnownWrong| files.iter().any(|file| file.kind == wrong.kind);
    let wrong = located.known_wrong().iter().filter(is_present);
    notes.extend(wrong.copied().map(Note::KnownWrong));
    notes.extend(located.ignored.iter().cloned().map(Note::Ignored));
    notes
}

fn unlike_recorded(recorded: &Recorded, files: &[CaseFile]) -> Option<Note> {
    match files.iter().find(|file| file.path == recorded.path) {
        None => Some(Note::Missing(recorded.path.clone())),
        Some(file) if file.sha256 != recorded.entry.sha256 => Some(Note::Altered(recorded.path.clone())),
        Some(_) => None,
    }
}
