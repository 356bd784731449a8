//! `pleach vectors generate`.

use core::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;
use pleach_generator::{
    Failure, MOST_CASES, Output, OutputError, Request, RootSeed, Written, generate, number_of_cases,
};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::Kind;

use super::suite::parse_defined_suite;
use crate::progress::progress_bar;

/// The arguments of `pleach vectors generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The folder to write to; made if it does not exist
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Only this kind; may be given several times [default: all]
    #[arg(long = "kind", value_name = "KIND")]
    pub kinds: Vec<Kind>,

    /// Only cases of this cipher suite: its number or its name in the RFC; may be given several times [default: all]
    #[arg(long = "suite", value_name = "SUITE", value_parser = parse_defined_suite)]
    pub suites: Vec<CipherSuite>,

    /// What all randomness derives from: 1 to 64 bytes in hexadecimal
    #[arg(long, value_name = "HEX", default_value_t)]
    pub seed: RootSeed,

    /// How many cases of each kind and suite, from 1 to 1000; fewer where a kind has no more, as tree-math, which has
    /// 17 [default: that of the kind, see --help]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_CASES)))]
    pub count: Option<u32>,

    /// Overwrite files that are there already
    #[arg(long)]
    pub force: bool,
}

/// Why there is no set.
#[derive(Debug)]
pub enum GenerateError {
    /// A case could not be made: a defect of the generator.
    Failure(Failure),
    /// The set cannot be written.
    Output(OutputError),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GenerateError::Failure(error) => write!(f, "{error}"),
            GenerateError::Output(error) => write!(f, "{error}"),
        }
    }
}

impl core::error::Error for GenerateError {}

/// Makes the set that `args` name.
///
/// # Errors
/// [`GenerateError`].
pub fn write_set(args: &GenerateArgs) -> Result<Vec<Written>, GenerateError> {
    let request = request(args);
    let output = Output::prepare(&args.out, &request, args.force).map_err(GenerateError::Output)?;
    let progress: ProgressBar = progress_bar(number_of_cases(&request), "cases");
    let lists = generate(&request, &|| progress.inc(1));
    progress.finish_and_clear();
    let lists = lists.map_err(GenerateError::Failure)?;
    output.write(&lists).map_err(GenerateError::Output)
}

fn request(args: &GenerateArgs) -> Request {
    let all_if_none = |kinds: &[Kind]| if kinds.is_empty() { Kind::ALL.to_vec() } else { kinds.to_vec() };
    Request {
        kinds: all_if_none(&args.kinds),
        suites: if args.suites.is_empty() { CipherSuite::ALL.to_vec() } else { args.suites.clone() },
        seed: args.seed.clone(),
        count: args.count,
    }
}

/// Prints what was written.
///
/// # Errors
/// Those of `out`.
pub fn print(args: &GenerateArgs, written: &[Written], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{:<36} {:>6} {:>9}", "kind", "cases", "bytes")?;
    let mut total = (0_usize, 0_usize);
    for file in written {
        writeln!(out, "{:<36} {:>6} {:>9}", file.kind, file.cases, file.bytes)?;
        total = (total.0.saturating_add(file.cases), total.1.saturating_add(file.bytes));
    }
    writeln!(out, "{:<36} {:>6} {:>9}", "total", total.0, total.1)?;
    writeln!(out, "seed {}", args.seed)?;
    out.flush()
}
