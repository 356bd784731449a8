//! The public keys of certificates.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use support::der::{
    EC_PUBLIC_KEY, ED25519, INTEGER, NULL, SECP256K1, SEQUENCE, SET, X25519, algorithms, bit_string, certificate, der,
    good, oid,
};
use support::{hex, longer, shorter, signature_keys, text, with_byte};

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
            for flip in [|byte| byte ^ 0x01, |byte| byte ^ 0x04, |byte| byte ^ 0x20, |byte| byte ^ 0x80] {
                let altered = with_byte(&certificate, index, flip);
                if let Some(found) = Octets::certificate_public_key(suite, &altered) {
                    assert!(Octets::signature_is_public_key(suite, &found));
                    assert_eq!(found.as_slice().len(), public_key.as_slice().len());
                }
            }
        }
    }
}
