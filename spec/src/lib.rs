//! An executable specification of the Messaging Layer Security protocol, RFC 9420.
//!
//! Pure functions in a verifiable subset of Rust, generic over one algebra ([`algebra`]). The modules follow
//! the order of the RFC.

pub mod algebra;
pub mod error;
pub mod secret;

pub mod codec;

pub mod cipher_suite;
pub mod credential;
pub mod crypto;
pub mod extension;
pub mod hash_ref;
pub mod hpke;

pub mod framing;

pub mod tree;

pub mod key_schedule;

pub mod secret_tree;

pub mod key_package;

pub mod proposal;

pub mod commit;

pub mod welcome;
