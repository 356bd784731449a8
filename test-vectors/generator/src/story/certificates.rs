//! X.509 certificates: one authority, an intermediate one, and what they issue.

use der::asn1::{BitString, ObjectIdentifier, OctetString};
use der::oid::AssociatedOid;
use der::{Any, DateTime, Encode, Sequence};
use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::credential::{Certificate, Credential};
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::secret::SignaturePrivateKey;
use pleach_spec_concrete::Octets;
use x509_cert::certificate::Version;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::ext::{Extension, Extensions};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

use crate::support::client::signature_key_pair;
use crate::{Random, Refusal};

/// RFC 5280, Section 4.1.
#[derive(Sequence)]
struct SignedCertificate {
    tbs_certificate: TbsCertificate,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// RFC 5280, Section 4.1.
#[derive(Sequence)]
struct TbsCertificate {
    #[asn1(context_specific = "0")]
    version: Version,
    serial_number: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: Name,
    validity: Validity,
    subject: Name,
    subject_public_key_info: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Extensions,
}

/// Who signs certificates: an authority, or one that it certified.
struct Issuer {
    name: Name,
    private_key: SignaturePrivateKey<Octets>,
    public_key: SignaturePublicKey<Octets>,
}

impl Issuer {
    /// One with fresh keys.
    fn new(suite: CipherSuite, common_name: &str, random: &mut Random) -> Result<Issuer, Refusal> {
        let (private_key, public_key) = signature_key_pair(suite, random)?;
        Ok(Issuer { name: name(common_name)?, private_key, public_key })
    }

    /// What the certificate of an authority says, with this many authorities at most below it.
    fn content(&self, serial_number: u32, below: u8) -> Content<'_> {
        Content { serial_number, subject: &self.name, public_key: &self.public_key, authority: Some(below) }
    }
}

/// A root, which signed itself, and an authority below it.
pub(super) struct Authority {
    suite: CipherSuite,
    root: Issuer,
    root_certificate: Octets,
    intermediate: Issuer,
    intermediate_certificate: Octets,
    issued: u32,
}

/// How much of a chain a credential has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Chain {
    /// The certificate alone, issued by the root.
    Direct,
    /// The certificate, and the one of the intermediate authority that issued it.
    WithoutRoot,
    /// The same, and the one of the root.
    Whole,
}

/// What a certificate says.
struct Content<'a> {
    serial_number: u32,
    subject: &'a Name,
    public_key: &'a SignaturePublicKey<Octets>,
    /// How many authorities may be below the subject, if it is one.
    authority: Option<u8>,
}

impl Authority {
    /// An authority with fresh keys of the suite's signature scheme.
    pub(super) fn new(suite: CipherSuite, random: &mut Random) -> Result<Authority, Refusal> {
        let root = Issuer::new(suite, "root", random)?;
        let root_certificate = certificate(suite, &root, &root.content(1, 1), random)?;
        let intermediate = Issuer::new(suite, "intermediate", random)?;
        let intermediate_certificate = certificate(suite, &root, &intermediate.content(2, 0), random)?;
        Ok(Authority { suite, root, root_certificate, intermediate, intermediate_certificate, issued: 2 })
    }

    /// A credential for a signature key.
    pub(super) fn credential(
        &mut self,
        subject: &str,
        public_key: &SignaturePublicKey<Octets>,
        chain: Chain,
        random: &mut Random,
    ) -> Result<Credential<Octets>, Refusal> {
        self.issued += 1;
        let (issuer, rest) = match chain {
            Chain::Direct => (&self.root, vec![]),
            Chain::WithoutRoot => (&self.intermediate, vec![&self.intermediate_certificate]),
            Chain::Whole => (&self.intermediate, vec![&self.intermediate_certificate, &self.root_certificate]),
        };
        let subject = &name(subject)?;
        let content = Content { serial_number: self.issued, subject, public_key, authority: None };
        let mut certificates = vec![Certificate { cert_data: certificate(self.suite, issuer, &content, random)? }];
        certificates.extend(rest.into_iter().map(|cert_data| Certificate { cert_data: cert_data.clone() }));
        Ok(Credential::X509 { certificates })
    }
}

