//! `pleach models merge`.

use std::path::{Path, PathBuf};

use clap::Args;
use pleach_models_check::explorer::campaign::Campaign;
use pleach_models_check::explorer::merge::merge;

use super::explore::{Output, OutputArgs, Unexplored};

/// The arguments of `pleach models merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The reports of all shards
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    #[allow(missing_docs, reason = "the fields have what there is to say")]
    pub output: OutputArgs,
}

/// Adds up the reports that `args` name.
///
/// # Errors
/// [`Unexplored`].
pub fn run_merge(args: &MergeArgs) -> Result<Campaign, Unexplored> {
    let output = Output::open(&args.output)?;
    let load = |path: &PathBuf| Ok((path.display().to_string(), Campaign::load(Path::new(path))?));
    let reports = args.files.iter().map(load).collect::<Result<_, _>>().map_err(Unexplored::Report)?;
    let campaign = merge(reports).map_err(Unexplored::Merge)?;
    output.keep(&campaign)?;
    Ok(campaign)
}
