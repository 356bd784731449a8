//! `RESULTS.md`: made of what is expected and what is recorded, so that it is the same with and without provers.

mod attacks;
mod claims;
mod defences;
mod explorer;
mod markdown;
mod models;
mod mutants;
mod overview;

use crate::check::recorded_rows;
use crate::evidence::Evidence;
use crate::expected::Suite;
use crate::explorer::tables::Tables;
use crate::report::{PAGE_COMMAND, Row};

/// The name of the file.
pub const RESULTS: &str = "RESULTS.md";

/// The page on these models and what is recorded of them.
pub fn results(recorded: &[(&Suite, &Evidence)], tables: &Tables) -> String {
    let rows: Vec<Row> = recorded.iter().flat_map(|(suite, evidence)| recorded_rows(suite, Some(evidence))).collect();
    let sections = [
        head(recorded),
        overview::overview(&rows),
        attacks::attacks(&rows),
        claims::claims(&rows),
        mutants::section(&rows, &tables.mutants),
        explorer::explorer(tables),
        models::models(recorded),
    ];
    sections.join("\n")
}

fn head(recorded: &[(&Suite, &Evidence)]) -> String {
    let mut versions: Vec<&str> =
        recorded.iter().flat_map(|(_, evidence)| &evidence.entries).map(|entry| entry.prover.as_str()).collect();
    versions.sort_unstable();
    versions.dedup();
    let provers = if versions.is_empty() { "no prover yet".to_owned() } else { versions.join(", ") };
    format!(
        "# What the models show\n\n\
         Made by `{PAGE_COMMAND}`; do not edit. `pleach models check` fails if this page is not what is expected\n\
         (`proverif/expected.toml`, `tamarin/expected.toml`, `explorer.toml`, `mutants.toml`) and recorded (`evidence/`) make it.\n\n\
         Verdicts are those of {provers}.\n\n\
         * *Holds*: the prover proved it, within the bounds of the model. What it is about was shown to happen.\n\
         * *Attack*: the prover found a trace.\n\
         * *Holds vacuously*: it is proved, but what it is about does not happen in this variant.\n"
    )
}
