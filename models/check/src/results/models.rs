//! What each model is of, its bounds, and what it leaves out.

use super::markdown;
use crate::evidence::Evidence;
use crate::expected::Suite;

/// The section.
pub(super) fn models(recorded: &[(&Suite, &Evidence)]) -> String {
    let rows = recorded.iter().flat_map(|(suite, _)| {
        suite.models.iter().map(|(model, _)| {
            [
                format!("`{}/{}`", suite.prover.id(), model.file),
                model.protocol.to_string(),
                model.title.clone(),
                model.models.clone(),
                model.leaves_out.clone(),
                model.variants.len().to_string(),
            ]
        })
    });
    let head = ["model", "protocol", "what happens", "what is modelled, within which bounds", "left out", "variants"];
    format!("## The models and their bounds\n\n{}", markdown::table(head, rows))
}
