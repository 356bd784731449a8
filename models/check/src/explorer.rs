//! The explorer of the symbolic specification, as a tool of `pleach models`.
//!
//! [`parameters`] says what is explored; [`run`] explores it, over the specification or over the copy with the mutants:
//! `over.rs` is there once for each. [`campaign`] is what came of it, as a file, and [`merge`] adds up
//! shards. [`tables`] reads what is expected (`explorer.toml`, and `mutants.toml` by the rules of [`mutants`]) and recorded
//! ([`recorded`]; [`required`] has what must be); [`mod@check`] holds the explorer to it.

pub mod campaign;
pub mod check;
pub mod error;
pub mod found;
pub mod merge;
pub mod mutants;
mod mutated;
pub mod parameters;
mod progress;
pub mod recorded;
pub mod required;
pub mod run;
mod sources;
mod specification;
pub mod tables;

pub use progress::Told;
