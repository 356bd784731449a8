//! What can be deduced, and what cannot.

use pleach_models::knowledge::Knowledge;
use pleach_models::term::{SUITE, Term, name};
use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::hpke::{derive_key_pair, seal_base};

fn literal(text: &str) -> Term {
    Term::literal(text.as_bytes())
}

/// Whether the adversary knows `wanted` once it has learned `learned`.
fn knows(learned: &[Term], wanted: Term) -> bool {
    let mut knowledge = Knowledge::default();
    knowledge.learn(1, learned.iter().copied());
    knowledge.deduction().knows(wanted)
}

#[test]
fn public_bytes_are_known_and_names_are_not() {
    assert!(knows(&[], literal("public")));
    assert!(!knows(&[], name("secret", 32)));
    assert!(knows(&[name("secret", 32)], name("secret", 32)));
}

#[test]
fn a_concatenation_falls_apart_and_is_put_together() {
    let (first, second) = (name("first", 32), name("second", 32));
    let joined = first.concat(&literal("between")).concat(&second);
    assert!(knows(&[joined], first) && knows(&[joined], second));
    assert!(knows(&[first, second], joined));
    assert!(!knows(&[first], joined));
}

#[test]
fn hashes_macs_and_kdf_outputs_give_nothing_back() {
    let secret = name("secret", 32);
    let outputs = [
        Term::hash(SUITE, &secret),
        Term::mac(SUITE, &secret, &literal("data")),
        Term::kdf_extract(SUITE, &secret, &literal("ikm")),
        Term::kdf_expand(SUITE, &secret, &literal("info"), 32),
        Term::kem_derive_private_key(SUITE, &secret),
        Term::signature_derive_private_key(SUITE, &secret),
    ];
    for output in outputs {
        assert!(!knows(&[output], secret), "{output:?}");
        assert!(!knows(&[], output), "{output:?}");
        assert!(knows(&[secret], output), "{output:?}");
    }
}

#[test]
fn a_public_key_does_not_give_the_private_key() {
    let private_key = Term::kem_derive_private_key(SUITE, &name("seed", 32));
    let public_key = Term::kem_public_key(SUITE, &private_key).unwrap();
    assert!(!knows(&[public_key], private_key));
    assert!(knows(&[private_key], public_key));
}

#[test]
fn a_ciphertext_opens_under_its_key_even_if_that_comes_later() {
    let (key, nonce, plaintext) = (name("key", 16), name("nonce", 12), name("plaintext", 32));
    let sealed = Term::aead_seal(SUITE, &key, &nonce, &literal("aad"), &plaintext).unwrap();
    assert!(!knows(&[sealed, nonce], plaintext));
    assert!(knows(&[key, sealed], plaintext));
    assert!(knows(&[sealed, key], plaintext));
    let (sample, rest) = sealed.split_at(32).unwrap();
    assert!(!knows(&[sample, key], plaintext));
    assert!(knows(&[sample, rest, key], plaintext));
    assert!(!knows(&[key, plaintext], sealed), "the nonce is missing");
}

#[test]
fn opening_goes_on_as_long_as_it_gives_keys() {
    let (outer, inner, plaintext) = (name("outer", 16), name("inner", 16), name("plaintext", 32));
    let nonce = Term::literal(&[0; 12]);
    let seal = |key: &Term, plaintext: &Term| Term::aead_seal(SUITE, key, &nonce, &literal(""), plaintext).unwrap();
    let (first, second) = (seal(&inner, &plaintext), seal(&outer, &inner));
    assert!(knows(&[first, second, outer], plaintext));
    assert!(!knows(&[first, second], plaintext));
}

#[test]
fn hpke_opens_with_the_private_key_or_the_ephemeral_one() {
    let recipient = derive_key_pair(SUITE, &name("recipient", 32));
    let (randomness, plaintext) = (name("randomness", 32), name("plaintext", 32));
    let sealed = seal_base(SUITE, &recipient.public_key, &literal("info"), &plaintext, &randomness).unwrap();
    let sent = [sealed.kem_output, sealed.ciphertext, recipient.public_key.bytes];
    assert!(!knows(&sent, plaintext));
    assert!(knows(&[&sent[..], &[recipient.private_key.bytes]].concat(), plaintext));
    assert!(knows(&[&sent[..], &[randomness]].concat(), plaintext));
}

#[test]
fn either_side_of_diffie_hellman_suffices() {
    let [one, other] = ["one", "other"].map(|label| Term::kem_derive_private_key(SUITE, &name(label, 32)));
    let [public_one, public_other] = [one, other].map(|private| Term::kem_public_key(SUITE, &private).unwrap());
    let shared = Term::dh(SUITE, &one, &public_other).unwrap();
    assert!(!knows(&[public_one, public_other], shared));
    assert!(knows(&[one, public_other], shared) && knows(&[other, public_one], shared));
    assert!(!knows(&[one], shared));
}

#[test]
fn signatures_are_not_forged() {
    let private_key = Term::signature_derive_private_key(SUITE, &name("seed", 32));
    let [said, other] = ["said", "other"].map(literal);
    let sign = |message: &Term| Term::signature_sign(SUITE, &private_key, message, message).unwrap();
    assert!(!knows(&[sign(&said)], sign(&other)));
    assert!(!knows(&[sign(&said)], private_key));
    assert!(knows(&[private_key], sign(&other)));
}
