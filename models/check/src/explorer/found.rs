//! What the explorer found, in words.

use serde::{Deserialize, Serialize};

/// What came of an exploration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// States that were explored.
    pub states: usize,
    /// Steps that were taken.
    pub steps: usize,
    /// Steps that led to a state that was known.
    pub merged: usize,
    /// Secrets that are secret though the oracle has them exposed, over all steps.
    pub loose: usize,
    /// Whether all runs were explored.
    pub complete: bool,
    /// The runs that end in a violation, each without what it does not need.
    pub attacks: Vec<Attack>,
}

impl Found {
    /// Nothing yet.
    pub(crate) fn nothing() -> Found {
        Found { states: 0, steps: 0, merged: 0, loose: 0, complete: true, attacks: Vec::new() }
    }

    /// Of another part of the runs.
    pub(crate) fn add(&mut self, other: Found) {
        self.states = self.states.saturating_add(other.states);
        self.steps = self.steps.saturating_add(other.steps);
        self.merged = self.merged.saturating_add(other.merged);
        self.loose = self.loose.saturating_add(other.loose);
        self.complete &= other.complete;
        self.attacks.extend(other.attacks);
    }
}

/// A run that ends in a violation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attack {
    /// From the start.
    pub operations: Vec<String>,
    /// What went wrong in the last one.
    #[serde(default, rename = "violation")]
    pub violations: Vec<Violation>,
}

/// A property that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Violation {
    /// The property.
    pub property: String,
    /// What happened.
    pub what: String,
    /// For a secret, how the adversary knows it.
    #[serde(default)]
    pub derivation: Vec<String>,
}

/// How a given run ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// Without a violation.
    Holds {
        /// Secrets that are secret though the oracle has them exposed.
        loose: usize,
    },
    /// An operation cannot happen where it stands, or changes nothing there.
    Refused {
        /// Which one, from 0.
        index: usize,
    },
    /// With a violation, maybe before its end.
    Attack(Attack),
}
