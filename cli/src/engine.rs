//! The implementations that vectors are run against.

pub mod spec;
