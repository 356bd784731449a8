//! `pleach decode`, as a library and as a command.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod command;
mod errors;
mod properties;
mod samples;
mod snapshots;
mod specification;
mod working_group;
