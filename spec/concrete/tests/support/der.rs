//! Certificates, put together byte by byte. Each signs itself.

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;

use super::{hex, signature_keys};

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
pub(crate) const EXPLICIT_0: u8 = 0xa0;

pub(crate) const COMMON_NAME: &str = "550403";
pub(crate) const EC_PUBLIC_KEY: &str = "2a8648ce3d0201";
pub(crate) const SECP256R1: &str = "2a8648ce3d030107";
pub(crate) const SECP384R1: &str = "2b81040022";
pub(crate) const SECP521R1: &str = "2b81040023";
pub(crate) const SECP256K1: &str = "2b8104000a";
pub(crate) const ED25519: &str = "2b6570";
pub(crate) const ED448: &str = "2b6571";
pub(crate) const X25519: &str = "2b656e";
pub(crate) const ECDSA_WITH_SHA256: &str = "2a8648ce3d040302";
pub(crate) const ECDSA_WITH_SHA384: &str = "2a8648ce3d040303";
pub(crate) const ECDSA_WITH_SHA512: &str = "2a8648ce3d040304";

/// A DER value.
pub(crate) fn der(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    match content.len() {
        0..0x80 => [&[tag, length[1]], content.as_slice()].concat(),
        0x80..0x100 => [&[tag, 0x81, length[1]], content.as_slice()].concat(),
        _ => [&[tag, 0x82, length[0], length[1]], content.as_slice()].concat(),
    }
}

pub(crate) fn oid(encoded: &str) -> Vec<u8> {
    der(OID, &[Vec::from(hex(encoded))])
}

/// The parts of the AlgorithmIdentifiers of a suite: of its public keys, and of its signatures.
pub(crate) fn algorithms(suite: CipherSuite) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let ecdsa = |curve, signature| (vec![oid(EC_PUBLIC_KEY), oid(curve)], vec![oid(signature)]);
    let eddsa = |algorithm| (vec![oid(algorithm)], vec![oid(algorithm)]);
    match suite {
        CipherSuite::P256Aes128GcmSha256P256 => ecdsa(SECP256R1, ECDSA_WITH_SHA256),
        CipherSuite::P384Aes256GcmSha384P384 => ecdsa(SECP384R1, ECDSA_WITH_SHA384),
        CipherSuite::P521Aes256GcmSha512P521 => ecdsa(SECP521R1, ECDSA_WITH_SHA512),
        CipherSuite::X25519Aes128GcmSha256Ed25519 | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => eddsa(ED25519),
        CipherSuite::X448Aes256GcmSha512Ed448 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => eddsa(ED448),
    }
}

/// A certificate with a key under an algorithm, signed by the suite's key "signer".
pub(crate) fn certificate(suite: CipherSuite, algorithm: &[Vec<u8>], bit_string: &[u8]) -> Octets {
    let name =
        der(SEQUENCE, &[der(SET, &[der(SEQUENCE, &[oid(COMMON_NAME), der(UTF8_STRING, &[b"pleach".to_vec()])])])]);
    let validity =
        der(SEQUENCE, &[der(UTC_TIME, &[b"250101000000Z".to_vec()]), der(UTC_TIME, &[b"350101000000Z".to_vec()])]);
    let signature_algorithm = der(SEQUENCE, &algorithms(suite).1);
    let key_info = der(SEQUENCE, &[der(SEQUENCE, algorithm), der(BIT_STRING, &[bit_string.to_vec()])]);
    let tbs_certificate = der(
        SEQUENCE,
        &[
            der(EXPLICIT_0, &[der(INTEGER, &[vec![2]])]),
            der(INTEGER, &[vec![1]]),
            signature_algorithm.clone(),
            name.clone(),
            validity,
            name,
            key_info,
        ],
    );
    let (private_key, _) = signature_keys(suite, "signer");
    let message = Octets::from(tbs_certificate.as_slice());
    let signature = Octets::signature_sign(suite, &private_key, &message, &hex("")).unwrap();
    let signature = der(BIT_STRING, &[vec![0], Vec::from(signature)]);
    Octets::from(der(SEQUENCE, &[tbs_certificate, signature_algorithm, signature]))
}

/// The contents of the BIT STRING of a key: no unused bits.
pub(crate) fn bit_string(public_key: &Octets) -> Vec<u8> {
    [&[0], public_key.as_slice()].concat()
}

/// A good certificate, and the key in it.
pub(crate) fn good(suite: CipherSuite) -> (Octets, Octets) {
    let (_, public_key) = signature_keys(suite, "signer");
    let algorithm = algorithms(suite).0;
    (certificate(suite, &algorithm, &bit_string(&public_key)), public_key)
}
