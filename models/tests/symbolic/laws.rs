//! The laws of the algebra, and what the symbolic instance refuses.

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::codec::{decode_opaque, encode_opaque};
use pleach_spec::crypto::{decrypt_with_label, encrypt_with_label};
use pleach_spec::error::DecodeError;
use pleach_spec::hpke::{HpkeKeyPair, derive_key_pair, receive_export_base, send_export_base};

use pleach_models::term::{SUITE, Term, name, reads};

fn literal(text: &str) -> Term {
    Term::literal(text.as_bytes())
}

fn sealed(plaintext: &Term) -> Term {
    Term::aead_seal(SUITE, &name("key", 16), &name("nonce", 12), &literal("aad"), plaintext).unwrap()
}

/// One term of each kind that is opaque, with its length in suite 1.
fn opaque() -> Vec<(Term, usize)> {
    let seed = name("seed", 32);
    let key_pair = derive_key_pair(SUITE, &seed);
    let (shared_secret, kem_output) = Term::kem_encap(SUITE, &key_pair.public_key.bytes, &seed).unwrap();
    let signature_key = Term::signature_derive_private_key(SUITE, &seed);
    vec![
        (seed, 32),
        (seed.xor(&literal("x")), 32),
        (Term::hash(SUITE, &literal("public")), 32),
        (Term::mac(SUITE, &seed, &seed), 32),
        (Term::kdf_extract(SUITE, &seed, &seed), 32),
        (Term::kdf_expand(SUITE, &seed, &seed, 5), 5),
        (sealed(&literal("short")), 21),
        (key_pair.private_key.bytes, 32),
        (key_pair.public_key.bytes, 32),
        (shared_secret, 32),
        (kem_output, 32),
        (Term::dh(SUITE, &key_pair.private_key.bytes, &kem_output).unwrap(), 32),
        (signature_key, 32),
        (Term::signature_public_key(SUITE, &signature_key).unwrap(), 32),
        (Term::signature_sign(SUITE, &signature_key, &seed, &seed).unwrap(), 64),
    ]
}

/// The opaque terms, literals, and concatenations of both.
fn terms() -> Vec<Term> {
    let mut terms: Vec<Term> = opaque().into_iter().map(|(term, _)| term).collect();
    let (first, last) = (terms[0], terms[14]);
    terms.extend([literal(""), literal("a"), literal("bc"), sealed(&first)]);
    terms.extend([literal("a").concat(&first), first.concat(&literal("a")), first.concat(&last)]);
    terms
}

#[test]
fn lengths_are_those_of_the_first_suite() {
    for (term, length) in opaque() {
        assert_eq!(term.length(), length, "{term:?}");
    }
    assert_eq!(sealed(&name("plaintext", 100)).length(), 116);
}

#[test]
fn a_concatenation_splits_where_it_was_joined() {
    for x in terms() {
        for y in terms() {
            let joined = x.concat(&y);
            assert_eq!(joined.length(), x.length() + y.length());
            assert_eq!(joined.split_at(x.length()), Ok((x, y)));
            assert_eq!(joined.split_at(joined.length() + 1), Err(DecodeError::Truncated));
            for z in terms() {
                assert_eq!(joined.concat(&z), x.concat(&y.concat(&z)));
            }
        }
    }
}

#[test]
fn literals_are_transparent_and_split_anywhere() {
    let joined = literal("ab").concat(&name("seed", 32)).concat(&literal("cd"));
    let (first, rest) = joined.split_at(1).unwrap();
    assert_eq!(first.to_literal(), Ok(b"a".to_vec()));
    assert_eq!(rest.split_at(34).unwrap().1, literal("d"));
    assert_eq!(literal("ab").concat(&literal("cd")), literal("abcd"));
}

