//! Clients, the groups that they are members of, and what a passive member sees of them: so that a story is short to
//! write.

pub mod client;
pub mod content;
pub mod evolution;
pub mod group;
pub mod member;
pub mod options;

use pleach_spec::framing::message::{MlsMessage, encode_mls_message};
use pleach_spec_concrete::Octets;
use pleach_vectors::Hex;

/// Bytes as a case has them.
pub fn hex(octets: &Octets) -> Hex {
    Hex(octets.as_slice().to_vec())
}

/// An encoded MLSMessage as a case has it.
pub fn hex_message(message: &MlsMessage<Octets>) -> Hex {
    hex(&encode_mls_message(message))
}
