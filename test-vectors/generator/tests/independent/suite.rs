//! Cipher suites: RFC 9420, Section 17.1, and what ART makes of their primitives.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes128Gcm, Aes256Gcm};
use chacha20poly1305::ChaCha20Poly1305;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::Refused;
use crate::codec::opaque;
use crate::curves::{Dh, Signatures};

/// A suite.
#[derive(Clone, Copy)]
pub(crate) struct Suite {
    pub(crate) value: u16,
    pub(crate) dh: Dh,
    pub(crate) signatures: Signatures,
    hash: HashFunction,
    aead: AeadFunction,
}

#[derive(Clone, Copy)]
enum HashFunction {
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Clone, Copy)]
enum AeadFunction {
    Aes128,
    Aes256,
    ChaCha20,
}

/// One expression for each of the hash functions, which are types.
macro_rules! with_hash {
    ($suite:ident, $hash:ident => $expression:expr) => {
        match $suite.hash {
            HashFunction::Sha256 => {
                type $hash = Sha256;
                $expression
            }
            HashFunction::Sha384 => {
                type $hash = Sha384;
                $expression
            }
            HashFunction::Sha512 => {
                type $hash = Sha512;
                $expression
            }
        }
    };
}

macro_rules! with_aead {
    ($suite:ident, $key:ident, $aead:ident => $expression:expr) => {
        match $suite.aead {
            AeadFunction::Aes128 => {
                let $aead = Aes128Gcm::new_from_slice($key).map_err(|_| "AEAD key")?;
                $expression
            }
            AeadFunction::Aes256 => {
                let $aead = Aes256Gcm::new_from_slice($key).map_err(|_| "AEAD key")?;
                $expression
            }
            AeadFunction::ChaCha20 => {
                let $aead = ChaCha20Poly1305::new_from_slice($key).map_err(|_| "AEAD key")?;
                $expression
            }
        }
    };
}

impl Suite {
    pub(crate) fn of(value: u16) -> Refused<Suite> {
        use AeadFunction::{Aes128, Aes256, ChaCha20};
        use HashFunction::{Sha256, Sha384, Sha512};
        let (dh, hash, aead, signatures) = match value {
            1 => (Dh::X25519, Sha256, Aes128, Signatures::Ed25519),
            2 => (Dh::P256, Sha256, Aes128, Signatures::P256),
            3 => (Dh::X25519, Sha256, ChaCha20, Signatures::Ed25519),
            4 => (Dh::X448, Sha512, Aes256, Signatures::Ed448),
            5 => (Dh::P521, Sha512, Aes256, Signatures::P521),
            6 => (Dh::X448, Sha512, ChaCha20, Signatures::Ed448),
            7 => (Dh::P384, Sha384, Aes256, Signatures::P384),
            _ => return Err("suite"),
        };
        Ok(Suite { value, dh, signatures, hash, aead })
    }

    pub(crate) fn hash_length(self) -> usize {
        match self.hash {
            HashFunction::Sha256 => 32,
            HashFunction::Sha384 => 48,
            HashFunction::Sha512 => 64,
        }
    }

    pub(crate) fn aead_key_length(self) -> usize {
        match self.aead {
            AeadFunction::Aes128 => 16,
            AeadFunction::Aes256 | AeadFunction::ChaCha20 => 32,
        }
    }

    pub(crate) fn hash(self, data: &[u8]) -> Vec<u8> {
        with_hash!(self, H => H::digest(data).to_vec())
    }

