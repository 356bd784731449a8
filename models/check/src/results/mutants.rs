//! What falls if a defence is switched off.

use super::markdown;
use crate::evidence::Evidence;
use crate::expected::{Outcome, Suite};
use crate::report::Row;

/// The section: the provers' view of the mutants.
pub(super) fn mutants(recorded: &[(&Suite, &Evidence)], rows: &[Row]) -> String {
    let mut cells = Vec::new();
    for (suite, _) in recorded {
        for (model, _, variant) in suite.variants() {
            let Some(mutant) = &variant.mutant else {
                continue;
            };
            let is_of = |row: &&Row| {
                row.prover == suite.prover
                    && row.file == model.file
                    && row.switches == variant.switches
                    && row.property.is_claim()
            };
            let of_variant: Vec<&Row> = rows.iter().filter(is_of).collect();
            cells.push([
                format!("`{mutant}`"),
                model.protocol.to_string(),
                variant.adversary.clone(),
                falls(&of_variant),
                variant.why.clone(),
                markdown::variant(&model.file, &variant.switches),
                markdown::seconds(of_variant.first().and_then(|row| row.seconds)),
            ]);
        }
    }
    if cells.is_empty() {
        return "## Mutants\n\nNo variant switches a defence off.\n".to_owned();
    }
    cells.sort_by(|a, b| a[0].cmp(&b[0]));
    let head = ["defence switched off", "protocol", "adversary", "falls", "why", "model and switches", "seconds"];
    format!(
        "## Mutants\n\nOne defence is switched off. Where nothing falls, it is redundant against this adversary, in \
         this model.\n\n{}",
        markdown::table(head, cells)
    )
}

fn falls(rows: &[&Row]) -> String {
    if rows.iter().any(|row| row.found.is_none()) {
        return "**not recorded**".to_owned();
    }
    let attacks = rows.iter().filter(|row| row.found == Some(Outcome::Attack));
    let attacks: Vec<String> = attacks.map(|row| format!("{} (`{}`)", row.property, row.query)).collect();
    if attacks.is_empty() { "nothing".to_owned() } else { attacks.join(", ") }
}
