//! Groups of several clients, from end to end: what the working group's vectors do not reach.
//!
//! Each module is a topic of RFC 9420. What is refused is refused with an exact error, and the state that refused
//! it still processes what is valid.

#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable, reason = "a test may panic")]

mod basic;
mod commits;
mod credentials;
mod extensions;
mod external_commits;
mod linked;
mod messages;
#[path = "../support/mod.rs"]
mod octets_support;
mod random_groups;
mod senders;
mod support;
mod welcomes;
