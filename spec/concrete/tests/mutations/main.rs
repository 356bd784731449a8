//! Received messages that are almost right: each is refused with an error of the five classes, and never by a panic.
//!
//! Every prefix of a message, and random changes of it: 10,000, or as many as the environment variable
//! `PLEACH_MUTATIONS` says.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "tests may panic, and each uses a part of the support"
)]

#[path = "../../../tests/support/client.rs"]
mod client;
#[path = "../support/corpus.rs"]
mod corpus;
mod insider;
#[path = "../support/mutation.rs"]
mod mutation;
mod received;
mod tally;
