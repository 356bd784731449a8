//! The laws of the algebra, in each of the seven suites, and the lengths that RFC 9420, Section 17.1, implies.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::DecodeError;
use pleach_spec_concrete::Octets;
use support::{hex, kem_keys, signature_keys, text};

/// Lengths in bytes: KEM private key, public key and output; signature private and public key.
const LENGTHS: [(CipherSuite, [usize; 4]); 7] = [
    (CipherSuite::X25519Aes128GcmSha256Ed25519, [32, 32, 32, 32]),
    (CipherSuite::P256Aes128GcmSha256P256, [32, 65, 32, 65]),
    (CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519, [32, 32, 32, 32]),
    (CipherSuite::X448Aes256GcmSha512Ed448, [56, 56, 57, 57]),
    (CipherSuite::P521Aes256GcmSha512P521, [66, 133, 66, 133]),
    (CipherSuite::X448ChaCha20Poly1305Sha512Ed448, [56, 56, 57, 57]),
    (CipherSuite::P384Aes256GcmSha384P384, [48, 97, 48, 97]),
];

#[test]
fn octets_are_send_and_sync() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Octets>();
}

#[test]
fn bytes_obey_their_laws() {
    let parts = [hex(""), hex("00"), hex("0102ff"), Octets::from(vec![7; 1000])];
    for x in &parts {
        assert_eq!(Octets::literal(&x.to_literal().unwrap()), *x);
        for y in &parts {
            let both = x.concat(y);
            assert_eq!(both.length(), x.length() + y.length());
            assert_eq!(both.split_at(x.length()), Ok((x.clone(), y.clone())));
            let beyond = both.length() + 1;
            assert_eq!(both.split_at(beyond), Err(DecodeError::Truncated));
            assert_eq!(both.split_at(usize::MAX), Err(DecodeError::Truncated));
        }
    }
}

#[test]
fn xor_extends_the_shorter_with_zeros() {
    assert_eq!(hex("ff00").xor(&hex("0f")), hex("f000"));
    assert_eq!(hex("0f").xor(&hex("ff00")), hex("f000"));
    assert_eq!(hex("").xor(&hex("ff00")), hex("ff00"));
    assert_eq!(hex("a5a5").xor(&hex("a5a5")), hex("0000"));
}

#[test]
fn debug_shows_hexadecimal() {
    assert_eq!(format!("{:?}", hex("00ff10")), "Octets(00ff10)");
    assert_eq!(format!("{:?}", hex("")), "Octets()");
}

#[test]
fn hash_kdf_and_mac_have_the_lengths_of_the_suite() {
    for suite in CipherSuite::ALL {
        let (key, data) = (text("key"), text("data"));
        assert_eq!(Octets::hash(suite, &data).length(), suite.hash_length());
        assert_eq!(Octets::hash(suite, &hex("")).length(), suite.hash_length());
        assert_eq!(Octets::mac(suite, &key, &data).length(), suite.kdf_nh());
        let prk = Octets::kdf_extract(suite, &hex(""), &hex(""));
        assert_eq!(prk.length(), suite.kdf_nh());
        for length in [0, 1, 12, suite.kdf_nh(), 255 * suite.kdf_nh()] {
            assert_eq!(Octets::kdf_expand(suite, &prk, &data, length).length(), length);
        }
    }
}

#[test]
fn open_undoes_seal() {
    for suite in CipherSuite::ALL {
        let key = Octets::from(vec![1; suite.aead_nk()]);
        let nonce = Octets::from(vec![2; suite.aead_nn()]);
        for (aad, plaintext) in [("", ""), ("aad", ""), ("", "plaintext"), ("aad", "plaintext")] {
            let (aad, plaintext) = (text(aad), text(plaintext));
            let sealed = Octets::aead_seal(suite, &key, &nonce, &aad, &plaintext).unwrap();
            assert_eq!(sealed.length(), plaintext.length() + 16);
            let opened = Octets::aead_open(suite, &key, &nonce, &aad, &sealed);
            assert_eq!(opened, Some(plaintext));
        }
    }
}

