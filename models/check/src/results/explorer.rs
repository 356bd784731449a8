//! What the explorer sees of the specification.

use super::markdown;
use crate::explorer::campaign::Campaign;
use crate::explorer::tables::{Sample, Tables};

const INTRODUCTION: &str = "\
The specification itself runs over symbolic terms, against an adversary who carries every message, learns what leaks,
replays, forges with what it has, and edits messages on their way. Every run of so many operations is explored. What is
looked for: a secret that is known though no leak explains it, one that is secret though the leaks expose it (loose), and
violations of authentication, agreement, the invariants of the tree, and availability.\n";

/// The section.
pub(super) fn explorer(tables: &Tables) -> String {
    let mut text = format!("## The explorer\n\n{INTRODUCTION}\n");
    if tables.samples.is_empty() && tables.campaigns.is_empty() {
        text.push_str("Nothing is explored yet.\n");
        return text;
    }
    text.push_str("### In each check\n\n`pleach models check` explores these anew, and fails if it finds anything, or sees other numbers.\n\n");
    text.push_str(&samples(&tables.samples));
    text.push_str("\n### Campaigns\n\n");
    text.push_str(&campaigns(&tables.campaigns));
    text
}

fn samples(samples: &[Sample]) -> String {
    let head = ["protocol", "members", "start", "operations", "edited", "states", "steps"];
    let cells = samples.iter().map(|sample| {
        let parameters = sample.parameters();
        let scene = parameters.scene;
        [
            scene.protocol.to_string(),
            scene.members.to_string(),
            scene.start,
            parameters.depth.to_string(),
            scene.tampers.to_string(),
            sample.states.to_string(),
            sample.steps.to_string(),
        ]
    });
    markdown::table(head, cells)
}

fn campaigns(campaigns: &[Campaign]) -> String {
    if campaigns.is_empty() {
        return "None is recorded.\n".to_owned();
    }
    let head = [
        "protocol",
        "members",
        "start",
        "operations",
        "edited",
        "seed",
        "states",
        "steps",
        "merged",
        "states/s",
        "hours",
        "day",
        "found",
        "sources",
    ];
    let cells = campaigns.iter().map(|campaign| {
        [
            campaign.protocol.to_string(),
            campaign.members.to_string(),
            campaign.start.clone(),
            campaign.depth.to_string(),
            campaign.tampers.to_string(),
            campaign.seed.to_string(),
            campaign.states.to_string(),
            campaign.steps.to_string(),
            campaign.merged.to_string(),
            format!("{:.0}", campaign.states_per_second),
            format!("{:.2}", campaign.seconds / 3600.0),
            campaign.date.clone(),
            found(campaign),
            sources(campaign).to_owned(),
        ]
    });
    format!(
        "These took longer. Merged steps led to a state that the oracle does not tell from one that was explored. States by\nsecond and hours are those of one thread.\n\n{}",
        markdown::table(head, cells)
    )
}

fn found(campaign: &Campaign) -> String {
    let found = match (campaign.attacks.len(), campaign.loose) {
        (0, 0) => "nothing".to_owned(),
        (attacks, loose) => format!("**{attacks} violations, {loose} loose secrets**"),
    };
    if campaign.complete { found } else { format!("{found}; not all was explored") }
}

fn sources(campaign: &Campaign) -> &'static str {
    if campaign.is_current() { "as they are" } else { "earlier ones" }
}
