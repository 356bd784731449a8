//! The campaigns that have to be recorded: `[[campaign]]` in `explorer.toml`.

use core::fmt;

use serde::Deserialize;

use super::campaign::Campaign;
use super::parameters::{Parameters, Protocol, Scene, Shard};

/// A campaign that has to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Required {
    protocol: Protocol,
    members: usize,
    start: String,
    #[serde(default)]
    tampers: usize,
    depth: usize,
}

/// How what is recorded falls short of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There is none.
    Missing,
    /// It found something.
    NotClean,
    /// The sources were changed since.
    Stale,
    /// Not all runs were explored.
    Incomplete,
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Lack::Missing => "it has to be recorded, and is not",
            Lack::NotClean => "what is recorded has violations, or loose secrets",
            Lack::Stale => "what is recorded is stale: the sources were changed since",
            Lack::Incomplete => "what is recorded is not all of it",
        })
    }
}

impl Required {
    fn scene(&self) -> Scene {
        let (protocol, members, start, tampers) = (self.protocol, self.members, self.start.clone(), self.tampers);
        Scene { protocol, members, start, tampers }
    }

    /// The command that records it.
    pub fn command(&self) -> String {
        let Required { protocol, members, start, tampers, depth } = self;
        let protocol = protocol.to_string().to_lowercase();
        let start = if start.contains(' ') { format!("'{start}'") } else { start.clone() };
        let tampers = if *tampers > 0 { format!(" --tampers {tampers}") } else { String::new() };
        format!(
            "pleach models explore --protocol {protocol} --members {members} --start {start}{tampers} --depth {depth} --record"
        )
    }

    /// How all that is recorded falls short of it; `None` if one campaign does not.
    pub fn lack(&self, recorded: &[Campaign]) -> Option<Lack> {
        let lacks: Vec<Option<Lack>> = recorded.iter().filter(|campaign| self.is_it(campaign)).map(lack).collect();
        if lacks.contains(&None) { None } else { lacks.into_iter().flatten().next().or(Some(Lack::Missing)) }
    }

    /// Whether the campaign is of these runs, in whatever order, merged or not.
    fn is_it(&self, campaign: &Campaign) -> bool {
        let Parameters { scene, depth, properties, mutants, .. } = campaign.parameters();
        let is_whole = campaign.shard == Shard::WHOLE && properties.is_empty() && mutants.is_empty();
        is_whole && scene == self.scene() && depth == self.depth
    }
}

impl fmt::Display for Required {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Parameters::of(self.scene(), self.depth, Vec::new()))
    }
}

fn lack(campaign: &Campaign) -> Option<Lack> {
    match (campaign.is_clean(), campaign.is_current(), campaign.complete) {
        (false, ..) => Some(Lack::NotClean),
        (true, false, _) => Some(Lack::Stale),
        (true, true, false) => Some(Lack::Incomplete),
        (true, true, true) => None,
    }
}
