//! Ratchet trees over bytes: groups that evolve by the functions of the tree alone, and what their checks
//! refuse.

#![allow(clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod evolution;
mod leaves;
mod members;
mod model;
mod paths;
mod validation;
