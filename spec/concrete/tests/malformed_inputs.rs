//! Signatures and ciphertexts that do not verify, lengths that do not fit, and noise: `None` or `false`, and
//! never a panic.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec_concrete::Octets;
use support::{hex, longer, shorter, signature_keys, text, with_byte};

/// The suites of ECDSA, with the order of each curve.
const ECDSA: [(CipherSuite, &str); 3] = [
    (CipherSuite::P256Aes128GcmSha256P256, "00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    (
        CipherSuite::P384Aes256GcmSha384P384,
        "00ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf
         581a0db248b0a77aecec196accc52973",
    ),
    (
        CipherSuite::P521Aes256GcmSha512P521,
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa
         51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    ),
];

/// The suites of EdDSA, with the order of each curve, little-endian.
const EDDSA: [(CipherSuite, &str); 4] = [
    (CipherSuite::X25519Aes128GcmSha256Ed25519, ED25519_ORDER),
    (CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519, ED25519_ORDER),
    (CipherSuite::X448Aes256GcmSha512Ed448, ED448_ORDER),
    (CipherSuite::X448ChaCha20Poly1305Sha512Ed448, ED448_ORDER),
];
const ED25519_ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
const ED448_ORDER: &str = "f34458ab92c27823558fc58d72c26c219036d6ae49db4ec4e923ca7c
                           ffffffffffffffffffffffffffffffffffffffffffffffffffffff3f00";

/// A DER value with a short or a one-byte length.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    match content.len() {
        length @ 0..128 => [&[tag, length as u8], content].concat(),
        length => [&[tag, 0x81, u8::try_from(length).unwrap()], content].concat(),
    }
}

/// An `ECDSA-Sig-Value` with these contents of its integers, whether they are DER or not.
fn signature_of(r: &[u8], s: &[u8]) -> Octets {
    Octets::from(der(0x30, &[der(0x02, r), der(0x02, s)].concat()))
}

/// The contents of the two integers of an `ECDSA-Sig-Value`.
fn integers(signature: &Octets) -> (Vec<u8>, Vec<u8>) {
    let bytes = signature.as_slice();
    let start = if bytes[1] == 0x81 { 3 } else { 2 };
    let (r, rest) = bytes[start + 2..].split_at(usize::from(bytes[start + 1]));
    (r.to_vec(), rest[2..].to_vec())
}

/// `a - b`, big-endian, in the shortest DER form.
fn subtract(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut difference = a.to_vec();
    let mut borrow = 0;
    for (index, byte) in difference.iter_mut().rev().enumerate() {
        let subtrahend = if index < b.len() { b[b.len() - 1 - index] } else { 0 };
        let value = i16::from(*byte) - i16::from(subtrahend) - borrow;
        borrow = i16::from(value < 0);
        *byte = value.rem_euclid(256) as u8;
    }
    while difference.len() > 1 && difference[0] == 0 && difference[1] < 0x80 {
        difference.remove(0);
    }
    if difference[0] >= 0x80 {
        difference.insert(0, 0);
    }
    difference
}

#[test]
fn ecdsa_accepts_both_values_of_s() {
    for (suite, order) in ECDSA {
        let (private_key, public_key) = signature_keys(suite, "signer");
        let message = text("message");
        let signature = Octets::signature_sign(suite, &private_key, &message, &hex("")).unwrap();
        let (r, s) = integers(&signature);
        assert_eq!(signature_of(&r, &s), signature);
        let mirrored = signature_of(&r, &subtract(hex(order).as_slice(), &s));
        assert_ne!(mirrored, signature);
        assert!(Octets::signature_verify(suite, &public_key, &message, &mirrored));
    }
}

