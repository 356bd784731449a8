//! P-384 and P-521: RustCrypto, whose two crates have the same interface.

macro_rules! curve {
    ($name:ident, $curve:ident, $hash:ident, $length:literal) => {
        pub(super) mod $name {
            use ::$name::ecdh::diffie_hellman;
            use ::$name::ecdsa::Signature;
            use ::$name::elliptic_curve::sec1::ToSec1Point;
            use ::$name::{FieldBytes, PublicKey, SecretKey, $curve};
            use ecdsa::hazmat::{sign_prehashed_rfc6979, verify_prehashed};

            use crate::hash::{Hash, hash};

            /// A private key whose length and range are checked.
            fn decode_private_key(private_key: &[u8]) -> Option<SecretKey> {
                let scalar: &FieldBytes = private_key.try_into().ok()?;
                SecretKey::from_bytes(scalar).ok()
            }

            /// A public key whose encoding is checked, and that it lies on the curve.
            fn decode_public_key(public_key: &[u8]) -> Option<PublicKey> {
                let uncompressed = public_key.len() == 1 + 2 * $length && public_key.first() == Some(&0x04);
                if !uncompressed {
                    return None;
                }
                PublicKey::from_sec1_bytes(public_key).ok()
            }

            pub(in crate::nist) fn is_private_key(private_key: &[u8]) -> bool {
                decode_private_key(private_key).is_some()
            }

            pub(in crate::nist) fn is_public_key(public_key: &[u8]) -> bool {
                decode_public_key(public_key).is_some()
            }

            pub(in crate::nist) fn public_key(private_key: &[u8]) -> Option<Vec<u8>> {
                let point = decode_private_key(private_key)?.public_key();
                Some(point.to_sec1_point(false).as_bytes().to_vec())
            }

            pub(in crate::nist) fn dh(private_key: &[u8], public_key: &[u8]) -> Option<Vec<u8>> {
                let scalar = decode_private_key(private_key)?.to_nonzero_scalar();
                let point = decode_public_key(public_key)?;
                let shared = diffie_hellman(scalar, point.as_affine());
                Some(shared.raw_secret_bytes().to_vec())
            }

            pub(in crate::nist) fn sign(private_key: &[u8], message: &[u8], randomness: &[u8]) -> Option<Vec<u8>> {
                let scalar = decode_private_key(private_key)?.to_nonzero_scalar();
                let digest = hash(Hash::$hash, message);
                let (signature, _) = sign_prehashed_rfc6979::<$curve, sha2::$hash>(&scalar, &digest, randomness);
                Some(signature.to_der().as_bytes().to_vec())
            }

            pub(in crate::nist) fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
                match (decode_public_key(public_key), Signature::from_der(signature)) {
                    (Some(point), Ok(signature)) => {
                        let digest = hash(Hash::$hash, message);
                        verify_prehashed(&point.to_projective(), &digest, &signature).is_ok()
                    }
                    _ => false,
                }
            }
        }
    };
}

curve!(p384, NistP384, Sha384, 48);
curve!(p521, NistP521, Sha512, 66);