#[test]
fn decap_undoes_encap() {
    for (suite, [private_length, public_length, _, _]) in LENGTHS {
        let (private_key, public_key) = kem_keys(suite, "recipient");
        assert_eq!(private_key.length(), private_length);
        assert_eq!(public_key.length(), public_length);
        assert!(Octets::kem_is_public_key(suite, &public_key));

        let randomness = text("randomness");
        let (shared_secret, kem_output) = Octets::kem_encap(suite, &public_key, &randomness).unwrap();
        assert_eq!(shared_secret.length(), suite.kdf_nh());
        assert_eq!(kem_output.length(), public_length);
        assert_eq!(kem_keys(suite, "randomness").1, kem_output);
        let decapsulated = Octets::kem_decap(suite, &kem_output, &private_key);
        assert_eq!(decapsulated.as_ref(), Some(&shared_secret));

        let (other_key, _) = kem_keys(suite, "someone else");
        assert_ne!(Octets::kem_decap(suite, &kem_output, &other_key), decapsulated);
        let again = Octets::kem_encap(suite, &public_key, &randomness);
        assert_eq!(again, Some((shared_secret, kem_output)));
    }
}

#[test]
fn both_sides_of_dh_agree() {
    for suite in CipherSuite::ALL {
        let [(x, public_x), (y, public_y), (z, _)] = ["x", "y", "z"].map(|name| kem_keys(suite, name));
        let shared = Octets::dh(suite, &x, &public_y);
        assert!(shared.is_some());
        assert_eq!(Octets::dh(suite, &y, &public_x), shared);
        assert_ne!(Octets::dh(suite, &z, &public_y), shared);
        assert_eq!(Octets::dh(suite, &x, &hex("00")), None);
        assert_eq!(Octets::dh(suite, &hex("00"), &public_y), None);
    }
}

#[test]
fn verify_accepts_what_sign_makes() {
    for (suite, [_, _, private_length, public_length]) in LENGTHS {
        let (private_key, public_key) = signature_keys(suite, "signer");
        assert_eq!(private_key.length(), private_length);
        assert_eq!(public_key.length(), public_length);
        assert!(Octets::signature_is_public_key(suite, &public_key));

        for message in ["", "message"] {
            let (message, randomness) = (text(message), text("randomness"));
            let sign = || Octets::signature_sign(suite, &private_key, &message, &randomness);
            let signature = sign().unwrap();
            assert!(Octets::signature_verify(suite, &public_key, &message, &signature));
            assert_eq!(sign(), Some(signature.clone()));

            let (_, other_key) = signature_keys(suite, "someone else");
            assert!(!Octets::signature_verify(suite, &other_key, &message, &signature));
            let other = text("other message");
            assert!(!Octets::signature_verify(suite, &public_key, &other, &signature));
        }
    }
}

#[test]
fn randomness_changes_the_signatures_of_ecdsa_only() {
    for suite in CipherSuite::ALL {
        let (private_key, public_key) = signature_keys(suite, "signer");
        let message = text("message");
        let signature = |seed| Octets::signature_sign(suite, &private_key, &message, &text(seed)).unwrap();
        assert!(Octets::signature_verify(suite, &public_key, &message, &signature("b")));
        let is_ecdsa = public_key.length() > 64;
        assert_eq!(signature("a") != signature("b"), is_ecdsa);
    }
}

#[test]
fn keys_of_the_kem_and_of_signatures_are_independent() {
    for suite in CipherSuite::ALL {
        let (kem_key, _) = kem_keys(suite, "seed");
        let (signature_key, _) = signature_keys(suite, "seed");
        let common = kem_key.length().min(signature_key.length());
        let (kem_key, _) = kem_key.split_at(common).unwrap();
        let (signature_key, _) = signature_key.split_at(common).unwrap();
        assert_ne!(kem_key, signature_key);
    }
}