/// Variants of a signature under `order`, none of which is one.
fn malformed_ecdsa(signature: &Octets, order: &[u8]) -> Vec<Octets> {
    let (r, s) = integers(signature);
    let body = [der(0x02, &r), der(0x02, &s)].concat();
    let raw = |integer: &[u8]| integer.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
    let three = [body.as_slice(), &der(0x02, &s)].concat();
    let length = (body.len() as u16).to_be_bytes();
    vec![
        hex(""),
        hex("30"),
        hex("3000"),
        hex("30030201 01"),
        shorter(signature),
        longer(signature),
        // Not DER: the IEEE P1363 form, a SET, lengths that are not minimal or indefinite.
        Octets::from([raw(&r), raw(&s)].concat()),
        Octets::from(der(0x31, &body)),
        Octets::from([&[0x30, 0x82], length.as_slice(), &body].concat()),
        Octets::from([&[0x30, 0x80], body.as_slice(), &[0, 0]].concat()),
        Octets::from(der(0x30, &three)),
        // Integers that are not minimal, empty or negative.
        signature_of(&[&[0], r.as_slice()].concat(), &s),
        signature_of(&r, &[&[0], s.as_slice()].concat()),
        signature_of(&[], &s),
        signature_of(&r, &[]),
        signature_of(&[&[0xff], raw(&r).as_slice()].concat(), &s),
        signature_of(&[0x81], &s),
        // Integers out of range.
        signature_of(&[0], &s),
        signature_of(&r, &[0]),
        signature_of(&[0], &[0]),
        signature_of(order, &s),
        signature_of(&r, order),
        signature_of(&[&[0x7f], raw(order).as_slice()].concat(), &s),
        // Another signature.
        signature_of(&s, &r),
        signature_of(&subtract(order, &r), &s),
        signature_of(&[1], &[1]),
        with_byte(signature, signature.length() - 1, |byte| byte ^ 1),
    ]
}

#[test]
fn malformed_ecdsa_signatures_do_not_verify() {
    let mut count = 0;
    for (suite, order) in ECDSA {
        let (private_key, public_key) = signature_keys(suite, "signer");
        let message = text("message");
        let signature = Octets::signature_sign(suite, &private_key, &message, &hex("")).unwrap();
        for wrong in malformed_ecdsa(&signature, hex(order).as_slice()) {
            let verified = Octets::signature_verify(suite, &public_key, &message, &wrong);
            assert!(!verified, "{suite:?} {wrong:?}");
            count += 1;
        }
    }
    assert_eq!(count, 81);
}

/// `a + b`, little-endian, of the length of `a`.
fn add(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    a.iter()
        .zip(b)
        .map(|(x, y)| {
            let sum = u16::from(*x) + u16::from(*y) + carry;
            carry = sum >> 8;
            (sum & 0xff) as u8
        })
        .collect()
}

#[test]
fn malformed_eddsa_signatures_do_not_verify() {
    let mut count = 0;
    for (suite, order) in EDDSA {
        let (private_key, public_key) = signature_keys(suite, "signer");
        let message = text("message");
        let signature = Octets::signature_sign(suite, &private_key, &message, &hex("")).unwrap();
        let half = signature.length() / 2;
        let (r, s) = signature.split_at(half).unwrap();
        let larger = add(s.as_slice(), hex(order).as_slice());
        let malformed = [
            hex(""),
            shorter(&signature),
            longer(&signature),
            Octets::from(vec![0; 2 * half]),
            Octets::from(vec![0xff; 2 * half]),
            // S is not below the order.
            r.concat(&Octets::from(larger)),
            r.concat(&Octets::from(vec![0xff; half])),
            r.concat(&hex(order)),
            with_byte(&signature, 2 * half - 1, |byte| byte ^ 0x80),
            // R is another point, or none.
            with_byte(&signature, half - 1, |byte| byte ^ 0x80),
            with_byte(&signature, half - 1, |byte| byte ^ 0x01),
            with_byte(&Octets::from(vec![0; half]), 0, |_| 2).concat(&s),
            s.concat(&r),
        ];
        for wrong in malformed {
            let verified = Octets::signature_verify(suite, &public_key, &message, &wrong);
            assert!(!verified, "{suite:?} {wrong:?}");
            count += 1;
        }
    }
    assert_eq!(count, 52);
}

