//! RFC 9420, Section 5.3: credentials, and what the Authentication Service is asked.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, decode_u16, decode_vector, encode_opaque, encode_u16, encode_vector};
use crate::crypto::SignaturePublicKey;
use crate::error::{DecodeError, Invalid, Place, Rule, require};

/// The credential type `basic`: RFC 9420, Section 17.5.
pub const BASIC: u16 = 0x0001;
/// The credential type `x509`: RFC 9420, Section 17.5.
pub const X509: u16 = 0x0002;

/// RFC 9420, Section 5.3.
///
/// ```text
/// uint16 CredentialType;
///
/// struct {
///     CredentialType credential_type;
///     select (Credential.credential_type) {
///         case basic: opaque identity<V>;
///         case x509:  Certificate certificates<V>;
///     };
/// } Credential;
/// ```
///
/// Choice: RFC 9420 gives the content of an unknown credential type no form; it is read as one `opaque<V>`, so
/// that the fields after it can be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Credential<B> {
    /// A bare assertion of an identity.
    Basic {
        /// In a format that the application defines.
        identity: B,
    },
    /// A chain of certificates, the end-entity certificate first.
    X509 {
        /// The chain.
        certificates: Vec<Certificate<B>>,
    },
    /// A credential of a type that RFC 9420 does not define.
    Other {
        /// Neither 0, `basic` nor `x509`.
        credential_type: u16,
        /// Its content.
        content: B,
    },
}

/// RFC 9420, Section 5.3.
///
/// ```text
/// struct {
///     opaque cert_data<V>;
/// } Certificate;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate<B> {
    /// One X.509 certificate in DER.
    pub cert_data: B,
}

/// The Authentication Service: RFC 9420, Section 5.3.1. Policy of the application, as functions of an
/// opaque value of its own.
#[derive(Clone, Debug)]
pub struct AuthenticationService<B> {
    /// What the functions are given as first argument: trust anchors, a list of identifiers, or nothing.
    pub context: B,
    /// Whether the credential's identifiers belong to this signature key, and are acceptable.
    pub is_valid: fn(&B, &Credential<B>, &SignaturePublicKey<B>) -> bool,
    /// Whether the second credential may replace the first.
    pub is_successor: fn(&B, &Credential<B>, &Credential<B>) -> bool,
    /// Whether two credentials stand for the same client: members of linked groups (RFC 9420, Section 11.3).
    pub is_same_client: fn(&B, &Credential<B>, &Credential<B>) -> bool,
}

/// X.509: the key of the end-entity certificate is the signature key.
const CERTIFICATE_KEY: Rule = Rule::Mls(27);
/// X.509: the first certificate of the chain is the end-entity certificate, so there is one.
const END_ENTITY_FIRST: Rule = Rule::Mls(26);

/// The type of a credential, as on the wire.
pub fn credential_type<B>(credential: &Credential<B>) -> u16 {
    match credential {
        Credential::Basic { .. } => BASIC,
        Credential::X509 { .. } => X509,
        Credential::Other { credential_type, .. } => *credential_type,
    }
}

/// What RFC 9420 itself demands of a credential and its signature key: RFC 9420, Section 5.3.
///
/// # Errors
/// For `x509`, an empty chain, or an end-entity certificate whose key is not `signature_key`.
pub fn check_credential<B: Crypto>(
    suite: CipherSuite,
    credential: &Credential<B>,
    signature_key: &SignaturePublicKey<B>,
    place: Place,
) -> Result<(), Invalid> {
    match credential {
        Credential::X509 { certificates } => match certificates.first() {
            None => require(false, END_ENTITY_FIRST, place),
            Some(end_entity) => {
                let key = B::certificate_public_key(suite, &end_entity.cert_data);
                require(key == Some(signature_key.bytes.clone()), CERTIFICATE_KEY, place)
            }
        },
        Credential::Basic { .. } | Credential::Other { .. } => Ok(()),
    }
}

/// Whether a member's credential may be replaced: by an equal one, or by one that the Authentication Service
/// accepts as its successor (RFC 9420, Section 5.3.1).
pub fn is_accepted_successor<B: Bytes>(
    service: &AuthenticationService<B>,
    replaced: &Credential<B>,
    new: &Credential<B>,
) -> bool {
    replaced == new || (service.is_successor)(&service.context, replaced, new)
}

/// Inverse of [`decode_credential`].
pub fn encode_credential<B: Bytes>(credential: &Credential<B>) -> B {
    let content = match credential {
        Credential::Basic { identity } => encode_opaque(identity),
        Credential::X509 { certificates } => encode_vector(certificates, encode_certificate),
        Credential::Other { content, .. } => encode_opaque(content),
    };
    encode_u16::<B>(credential_type(credential)).concat(&content)
}

/// Reads a [`Credential`].
///
/// # Errors
/// [`DecodeError::CredentialType`] for the reserved type 0.
pub fn decode_credential<B: Bytes>(input: &B) -> Result<(Credential<B>, B), DecodeError> {
    let (credential_type, rest) = decode_u16(input)?;
    match credential_type {
        0 => Err(DecodeError::CredentialType),
        BASIC => {
            let (identity, rest) = decode_opaque(&rest)?;
            Ok((Credential::Basic { identity }, rest))
        }
        X509 => {
            let (certificates, rest) = decode_vector(&rest, decode_certificate)?;
            Ok((Credential::X509 { certificates }, rest))
        }
        _ => {
            let (content, rest) = decode_opaque(&rest)?;
            let credential = Credential::Other { credential_type, content };
            Ok((credential, rest))
        }
    }
}

fn encode_certificate<B: Bytes>(certificate: &Certificate<B>) -> B {
    encode_opaque(&certificate.cert_data)
}

fn decode_certificate<B: Bytes>(input: &B) -> Result<(Certificate<B>, B), DecodeError> {
    let (cert_data, rest) = decode_opaque(input)?;
    Ok((Certificate { cert_data }, rest))
}
