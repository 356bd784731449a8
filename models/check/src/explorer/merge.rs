//! The reports of all shards of a campaign, as the report of the campaign.

use core::fmt;
use std::collections::BTreeMap;

use super::campaign::Campaign;
use super::parameters::Shard;

/// Why reports are not those of one campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeError {
    /// There is none.
    Nothing,
    /// This report has other parameters than the first one.
    OtherParameters(String),
    /// It is of other sources.
    OtherSources(String),
    /// It is of another build of the explorer.
    OtherBuild(String),
    /// It is a shard of another number of shards.
    OtherCount(String),
    /// It is of a shard that is there already.
    Twice(String, Shard),
    /// These shards are not there.
    Missing(Vec<Shard>),
    /// These were ended before all was explored, without a violation that would have been reason to.
    Incomplete(Vec<String>),
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MergeError::Nothing => f.write_str("there are no reports"),
            MergeError::OtherParameters(name) => write!(f, "{name}: it has other parameters than the first report"),
            MergeError::OtherSources(name) => write!(f, "{name}: it is of other sources than the first report"),
            MergeError::OtherBuild(name) => {
                write!(f, "{name}: it is of another build of the explorer than the first report")
            }
            MergeError::OtherCount(name) => {
                write!(f, "{name}: it is of another number of shards than the first report")
            }
            MergeError::Twice(name, shard) => write!(f, "{name}: shard {shard} is there already"),
            MergeError::Missing(shards) => {
                let shards: Vec<String> = shards.iter().map(Shard::to_string).collect();
                write!(f, "not all shards are there: {}", listed(&shards))
            }
            MergeError::Incomplete(names) => {
                write!(f, "of these, not all was explored, so that they have to be explored again: {}", listed(names))
            }
        }
    }
}

impl core::error::Error for MergeError {}

/// Shards that are named; of more, the number is.
const NAMED: usize = 10;

fn listed(names: &[String]) -> String {
    let named: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let rest = names.len().saturating_sub(NAMED);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{rest}", named.join(", "))
}

/// Adds up the reports of all shards; each comes with what it is called.
///
/// # Errors
/// [`MergeError`].
pub fn merge(reports: Vec<(String, Campaign)>) -> Result<Campaign, MergeError> {
    let mut by_number: BTreeMap<u64, Campaign> = BTreeMap::new();
    let is_cut_short = |report: &Campaign| !report.complete && report.is_clean();
    let cut_short = reports.iter().filter(|(_, report)| is_cut_short(report)).map(|(name, _)| name.clone());
    let cut_short: Vec<String> = cut_short.collect();
    let first = reports.first().map(|(_, report)| report.clone()).ok_or(MergeError::Nothing)?;
    for (name, report) in reports {
        if report.parameters() != first.parameters() {
            return Err(MergeError::OtherParameters(name));
        }
        if report.sha256 != first.sha256 {
            return Err(MergeError::OtherSources(name));
        }
        if report.build != first.build {
            return Err(MergeError::OtherBuild(name));
        }
        let shard = report.shard;
        if shard.count != first.shard.count {
            return Err(MergeError::OtherCount(name));
        }
        if by_number.insert(shard.number, report).is_some() {
            return Err(MergeError::Twice(name, shard));
        }
    }
    let count = first.shard.count;
    let missing = (1..=count).filter(|number| !by_number.contains_key(number));
    let missing: Vec<Shard> = missing.map(|number| Shard { number, count }).collect();
    if !missing.is_empty() {
        return Err(MergeError::Missing(missing));
    }
    if !cut_short.is_empty() {
        return Err(MergeError::Incomplete(cut_short));
    }
    by_number.into_values().reduce(added).map(whole).ok_or(MergeError::Nothing)
}

fn added(one: Campaign, other: Campaign) -> Campaign {
    let mut sum = one;
    sum.parts = sum.parts.saturating_add(other.parts);
    sum.complete &= other.complete;
    sum.states = sum.states.saturating_add(other.states);
    sum.steps = sum.steps.saturating_add(other.steps);
    sum.merged = sum.merged.saturating_add(other.merged);
    sum.loose = sum.loose.saturating_add(other.loose);
    sum.seconds += other.seconds;
    sum.date = sum.date.max(other.date);
    sum.attacks.extend(other.attacks);
    sum
}

fn whole(sum: Campaign) -> Campaign {
    let mut whole = Campaign { shard: Shard::WHOLE, ..sum };
    whole.compute_rate();
    whole
}
