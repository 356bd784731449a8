//! `pleach models check` and `pleach models render`.

use core::fmt;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use clap::{Args, ValueEnum};
use pleach_models_check::locate::{LocateError, locate};
use pleach_models_check::prover::Prover;
use pleach_models_check::report::Report;
use pleach_models_check::template::{Template, TemplateError};
use pleach_models_check::{CheckError, Mode, Progress, Request, check, process};

use crate::progress::progress_bar;

/// A tool that checks models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Tool {
    /// The models of ProVerif
    #[value(name = "proverif")]
    ProVerif,
    /// The models of Tamarin
    Tamarin,
    /// The explorer of the symbolic specification
    Explorer,
}

/// The arguments of `pleach models check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Only the models in these files: their names, without a folder [default: all]
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,

    /// Only this tool; may be given several times [default: all]
    #[arg(long = "tool", value_name = "TOOL")]
    pub tools: Vec<Tool>,

    /// The folder of the models [default: models in the checkout that the working directory is in]
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,

    /// Write the verdicts to evidence/ and RESULTS.md, if all are as expected; needs the provers
    #[arg(long)]
    pub record: bool,

    /// How many runs there are at a time [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub jobs: Option<u32>,

    /// The seconds that a run may take [default: 60 for ProVerif, 600 for Tamarin]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub timeout: Option<u32>,
}

/// The arguments of `pleach models results`.
#[derive(Debug, Args)]
pub struct ResultsArgs {
    /// The folder of the models [default: models in the checkout that the working directory is in]
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
}

/// The arguments of `pleach models render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The model: a path, or the name of a file in models/proverif
    pub file: PathBuf,

    /// The switches that are on
    #[arg(value_name = "SWITCH")]
    pub switches: Vec<String>,

    /// The folder of the models [default: models in the checkout that the working directory is in]
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
}

/// Why there is nothing to report or to show.
#[derive(Debug)]
pub enum Unusable {
    /// There are no models.
    Locate(LocateError),
    /// Nothing was checked.
    Check(CheckError),
    /// The model is not as it should be.
    Template(TemplateError),
    /// The model is one of Tamarin.
    Theory(PathBuf),
    /// There is no such model.
    NoModel(PathBuf),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unusable::Locate(error) => write!(f, "{error}"),
            Unusable::Check(error) => write!(f, "{error}"),
            Unusable::Template(error) => write!(f, "{error}"),
            Unusable::Theory(path) => {
                write!(f, "{}: Tamarin reads switches itself: tamarin-prover -D=SWITCH", path.display())
            }
            Unusable::NoModel(path) => write!(f, "there is no file {}", path.display()),
        }
    }
}

impl core::error::Error for Unusable {}

/// Checks the models that `args` name.
///
/// # Errors
/// [`Unusable`].
pub fn run_check(args: &CheckArgs) -> Result<Report, Unusable> {
    let is_asked_for = |tool: Tool| args.tools.is_empty() || args.tools.contains(&tool);
    let provers = [(Tool::ProVerif, Prover::ProVerif), (Tool::Tamarin, Prover::Tamarin)];
    let provers = provers.into_iter().filter(|(tool, _)| is_asked_for(*tool)).map(|(_, prover)| prover);
    let jobs = args.jobs.and_then(|jobs| usize::try_from(jobs).ok());
    let request = Request {
        models: locate(args.models.as_deref()).map_err(Unusable::Locate)?,
        provers: provers.collect(),
        files: args.files.clone(),
        // The explorer has no files.
        explorer: is_asked_for(Tool::Explorer) && args.files.is_empty(),
        mode: if args.record { Mode::Record } else { Mode::Compare },
        jobs: jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, NonZero::get)),
        timeout: args.timeout.map(|seconds| Duration::from_secs(seconds.into())),
    };
    // The provers are no part of the terminal's process group: they have to be told to end. Without a handler they go
    // on until their time is over.
    let _ = ctrlc::set_handler(process::cancel);
    let bar = progress_bar(0, "runs");
    let report = check(&request, &|progress| match progress {
        Progress::Runs(count) => {
            bar.set_length(u64::try_from(count).unwrap_or(u64::MAX));
            bar.set_position(0);
        }
        Progress::Done => bar.inc(1),
    });
    bar.finish_and_clear();
    report.map_err(Unusable::Check)
}

/// Makes `RESULTS.md`, if what is recorded is of the models as they are.
///
/// # Errors
/// [`Unusable`].
pub fn make_results(args: &ResultsArgs) -> Result<Report, Unusable> {
    let request = Request {
        models: locate(args.models.as_deref()).map_err(Unusable::Locate)?,
        provers: Prover::ALL.to_vec(),
        files: Vec::new(),
        explorer: false,
        mode: Mode::MakePage,
        jobs: 1,
        timeout: None,
    };
    check(&request, &|_| {}).map_err(Unusable::Check)
}

/// The exact input of ProVerif for a variant.
///
/// # Errors
/// [`Unusable`].
pub fn render(args: &RenderArgs) -> Result<String, Unusable> {
    let path = if args.file.is_file() || args.file.components().count() > 1 {
        args.file.clone()
    } else {
        let models = locate(args.models.as_deref()).map_err(Unusable::Locate)?;
        models.join(Prover::ProVerif.id()).join(&args.file)
    };
    if path.extension().is_some_and(|extension| extension == Prover::Tamarin.extension()) {
        return Err(Unusable::Theory(path));
    }
    let (Some(folder), Some(name), true) = (path.parent(), path.file_name(), path.is_file()) else {
        return Err(Unusable::NoModel(path));
    };
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let template = Template::load(folder, &name.to_string_lossy()).map_err(Unusable::Template)?;
    template.render(&args.switches).map_err(Unusable::Template)
}
