//! Keys that are none, given to every function that takes a key: `None` or `false`, and never a panic.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use support::{hex, kem_keys, longer, shorter, signature_keys, text, with_byte};

/// The suites of the NIST curves, with the order of each.
const NIST: [(CipherSuite, &str); 3] = [
    (CipherSuite::P256Aes128GcmSha256P256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    (
        CipherSuite::P384Aes256GcmSha384P384,
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf
         581a0db248b0a77aecec196accc52973",
    ),
    (
        CipherSuite::P521Aes256GcmSha512P521,
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa
         51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    ),
];

const X25519: [CipherSuite; 2] =
    [CipherSuite::X25519Aes128GcmSha256Ed25519, CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519];

const X448: [CipherSuite; 2] = [CipherSuite::X448Aes256GcmSha512Ed448, CipherSuite::X448ChaCha20Poly1305Sha512Ed448];

fn check_no_kem_public_key(suite: CipherSuite, public_key: &Octets) {
    let (private_key, _) = kem_keys(suite, "recipient");
    let randomness = text("randomness");
    assert!(!Octets::kem_is_public_key(suite, public_key), "{public_key:?}");
    assert_eq!(Octets::kem_encap(suite, public_key, &randomness), None);
    assert_eq!(Octets::kem_decap(suite, public_key, &private_key), None);
}

fn check_no_kem_private_key(suite: CipherSuite, private_key: &Octets) {
    let (_, kem_output) = kem_keys(suite, "ephemeral");
    assert_eq!(Octets::kem_public_key(suite, private_key), None, "{private_key:?}");
    assert_eq!(Octets::kem_decap(suite, &kem_output, private_key), None);
}

fn check_no_signature_public_key(suite: CipherSuite, public_key: &Octets) {
    let (private_key, _) = signature_keys(suite, "signer");
    let message = text("message");
    let signature = Octets::signature_sign(suite, &private_key, &message, &message).unwrap();
    assert!(!Octets::signature_is_public_key(suite, public_key), "{public_key:?}");
    assert!(!Octets::signature_verify(suite, public_key, &message, &signature));
}

fn check_no_signature_private_key(suite: CipherSuite, private_key: &Octets) {
    let message = text("message");
    let signature = Octets::signature_sign(suite, private_key, &message, &message);
    assert_eq!(Octets::signature_public_key(suite, private_key), None, "{private_key:?}");
    assert_eq!(signature, None);
}

/// Encodings that are near to `public_key`, an uncompressed point, but are none of a point on the curve.
fn malformed_points(public_key: &Octets) -> Vec<Octets> {
    let length = public_key.length();
    let (_, coordinates) = public_key.split_at(1).unwrap();
    let (x, _) = coordinates.split_at(length / 2).unwrap();
    let parity = public_key.as_slice()[length - 1] & 1;
    vec![
        hex(""),
        shorter(public_key),
        longer(public_key),
        // The coordinates alone; the x-coordinate alone.
        coordinates.clone(),
        x.clone(),
        // The point at infinity, in its own encoding and in this one.
        hex("00"),
        with_byte(public_key, 0, |_| 0x00),
        // The right point, compressed.
        Octets::from([2 + parity]).concat(&x),
        // The right point, in the hybrid encoding of ANSI X9.62.
        Octets::from([6 + parity]).concat(&coordinates),
        with_byte(public_key, 0, |_| 0x05),
        // Off the curve.
        with_byte(public_key, length - 1, |byte| byte ^ 1),
        hex("04").concat(&Octets::from(vec![0; length - 1])),
        // Coordinates that are not reduced.
        hex("04").concat(&Octets::from(vec![0xff; length - 1])),
    ]
}

#[test]
fn points_off_a_nist_curve_are_no_public_keys() {
    let mut count = 0;
    for (suite, _) in NIST {
        for point in malformed_points(&kem_keys(suite, "recipient").1) {
            check_no_kem_public_key(suite, &point);
            count += 1;
        }
        for point in malformed_points(&signature_keys(suite, "signer").1) {
            check_no_signature_public_key(suite, &point);
            count += 1;
        }
    }
    assert_eq!(count, 78);
}

#[test]
fn scalars_out_of_range_are_no_private_keys() {
    let mut count = 0;
    for (suite, order) in NIST {
        let order = hex(order);
        let valid = kem_keys(suite, "recipient").0;
        let malformed = [
            hex(""),
            shorter(&valid),
            longer(&valid),
            hex("00").concat(&valid),
            Octets::from(vec![0; valid.length()]),
            order.clone(),
            with_byte(&order, order.length() - 1, |byte| byte + 1),
            Octets::from(vec![0xff; valid.length()]),
        ];
        for private_key in malformed {
            check_no_kem_private_key(suite, &private_key);
            check_no_signature_private_key(suite, &private_key);
            count += 1;
        }
        let largest = with_byte(&order, order.length() - 1, |byte| byte - 1);
        assert!(Octets::kem_public_key(suite, &largest).is_some());
        assert!(Octets::signature_public_key(suite, &largest).is_some());
    }
    assert_eq!(count, 24);
}

#[test]
fn x25519_and_x448_keys_have_one_length() {
    let mut count = 0;
    for suite in X25519.into_iter().chain(X448) {
        let (private_key, public_key) = kem_keys(suite, "recipient");
        for wrong in [hex(""), shorter(&public_key), longer(&public_key)] {
            check_no_kem_public_key(suite, &wrong);
            count += 1;
        }
        for wrong in [hex(""), shorter(&private_key), longer(&private_key)] {
            check_no_kem_private_key(suite, &wrong);
            count += 1;
        }
    }
    assert_eq!(count, 24);
}

/// An all-zero shared secret is rejected: RFC 9180, Section 7.1.4. It is no matter of the encoding.
fn check_low_order(suite: CipherSuite, point: &Octets) {
    let (private_key, _) = kem_keys(suite, "recipient");
    assert!(Octets::kem_is_public_key(suite, point));
    assert_eq!(Octets::kem_encap(suite, point, &text("randomness")), None, "{point:?}");
    assert_eq!(Octets::kem_decap(suite, point, &private_key), None);
}

#[test]
fn x25519_points_of_low_order_give_no_secret() {
    let points = [
        // 0, 1, and the two points of order 8.
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        // p - 1, p and p + 1.
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    let mut count = 0;
    for suite in X25519 {
        for point in points {
            check_low_order(suite, &hex(point));
            // The highest bit is ignored: RFC 7748, Section 5.
            check_low_order(suite, &with_byte(&hex(point), 31, |byte| byte | 0x80));
            count += 2;
        }
    }
    assert_eq!(count, 28);
}

#[test]
fn x448_points_of_low_order_give_no_secret() {
    let (zeros, ones) = (Octets::from([0; 28]), Octets::from([0xff; 28]));
    let upper_half_of_p = with_byte(&ones, 0, |_| 0xfe);
    let points = [
        // 0 and 1.
        zeros.concat(&zeros),
        with_byte(&zeros.concat(&zeros), 0, |_| 1),
        // p - 1, p and p + 1.
        upper_half_of_p.concat(&upper_half_of_p),
        ones.concat(&upper_half_of_p),
        zeros.concat(&ones),
    ];
    let mut count = 0;
    for suite in X448 {
        for point in &points {
            check_low_order(suite, point);
            count += 1;
        }
    }
    assert_eq!(count, 10);
}

#[test]
fn strings_that_decode_to_no_point_are_no_ed25519_keys() {
    let malformed = [
        // No x goes with y = 2.
        "0200000000000000000000000000000000000000000000000000000000000000",
        // y = 1, where x = 0 has no negative.
        "0100000000000000000000000000000000000000000000000000000000000080",
        // y = p + 1 and y = p, not reduced.
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
    let mut count = 0;
    for suite in X25519 {
        let (_, public_key) = signature_keys(suite, "signer");
        for wrong in [hex(""), shorter(&public_key), longer(&public_key)] {
            check_no_signature_public_key(suite, &wrong);
            count += 1;
        }
        for wrong in malformed {
            check_no_signature_public_key(suite, &hex(wrong));
            count += 1;
        }
    }
    assert_eq!(count, 16);
}

#[test]
fn strings_that_decode_to_no_point_are_no_ed448_keys() {
    let zeros = Octets::from([0; 57]);
    let (half, ones) = (Octets::from([0; 28]), Octets::from([0xff; 28]));
    let mut count = 0;
    for suite in X448 {
        let (_, public_key) = signature_keys(suite, "signer");
        let malformed = [
            hex(""),
            shorter(&public_key),
            longer(&public_key),
            // The seven bits between y and the sign.
            with_byte(&public_key, 56, |byte| byte ^ 0x01),
            with_byte(&public_key, 56, |byte| byte ^ 0x40),
            // No x goes with y = 2.
            with_byte(&zeros, 0, |_| 2),
            // y = 1, where x = 0 has no negative, and the identity itself, which the library rejects.
            with_byte(&with_byte(&zeros, 0, |_| 1), 56, |_| 0x80),
            with_byte(&zeros, 0, |_| 1),
            // y = p + 1, not reduced.
            half.concat(&ones).concat(&hex("00")),
            Octets::from([0xff; 57]),
        ];
        for wrong in malformed {
            check_no_signature_public_key(suite, &wrong);
            count += 1;
        }
    }
    assert_eq!(count, 20);
}

#[test]
fn eddsa_private_keys_have_one_length() {
    let mut count = 0;
    for suite in X25519.into_iter().chain(X448) {
        let (private_key, _) = signature_keys(suite, "signer");
        for wrong in [hex(""), shorter(&private_key), longer(&private_key)] {
            check_no_signature_private_key(suite, &wrong);
            count += 1;
        }
    }
    assert_eq!(count, 12);
}

#[test]
fn keys_of_another_suite_are_no_keys() {
    let mut count = 0;
    for suite in CipherSuite::ALL {
        for other in CipherSuite::ALL {
            let (private_key, public_key) = kem_keys(other, "recipient");
            if other.kem_id() != suite.kem_id() {
                check_no_kem_public_key(suite, &public_key);
                count += 1;
                if private_key.length() != kem_keys(suite, "recipient").0.length() {
                    check_no_kem_private_key(suite, &private_key);
                }
                check_no_signature_public_key(suite, &signature_keys(other, "signer").1);
            }
        }
    }
    assert_eq!(count, 38);
}
