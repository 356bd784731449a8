//! What this project demands of its own text: the subset of Rust, the citations, the rules.

#![allow(clippy::expect_used, clippy::panic, reason = "a check that cannot read what it checks has failed")]

mod citations;
mod rules;
mod source;
mod subset;