#[test]
fn opaque_terms_are_neither_read_nor_cut() {
    for (term, length) in opaque() {
        let message = literal("a").concat(&term);
        assert_eq!(term.to_literal(), Err(DecodeError::Opaque), "{term:?}");
        assert_eq!(message.to_literal(), Err(DecodeError::Opaque), "{term:?}");
        for at in 1..length {
            assert_eq!(term.split_at(at), Err(DecodeError::Opaque), "{term:?}");
            assert_eq!(message.split_at(at + 1), Err(DecodeError::Opaque), "{term:?}");
        }
    }
    assert!(reads().refused >= 2 * opaque().len());
}

#[test]
fn a_ciphertext_yields_its_sample_and_nothing_else() {
    let ciphertext = sealed(&name("plaintext", 100));
    let (sample, rest) = ciphertext.split_at(32).unwrap();
    assert_eq!(ciphertext.split_at(31), Err(DecodeError::Opaque));
    assert_eq!(ciphertext.split_at(33), Err(DecodeError::Opaque));
    assert_eq!(sample.to_literal(), Err(DecodeError::Opaque));
    assert_eq!(rest.to_literal(), Err(DecodeError::Opaque));
    assert_eq!(sample.concat(&rest), ciphertext);
}

#[test]
fn both_sides_of_dh_agree_and_others_do_not() {
    let [x, y, z] = ["x", "y", "z"].map(|seed| derive_key_pair(SUITE, &name(seed, 32)));
    let dh = |private: &HpkeKeyPair<Term>, public: &HpkeKeyPair<Term>| {
        Term::dh(SUITE, &private.private_key.bytes, &public.public_key.bytes)
    };
    assert!(dh(&x, &y).is_some());
    assert_eq!(dh(&x, &y), dh(&y, &x));
    assert_ne!(dh(&x, &y), dh(&x, &z));
    assert_eq!(Term::dh(SUITE, &name("key", 32), &x.public_key.bytes), None);
    assert_eq!(Term::dh(SUITE, &x.private_key.bytes, &literal("point")), None);
}

#[test]
fn xor_is_a_group() {
    let same_length = [name("a", 4), name("b", 4), literal("abcd"), literal("\0\0\0\0")];
    for x in same_length {
        assert_eq!(x.xor(&x), literal("\0\0\0\0"));
        for y in same_length {
            assert_eq!(x.xor(&y), y.xor(&x));
            assert_eq!(x.xor(&y).xor(&y), x);
            for z in same_length {
                assert_eq!(x.xor(&y).xor(&z), x.xor(&y.xor(&z)));
            }
        }
    }
    assert_eq!(literal("ab").xor(&literal("\x01\x01")), literal("`c"));
}

#[test]
fn the_shorter_operand_of_xor_is_extended_with_zeros() {
    let (nonce, guard) = (name("nonce", 12), name("guard", 4));
    let extended = guard.concat(&Term::literal(&[0; 8]));
    assert_eq!(nonce.xor(&guard), nonce.xor(&extended));
    assert_eq!(guard.xor(&nonce), nonce.xor(&extended));
    assert_eq!(nonce.xor(&guard).xor(&guard), nonce);
}

#[test]
fn what_is_sealed_opens_under_the_same_inputs_only() {
    for plaintext in terms() {
        let ciphertext = sealed(&plaintext);
        let (key, nonce, aad) = (name("key", 16), name("nonce", 12), literal("aad"));
        let open = |key: &Term, nonce: &Term, aad: &Term, text: &Term| Term::aead_open(SUITE, key, nonce, aad, text);
        assert_eq!(open(&key, &nonce, &aad, &ciphertext), Some(plaintext));
        assert_eq!(open(&name("other", 16), &nonce, &aad, &ciphertext), None);
        assert_eq!(open(&key, &name("other", 12), &aad, &ciphertext), None);
        assert_eq!(open(&key, &nonce, &literal("other"), &ciphertext), None);
        assert_eq!(open(&key, &nonce, &aad, &ciphertext.concat(&literal("x"))), None);
        assert_eq!(open(&key, &nonce, &aad, &name("ciphertext", 50)), None);
    }
    assert_eq!(Term::aead_seal(SUITE, &name("key", 15), &name("nonce", 12), &literal(""), &literal("")), None);
    assert_eq!(Term::aead_seal(SUITE, &name("key", 16), &name("nonce", 11), &literal(""), &literal("")), None);
}

