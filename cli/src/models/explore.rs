//! `pleach models explore`.

use core::fmt;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pleach_models_check::explorer::campaign::{Campaign, ReportError, ReportFile};
use pleach_models_check::explorer::error::ExploreError;
use pleach_models_check::explorer::merge::MergeError;
use pleach_models_check::explorer::parameters::{Parameters, Protocol, Scene, Shard};
use pleach_models_check::explorer::recorded::{NotRecorded, can_record, is_all_of_it, may_be_recorded, record};
use pleach_models_check::explorer::run::explore;
use pleach_models_check::locate::{LocateError, locate};
use pleach_models_check::process;

/// Where runs start: the same for exploring and for replaying.
#[derive(Debug, Args)]
pub struct SceneArgs {
    /// The protocol: mls or art
    #[arg(long, value_name = "PROTOCOL", default_value = "mls")]
    pub protocol: Protocol,

    /// The members of the group; one more client waits outside
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub members: u32,

    /// The group at the start. MLS: full (every member has committed, the tree has no blanks), new (the first member has
    /// just added the others, all parents are blank), or alone (the first member is). ART: "signed, updated" (every member
    /// has updated) or "signed, new" (nobody has), and the same with "unsigned" [default: full; "signed, updated"]
    #[arg(long, value_name = "START")]
    pub start: Option<String>,

    /// Edited copies of the messages of the first N operations are sent, too: slow
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=64))]
    pub tampers: u32,

    /// Without this defence, an id in models/mutants.toml; may be given several times
    #[arg(long = "mutant", value_name = "ID")]
    pub mutants: Vec<String>,

    /// Only violations of this property; may be given several times: secrecy, forward secrecy, post-compromise security,
    /// removed member, new member, authentication, agreement, tree invariant, availability [default: all]
    #[arg(long = "property", value_name = "NAME")]
    pub properties: Vec<String>,
}

impl SceneArgs {
    /// What they say.
    pub fn scene(&self) -> Scene {
        let [members, tampers] = [self.members, self.tampers].map(|count| usize::try_from(count).unwrap_or(usize::MAX));
        let start = self.start.clone().unwrap_or_else(|| self.protocol.default_start().to_owned());
        Scene { protocol: self.protocol, members, start, tampers }
    }
}

/// What becomes of what was found.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Write what was found to this file, as TOML. Its folder has to be there, and what is at its place stays until then
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// Write it to evidence/explorer.toml, in place of what there is with the same parameters: of the whole alone, and
    /// with all defences on
    #[arg(long)]
    pub record: bool,

    /// The folder of the models, for --record [default: models in the checkout that the working directory is in]
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
}

/// The arguments of `pleach models explore`.
#[derive(Debug, Args)]
pub struct ExploreArgs {
    #[command(flatten)]
    #[allow(missing_docs, reason = "the fields have what there is to say")]
    pub scene: SceneArgs,

    /// The number of operations in a run
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..=64))]
    pub depth: u32,

    /// Changes the order in which operations are tried
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,

    /// Only this part of the runs, i from 1 to n
    #[arg(long, value_name = "i/n", default_value_t = Shard::WHOLE)]
    pub shard: Shard,

    /// The number of threads [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub jobs: Option<u32>,

    /// Explore a state each time that it is reached, and not once. It is always so with --mutant: what is merged is what
    /// the oracle does not tell apart, and without a defence it may be wrong
    #[arg(long)]
    pub no_merge: bool,

    /// Stop after so many violations
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub stop_after: u32,

    #[command(flatten)]
    #[allow(missing_docs, reason = "the fields have what there is to say")]
    pub output: OutputArgs,
}

impl ExploreArgs {
    fn parameters(&self) -> Parameters {
        let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        Parameters {
            scene: self.scene.scene(),
            depth: number(self.depth),
            seed: self.seed,
            merge: !self.no_merge && self.scene.mutants.is_empty(),
            stop_after: number(self.stop_after),
            properties: sorted(&self.scene.properties),
            mutants: sorted(&self.scene.mutants),
        }
    }
}

