//! The specification over symbolic terms: it is generic indeed, and never looks into what is not public.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "the helpers of a test fail as the test does, and it uses a part of them"
)]

mod art;
mod art_life;
#[path = "../../../spec/tests/support/client.rs"]
mod client;
mod fingerprint;
mod laws;
mod life;
mod scenario;
#[path = "../../../spec/tests/support/art.rs"]
mod world;
