//! `pleach vectors verify`.

use core::fmt;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use pleach_vectors::{CaseFile, Kind, LoadError, LocateError, load, locate};

use super::json::write_json;
use super::report::Report;
use super::run::{Engine, run};
use super::suite::parse_suite;
use super::text::write_text;
use crate::progress::progress_bar;

/// The arguments of `pleach vectors verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Files or folders of vectors [default: the working group's beside the checkout, else the registry's]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Only this kind; of a file whose name and folder do not tell its kind, its kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<Kind>,

    /// Only cases of this cipher suite: its number or its name in the RFC
    #[arg(long, value_name = "SUITE", value_parser = parse_suite)]
    pub suite: Option<u16>,

    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Why there is nothing to report.
#[derive(Debug)]
pub enum Unusable {
    /// There are no files.
    Locate(LocateError),
    /// A file has no cases of its kind.
    Load(LoadError),
    /// No case is of the suite asked for.
    NoCase {
        /// The suite.
        suite: u16,
    },
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unusable::Locate(error) => write!(f, "{error}"),
            Unusable::Load(error) => write!(f, "{error}"),
            Unusable::NoCase { suite } => write!(f, "no case is of the cipher suite {suite:#06x}"),
        }
    }
}

impl core::error::Error for Unusable {}

/// Runs the cases that `args` name.
///
/// # Errors
/// [`Unusable`], before any case is run, or if none was.
pub fn verify(args: &VerifyArgs, engine: Engine) -> Result<Report, Unusable> {
    let start = Instant::now();
    let located = locate(&args.paths, args.kind).map_err(Unusable::Locate)?;
    let mut files: Vec<CaseFile> = Vec::new();
    for (kind, path) in &located.files {
        files.push(load(*kind, path).map_err(Unusable::Load)?);
    }
    let progress = progress_bar(files.iter().map(|file| file.cases.len()).sum(), "cases");
    let outcomes = run(&files, args.suite, engine, &|| progress.inc(1));
    progress.finish_and_clear();
    let report = Report::new(&located, &files, args.suite, outcomes, start.elapsed());
    match args.suite {
        Some(suite) if report.total.run() == 0 => Err(Unusable::NoCase { suite }),
        _ => Ok(report),
    }
}

/// Prints a report in the form that `args` ask for.
///
/// # Errors
/// Those of `out`.
pub fn print(args: &VerifyArgs, report: &Report, out: &mut impl Write) -> io::Result<()> {
    if args.json {
        write_json(out, report)?;
    } else {
        write_text(out, report)?;
    }
    out.flush()
}
