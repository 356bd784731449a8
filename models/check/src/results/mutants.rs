//! What falls if a defence is switched off.

use super::markdown;
use crate::report::Row;
use crate::table::{MutantLine, mutants};

/// The section: the provers' view of the mutants.
pub(super) fn section(rows: &[Row]) -> String {
    let lines = mutants(rows);
    if lines.is_empty() {
        return "## Mutants\n\nNo variant switches a defence off.\n".to_owned();
    }
    let cells = lines.iter().map(|line| {
        let row = line.first;
        [
            format!("`{}`", line.mutant),
            row.protocol.to_string(),
            row.adversary.clone(),
            falls(line),
            row.why.clone(),
            markdown::variant(&row.file, &row.switches),
            markdown::seconds(row.seconds),
        ]
    });
    let head = ["defence switched off", "protocol", "adversary", "falls", "why", "model and switches", "seconds"];
    format!(
        "## Mutants\n\nOne defence is switched off. What falls is what holds against this adversary with the defence, and\n\
         does not without it. Where nothing falls, the defence is redundant against this adversary, in this model.\n\n{}",
        markdown::table(head, cells)
    )
}

fn falls(line: &MutantLine<'_>) -> String {
    if line.is_open || line.falls.is_empty() {
        return line.falling();
    }
    let falls = line.falls.iter().map(|(property, query)| format!("{property} (`{query}`)"));
    falls.collect::<Vec<_>>().join(", ")
}
