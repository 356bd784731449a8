//! Asynchronous Ratcheting Trees over bytes.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "tests may panic, and each uses a part of the support"
)]

mod agreement;
#[path = "../../../tests/support/client.rs"]
mod client;
mod counted;
mod definition;
mod forgery;
mod histories;
mod independent;
mod keys;
mod large;
mod measured;
mod misuse;
#[path = "../support/mutation.rs"]
mod mutation;
mod mutations;
mod rules;
mod secrecy;
mod signed;
mod support;
#[path = "../mutations/tally.rs"]
mod tally;
mod trees;
#[path = "../../../tests/support/art.rs"]
mod world;
