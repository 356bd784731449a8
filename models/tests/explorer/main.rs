//! The explorer on the specification: nothing is found, and what is explored does not depend on how.

#![allow(clippy::panic, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

mod knowledge;
mod runs;
mod words;
