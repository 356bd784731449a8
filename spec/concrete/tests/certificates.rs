//! The public keys of certificates. Each certificate is put together here, byte by byte, and signs itself.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use support::{hex, longer, shorter, signature_keys, text, with_byte};

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const NULL: u8 = 0x05;
const OID: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const UTC_TIME: u8 = 0x17;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const EXPLICIT_0: u8 = 0xa0;

const COMMON_NAME: &str = "550403";
const EC_PUBLIC_KEY: &str = "2a8648ce3d0201";
const SECP256R1: &str = "2a8648ce3d030107";
const SECP384R1: &str = "2b81040022";
const SECP521R1: &str = "2b81040023";
const SECP256K1: &str = "2b8104000a";
const ED25519: &str = "2b6570";
const ED448: &str = "2b6571";
const X25519: &str = "2b656e";
const ECDSA_WITH_SHA256: &str = "2a8648ce3d040302";
const ECDSA_WITH_SHA384: &str = "2a8648ce3d040303";
const ECDSA_WITH_SHA512: &str = "2a8648ce3d040304";

/// A DER value.
fn der(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    match content.len() {
        0..0x80 => [&[tag, length[1]], content.as_slice()].concat(),
        0x80..0x100 => [&[tag, 0x81, length[1]], content.as_slice()].concat(),
        _ => [&[tag, 0x82, length[0], length[1]], content.as_slice()].concat(),
    }
}

fn oid(encoded: &str) -> Vec<u8> {
    der(OID, &[Vec::from(hex(encoded))])
}

/// The parts of the AlgorithmIdentifiers of a suite: of its public keys, and of its signatures.
fn algorithms(suite: CipherSuite) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let ecdsa = |curve, signature| (vec![oid(EC_PUBLIC_KEY), oid(curve)], vec![oid(signature)]);
    let eddsa = |algorithm| (vec![oid(algorithm)], vec![oid(algorithm)]);
    match suite {
        CipherSuite::P256Aes128GcmSha256P256 => ecdsa(SECP256R1, ECDSA_WITH_SHA256),
        CipherSuite::P384Aes256GcmSha384P384 => ecdsa(SECP384R1, ECDSA_WITH_SHA384),
        CipherSuite::P521Aes256GcmSha512P521 => ecdsa(SECP521R1, ECDSA_WITH_SHA512),
        CipherSuite::X25519Aes128GcmSha256Ed25519
        | CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519 => eddsa(ED25519),
        CipherSuite::X448Aes256GcmSha512Ed448 | CipherSuite::X448ChaCha20Poly1305Sha512Ed448 => {
            eddsa(ED448)
        }
    }
}

/// A certificate with a key under an algorithm, signed by the suite's key "signer".
fn certificate(suite: CipherSuite, algorithm: &[Vec<u8>], bit_string: &[u8]) -> Octets {
    let name = der(
        SEQUENCE,
        &[der(
            SET,
            &[der(
                SEQUENCE,
                &[oid(COMMON_NAME), der(UTF8_STRING, &[b"pleach".to_vec()])],
            )],
        )],
    );
    let validity = der(
        SEQUENCE,
        &[
            der(UTC_TIME, &[b"250101000000Z".to_vec()]),
            der(UTC_TIME, &[b"350101000000Z".to_vec()]),
        ],
    );
    let signature_algorithm = der(SEQUENCE, &algorithms(suite).1);
    let key_info = der(
        SEQUENCE,
        &[
            der(SEQUENCE, algorithm),
            der(BIT_STRING, &[bit_string.to_vec()]),
        ],
    );
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
    Octets::from(der(
        SEQUENCE,
        &[tbs_certificate, signature_algorithm, signature],
    ))
}

/// The contents of the BIT STRING of a key: no unused bits.
fn bit_string(public_key: &Octets) -> Vec<u8> {
    [&[0], public_key.as_slice()].concat()
}

/// A good certificate, and the key in it.
fn good(suite: CipherSuite) -> (Octets, Octets) {
    let (_, public_key) = signature_keys(suite, "signer");
    let algorithm = algorithms(suite).0;
    (
        certificate(suite, &algorithm, &bit_string(&public_key)),
        public_key,
    )
}

#[test]
fn the_key_of_a_certificate_is_a_key_of_its_scheme_only() {
    let (mut accepted, mut rejected) = (0, 0);
    for suite in CipherSuite::ALL {
        let (certificate, public_key) = good(suite);
        for other in CipherSuite::ALL {
            if algorithms(other) == algorithms(suite) {
                let found = Octets::certificate_public_key(other, &certificate);
                assert_eq!(found.as_ref(), Some(&public_key));
                accepted += 1;
            } else {
                assert_eq!(Octets::certificate_public_key(other, &certificate), None);
                rejected += 1;
            }
        }
    }
    assert_eq!((accepted, rejected), (11, 38));
}

