//! A group of MLS among clients and an adversary who carries every message: what they do is [`operation::Operation`], what
//! the adversary may come to know thereby [`ledger`] says, and [`check`] compares the two after each step.

pub mod check;
pub mod client;
pub mod commit;
pub mod fingerprint;
pub mod forge;
pub mod honest;
pub mod leak;
pub mod ledger;
pub mod operation;
pub mod run;
pub mod shadow_tree;
pub mod split;
pub mod start;
mod symmetry;
pub mod tamper;
pub mod world;

/// An epoch of some group, by the order of their creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EpochId(pub usize);
