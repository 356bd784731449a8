//! `pleach models replay`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use pleach_models_check::explorer::found::Replayed;
use pleach_models_check::explorer::run::{Over, replay};

use super::explore::{SceneArgs, Unexplored};

/// The arguments of `pleach models replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The operations, one in a line; standard input if it is `-`
    pub file: PathBuf,

    #[command(flatten)]
    #[allow(missing_docs, reason = "the fields have what there is to say")]
    pub scene: SceneArgs,
}

/// Does the operations that `args` name. Returns them and how they end.
///
/// # Errors
/// [`Unexplored`].
pub fn run_replay(args: &ReplayArgs) -> Result<(Vec<String>, Replayed), Unexplored> {
    let text =
        if args.file == Path::new("-") { io::read_to_string(io::stdin()) } else { fs::read_to_string(&args.file) };
    let text = text.map_err(|error| Unexplored::Operations(args.file.display().to_string(), error))?;
    let operations: Vec<String> = text.lines().filter_map(operation).collect();
    let over = match args.scene.mutants.as_slice() {
        [] => Over::Specification,
        mutants => Over::Mutated(mutants),
    };
    let end = replay(over, &args.scene.scene(), &operations, &args.scene.properties).map_err(Unexplored::Explore)?;
    Ok((operations, end))
}

/// The operation in a line, without the number that it has in a trace. Empty lines and comments have none.
fn operation(line: &str) -> Option<String> {
    let line = line.trim();
    let words = match line.split_once(". ") {
        Some((number, words)) if number.bytes().all(|digit| digit.is_ascii_digit()) => words,
        _ => line,
    };
    (!words.is_empty() && !words.starts_with('#')).then(|| words.trim().to_owned())
}
