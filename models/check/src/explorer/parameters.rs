//! What is explored, and how far.

use core::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A protocol that the explorer has a model of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TreeKEM, with all of RFC 9420 around it.
    Mls,
    /// Asynchronous Ratcheting Trees.
    Art,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Protocol; 2] = [Protocol::Mls, Protocol::Art];

    /// The start at which every member has a key of its own making.
    pub fn default_start(self) -> &'static str {
        match self {
            Protocol::Mls => "full",
            Protocol::Art => "signed, updated",
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Protocol::Mls => "MLS",
            Protocol::Art => "ART",
        })
    }
}

impl FromStr for Protocol {
    type Err = String;

    fn from_str(text: &str) -> Result<Protocol, String> {
        let name = |protocol: &Protocol| protocol.to_string().to_lowercase();
        let names: Vec<String> = Protocol::ALL.iter().map(name).collect();
        let found = Protocol::ALL.into_iter().find(|protocol| name(protocol) == text);
        found.ok_or_else(|| format!("the explorer has a model of {}", names.join(" and of ")))
    }
}

/// Where runs start, and what the adversary does beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// The protocol.
    pub protocol: Protocol,
    /// The members that the start is for.
    pub members: usize,
    /// The name of the start.
    pub start: String,
    /// Of so many first operations, the adversary sends edited copies of the messages.
    pub tampers: usize,
}

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} members, start `{}`", self.protocol, self.members, self.start)?;
        match self.tampers {
            0 => Ok(()),
            1 => f.write_str(", messages of the first operation edited"),
            count => write!(f, ", messages of the first {count} operations edited"),
        }
    }
}

/// All that an exploration depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Where runs start.
    pub scene: Scene,
    /// The number of operations in a run.
    pub depth: usize,
    /// Changes the order in which operations are tried.
    pub seed: u64,
    /// Whether states that are equal but for names are explored once.
    pub merge: bool,
    /// After this many violations, stop.
    pub stop_after: usize,
    /// The properties that are looked at; if there are none, all.
    pub properties: Vec<String>,
    /// Defences that are off: if there are any, the mutated copy of the specification is explored.
    pub mutants: Vec<String>,
}

impl Parameters {
    /// All properties, up to the first violation, without these defences. Nothing is merged: what is merged is what the
    /// oracle does not tell apart, and where secrets are kept that it takes for deleted, that is too much.
    pub(crate) fn of(scene: Scene, depth: usize, mutants: Vec<String>) -> Parameters {
        Parameters { scene, depth, seed: 0, merge: false, stop_after: 1, properties: Vec::new(), mutants }
    }
}

impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parameters { scene, depth, seed, merge, stop_after: _, properties, mutants } = self;
        write!(f, "{scene}, depth {depth}")?;
        if *seed != 0 {
            write!(f, ", seed {seed}")?;
        }
        if *merge {
            f.write_str(", states merged")?;
        }
        if !properties.is_empty() {
            write!(f, ", {} alone", properties.join(" and "))?;
        }
        if !mutants.is_empty() {
            write!(f, "; without {}", mutants.join(", "))?;
        }
        Ok(())
    }
}

/// A part of the runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    /// Which one, from 1.
    pub number: u64,
    /// Of how many.
    pub count: u64,
}

impl Shard {
    /// All runs.
    pub const WHOLE: Shard = Shard { number: 1, count: 1 };

    /// Which one, from 0.
    pub(crate) fn index(self) -> u64 {
        self.number.saturating_sub(1)
    }

    /// This many parts of it, which together are it.
    pub(crate) fn parts(self, jobs: u64) -> impl Iterator<Item = Shard> {
        let count = self.count.saturating_mul(jobs);
        (0..jobs).map(move |job| Shard { number: self.number.saturating_add(self.count.saturating_mul(job)), count })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

/// The most shards that there are.
const MOST_SHARDS: u64 = 1_000_000;

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let problem = || format!("`{text}` is no shard: it is i/n, with i from 1 to n, and n at most {MOST_SHARDS}");
        let (number, count) = text.split_once('/').ok_or_else(problem)?;
        let parse = |digits: &str| digits.parse::<u64>().map_err(|_| problem());
        let shard = Shard { number: parse(number)?, count: parse(count)? };
        if (1..=shard.count).contains(&shard.number) && shard.count <= MOST_SHARDS { Ok(shard) } else { Err(problem()) }
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Shard, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> String {
        shard.to_string()
    }
}
