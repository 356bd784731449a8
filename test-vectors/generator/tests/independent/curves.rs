//! Diffie-Hellman and signatures.

use ed25519_dalek::{Signer, Verifier};

use crate::Refused;

/// The group of a KEM.
#[derive(Clone, Copy)]
pub(crate) enum Dh {
    X25519,
    X448,
    P256,
    P384,
    P521,
}

/// A signature scheme.
#[derive(Clone, Copy)]
pub(crate) enum Signatures {
    Ed25519,
    Ed448,
    P256,
    P384,
    P521,
}

/// A NIST curve. Private keys are as long as the field, public keys are points without compression.
macro_rules! nist {
    ($name:ident) => {
        mod $name {
            use $name::ecdh::diffie_hellman;
            use $name::ecdsa::signature::{Signer, Verifier};
            use $name::ecdsa::{DerSignature, SigningKey, VerifyingKey};
            use $name::elliptic_curve::sec1::ToSec1Point;
            use $name::{PublicKey, SecretKey};

            use crate::Refused;

            fn secret(bytes: &[u8]) -> Refused<SecretKey> {
                SecretKey::from_bytes(bytes.try_into().map_err(|_| "length")?).map_err(|_| "private key")
            }

            pub(super) fn public_key(private_key: &[u8]) -> Refused<Vec<u8>> {
                Ok(secret(private_key)?.public_key().to_sec1_point(false).as_bytes().to_vec())
            }

            pub(super) fn dh(private_key: &[u8], public_key: &[u8]) -> Refused<Vec<u8>> {
                let point = PublicKey::from_sec1_bytes(public_key).map_err(|_| "public key")?;
                let shared = diffie_hellman(secret(private_key)?.to_nonzero_scalar(), point.as_affine());
                Ok(shared.raw_secret_bytes().to_vec())
            }

            pub(super) fn sign(private_key: &[u8], message: &[u8]) -> Refused<Vec<u8>> {
                let signature: DerSignature = SigningKey::from(secret(private_key)?).sign(message);
                Ok(signature.as_bytes().to_vec())
            }

            pub(super) fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> Refused<()> {
                let key = VerifyingKey::from_sec1_bytes(public_key).map_err(|_| "public key")?;
                let signature = DerSignature::from_bytes(signature).map_err(|_| "signature")?;
                key.verify(message, &signature).map_err(|_| "signature")
            }
        }
    };
}

nist!(p256);
nist!(p384);
nist!(p521);

impl Dh {
    pub(crate) fn kem_id(self) -> u16 {
        match self {
            Dh::P256 => 0x10,
            Dh::P384 => 0x11,
            Dh::P521 => 0x12,
            Dh::X25519 => 0x20,
            Dh::X448 => 0x21,
        }
    }

    pub(crate) fn private_key_length(self) -> usize {
        match self {
            Dh::X25519 | Dh::P256 => 32,
            Dh::P384 => 48,
            Dh::X448 => 56,
            Dh::P521 => 66,
        }
    }

    pub(crate) fn public_key(self, private_key: &[u8]) -> Refused<Vec<u8>> {
        match self {
            Dh::X25519 => {
                let private_key: [u8; 32] = private_key.try_into().map_err(|_| "length")?;
                Ok(x25519_dalek::x25519(private_key, x25519_dalek::X25519_BASEPOINT_BYTES).to_vec())
            }
            Dh::X448 => {
                let private_key: [u8; 56] = private_key.try_into().map_err(|_| "length")?;
                Ok(x448::x448_unchecked(private_key, x448::X448_BASEPOINT_BYTES).to_vec())
            }
            Dh::P256 => p256::public_key(private_key),
            Dh::P384 => p384::public_key(private_key),
            Dh::P521 => p521::public_key(private_key),
        }
    }

    pub(crate) fn shared(self, private_key: &[u8], public_key: &[u8]) -> Refused<Vec<u8>> {
        let shared = match self {
            Dh::X25519 => {
                let private_key = private_key.try_into().map_err(|_| "length")?;
                x25519_dalek::x25519(private_key, public_key.try_into().map_err(|_| "length")?).to_vec()
            }
            Dh::X448 => {
                let private_key = private_key.try_into().map_err(|_| "length")?;
                x448::x448_unchecked(private_key, public_key.try_into().map_err(|_| "length")?).to_vec()
            }
            Dh::P256 => p256::dh(private_key, public_key)?,
            Dh::P384 => p384::dh(private_key, public_key)?,
            Dh::P521 => p521::dh(private_key, public_key)?,
        };
        if shared.iter().all(|byte| *byte == 0) { Err("low order") } else { Ok(shared) }
    }
}

impl Signatures {
    pub(crate) fn public_key(self, private_key: &[u8]) -> Refused<Vec<u8>> {
        match self {
            Signatures::Ed25519 => Ok(ed25519(private_key)?.verifying_key().to_bytes().to_vec()),
            Signatures::Ed448 => Ok(ed448(private_key)?.verifying_key().to_bytes().to_vec()),
            Signatures::P256 => p256::public_key(private_key),
            Signatures::P384 => p384::public_key(private_key),
            Signatures::P521 => p521::public_key(private_key),
        }
    }

    pub(crate) fn sign(self, private_key: &[u8], message: &[u8]) -> Refused<Vec<u8>> {
        match self {
            Signatures::Ed25519 => Ok(ed25519(private_key)?.sign(message).to_bytes().to_vec()),
            Signatures::Ed448 => Ok(ed448(private_key)?.sign_raw(message).to_bytes().to_vec()),
            Signatures::P256 => p256::sign(private_key, message),
            Signatures::P384 => p384::sign(private_key, message),
            Signatures::P521 => p521::sign(private_key, message),
        }
    }

    pub(crate) fn verify(self, public_key: &[u8], message: &[u8], signature: &[u8]) -> Refused<()> {
        match self {
            Signatures::Ed25519 => {
                let public_key = public_key.try_into().map_err(|_| "length")?;
                let key = ed25519_dalek::VerifyingKey::from_bytes(public_key).map_err(|_| "public key")?;
                let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| "signature")?;
                key.verify(message, &signature).map_err(|_| "signature")
            }
            Signatures::Ed448 => {
                let public_key = public_key.try_into().map_err(|_| "length")?;
                let key = ed448_goldilocks::VerifyingKey::from_bytes(public_key).map_err(|_| "public key")?;
                let signature = ed448_goldilocks::Signature::from_slice(signature).map_err(|_| "signature")?;
                key.verify_raw(&signature, message).map_err(|_| "signature")
            }
            Signatures::P256 => p256::verify(public_key, message, signature),
            Signatures::P384 => p384::verify(public_key, message, signature),
            Signatures::P521 => p521::verify(public_key, message, signature),
        }
    }
}

fn ed25519(private_key: &[u8]) -> Refused<ed25519_dalek::SigningKey> {
    Ok(ed25519_dalek::SigningKey::from_bytes(private_key.try_into().map_err(|_| "length")?))
}

fn ed448(private_key: &[u8]) -> Refused<ed448_goldilocks::SigningKey> {
    let seed: &[u8; 57] = private_key.try_into().map_err(|_| "length")?;
    Ok(ed448_goldilocks::SigningKey::from(ed448_goldilocks::SecretKey::from(*seed)))
}
