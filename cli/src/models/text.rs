//! The report as text: failures, then the tables, then where the verdicts are from.

use core::fmt;
use std::collections::BTreeSet;
use std::io::{self, Write};

use pleach_models_check::expected::Outcome;
use pleach_models_check::explorer::campaign::Campaign;
use pleach_models_check::prover::Prover;
use pleach_models_check::report::{
    Basis, EvidenceProblem, Exploration, Failure, PAGE_COMMAND, Presence, Report, Row, record_command,
};
use pleach_models_check::table::{MutantLine, mutants, table};

/// Prints a report.
///
/// # Errors
/// Those of `out`.
pub fn write_report(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for failure in &report.failures {
        writeln!(out, "FAILED {}\n", Described(failure))?;
    }
    for prover in stale(&report.failures) {
        writeln!(out, "To record what {prover} says now: {}\n", record_command(prover))?;
    }
    if !report.rows.is_empty() {
        write_cells(out, &claims(report))?;
    }
    let mutants = mutants(&report.rows);
    if !mutants.is_empty() {
        write_cells(out, &defences(&mutants))?;
    }
    for (prover, presence) in &report.provers {
        write_presence(out, *prover, presence, report)?;
    }
    if let Some(exploration) = &report.explorer {
        write_exploration(out, exploration)?;
    }
    for path in &report.written {
        writeln!(out, "wrote {}", path.display())?;
    }
    match report.failures.len() {
        0 => writeln!(out, "All is as expected"),
        1 => writeln!(out, "1 failure"),
        count => writeln!(out, "{count} failures"),
    }
}

/// The provers whose evidence has to be recorded again.
fn stale(failures: &[Failure]) -> BTreeSet<Prover> {
    let prover = |failure: &Failure| match failure {
        Failure::Evidence { prover, .. } => Some(*prover),
        _ => None,
    };
    failures.iter().filter_map(prover).collect()
}

