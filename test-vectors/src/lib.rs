//! The kinds of test vectors for MLS and for ART, and the checker of each, written once for every implementation.
//!
//! A kind has a folder (`README.md`: the format and the verification steps; `schema.json`) and a module with
//! its serde types, the trait `Subject` (what an implementation must offer, in plain bytes and integers) and
//! `Case::verify`, which does the steps of the README one by one.
//!
//! ```text
//! locate(paths) -> files -> load(kind, path) -> AnyCase::verify::<S>() -> Tally
//! ```
//!
//! This crate knows nothing of the code under test. Randomness for the creating half of a check is handed
//! to the subject as a `seed` of [`SEED_LENGTH`] bytes, derived from the case: results are reproducible.

mod case;
mod check;
mod hex_bytes;
mod kind;
mod known_wrong;
mod load;
mod locate;
mod private_key;
mod provenance;
mod seed;
mod tally;

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

pub use case::AnyCase;
pub use check::{Mismatch, Step};
pub use hex_bytes::Hex;
pub use kind::{Kind, UnknownKind};
pub use known_wrong::KnownWrong;
pub use load::{CaseFile, LoadError, Problem, load, parse};
pub use locate::{LocateError, Located, Origin, checkout, locate, locate_in, registry_vectors};
pub use provenance::{FileEntry, GENERATED, PROVENANCE, Provenance, ProvenanceError, Recorded, sha256};
pub use seed::SEED_LENGTH;
pub use tally::{Tally, Verdict, verify_all};

/// What all subjects share: the reason for which they refuse an input.
pub trait Fallible {
    /// Why an operation was refused; shown by its `Debug` form.
    type Error: std::fmt::Debug;
}

/// An implementation that all kinds can be run against: of MLS and of ART.
pub trait Subject: MlsSubject + art::Subject {}

impl<S> Subject for S where S: MlsSubject + art::Subject {}

/// An implementation of MLS, that all kinds of MLS can be run against.
pub trait MlsSubject:
    crypto_basics::Subject
    + deserialization::Subject
    + key_schedule::Subject
    + message_protection::Subject
    + messages::Subject
    + passive_client::Subject
    + psk_secret::Subject
    + secret_tree::Subject
    + story::Subject
    + transcript_hashes::Subject
    + tree_math::Subject
    + tree_operations::Subject
    + tree_validation::Subject
    + treekem::Subject
    + welcome::Subject
{
}

impl<S> MlsSubject for S where
    S: crypto_basics::Subject
        + deserialization::Subject
        + key_schedule::Subject
        + message_protection::Subject
        + messages::Subject
        + passive_client::Subject
        + psk_secret::Subject
        + secret_tree::Subject
        + story::Subject
        + transcript_hashes::Subject
        + tree_math::Subject
        + tree_operations::Subject
        + tree_validation::Subject
        + treekem::Subject
        + welcome::Subject
{
}