#[test]
fn aead_keys_and_nonces_have_one_length() {
    let mut count = 0;
    for suite in CipherSuite::ALL {
        let key = Octets::from(vec![1; suite.aead_nk()]);
        let nonce = Octets::from(vec![2; suite.aead_nn()]);
        let data = text("data");
        let sealed = Octets::aead_seal(suite, &key, &nonce, &data, &data).unwrap();
        let twice = |octets: &Octets| octets.concat(octets);
        for key in [hex(""), shorter(&key), longer(&key), twice(&key)] {
            assert_eq!(Octets::aead_seal(suite, &key, &nonce, &data, &data), None);
            assert_eq!(Octets::aead_open(suite, &key, &nonce, &data, &sealed), None);
            count += 1;
        }
        for nonce in [hex(""), shorter(&nonce), longer(&nonce), twice(&nonce)] {
            assert_eq!(Octets::aead_seal(suite, &key, &nonce, &data, &data), None);
            assert_eq!(Octets::aead_open(suite, &key, &nonce, &data, &sealed), None);
            count += 1;
        }
    }
    assert_eq!(count, 56);
}

#[test]
fn altered_ciphertexts_do_not_open() {
    let mut count = 0;
    for suite in CipherSuite::ALL {
        let key = Octets::from(vec![1; suite.aead_nk()]);
        let nonce = Octets::from(vec![2; suite.aead_nn()]);
        let (aad, plaintext) = (text("aad"), text("plaintext"));
        let sealed = Octets::aead_seal(suite, &key, &nonce, &aad, &plaintext).unwrap();
        for length in 0..sealed.length() {
            let (prefix, _) = sealed.split_at(length).unwrap();
            assert_eq!(Octets::aead_open(suite, &key, &nonce, &aad, &prefix), None);
            let altered = with_byte(&sealed, length, |byte| byte ^ 1);
            assert_eq!(Octets::aead_open(suite, &key, &nonce, &aad, &altered), None);
            count += 2;
        }
        let open = |key: &Octets, nonce: &Octets, aad: &Octets, sealed: &Octets| {
            Octets::aead_open(suite, key, nonce, aad, sealed)
        };
        assert_eq!(open(&key, &nonce, &aad, &longer(&sealed)), None);
        assert_eq!(open(&key, &nonce, &hex(""), &sealed), None);
        assert_eq!(open(&key, &with_byte(&nonce, 11, |_| 0), &aad, &sealed), None);
        assert_eq!(open(&with_byte(&key, 0, |_| 0), &nonce, &aad, &sealed), None);
        count += 4;
    }
    assert_eq!(count, 378);
}

#[test]
fn an_expansion_beyond_255_blocks_or_of_nothing_is_empty() {
    for suite in CipherSuite::ALL {
        assert_eq!(Octets::kdf_expand(suite, &hex(""), &hex(""), 32), hex(""));
        let prk = Octets::from(vec![1; suite.kdf_nh()]);
        for length in [255 * suite.kdf_nh() + 1, usize::MAX] {
            assert_eq!(Octets::kdf_expand(suite, &prk, &hex(""), length), hex(""));
        }
    }
}

/// 2 GiB and a byte of zeros. No function reads any of them, so the system need not provide the memory.
#[test]
#[cfg(target_pointer_width = "64")]
fn inputs_beyond_the_limit_are_rejected() {
    let huge = Octets::from(vec![0; (1 << 31) + 1]);
    let empty = hex("");
    for suite in CipherSuite::ALL {
        let key = Octets::from(vec![1; suite.aead_nk()]);
        let nonce = Octets::from(vec![2; suite.aead_nn()]);
        let (private_key, public_key) = signature_keys(suite, "signer");
        let (_, kem_key) = support::kem_keys(suite, "recipient");
        assert_eq!(Octets::hash(suite, &huge), empty);
        assert_eq!(Octets::mac(suite, &key, &huge), empty);
        assert_eq!(Octets::mac(suite, &huge, &key), empty);
        assert_eq!(Octets::kdf_extract(suite, &huge, &empty), empty);
        assert_eq!(Octets::kdf_extract(suite, &empty, &huge), empty);
        assert_eq!(Octets::kdf_expand(suite, &huge, &empty, 32), empty);
        assert_eq!(Octets::kdf_expand(suite, &key, &huge, 32), empty);
        assert_eq!(Octets::aead_seal(suite, &key, &nonce, &empty, &huge), None);
        assert_eq!(Octets::aead_seal(suite, &key, &nonce, &huge, &empty), None);
        assert_eq!(Octets::aead_open(suite, &key, &nonce, &empty, &huge), None);
        assert_eq!(Octets::kem_encap(suite, &huge, &empty), None);
        assert_eq!(Octets::kem_encap(suite, &kem_key, &huge), None);
        assert_eq!(Octets::signature_sign(suite, &private_key, &huge, &empty), None);
        assert_eq!(Octets::signature_sign(suite, &private_key, &empty, &huge), None);
        assert!(!Octets::signature_verify(suite, &public_key, &huge, &empty));
        assert!(!Octets::signature_verify(suite, &public_key, &empty, &huge));
        assert_eq!(Octets::certificate_public_key(suite, &huge), None);
        assert_eq!(Octets::kem_derive_private_key(suite, &huge), empty);
        assert_eq!(Octets::signature_derive_private_key(suite, &huge), empty);
    }
}

