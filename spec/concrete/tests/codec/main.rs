//! The two laws of RFC 9420, Section 2.1, for every wire type, those of ART too: what is encoded decodes to the same value, and what
//! decodes was the encoding of that value.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "tests may panic, and each uses a part of the support"
)]

mod art;
#[path = "../../../tests/support/client.rs"]
mod client;
#[path = "../support/corpus.rs"]
mod corpus;
mod laws;
mod messages;
#[path = "../support/mutation.rs"]
mod mutation;
mod nodes;
mod proposals;
mod real;
mod values;
