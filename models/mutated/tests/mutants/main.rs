//! The mutants of the specification: with none on, it is the specification; each one changes what it says it changes,
//! and honest groups live on.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "the helpers of a test fail as the test does, and it uses a part of them"
)]

// The name that the tests of `pleach-models` know it by.
extern crate pleach_models_mutated as pleach_models;

#[path = "../../../tests/symbolic/art_life.rs"]
mod art_life;
mod attacks;
#[path = "../../../../spec/tests/support/client.rs"]
mod client;
#[path = "../../spec/build/edits.rs"]
mod edits;
mod evidence;
#[path = "../../../tests/symbolic/fingerprint.rs"]
mod fingerprint;
mod group;
mod honest;
#[path = "../../../tests/symbolic/life.rs"]
mod life;
mod refused;
mod table;
#[path = "../../../../spec/tests/support/art.rs"]
mod world;

use pleach_models::term::{Term, name};

impl client::Source for Term {
    fn fresh(label: &str) -> Term {
        name(label, 32)
    }
}
