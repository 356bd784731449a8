//! Generates test vectors of every kind, with the specification, from a seed.
//!
//! ```text
//! Request -> Output::prepare -> generate -> Output::write
//! ```
//!
//! A kind has a module, which makes the case of a suite and an index; [`generator`] lists them. What a case holds
//! depends on the root seed, its kind, suite and index, and on nothing else ([`Random::of_case`]): there is no clock,
//! no other source of randomness, and no order of threads in it.

mod generate;
mod generator;
mod output;
mod provenance;
mod random;
mod refusal;

pub mod support;

pub mod crypto_basics;
pub mod passive_client;
pub mod tree_math;

pub use generate::{CaseList, Failure, Request, generate, number_of_cases};
pub use generator::{Generator, Make, generator};
pub use output::{Output, OutputError, Written};
pub use provenance::PROVENANCE;
pub use random::{NoSeed, Random, RootSeed};
pub use refusal::Refusal;