#[test]
fn a_certificate_is_one_der_value() {
    let mut count = 0;
    for suite in CipherSuite::ALL {
        let (certificate, _) = good(suite);
        let bytes = certificate.as_slice();
        let malformed = [
            hex(""),
            text("-----BEGIN CERTIFICATE-----"),
            shorter(&certificate),
            longer(&certificate),
            Octets::from([bytes, bytes].concat()),
            with_byte(&certificate, 0, |_| SET),
            // The TBSCertificate alone.
            Octets::from(&bytes[4..]),
        ];
        for wrong in malformed {
            assert_eq!(Octets::certificate_public_key(suite, &wrong), None);
            count += 1;
        }
        for length in 0..bytes.len() {
            let prefix = Octets::from(&bytes[..length]);
            assert_eq!(Octets::certificate_public_key(suite, &prefix), None);
        }
    }
    assert_eq!(count, 49);
}

#[test]
fn parameters_name_the_curve_for_ecdsa() {
    let mut count = 0;
    for suite in CipherSuite::ALL {
        let (_, public_key) = signature_keys(suite, "signer");
        if algorithms(suite).0.len() == 1 {
            continue;
        }
        let explicit = der(SEQUENCE, &[der(INTEGER, &[vec![1]])]);
        let malformed = [
            vec![oid(EC_PUBLIC_KEY)],
            vec![oid(EC_PUBLIC_KEY), der(NULL, &[])],
            vec![oid(EC_PUBLIC_KEY), explicit],
            vec![oid(EC_PUBLIC_KEY), oid(SECP256K1)],
            vec![oid(ED25519)],
            vec![algorithms(suite).0[1].clone()],
        ];
        for algorithm in malformed {
            let wrong = certificate(suite, &algorithm, &bit_string(&public_key));
            assert_eq!(Octets::certificate_public_key(suite, &wrong), None);
            count += 1;
        }
    }
    assert_eq!(count, 18);
}

#[test]
fn parameters_are_absent_for_eddsa() {
    let mut count = 0;
    for suite in CipherSuite::ALL {
        let (_, public_key) = signature_keys(suite, "signer");
        let algorithm = algorithms(suite).0;
        if algorithm.len() == 2 {
            continue;
        }
        let malformed = [
            vec![algorithm[0].clone(), der(NULL, &[])],
            vec![algorithm[0].clone(), algorithm[0].clone()],
            vec![oid(EC_PUBLIC_KEY), algorithm[0].clone()],
            vec![oid(X25519)],
            vec![],
        ];
        for algorithm in malformed {
            let wrong = certificate(suite, &algorithm, &bit_string(&public_key));
            assert_eq!(Octets::certificate_public_key(suite, &wrong), None);
            count += 1;
        }
    }
    assert_eq!(count, 20);
}

#[test]
fn the_bit_string_holds_a_valid_key() {
    let mut count = 0;
    for suite in CipherSuite::ALL {
        let (_, public_key) = signature_keys(suite, "signer");
        let key = public_key.as_slice();
        let malformed = [
            vec![],
            vec![0],
            // One bit unused.
            [&[1], &key[..key.len() - 1], &[0]].concat(),
            bit_string(&shorter(&public_key)),
            bit_string(&longer(&public_key)),
            // A compressed point. For EdDSA, too short.
            [&[0, 0x02], &key[1..key.len().div_ceil(2)]].concat(),
            // A key inside an OCTET STRING.
            [&[0, 0x04, key.len() as u8], key].concat(),
            // No point.
            [&[0], vec![0xff; key.len()].as_slice()].concat(),
        ];
        for bits in malformed {
            let wrong = certificate(suite, &algorithms(suite).0, &bits);
            assert_eq!(Octets::certificate_public_key(suite, &wrong), None);
            count += 1;
        }
    }
    assert_eq!(count, 56);
}

/// What a changed bit can change is which key is found, or whether one is.
#[test]
fn altered_certificates_give_a_valid_key_or_none() {
    for suite in CipherSuite::ALL {
        let (certificate, public_key) = good(suite);
        for index in 0..certificate.as_slice().len() {
            for flip in [
                |byte| byte ^ 0x01,
                |byte| byte ^ 0x04,
                |byte| byte ^ 0x20,
                |byte| byte ^ 0x80,
            ] {
                let altered = with_byte(&certificate, index, flip);
                if let Some(found) = Octets::certificate_public_key(suite, &altered) {
                    assert!(Octets::signature_is_public_key(suite, &found));
                    assert_eq!(found.as_slice().len(), public_key.as_slice().len());
                }
            }
        }
    }
}
