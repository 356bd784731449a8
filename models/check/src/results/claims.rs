//! Every claim, in every variant that switches no defence off.

use super::markdown;
use crate::expected::{Outcome, Protocol};
use crate::report::Row;

/// The section.
pub(super) fn claims(rows: &[Row]) -> String {
    let mut text =
        "## Claims\n\nThe seconds are those of the run that decided all queries of the variant.\n".to_owned();
    for protocol in [Protocol::TreeKem, Protocol::Art, Protocol::SenderKeys] {
        let is_of = |row: &&Row| row.protocol == protocol && row.mutant.is_none() && row.property.is_claim();
        let mut claims: Vec<&Row> = rows.iter().filter(is_of).collect();
        if claims.is_empty() {
            continue;
        }
        claims.sort_by_key(|row| row.property);
        let head = ["property", "claim", "adversary", "verdict", "prover", "model and switches", "query", "seconds"];
        let cells = claims.into_iter().map(|row| {
            [
                row.property.to_string(),
                row.claim.clone(),
                row.adversary.clone(),
                verdict(row).to_owned(),
                row.prover.to_string(),
                markdown::variant(&row.file, &row.switches),
                format!("`{}`", row.query),
                markdown::seconds(row.seconds),
            ]
        });
        text.push_str(&format!("\n### {protocol}\n\n{}", markdown::table(head, cells)));
    }
    text
}

fn verdict(row: &Row) -> &'static str {
    match row.found {
        None => "**not known**",
        Some(Outcome::Attack) => "**attack**",
        Some(_) if row.is_vacuous => "holds vacuously",
        Some(_) => "holds",
    }
}