/// Every function, on pseudo-random strings of every length up to 160 bytes.
#[test]
fn noise_does_not_panic() {
    let suite = CipherSuite::X25519Aes128GcmSha256Ed25519;
    let prk = Octets::hash(suite, &text("noise"));
    let noise = |name: &str, length| Octets::kdf_expand(suite, &prk, &text(name), length);
    let mut count = 0;
    for suite in CipherSuite::ALL {
        for length in 0..=160 {
            let (a, b) = (noise("a", length), noise("b", length));
            assert_eq!(Octets::aead_open(suite, &a, &b, &a, &b), None);
            assert_eq!(Octets::certificate_public_key(suite, &a), None);
            assert!(!Octets::signature_verify(suite, &a, &b, &a));
            assert!(Octets::kem_derive_private_key(suite, &a).length() > 0);
            assert!(Octets::signature_derive_private_key(suite, &a).length() > 0);
            let encoded = Octets::kem_is_public_key(suite, &a);
            assert_eq!(Octets::kem_encap(suite, &a, &b).is_some(), encoded);
            let is_key = Octets::kem_public_key(suite, &b).is_some();
            assert_eq!(Octets::kem_decap(suite, &a, &b).is_some(), encoded && is_key);
            let is_key = Octets::signature_public_key(suite, &a).is_some();
            assert_eq!(Octets::signature_sign(suite, &a, &b, &b).is_some(), is_key);
            count += 1;
        }
    }
    assert_eq!(count, 1127);
}

/// Every function, on pseudo-random strings of the length that it expects.
#[test]
fn noise_of_the_right_length_does_not_panic() {
    let hasher = CipherSuite::X25519Aes128GcmSha256Ed25519;
    let (mut count, mut kem_keys, mut signature_keys) = (0, 0, 0);
    for suite in CipherSuite::ALL {
        let (private_key, public_key) = support::kem_keys(suite, "recipient");
        let (_, signature_key) = support::signature_keys(suite, "signer");
        for round in 0..100 {
            let prk = Octets::hash(hasher, &Octets::from([round]));
            let noise = |length| Octets::kdf_expand(hasher, &prk, &hex(""), length);
            let key = noise(public_key.length());
            let encoded = Octets::kem_is_public_key(suite, &key);
            assert_eq!(Octets::kem_encap(suite, &key, &prk).is_some(), encoded);
            assert_eq!(Octets::kem_decap(suite, &key, &private_key).is_some(), encoded);
            kem_keys += usize::from(encoded);

            let key = noise(signature_key.length());
            signature_keys += usize::from(Octets::signature_is_public_key(suite, &key));
            let signature = noise(2 * signature_key.length());
            assert!(!Octets::signature_verify(suite, &key, &prk, &signature));
            assert!(!Octets::signature_verify(suite, &signature_key, &prk, &signature));
            count += 1;
        }
    }
    // Any string is a key of X25519 and X448. Of Ed25519 about one in two is; of Ed448 one in 2^10, and of the
    // NIST curves one in 2^264 or more.
    assert_eq!((count, kem_keys), (700, 400));
    assert!((50..150).contains(&signature_keys));
}
