//! The specification over symbolic terms: it is generic indeed, and never looks into what is not public.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "the helpers of a test fail as the test does, and it uses a part of them"
)]

mod art;
#[path = "../support/client.rs"]
mod client;
mod crypto;
mod laws;
mod scenario;
mod term;
#[path = "../support/art.rs"]
mod world;
