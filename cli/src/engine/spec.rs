//! The specification behind the checkers of `pleach-vectors`: one file for each kind, or a few that belong
//! together.
//!
//! Nothing is computed here. An adapter decodes what the vectors give, calls the functions of `pleach-spec`, and
//! encodes what they return.

mod crypto_basics;
mod key_schedule;
mod message_protection;
mod messages;
mod passive_client;
mod policy;
mod refusal;
mod secret_tree;
mod story;
mod transcript_hashes;
mod tree_math;
mod tree_operations;
mod tree_validation;
mod treekem;
mod welcome;

use pleach_spec::algebra::Bytes;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::codec::decode_exact;
use pleach_spec::error::{DecodeError, Misuse};
use pleach_spec::framing::message::{MlsMessage, check_mls_message, decode_mls_message};
use pleach_spec::secret::Seed;
use pleach_spec::tree::ratchet_tree::{RatchetTree, decode_ratchet_tree};
use pleach_spec_concrete::Octets;
use pleach_vectors::Fallible;

pub use refusal::Refusal;

/// The specification over byte strings.
#[derive(Clone, Copy, Debug)]
pub struct Specification;

impl Fallible for Specification {
    type Error = Refusal;
}

fn suite(value: u16) -> Result<CipherSuite, Refusal> {
    Ok(CipherSuite::from_value(value)?)
}

fn octets(bytes: &[u8]) -> Octets {
    Octets::from(bytes)
}

/// The seed of an operation: the specification wants `KDF.Nh` bytes.
fn seed(suite: CipherSuite, bytes: &[u8]) -> Result<Seed<Octets>, Refusal> {
    let (bytes, _) = octets(bytes).split_at(suite.kdf_nh())?;
    Ok(Seed { bytes })
}

/// What all of `bytes` encodes.
fn decoded<T>(bytes: &[u8], decode: fn(&Octets) -> Result<(T, Octets), DecodeError>) -> Result<T, Refusal> {
    Ok(decode_exact(&octets(bytes), decode)?)
}

fn decoded_message(bytes: &[u8]) -> Result<MlsMessage<Octets>, Refusal> {
    let message = decoded(bytes, decode_mls_message)?;
    check_mls_message(&message)?;
    Ok(message)
}

fn decoded_tree(bytes: &[u8]) -> Result<RatchetTree<Octets>, Refusal> {
    decoded(bytes, decode_ratchet_tree)
}

/// A message of another wire format or content type than the one that the vectors name.
fn wrong_message<T>() -> Result<T, Refusal> {
    Err(Misuse::WrongMessage.into())
}
