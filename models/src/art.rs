//! A group of ART among clients and an adversary who carries every message: what they do is [`operation::Operation`], what
//! the adversary may come to know thereby [`ledger`] says, and [`check`] compares the two after each step.

pub mod check;
pub mod client;
pub mod fingerprint;
pub mod forge;
mod forge_setup;
pub mod honest;
pub mod leak;
pub mod ledger;
pub mod operation;
pub mod run;
pub mod shadow_tree;
pub mod start;
pub mod tamper;
pub mod world;

/// A stage of some group, as some of its members see it, by the order of their creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StageId(pub usize);
