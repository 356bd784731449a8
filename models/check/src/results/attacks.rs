//! What falls although every defence is on, and why.

use super::markdown;
use crate::expected::Outcome;
use crate::report::Row;

/// The section: a row for each variant with an attack, or in which something is not reached.
pub(super) fn attacks(rows: &[Row]) -> String {
    let is_one = |row: &&Row| row.mutant.is_none() && matches!(row.found, Some(Outcome::Attack | Outcome::Unreachable));
    let mut variants: Vec<(&Row, Vec<String>)> = Vec::new();
    for row in rows.iter().filter(is_one) {
        let variant = |row: &Row| (row.prover, row.variant());
        let what = match row.found {
            Some(Outcome::Unreachable) => format!("`{}` is not reached", row.query),
            _ => format!("{} (`{}`)", row.property, row.query),
        };
        match variants.last_mut().filter(|(first, _)| variant(first) == variant(row)) {
            Some((_, falls)) => falls.push(what),
            None => variants.push((row, vec![what])),
        }
    }
    variants.sort_by_key(|(first, _)| first.protocol);
    let cells = variants.into_iter().map(|(row, falls)| {
        [
            row.protocol.to_string(),
            row.adversary.clone(),
            falls.join(", "),
            row.why.clone(),
            markdown::variant(&row.file, &row.switches),
        ]
    });
    let head = ["protocol", "adversary", "falls", "why", "model and switches"];
    format!("## Attacks\n\nWhat falls although no defence is switched off.\n\n{}", markdown::table(head, cells))
}
