//! Protocol, property, adversary: what came of the claims.

use super::markdown;
use crate::report::Row;
use crate::table::table;

/// The section. Mutants have one of their own.
pub(super) fn overview(rows: &[Row]) -> String {
    let cells = table(rows).into_iter().map(|line| {
        let files: Vec<String> = line.files.iter().map(|file| format!("`{file}`")).collect();
        [line.protocol.to_string(), line.property.to_string(), line.adversary, line.count.to_string(), files.join(", ")]
    });
    let head = ["protocol", "property", "adversary", "verdict", "models"];
    format!("## Overview\n\nIn parentheses: the number of claims.\n\n{}", markdown::table(head, cells))
}
