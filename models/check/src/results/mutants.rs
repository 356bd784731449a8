//! What falls if a defence is switched off.

use super::{defences, markdown};
use crate::explorer::mutants::Mutant;
use crate::report::Row;
use crate::table::{MutantLine, mutants};

/// The section: the defences one by one, and the provers' view of them.
pub(super) fn section(rows: &[Row], table: &[Mutant]) -> String {
    let lines = mutants(rows);
    format!("## Mutants\n\n{}{}", defences::defences(table, &lines), variants(&lines))
}

fn variants(lines: &[MutantLine<'_>]) -> String {
    if lines.is_empty() {
        return "No variant switches a defence off.\n".to_owned();
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
        "One defence is switched off. What falls is what holds against this adversary with the defence, and\n\
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
