//! The specification and the test vectors: the working group's if they lie beside the checkout, else the registry's.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod exit_codes;
mod leaves;
mod mutations;
mod tallies;
mod wrong_clients;
