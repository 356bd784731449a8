//! `evidence/explorer.toml`: explorations that took too long to be done in each check.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::campaign::{Campaign, ReportError};
use super::parameters::{Parameters, Shard};
use crate::evidence::{temporary_file, write_whole};
use crate::expected::parse_toml;

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "campaign")]
    campaigns: Vec<Campaign>,
}

const HEAD: &str = "\
# Campaigns of the explorer, and the SHA-256 of the sources that they explored.
# Written by `pleach models explore --record` and `pleach models merge --record`; do not edit.

";

/// Where campaigns are recorded.
pub fn path(models: &Path) -> PathBuf {
    models.join("evidence").join("explorer.toml")
}

/// The campaigns that are recorded.
///
/// # Errors
/// [`ReportError`].
pub fn load(models: &Path) -> Result<Vec<Campaign>, ReportError> {
    let path = path(models);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ReportError::Unreadable(path, error)),
    };
    let file: File = parse_toml(&text).map_err(|(line, message)| ReportError::Malformed { path, line, message })?;
    Ok(file.campaigns)
}

/// Why a campaign is not recorded: it says nothing about the whole of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRecorded {
    /// It is one shard of several.
    Shard,
    /// Defences were off.
    Mutated,
    /// Not all properties were looked at.
    SomeProperties,
    /// It was ended before all runs were explored, and found nothing.
    Incomplete,
}

impl core::fmt::Display for NotRecorded {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            NotRecorded::Shard => "a shard is not recorded: `pleach models merge --record` adds up all of them",
            NotRecorded::Mutated => "what is found without a defence is not recorded: mutants.toml has runs for that",
            NotRecorded::SomeProperties => "what is found of some properties alone is not recorded",
            NotRecorded::Incomplete => "it is not recorded: not all runs were explored",
        })
    }
}

impl core::error::Error for NotRecorded {}

/// Whether a campaign may be recorded.
///
/// # Errors
/// [`NotRecorded`].
pub fn may_be_recorded(campaign: &Campaign) -> Result<(), NotRecorded> {
    is_all_of_it(&campaign.parameters(), campaign.shard)?;
    if campaign.is_clean() && !campaign.complete { Err(NotRecorded::Incomplete) } else { Ok(()) }
}

/// Whether these parameters are such that what comes of them may be recorded.
///
/// # Errors
/// [`NotRecorded`].
pub fn is_all_of_it(parameters: &Parameters, shard: Shard) -> Result<(), NotRecorded> {
    match (shard.count, parameters) {
        (_, Parameters { mutants, .. }) if !mutants.is_empty() => Err(NotRecorded::Mutated),
        (_, Parameters { properties, .. }) if !properties.is_empty() => Err(NotRecorded::SomeProperties),
        (1, _) => Ok(()),
        _ => Err(NotRecorded::Shard),
    }
}

/// Whether what is recorded can be read and written, before there is a campaign to record.
///
/// # Errors
/// [`ReportError`].
pub fn can_record(models: &Path) -> Result<(), ReportError> {
    load(models)?;
    let path = path(models);
    let folder = path.parent().unwrap_or(models);
    let made = fs::create_dir_all(folder).and_then(|()| temporary_file(folder));
    made.map(drop).map_err(|error| ReportError::Unwritable(path.clone(), error))
}

/// Records a campaign, in place of one with the same parameters. Returns where.
///
/// # Errors
/// [`ReportError`].
pub fn record(models: &Path, campaign: Campaign) -> Result<PathBuf, ReportError> {
    let mut campaigns = load(models)?;
    let parameters = campaign.parameters();
    match campaigns.iter_mut().find(|other| other.parameters() == parameters) {
        Some(other) => *other = campaign,
        None => campaigns.push(campaign),
    }
    let path = path(models);
    let text = toml::to_string(&File { campaigns }).map_err(io::Error::other);
    let written = text.and_then(|text| write_whole(&path, &format!("{HEAD}{text}")));
    written.map_err(|error| ReportError::Unwritable(path.clone(), error))?;
    Ok(path)
}