fn certificate(
    suite: CipherSuite,
    issuer: &Issuer,
    content: &Content<'_>,
    random: &mut Random,
) -> Result<Octets, Refusal> {
    let algorithm = signature_algorithm(suite);
    let tbs_certificate = TbsCertificate {
        version: Version::V3,
        serial_number: SerialNumber::from(content.serial_number),
        signature: algorithm.clone(),
        issuer: issuer.name.clone(),
        validity: validity()?,
        subject: content.subject.clone(),
        subject_public_key_info: SubjectPublicKeyInfoOwned {
            algorithm: key_algorithm(suite)?,
            subject_public_key: bit_string(&content.public_key.bytes)?,
        },
        extensions: extensions(issuer, content)?,
    };
    let message = Octets::from(tbs_certificate.to_der()?.as_slice());
    let randomness = random.octets(suite.kdf_nh());
    let signature = Octets::signature_sign(suite, &issuer.private_key.bytes, &message, &randomness);
    let signature = bit_string(&signature.ok_or(Refusal::Primitive)?)?;
    let signed = SignedCertificate { tbs_certificate, signature_algorithm: algorithm, signature };
    Ok(Octets::from(signed.to_der()?.as_slice()))
}

/// RFC 5758, Section 3.2, and RFC 8410, Section 3.
fn signature_algorithm(suite: CipherSuite) -> AlgorithmIdentifierOwned {
    let oid = match suite {
        CipherSuite::P256Aes128GcmSha256P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"),
        CipherSuite::P384Aes256GcmSha384P384 => ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"),
        CipherSuite::P521Aes256GcmSha512P521 => ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4"),
        _ => return edwards_curve(suite),
    };
    AlgorithmIdentifierOwned { oid, parameters: None }
}

/// RFC 5480, Section 2.1.1, and RFC 8410, Section 3.
fn key_algorithm(suite: CipherSuite) -> Result<AlgorithmIdentifierOwned, Refusal> {
    let curve = match suite {
        CipherSuite::P256Aes128GcmSha256P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
        CipherSuite::P384Aes256GcmSha384P384 => ObjectIdentifier::new_unwrap("1.3.132.0.34"),
        CipherSuite::P521Aes256GcmSha512P521 => ObjectIdentifier::new_unwrap("1.3.132.0.35"),
        _ => return Ok(edwards_curve(suite)),
    };
    let oid = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
    Ok(AlgorithmIdentifierOwned { oid, parameters: Some(Any::encode_from(&curve)?) })
}

fn edwards_curve(suite: CipherSuite) -> AlgorithmIdentifierOwned {
    let oid = match suite {
        CipherSuite::X448Aes256GcmSha512Ed448 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => "1.3.101.113",
        _ => "1.3.101.112",
    };
    AlgorithmIdentifierOwned { oid: ObjectIdentifier::new_unwrap(oid), parameters: None }
}

/// From the year 2000 to the end of time as certificates count it: RFC 5280, Section 4.1.2.5.
fn validity() -> Result<Validity, Refusal> {
    let not_before = Time::UtcTime(der::asn1::UtcTime::from_date_time(DateTime::new(2000, 1, 1, 0, 0, 0)?)?);
    let not_after = Time::GeneralTime(DateTime::new(9999, 12, 31, 23, 59, 59)?.into());
    Ok(Validity::new(not_before, not_after))
}

/// Whether the subject may sign certificates or messages, and never both; and which key is which.
fn extensions(issuer: &Issuer, content: &Content<'_>) -> Result<Extensions, Refusal> {
    let constraints = BasicConstraints { ca: content.authority.is_some(), path_len_constraint: content.authority };
    let usage = match content.authority {
        Some(_) => KeyUsages::KeyCertSign,
        None => KeyUsages::DigitalSignature,
    };
    let subject_key = SubjectKeyIdentifier(key_identifier(content.public_key)?);
    let authority_key =
        AuthorityKeyIdentifier { key_identifier: Some(key_identifier(&issuer.public_key)?), ..Default::default() };
    Ok(vec![
        extension(true, &constraints)?,
        extension(true, &KeyUsage(usage.into()))?,
        extension(false, &subject_key)?,
        extension(false, &authority_key)?,
    ])
}

fn extension<T: AssociatedOid + Encode>(critical: bool, value: &T) -> Result<Extension, Refusal> {
    Ok(Extension { extn_id: T::OID, critical, extn_value: OctetString::new(value.to_der()?)? })
}

/// RFC 7093, Section 2: the leftmost 160 bits of the SHA-256 hash of the key.
fn key_identifier(public_key: &SignaturePublicKey<Octets>) -> Result<OctetString, Refusal> {
    let hash = Octets::hash(CipherSuite::X25519Aes128GcmSha256Ed25519, &public_key.bytes);
    Ok(OctetString::new(hash.as_slice().iter().copied().take(20).collect::<Vec<u8>>())?)
}

fn name(common_name: &str) -> Result<Name, Refusal> {
    format!("CN={common_name}").parse().map_err(Refusal::from)
}

fn bit_string(octets: &Octets) -> Result<BitString, Refusal> {
    Ok(BitString::from_bytes(octets.as_slice())?)
}
