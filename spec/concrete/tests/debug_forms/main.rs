//! No byte of a secret shows in the `Debug` form of any type that holds one.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "tests may panic, and each uses a part of the support"
)]

mod art;
#[path = "../../../tests/support/client.rs"]
mod client;
#[path = "../support/corpus.rs"]
mod corpus;
mod forms;
mod holders;
mod secrets;
mod values;
#[path = "../../../tests/support/art.rs"]
mod world;
