//! `crypto-basics`.

use pleach_spec::crypto::{
    HpkeCiphertext, HpkePublicKey, SignaturePublicKey, decrypt_with_label, derive_secret, derive_tree_secret,
    encrypt_with_label, expand_with_label, sign_with_label, verify_with_label,
};
use pleach_spec::hash_ref::ref_hash;
use pleach_spec::secret::{HpkePrivateKey, SignaturePrivateKey};
use pleach_vectors::crypto_basics::{Sealed, Subject};

use super::{Refusal, Specification, octets, seed, suite};

impl Subject for Specification {
    fn ref_hash(suite_value: u16, label: &str, value: &[u8]) -> Result<Vec<u8>, Refusal> {
        let hash = ref_hash(suite(suite_value)?, label.as_bytes(), &octets(value));
        Ok(hash.into())
    }

    fn expand_with_label(
        suite_value: u16,
        secret: &[u8],
        label: &str,
        context: &[u8],
        length: u16,
    ) -> Result<Vec<u8>, Refusal> {
        let (secret, context) = (octets(secret), octets(context));
        let (suite, label) = (suite(suite_value)?, label.as_bytes());
        Ok(expand_with_label(suite, &secret, label, &context, length.into()).into())
    }

    fn derive_secret(suite_value: u16, secret: &[u8], label: &str) -> Result<Vec<u8>, Refusal> {
        let derived = derive_secret(suite(suite_value)?, &octets(secret), label.as_bytes());
        Ok(derived.into())
    }

    fn derive_tree_secret(
        suite_value: u16,
        secret: &[u8],
        label: &str,
        generation: u32,
        length: u16,
    ) -> Result<Vec<u8>, Refusal> {
        let (suite, label) = (suite(suite_value)?, label.as_bytes());
        let derived = derive_tree_secret(suite, &octets(secret), label, generation, length.into());
        Ok(derived.into())
    }

    fn sign_with_label(
        suite_value: u16,
        signature_priv: &[u8],
        label: &str,
        content: &[u8],
        seed_bytes: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let suite = suite(suite_value)?;
        let bytes = octets(signature_priv);
        let private_key = SignaturePrivateKey { bytes };
        let seed = seed(suite, seed_bytes)?;
        let (label, content) = (label.as_bytes(), octets(content));
        Ok(sign_with_label(suite, &private_key, label, &content, &seed)?.into())
    }

    fn verify_with_label(
        suite_value: u16,
        signature_pub: &[u8],
        label: &str,
        content: &[u8],
        signature: &[u8],
    ) -> Result<(), Refusal> {
        let bytes = octets(signature_pub);
        let public_key = SignaturePublicKey { bytes };
        let (content, signature) = (octets(content), octets(signature));
        let (suite, label) = (suite(suite_value)?, label.as_bytes());
        let verified = verify_with_label(suite, &public_key, label, &content, &signature);
        Refusal::unless(verified.then_some(()))
    }

    fn encrypt_with_label(
        suite_value: u16,
        hpke_pub: &[u8],
        label: &str,
        context: &[u8],
        plaintext: &[u8],
        seed_bytes: &[u8],
    ) -> Result<Sealed, Refusal> {
        let suite = suite(suite_value)?;
        let bytes = octets(hpke_pub);
        let sealed = encrypt_with_label(
            suite,
            &HpkePublicKey { bytes },
            label.as_bytes(),
            &octets(context),
            &octets(plaintext),
            &seed(suite, seed_bytes)?.bytes,
        );
        let sealed = Refusal::unless(sealed)?;
        Ok(Sealed { kem_output: sealed.kem_output.into(), ciphertext: sealed.ciphertext.into() })
    }

    fn decrypt_with_label(
        suite_value: u16,
        hpke_priv: &[u8],
        label: &str,
        context: &[u8],
        sealed: &Sealed,
    ) -> Result<Vec<u8>, Refusal> {
        let bytes = octets(hpke_priv);
        let private_key = HpkePrivateKey { bytes };
        let sealed = HpkeCiphertext { kem_output: octets(&sealed.kem_output), ciphertext: octets(&sealed.ciphertext) };
        let (suite, label) = (suite(suite_value)?, label.as_bytes());
        let opened = decrypt_with_label(suite, &private_key, label, &octets(context), &sealed);
        Ok(Refusal::unless(opened)?.into())
    }
}
