//! Each peer passes what it should, in literal counts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "this binary is tests and nothing else")]

mod common;
mod differences;
mod generated;
mod steps;
mod stories;
mod suites;
mod working_group;
