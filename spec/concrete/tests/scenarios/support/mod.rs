//! Clients, the groups that they are members of, and the delivery of messages between them.

#![allow(dead_code, reason = "each topic uses a part of it")]

pub(crate) mod client;
pub(crate) mod group;
pub(crate) mod member;
pub(crate) mod options;

pub(crate) use client::{Client, NOW, octets};
pub(crate) use group::Group;
pub(crate) use member::{Member, Received};
pub(crate) use options::{by_value, commit_of, crypto, invalid, message, misuse, public, without_path};

use pleach_spec::cipher_suite::CipherSuite;

/// The suite of the tests that are not about suites.
pub(crate) const SUITE: CipherSuite = CipherSuite::X25519Aes128GcmSha256Ed25519;
