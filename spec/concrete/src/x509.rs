//! The public key in an X.509 certificate. Nothing else of it is judged here: not its signature, its dates or
//! its extensions.

use pleach_spec::cipher_suite::CipherSuite;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::asn1::ObjectIdentifier;

use crate::limit::fits;
use crate::nist::NistCurve;
use crate::signature::Scheme;

/// `id-ecPublicKey`: RFC 5480, Section 2.1.1.
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// `secp256r1`, `secp384r1` and `secp521r1`: RFC 5480, Section 2.1.1.1.
const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const SECP384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const SECP521R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
/// `id-Ed25519` and `id-Ed448`: RFC 8410, Section 3.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const ED448: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.113");

/// The algorithm of a public key and its parameters: a curve for ECDSA, none for EdDSA.
fn algorithm(scheme: Scheme) -> (ObjectIdentifier, Option<ObjectIdentifier>) {
    match scheme {
        Scheme::Ed25519 => (ED25519, None),
        Scheme::Ed448 => (ED448, None),
        Scheme::Ecdsa(NistCurve::P256) => (EC_PUBLIC_KEY, Some(SECP256R1)),
        Scheme::Ecdsa(NistCurve::P384) => (EC_PUBLIC_KEY, Some(SECP384R1)),
        Scheme::Ecdsa(NistCurve::P521) => (EC_PUBLIC_KEY, Some(SECP521R1)),
    }
}

/// The public key of a certificate, if it is one of the suite's signature scheme.
///
/// Deviation: a compressed point, which RFC 5480 permits in a certificate, is not accepted: RFC 9420,
/// Section 5.1.1, has another form for the same key, and the two must be equal as byte strings.
pub(crate) fn public_key(suite: CipherSuite, cert_data: &[u8]) -> Option<Vec<u8>> {
    if !fits(&[cert_data]) {
        return None;
    }
    let certificate = Certificate::from_der(cert_data).ok()?;
    let spki = certificate.tbs_certificate().subject_public_key_info();
    let parameters = match &spki.algorithm.parameters {
        None => None,
        Some(parameters) => Some(parameters.decode_as::<ObjectIdentifier>().ok()?),
    };
    let scheme = Scheme::of(suite);
    let public_key = spki.subject_public_key.as_bytes()?;
    let fits_scheme = (spki.algorithm.oid, parameters) == algorithm(scheme) && scheme.is_public_key(public_key);
    fits_scheme.then(|| public_key.to_vec())
}
