//! An executable specification of the Messaging Layer Security protocol, RFC 9420; and of Asynchronous Ratcheting
//! Trees ([`art`]), which it grew out of.
//!
//! Pure functions in a verifiable subset of Rust, generic over one algebra ([`algebra`]). The modules follow
//! the order of the RFC; the operations of a client are in [`group`], [`commit`] and [`welcome`].

pub mod algebra;
pub mod error;
pub mod policy;
pub mod secret;

// RFC 9420, Section 2.1
pub mod codec;

// RFC 9420, Section 5
pub mod cipher_suite;
pub mod credential;
pub mod crypto;
pub mod hash_ref;
pub mod hpke;
pub mod labels;

// RFC 9420, Section 6
pub mod framing;

// RFC 9420, Section 7
pub mod extension;
pub mod tree;

// RFC 9420, Section 8
pub mod key_schedule;

// RFC 9420, Section 9
pub mod secret_tree;

// RFC 9420, Section 10
pub mod key_package;

// RFC 9420, Section 11 and Section 12
pub mod commit;
pub mod group;
pub mod proposal;
pub mod proposal_list;
pub mod welcome;

// Asynchronous Ratcheting Trees
pub mod art;
