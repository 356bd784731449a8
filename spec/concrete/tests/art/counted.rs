//! The algebra over bytes, with every call of an expensive primitive counted.

use std::cell::RefCell;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::DecodeError;
use pleach_spec_concrete::Octets;

use crate::client::Source;

/// How often each primitive was called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Calls {
    /// Diffie-Hellman.
    pub(crate) dh: usize,
    /// A public key from a private one.
    pub(crate) public_key: usize,
    /// `KDF.Extract` and `KDF.Expand`.
    pub(crate) kdf: usize,
    pub(crate) hash: usize,
    pub(crate) mac: usize,
    pub(crate) sign: usize,
    pub(crate) verify: usize,
}

thread_local! {
    static CALLS: RefCell<Calls> = RefCell::default();
}

fn count(change: impl FnOnce(&mut Calls)) {
    CALLS.with_borrow_mut(change);
}

/// What an operation returns, and which calls it makes.
pub(crate) fn calls<T>(operation: impl FnOnce() -> T) -> (T, Calls) {
    CALLS.take();
    let result = operation();
    (result, CALLS.take())
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted(Octets);

impl Source for Counted {
    fn fresh(label: &str) -> Counted {
        Counted(Octets::fresh(label))
    }
}

impl Bytes for Counted {
    fn literal(bytes: &[u8]) -> Counted {
        Counted(Octets::literal(bytes))
    }

    fn length(&self) -> usize {
        self.0.length()
    }

    fn concat(&self, other: &Counted) -> Counted {
        Counted(self.0.concat(&other.0))
    }

    fn split_at(&self, at: usize) -> Result<(Counted, Counted), DecodeError> {
        let (first, rest) = self.0.split_at(at)?;
        Ok((Counted(first), Counted(rest)))
    }

    fn to_literal(&self) -> Result<Vec<u8>, DecodeError> {
        self.0.to_literal()
    }

    fn xor(&self, other: &Counted) -> Counted {
        Counted(self.0.xor(&other.0))
    }
}

impl Crypto for Counted {
    fn hash(suite: CipherSuite, data: &Counted) -> Counted {
        count(|calls| calls.hash += 1);
        Counted(Octets::hash(suite, &data.0))
    }

    fn kdf_extract(suite: CipherSuite, salt: &Counted, ikm: &Counted) -> Counted {
        count(|calls| calls.kdf += 1);
        Counted(Octets::kdf_extract(suite, &salt.0, &ikm.0))
    }

    fn kdf_expand(suite: CipherSuite, prk: &Counted, info: &Counted, length: usize) -> Counted {
        count(|calls| calls.kdf += 1);
        Counted(Octets::kdf_expand(suite, &prk.0, &info.0, length))
    }

    fn mac(suite: CipherSuite, key: &Counted, data: &Counted) -> Counted {
        count(|calls| calls.mac += 1);
        Counted(Octets::mac(suite, &key.0, &data.0))
    }

    fn aead_seal(
        suite: CipherSuite,
        key: &Counted,
        nonce: &Counted,
        aad: &Counted,
        plaintext: &Counted,
    ) -> Option<Counted> {
        Octets::aead_seal(suite, &key.0, &nonce.0, &aad.0, &plaintext.0).map(Counted)
    }

    fn aead_open(
        suite: CipherSuite,
        key: &Counted,
        nonce: &Counted,
        aad: &Counted,
        ciphertext: &Counted,
    ) -> Option<Counted> {
        Octets::aead_open(suite, &key.0, &nonce.0, &aad.0, &ciphertext.0).map(Counted)
    }

    fn kem_derive_private_key(suite: CipherSuite, ikm: &Counted) -> Counted {
        Counted(Octets::kem_derive_private_key(suite, &ikm.0))
    }

    fn kem_public_key(suite: CipherSuite, private_key: &Counted) -> Option<Counted> {
        count(|calls| calls.public_key += 1);
        Octets::kem_public_key(suite, &private_key.0).map(Counted)
    }

    fn kem_is_public_key(suite: CipherSuite, public_key: &Counted) -> bool {
        Octets::kem_is_public_key(suite, &public_key.0)
    }

    fn kem_encap(suite: CipherSuite, public_key: &Counted, randomness: &Counted) -> Option<(Counted, Counted)> {
        let (shared_secret, kem_output) = Octets::kem_encap(suite, &public_key.0, &randomness.0)?;
        Some((Counted(shared_secret), Counted(kem_output)))
    }

    fn kem_decap(suite: CipherSuite, kem_output: &Counted, private_key: &Counted) -> Option<Counted> {
        Octets::kem_decap(suite, &kem_output.0, &private_key.0).map(Counted)
    }

    fn dh(suite: CipherSuite, private_key: &Counted, public_key: &Counted) -> Option<Counted> {
        count(|calls| calls.dh += 1);
        Octets::dh(suite, &private_key.0, &public_key.0).map(Counted)
    }

    fn signature_derive_private_key(suite: CipherSuite, randomness: &Counted) -> Counted {
        Counted(Octets::signature_derive_private_key(suite, &randomness.0))
    }

    fn signature_public_key(suite: CipherSuite, private_key: &Counted) -> Option<Counted> {
        Octets::signature_public_key(suite, &private_key.0).map(Counted)
    }

    fn signature_is_public_key(suite: CipherSuite, public_key: &Counted) -> bool {
        Octets::signature_is_public_key(suite, &public_key.0)
    }

    fn signature_sign(
        suite: CipherSuite,
        private_key: &Counted,
        message: &Counted,
        randomness: &Counted,
    ) -> Option<Counted> {
        count(|calls| calls.sign += 1);
        Octets::signature_sign(suite, &private_key.0, &message.0, &randomness.0).map(Counted)
    }

    fn signature_verify(suite: CipherSuite, public_key: &Counted, message: &Counted, signature: &Counted) -> bool {
        count(|calls| calls.verify += 1);
        Octets::signature_verify(suite, &public_key.0, &message.0, &signature.0)
    }

    fn certificate_public_key(suite: CipherSuite, cert_data: &Counted) -> Option<Counted> {
        Octets::certificate_public_key(suite, &cert_data.0).map(Counted)
    }
}
