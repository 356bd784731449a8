//! [`Crypto`] over bytes: each function goes to the module of its primitive.

use pleach_spec::algebra::Crypto;
use pleach_spec::cipher_suite::CipherSuite;

use crate::hash::{Hash, hash, hmac};
use crate::octets::Octets;
use crate::{aead, kdf, kem, signature, x509};

impl Crypto for Octets {
    fn hash(suite: CipherSuite, data: &Octets) -> Octets {
        hash(Hash::of(suite), data.as_slice()).into()
    }

    fn kdf_extract(suite: CipherSuite, salt: &Octets, ikm: &Octets) -> Octets {
        kdf::extract(Hash::of(suite), salt.as_slice(), ikm.as_slice()).into()
    }

    fn kdf_expand(suite: CipherSuite, prk: &Octets, info: &Octets, length: usize) -> Octets {
        kdf::expand(Hash::of(suite), prk.as_slice(), info.as_slice(), length).into()
    }

    fn mac(suite: CipherSuite, key: &Octets, data: &Octets) -> Octets {
        hmac(Hash::of(suite), key.as_slice(), data.as_slice()).into()
    }

    fn aead_seal(suite: CipherSuite, key: &Octets, nonce: &Octets, aad: &Octets, plaintext: &Octets) -> Option<Octets> {
        let (key, nonce) = (key.as_slice(), nonce.as_slice());
        aead::seal(suite, key, nonce, aad.as_slice(), plaintext.as_slice()).map(Octets::from)
    }

    fn aead_open(
        suite: CipherSuite,
        key: &Octets,
        nonce: &Octets,
        aad: &Octets,
        ciphertext: &Octets,
    ) -> Option<Octets> {
        let (key, nonce) = (key.as_slice(), nonce.as_slice());
        aead::open(suite, key, nonce, aad.as_slice(), ciphertext.as_slice()).map(Octets::from)
    }

    fn kem_derive_private_key(suite: CipherSuite, ikm: &Octets) -> Octets {
        kem::derive_private_key(suite, ikm.as_slice()).into()
    }

    fn kem_public_key(suite: CipherSuite, private_key: &Octets) -> Option<Octets> {
        kem::public_key(suite, private_key.as_slice()).map(Octets::from)
    }

    fn kem_is_public_key(suite: CipherSuite, public_key: &Octets) -> bool {
        kem::is_public_key(suite, public_key.as_slice())
    }

    fn kem_encap(suite: CipherSuite, public_key: &Octets, randomness: &Octets) -> Option<(Octets, Octets)> {
        let (shared_secret, kem_output) = kem::encap(suite, public_key.as_slice(), randomness.as_slice())?;
        Some((shared_secret.into(), kem_output.into()))
    }

    fn kem_decap(suite: CipherSuite, kem_output: &Octets, private_key: &Octets) -> Option<Octets> {
        kem::decap(suite, kem_output.as_slice(), private_key.as_slice()).map(Octets::from)
    }

    fn dh(suite: CipherSuite, private_key: &Octets, public_key: &Octets) -> Option<Octets> {
        kem::dh(suite, private_key.as_slice(), public_key.as_slice()).map(Octets::from)
    }

    fn signature_derive_private_key(suite: CipherSuite, randomness: &Octets) -> Octets {
        signature::derive_private_key(suite, randomness.as_slice()).into()
    }

    fn signature_public_key(suite: CipherSuite, private_key: &Octets) -> Option<Octets> {
        signature::public_key(suite, private_key.as_slice()).map(Octets::from)
    }

    fn signature_is_public_key(suite: CipherSuite, public_key: &Octets) -> bool {
        signature::Scheme::of(suite).is_public_key(public_key.as_slice())
    }

    fn signature_sign(
        suite: CipherSuite,
        private_key: &Octets,
        message: &Octets,
        randomness: &Octets,
    ) -> Option<Octets> {
        let (private_key, message) = (private_key.as_slice(), message.as_slice());
        signature::sign(suite, private_key, message, randomness.as_slice()).map(Octets::from)
    }

    fn signature_verify(suite: CipherSuite, public_key: &Octets, message: &Octets, signature: &Octets) -> bool {
        let (public_key, message) = (public_key.as_slice(), message.as_slice());
        signature::verify(suite, public_key, message, signature.as_slice())
    }

    fn certificate_public_key(suite: CipherSuite, cert_data: &Octets) -> Option<Octets> {
        x509::public_key(suite, cert_data.as_slice()).map(Octets::from)
    }
}
