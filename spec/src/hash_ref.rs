//! RFC 9420, Section 5.2: identifiers that are hashes.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, encode_opaque};
use crate::error::DecodeError;

/// RFC 9420, Section 5.2: a `HashReference` of a KeyPackage.
///
/// ```text
/// opaque HashReference<V>;
/// HashReference KeyPackageRef;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPackageRef<B> {
    /// The hash, by the hash function of the KeyPackage's own suite.
    pub hash: B,
}

/// RFC 9420, Section 5.2: a `HashReference` of an AuthenticatedContent that carries a Proposal.
///
/// ```text
/// opaque HashReference<V>;
/// HashReference ProposalRef;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalRef<B> {
    /// The hash, by the hash function of the group's suite.
    pub hash: B,
}

/// ```text
/// MakeKeyPackageRef(value) = RefHash("MLS 1.0 KeyPackage Reference", value)
/// ```
///
/// `value` is the encoded KeyPackage.
pub fn make_key_package_ref<B: Crypto>(suite: CipherSuite, value: &B) -> KeyPackageRef<B> {
    let hash = ref_hash(suite, b"MLS 1.0 KeyPackage Reference", value);
    KeyPackageRef { hash }
}

/// ```text
/// MakeProposalRef(value) = RefHash("MLS 1.0 Proposal Reference", value)
/// ```
///
/// `value` is the encoded AuthenticatedContent that carried the Proposal.
pub fn make_proposal_ref<B: Crypto>(suite: CipherSuite, value: &B) -> ProposalRef<B> {
    let hash = ref_hash(suite, b"MLS 1.0 Proposal Reference", value);
    ProposalRef { hash }
}

/// ```text
/// RefHash(label, value) = Hash(RefHashInput)
///
/// struct {
///     opaque label<V> = label;
///     opaque value<V> = value;
/// } RefHashInput;
/// ```
pub fn ref_hash<B: Crypto>(suite: CipherSuite, label: &[u8], value: &B) -> B {
    let input = encode_opaque(&B::literal(label)).concat(&encode_opaque(value));
    B::hash(suite, &input)
}

/// Inverse of [`decode_key_package_ref`].
pub fn encode_key_package_ref<B: Bytes>(reference: &KeyPackageRef<B>) -> B {
    encode_opaque(&reference.hash)
}

/// Reads a [`KeyPackageRef`].
pub fn decode_key_package_ref<B: Bytes>(input: &B) -> Result<(KeyPackageRef<B>, B), DecodeError> {
    let (hash, rest) = decode_opaque(input)?;
    Ok((KeyPackageRef { hash }, rest))
}

/// Inverse of [`decode_proposal_ref`].
pub fn encode_proposal_ref<B: Bytes>(reference: &ProposalRef<B>) -> B {
    encode_opaque(&reference.hash)
}

/// Reads a [`ProposalRef`].
pub fn decode_proposal_ref<B: Bytes>(input: &B) -> Result<(ProposalRef<B>, B), DecodeError> {
    let (hash, rest) = decode_opaque(input)?;
    Ok((ProposalRef { hash }, rest))
}