#[test]
fn the_parts_of_two_ciphertexts_do_not_open() {
    let (one, two) = (sealed(&name("one", 100)), sealed(&name("two", 100)));
    let mixed = one.split_at(32).unwrap().0.concat(&two.split_at(32).unwrap().1);
    let opened = Term::aead_open(SUITE, &name("key", 16), &name("nonce", 12), &literal("aad"), &mixed);
    assert_eq!(opened, None);
}

#[test]
fn both_sides_of_the_kem_share_a_secret() {
    let (receiver, other) = (derive_key_pair(SUITE, &name("a", 32)), derive_key_pair(SUITE, &name("b", 32)));
    let (secret, output) = Term::kem_encap(SUITE, &receiver.public_key.bytes, &name("random", 32)).unwrap();
    assert_eq!(Term::kem_decap(SUITE, &output, &receiver.private_key.bytes), Some(secret));
    assert_ne!(Term::kem_decap(SUITE, &output, &other.private_key.bytes), Some(secret));
    assert_eq!(Term::kem_decap(SUITE, &name("output", 32), &receiver.private_key.bytes), None);
    assert_eq!(Term::kem_encap(SUITE, &name("key", 32), &name("random", 32)), None);
    assert!(Term::kem_is_public_key(SUITE, &receiver.public_key.bytes));
    assert!(!Term::kem_is_public_key(SUITE, &receiver.private_key.bytes));
}

#[test]
fn a_signature_verifies_under_its_key_and_message_only() {
    let private = Term::signature_derive_private_key(SUITE, &name("a", 32));
    let public = Term::signature_public_key(SUITE, &private).unwrap();
    let other = Term::signature_derive_private_key(SUITE, &name("b", 32));
    let other = Term::signature_public_key(SUITE, &other).unwrap();
    let message = literal("message");
    let signature = Term::signature_sign(SUITE, &private, &message, &name("random", 32)).unwrap();
    assert!(Term::signature_verify(SUITE, &public, &message, &signature));
    assert!(!Term::signature_verify(SUITE, &other, &message, &signature));
    assert!(!Term::signature_verify(SUITE, &public, &literal("other"), &signature));
    assert!(!Term::signature_verify(SUITE, &public, &message, &name("signature", 64)));
    assert_eq!(Term::signature_sign(SUITE, &name("key", 32), &message, &message), None);
    assert!(Term::signature_is_public_key(SUITE, &public));
    assert!(!Term::signature_is_public_key(SUITE, &private));
}

#[test]
fn the_specification_encrypts_and_encodes_terms() {
    let receiver = derive_key_pair(SUITE, &name("receiver", 32));
    let (secret, context) = (name("path_secret", 32), name("context", 200));
    let encrypted =
        encrypt_with_label(SUITE, &receiver.public_key, b"x", &context, &secret, &name("random", 32)).unwrap();
    assert_eq!((encrypted.kem_output.length(), encrypted.ciphertext.length()), (32, 48));
    let open = |label| decrypt_with_label(SUITE, &receiver.private_key, label, &context, &encrypted);
    assert_eq!(open(b"x"), Some(secret));
    assert_eq!(open(b"y"), None);

    let (exported, output) = send_export_base(SUITE, &receiver.public_key, b"x", 32, &name("random", 32)).unwrap();
    let received = receive_export_base(SUITE, &output, &receiver.private_key, b"x", 32);
    assert_eq!(received, Some(exported));

    for term in terms() {
        let encoded = encode_opaque(&term).concat(&context);
        assert_eq!(decode_opaque(&encoded), Ok((term, context)));
    }
}