/// Each once, for the order says nothing.
fn sorted(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort();
    names.dedup();
    names
}

/// Why nothing was found, and nothing was not found either.
#[derive(Debug)]
pub enum Unexplored {
    /// It cannot be explored.
    Explore(ExploreError),
    /// A report cannot be read or written.
    Report(ReportError),
    /// The reports are not those of one campaign.
    Merge(MergeError),
    /// It may not be recorded.
    NotRecorded(NotRecorded),
    /// There are no models to record it with.
    Locate(LocateError),
    /// The operations cannot be read.
    Operations(String, std::io::Error),
    /// Someone ended it before all was explored.
    Interrupted,
}

impl fmt::Display for Unexplored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unexplored::Explore(error) => write!(f, "{error}"),
            Unexplored::Report(error) => write!(f, "{error}"),
            Unexplored::Merge(error) => write!(f, "{error}"),
            Unexplored::NotRecorded(error) => write!(f, "{error}"),
            Unexplored::Locate(error) => write!(f, "{error}"),
            Unexplored::Operations(name, error) => write!(f, "{name}: {error}"),
            Unexplored::Interrupted => f.write_str("interrupted: not all was explored"),
        }
    }
}

impl core::error::Error for Unexplored {}

/// Explores what `args` name.
///
/// # Errors
/// [`Unexplored`].
pub fn run_explore(args: &ExploreArgs) -> Result<Campaign, Unexplored> {
    let parameters = args.parameters();
    if args.output.record {
        is_all_of_it(&parameters, args.shard).map_err(Unexplored::NotRecorded)?;
    }
    let output = Output::open(&args.output)?;
    let processors = || thread::available_parallelism().map_or(1, |count: NonZero<usize>| count.get() as u64);
    let jobs = args.jobs.map_or_else(processors, u64::from);
    // What was found so far is reported.
    let _ = ctrlc::set_handler(process::cancel);
    let bar = bar();
    let steps = std::sync::atomic::AtomicUsize::new(0);
    let told = |states: usize, more: usize| {
        let before = steps.fetch_add(more, std::sync::atomic::Ordering::Relaxed);
        bar.set_message(format!("{} steps", before.saturating_add(more)));
        bar.inc(u64::try_from(states).unwrap_or(u64::MAX));
        !process::is_cancelled()
    };
    let timed = explore(&parameters, args.shard, jobs, &told);
    bar.finish_and_clear();
    let campaign = Campaign::new(parameters, args.shard, jobs, timed.map_err(Unexplored::Explore)?);
    output.keep(&campaign)?;
    Ok(campaign)
}

/// Where it is kept. All of it is opened before there is anything to keep.
pub(super) struct Output {
    report: Option<ReportFile>,
    /// The folder of the models in which it is recorded.
    models: Option<PathBuf>,
}

impl Output {
    pub(super) fn open(args: &OutputArgs) -> Result<Output, Unexplored> {
        let report = args.report.as_deref().map(ReportFile::create).transpose().map_err(Unexplored::Report)?;
        let models = if args.record { Some(locate(args.models.as_deref()).map_err(Unexplored::Locate)?) } else { None };
        if let Some(models) = &models {
            can_record(models).map_err(Unexplored::Report)?;
        }
        Ok(Output { report, models })
    }

    pub(super) fn keep(self, campaign: &Campaign) -> Result<(), Unexplored> {
        if let Some(report) = self.report {
            report.write(campaign).map_err(Unexplored::Report)?;
        }
        if let Some(models) = self.models {
            may_be_recorded(campaign).map_err(Unexplored::NotRecorded)?;
            record(&models, campaign.clone()).map_err(Unexplored::Report)?;
        }
        Ok(())
    }
}

/// Nobody knows how many states there are.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{spinner} {pos} states, {msg}, {per_sec} states, {elapsed}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
