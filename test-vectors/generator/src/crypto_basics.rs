//! `crypto-basics`: each labelled primitive once, of random inputs.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::crypto::{derive_secret, derive_tree_secret, encrypt_with_label, expand_with_label, sign_with_label};
use pleach_spec::hash_ref::ref_hash;
use pleach_spec::hpke::derive_key_pair;
use pleach_vectors::AnyCase;
use pleach_vectors::crypto_basics::{
    Case, DeriveSecret, DeriveTreeSecret, EncryptWithLabel, ExpandWithLabel, RefHash, SignWithLabel,
};

use crate::support::client::signature_key_pair;
use crate::support::hex;
use crate::{Random, Refusal};

/// The longest context, content or plaintext.
const MAXIMUM_LENGTH: usize = 100;

/// One of each. The label of a function is its name.
///
/// # Errors
/// If a derived key is none of the suite.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    Ok(AnyCase::CryptoBasics(Box::new(Case {
        cipher_suite: suite.value(),
        ref_hash: of_ref_hash(suite, random),
        expand_with_label: of_expand_with_label(suite, random),
        derive_secret: of_derive_secret(suite, random),
        derive_tree_secret: of_derive_tree_secret(suite, random),
        sign_with_label: of_sign_with_label(suite, random)?,
        encrypt_with_label: of_encrypt_with_label(suite, random)?,
    })))
}

fn of_ref_hash(suite: CipherSuite, random: &mut Random) -> RefHash {
    let label = "RefHash";
    let value = random_input(random);
    let out = ref_hash(suite, label.as_bytes(), &value);
    RefHash { label: label.to_owned(), value: hex(&value), out: hex(&out) }
}

fn of_expand_with_label(suite: CipherSuite, random: &mut Random) -> ExpandWithLabel {
    let label = "ExpandWithLabel";
    let secret = random.octets(suite.kdf_nh());
    let context = random_input(random);
    // As short as one byte, and so long that two blocks of the KDF are needed.
    let length = random.from_to(1, 2 * suite.kdf_nh());
    let out = expand_with_label(suite, &secret, label.as_bytes(), &context, length);
    let length = length as u16;
    ExpandWithLabel { secret: hex(&secret), label: label.to_owned(), context: hex(&context), length, out: hex(&out) }
}

fn of_derive_secret(suite: CipherSuite, random: &mut Random) -> DeriveSecret {
    let label = "DeriveSecret";
    let secret = random.octets(suite.kdf_nh());
    let out = derive_secret(suite, &secret, label.as_bytes());
    DeriveSecret { secret: hex(&secret), label: label.to_owned(), out: hex(&out) }
}

fn of_derive_tree_secret(suite: CipherSuite, random: &mut Random) -> DeriveTreeSecret {
    let label = "DeriveTreeSecret";
    let secret = random.octets(suite.kdf_nh());
    let generation = random.u32();
    let length = suite.aead_nk();
    let out = derive_tree_secret(suite, &secret, label.as_bytes(), generation, length);
    let length = length as u16;
    DeriveTreeSecret { secret: hex(&secret), label: label.to_owned(), generation, length, out: hex(&out) }
}

fn of_sign_with_label(suite: CipherSuite, random: &mut Random) -> Result<SignWithLabel, Refusal> {
    let label = "SignWithLabel";
    let (private_key, public_key) = signature_key_pair(suite, random)?;
    let content = random_input(random);
    let signature = sign_with_label(suite, &private_key, label.as_bytes(), &content, &random.seed(suite))?;
    Ok(SignWithLabel {
        signature_priv: hex(&private_key.bytes),
        signature_pub: hex(&public_key.bytes),
        content: hex(&content),
        label: label.to_owned(),
        signature: hex(&signature),
    })
}

fn of_encrypt_with_label(suite: CipherSuite, random: &mut Random) -> Result<EncryptWithLabel, Refusal> {
    let label = "EncryptWithLabel";
    let pair = derive_key_pair(suite, &random.seed(suite).bytes);
    let (context, plaintext) = (random_input(random), random_input(random));
    let randomness = random.seed(suite).bytes;
    let sealed = encrypt_with_label(suite, &pair.public_key, label.as_bytes(), &context, &plaintext, &randomness);
    let sealed = sealed.ok_or(Refusal::Primitive)?;
    Ok(EncryptWithLabel {
        hpke_priv: hex(&pair.private_key.bytes),
        hpke_pub: hex(&pair.public_key.bytes),
        label: label.to_owned(),
        context: hex(&context),
        plaintext: hex(&plaintext),
        kem_output: hex(&sealed.kem_output),
        ciphertext: hex(&sealed.ciphertext),
    })
}

fn random_input(random: &mut Random) -> pleach_spec_concrete::Octets {
    let length = random.from_to(1, MAXIMUM_LENGTH);
    random.octets(length)
}
