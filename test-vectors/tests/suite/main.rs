//! The tests of the package, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this binary is tests and nothing else")]

mod art;
mod checkers;
mod common;
mod errors;
mod kinds;
mod schemas;
mod sets;