/// A table whose last column may be long.
fn write_cells<const N: usize>(out: &mut impl Write, cells: &[[String; N]]) -> io::Result<()> {
    let length = |cell: &String| cell.chars().count();
    let width = |column: usize| cells.iter().filter_map(|row| row.get(column)).map(length).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in cells {
        let padded = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    writeln!(out)
}

fn claims(report: &Report) -> Vec<[String; 6]> {
    let mut cells = vec![["protocol", "property", "verdict", "from", "models", "adversary"].map(str::to_owned)];
    cells.extend(table(&report.rows).into_iter().map(|line| {
        let bases: Vec<String> = line.bases.iter().map(Basis::to_string).collect();
        let files: Vec<&str> = line.files.iter().map(String::as_str).collect();
        [
            line.protocol.to_string(),
            line.property.to_string(),
            line.count.to_string(),
            bases.join(", "),
            files.join(" "),
            line.adversary,
        ]
    }));
    cells
}

fn defences(lines: &[MutantLine<'_>]) -> Vec<[String; 6]> {
    let mut cells = vec![["without", "protocol", "falls", "from", "adversary", "model"].map(str::to_owned)];
    cells.extend(lines.iter().map(|line| {
        let row = line.first;
        let basis = if line.is_open { String::new() } else { row.basis.to_string() };
        [line.mutant.to_owned(), row.protocol.to_string(), line.falling(), basis, row.adversary.clone(), row.variant()]
    }));
    cells
}

fn write_presence(out: &mut impl Write, prover: Prover, presence: &Presence, report: &Report) -> io::Result<()> {
    let rows = || report.rows.iter().filter(|row| row.prover == prover);
    let variants: BTreeSet<String> = rows().map(Row::variant).collect();
    let decided = rows().filter(|row| row.found.is_some()).count();
    let counts = format!("{decided} of {} queries in {} variants", rows().count(), variants.len());
    let slowest = rows().filter_map(|row| row.seconds).fold(0.0, f64::max);
    match presence {
        Presence::Ran(installed) => {
            let path = installed.path.display();
            writeln!(out, "{installed} ({path}): {counts} decided now, the slowest in {slowest:.2} s")?;
            let control = |failure: &Failure| matches!(failure, Failure::Control { prover: of, .. } if *of == prover);
            let control = if report.failures.iter().any(control) { "was not reported" } else { "was reported" };
            writeln!(out, "{prover}: the model that is broken on purpose {control} as broken")
        }
        Presence::Absent => writeln!(out, "{prover} was not run: {counts} read from evidence"),
    }
}

fn write_exploration(out: &mut impl Write, exploration: &Exploration) -> io::Result<()> {
    let Exploration { samples, states, runs, searches, campaigns, seconds } = exploration;
    if samples + runs + searches + campaigns.len() == 0 {
        return writeln!(out, "The explorer: there is nothing to explore");
    }
    writeln!(out, "The explorer: samples: {samples}, with {states} states; runs without a defence: {runs};")?;
    writeln!(out, "  searches without one that is redundant: {searches}; in {seconds:.2} s")?;
    for campaign in campaigns {
        let Campaign { states, date, .. } = campaign;
        let sources = if campaign.is_current() { "these sources" } else { "earlier sources" };
        writeln!(out, "  recorded on {date}, of {sources}: {}, {states} states", campaign.parameters())?;
    }
    Ok(())
}

/// A failure in words.
struct Described<'a>(&'a Failure);

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Failure::Verdict(row) => {
                let found = row.found.map_or("not known: the prover gave up".to_owned(), |found| found.to_string());
                writeln!(f, "{}, query {} ({}): {}", row.variant(), row.query, row.property, row.claim)?;
                write!(f, "  got    {found}\n  wanted {}", row.expected)
            }
            Failure::Run { prover, variant, failure } => write!(f, "{variant}: {prover}: {failure}"),
            Failure::Control { prover, problem } => write!(
                f,
                "the model of {prover} that is broken on purpose was not reported as broken: {problem}\n  What is \
                 reported on the other models cannot be believed"
            ),
            Failure::Evidence { path, problem, .. } => write!(f, "{}: {}", path.display(), InWords(problem)),
            Failure::Explorer(problem) => write!(f, "the explorer, {problem}"),
            Failure::Results { path, is_there } => {
                let problem = if *is_there {
                    "it is not what the expected and recorded verdicts make it"
                } else {
                    "it is not there"
                };
                write!(f, "{}: {problem}; {} makes it", path.display(), PAGE_COMMAND)
            }
        }
    }
}

struct InWords<'a>(&'a EvidenceProblem);

impl fmt::Display for InWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            EvidenceProblem::NoFile => f.write_str("it is not there"),
            EvidenceProblem::Missing(variant) => write!(f, "it has nothing on {variant}"),
            EvidenceProblem::Stale(variant) => write!(f, "{variant} is stale: the model was changed since"),
            EvidenceProblem::OtherProver { variant, recorded } => {
                write!(f, "{variant} is of {recorded:?}, another program")
            }
            EvidenceProblem::OldProver { variant, recorded, oldest } => {
                write!(f, "{variant} is of {recorded}; the models need {oldest} or later")
            }
            EvidenceProblem::Slow { variant, seconds, limit } => {
                write!(f, "{variant} took {seconds} seconds; a run may take {}", limit.as_secs())
            }
            EvidenceProblem::OtherQueries(variant) => write!(f, "{variant} has other queries in expected.toml"),
            EvidenceProblem::OtherVerdict { variant, query, expected, recorded } => {
                let words = |outcome: &Outcome| outcome.to_string();
                write!(f, "{variant}, query {query}\n  recorded {}\n  wanted   {}", words(recorded), words(expected))
            }
            EvidenceProblem::Orphan(variant) => write!(f, "{variant} is no variant in expected.toml"),
        }
    }
}
