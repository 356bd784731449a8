//! The contents of the extensions of a group: RFC 9420, Section 11.1, Section 12.1.8.1 and Section 12.4.3.2.

use crate::algebra::Bytes;
use crate::codec::{decode_exact, decode_u16_vector, decode_vector, encode_u16_vector, encode_vector};
use crate::credential::{Credential, decode_credential, encode_credential};
use crate::crypto::{
    HpkePublicKey, SignaturePublicKey, decode_hpke_public_key, decode_signature_public_key, encode_hpke_public_key,
    encode_signature_public_key,
};
use crate::error::DecodeError;
use crate::extension::{EXTERNAL_PUB, EXTERNAL_SENDERS, Extension, REQUIRED_CAPABILITIES, extension_data};

/// RFC 9420, Section 11.1.
///
/// ```text
/// struct {
///     ExtensionType extension_types<V>;
///     ProposalType proposal_types<V>;
///     CredentialType credential_types<V>;
/// } RequiredCapabilities;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredCapabilities {
    /// Extension types that all members must support; default types need no listing.
    pub extension_types: Vec<u16>,
    /// Proposal types that all members must support; default types need no listing.
    pub proposal_types: Vec<u16>,
    /// Credential types that all members must support.
    pub credential_types: Vec<u16>,
}

/// RFC 9420, Section 12.1.8.1.
///
/// ```text
/// struct {
///     SignaturePublicKey signature_key;
///     Credential credential;
/// } ExternalSender;
///
/// ExternalSender external_senders<V>;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ExternalSender<B> {
    /// The key that verifies the sender's proposals.
    pub signature_key: SignaturePublicKey<B>,
    /// Who the sender is.
    pub credential: Credential<B>,
}

/// The `required_capabilities` of a GroupContext's extensions, if there is one.
///
/// # Errors
/// If its content is no RequiredCapabilities.
pub fn required_capabilities<B: Bytes>(
    extensions: &[Extension<B>],
) -> Result<Option<RequiredCapabilities>, DecodeError> {
    match extension_data(extensions, REQUIRED_CAPABILITIES) {
        None => Ok(None),
        Some(data) => Ok(Some(decode_exact(&data, decode_required_capabilities)?)),
    }
}

/// The `external_senders` of a GroupContext's extensions; empty if there is none.
///
/// # Errors
/// If its content is no list of ExternalSender.
pub fn external_senders<B: Bytes>(extensions: &[Extension<B>]) -> Result<Vec<ExternalSender<B>>, DecodeError> {
    match extension_data(extensions, EXTERNAL_SENDERS) {
        None => Ok(Vec::new()),
        Some(data) => decode_exact(&data, decode_external_senders),
    }
}

/// The `external_pub` of a GroupInfo's extensions, if there is one: RFC 9420, Section 12.4.3.2.
///
/// ```text
/// struct {
///     HPKEPublicKey external_pub;
/// } ExternalPub;
/// ```
///
/// # Errors
/// If its content is no ExternalPub.
pub fn external_pub<B: Bytes>(extensions: &[Extension<B>]) -> Result<Option<HpkePublicKey<B>>, DecodeError> {
    match extension_data(extensions, EXTERNAL_PUB) {
        None => Ok(None),
        Some(data) => Ok(Some(decode_exact(&data, decode_hpke_public_key)?)),
    }
}

/// The `external_pub` extension for a public key.
pub fn external_pub_extension<B: Bytes>(external_pub: &HpkePublicKey<B>) -> Extension<B> {
    Extension { extension_type: EXTERNAL_PUB, extension_data: encode_hpke_public_key(external_pub) }
}

/// Inverse of [`decode_required_capabilities`].
pub fn encode_required_capabilities<B: Bytes>(required: &RequiredCapabilities) -> B {
    encode_u16_vector::<B>(&required.extension_types)
        .concat(&encode_u16_vector(&required.proposal_types))
        .concat(&encode_u16_vector(&required.credential_types))
}

/// Reads a [`RequiredCapabilities`].
pub fn decode_required_capabilities<B: Bytes>(input: &B) -> Result<(RequiredCapabilities, B), DecodeError> {
    let (extension_types, rest) = decode_u16_vector(input)?;
    let (proposal_types, rest) = decode_u16_vector(&rest)?;
    let (credential_types, rest) = decode_u16_vector(&rest)?;
    let required = RequiredCapabilities { extension_types, proposal_types, credential_types };
    Ok((required, rest))
}

/// `ExternalSender external_senders<V>`.
pub fn encode_external_senders<B: Bytes>(senders: &[ExternalSender<B>]) -> B {
    encode_vector(senders, encode_external_sender)
}

/// Inverse of [`encode_external_senders`].
pub fn decode_external_senders<B: Bytes>(input: &B) -> Result<(Vec<ExternalSender<B>>, B), DecodeError> {
    decode_vector(input, decode_external_sender)
}

fn encode_external_sender<B: Bytes>(sender: &ExternalSender<B>) -> B {
    encode_signature_public_key(&sender.signature_key).concat(&encode_credential(&sender.credential))
}

fn decode_external_sender<B: Bytes>(input: &B) -> Result<(ExternalSender<B>, B), DecodeError> {
    let (signature_key, rest) = decode_signature_public_key(input)?;
    let (credential, rest) = decode_credential(&rest)?;
    let sender = ExternalSender { signature_key, credential };
    Ok((sender, rest))
}
