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
mod support;
#[path = "../../../tests/support/art.rs"]
mod world;
