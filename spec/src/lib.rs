//! An executable specification of the Messaging Layer Security protocol, RFC 9420.
//!
//! Pure functions in a verifiable subset of Rust, generic over one algebra ([`algebra`]). The modules follow
//! the order of the RFC; the operations of a client are in [`group`], [`commit`] and [`welcome`].

pub mod algebra;
pub mod error;
pub mod policy;
pub mod secret;

// Section 2.1
pub mod codec;

// Section 5
pub mod cipher_suite;
pub mod credential;
pub mod crypto;
pub mod hash_ref;
pub mod hpke;

// Section 6
pub mod framing;

// Section 7
pub mod extension;
pub mod tree;

// Section 8
pub mod key_schedule;

// Section 9
pub mod secret_tree;

// Section 10
pub mod key_package;

// Section 11 and Section 12
pub mod commit;
pub mod group;
pub mod proposal;
pub mod proposal_list;
pub mod welcome;