    pub(crate) fn mac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        with_hash!(self, H => {
            let mut mac = <Hmac<H> as hmac::KeyInit>::new_from_slice(key).unwrap();
            mac.update(data);
            mac.finalize().into_bytes().to_vec()
        })
    }

    pub(crate) fn extract(self, salt: &[u8], ikm: &[u8]) -> Vec<u8> {
        with_hash!(self, H => Hkdf::<H>::extract(Some(salt), ikm).0.to_vec())
    }

    fn raw_expand(self, secret: &[u8], info: &[u8], length: usize) -> Refused<Vec<u8>> {
        let mut out = vec![0; length];
        with_hash!(self, H => {
            let kdf = Hkdf::<H>::from_prk(secret).map_err(|_| "short secret")?;
            kdf.expand(info, &mut out).map_err(|_| "long output")?;
        });
        Ok(out)
    }

    /// `ExpandWithLabel` with the labels of ART.
    pub(crate) fn expand(self, secret: &[u8], label: &str, context: &[u8], length: usize) -> Refused<Vec<u8>> {
        let label = format!("ART 1.0 {label}");
        let info = [(length as u16).to_be_bytes().to_vec(), opaque(label.as_bytes()), opaque(context)].concat();
        self.raw_expand(secret, &info, length)
    }

    /// `DeriveSecret` with the labels of ART.
    pub(crate) fn derive(self, secret: &[u8], label: &str) -> Refused<Vec<u8>> {
        self.expand(secret, label, &[], self.hash_length())
    }

    pub(crate) fn seal(self, key: &[u8], nonce: &[u8], aad: &[u8], plaintext: &[u8]) -> Refused<Vec<u8>> {
        let nonce = nonce.try_into().map_err(|_| "nonce")?;
        with_aead!(self, key, aead => aead.encrypt(nonce, Payload { msg: plaintext, aad }).map_err(|_| "sealing"))
    }

    pub(crate) fn open(self, key: &[u8], nonce: &[u8], aad: &[u8], ciphertext: &[u8]) -> Refused<Vec<u8>> {
        let nonce = nonce.try_into().map_err(|_| "nonce")?;
        with_aead!(self, key, aead => aead.decrypt(nonce, Payload { msg: ciphertext, aad }).map_err(|_| "opening"))
    }

    /// The private key of `DeriveKeyPair`: RFC 9180, Section 7.1.3.
    pub(crate) fn derive_key(self, ikm: &[u8]) -> Refused<Vec<u8>> {
        let suite_id = [b"KEM".as_slice(), &self.dh.kem_id().to_be_bytes()].concat();
        let prk = self.extract(&[], &[b"HPKE-v1".as_slice(), &suite_id, b"dkp_prk", ikm].concat());
        let length = self.dh.private_key_length();
        let expand = |label: &[u8], context: &[u8]| {
            let start = (length as u16).to_be_bytes();
            let info = [start.as_slice(), b"HPKE-v1", &suite_id, label, context].concat();
            self.raw_expand(&prk, &info, length)
        };
        if matches!(self.dh, Dh::X25519 | Dh::X448) {
            return expand(b"sk", b"");
        }
        for counter in 0..=255 {
            let mut candidate = expand(b"candidate", &[counter])?;
            candidate[0] &= if matches!(self.dh, Dh::P521) { 1 } else { 0xff };
            if self.public_key(&candidate).is_ok() {
                return Ok(candidate);
            }
        }
        Err("no candidate")
    }

    /// From a secret to a private key: `iota`.
    pub(crate) fn iota(self, secret: &[u8]) -> Refused<Vec<u8>> {
        self.derive_key(&self.derive(&self.extract(&[], secret), "iota")?)
    }

    pub(crate) fn sign(self, private_key: &[u8], label: &str, content: &[u8]) -> Refused<Vec<u8>> {
        self.signatures.sign(private_key, &signed(label, content))
    }

    pub(crate) fn verify(self, public_key: &[u8], label: &str, content: &[u8], signature: &[u8]) -> Refused<()> {
        self.signatures.verify(public_key, &signed(label, content), signature)
    }

    pub(crate) fn public_key(self, private_key: &[u8]) -> Refused<Vec<u8>> {
        self.dh.public_key(private_key)
    }

    pub(crate) fn signature_public_key(self, private_key: &[u8]) -> Refused<Vec<u8>> {
        self.signatures.public_key(private_key)
    }
}

/// SignContent with the labels of ART.
fn signed(label: &str, content: &[u8]) -> Vec<u8> {
    [opaque(format!("ART 1.0 {label}").as_bytes()), opaque(content)].concat()
}
