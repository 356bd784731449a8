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

pub mod art;
pub mod crypto_basics;
pub mod deserialization;
pub mod key_schedule;
pub mod message_protection;
pub mod messages;
pub mod passive_client;
pub mod psk_secret;
pub mod secret_tree;
pub mod story;
pub mod transcript_hashes;
pub mod tree_math;
pub mod tree_operations;
pub mod tree_validation;
pub mod treekem;
pub mod welcome;

pub use generate::{CaseList, Failure, MOST_CASES, Request, generate, generate_one, number_of_cases};
pub use generator::{Alone, Generator, Make, OfSuite, generator};
pub use output::{Output, OutputError, Written};
pub use provenance::Parameters;
pub use random::{NoSeed, Random, RootSeed};
pub use refusal::Refusal;
