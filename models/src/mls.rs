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

use std::fmt;

/// A client, by its number: A is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Client(pub usize);

/// An epoch of some group, by the order of their creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EpochId(pub usize);

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match u8::try_from(self.0) {
            Ok(number) if number < 26 => write!(f, "{}", char::from(b'A' + number)),
            _ => write!(f, "client{}", self.0),
        }
    }
}
