//! The tests of the package, in one binary.

mod checkers;
mod common;
mod errors;
mod kinds;
mod schemas;
mod sets;
