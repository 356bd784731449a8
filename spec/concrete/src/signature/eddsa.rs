//! EdDSA of RFC 8032, without a context. Private keys are its seeds, of 32 and 57 bytes.

/// Ed25519: HACL*, in libcrux.
pub(super) mod ed25519 {
    use curve25519_dalek::edwards::CompressedEdwardsY;

    /// Whether this decodes to a point as RFC 8032, Section 5.1.3, says, which admits one encoding only.
    pub(in crate::signature) fn is_public_key(public_key: &[u8]) -> bool {
        let Ok(encoded) = CompressedEdwardsY::from_slice(public_key) else {
            return false;
        };
        match encoded.decompress() {
            Some(point) => point.compress() == encoded,
            None => false,
        }
    }

    pub(in crate::signature) fn public_key(private_key: &[u8]) -> Option<Vec<u8>> {
        let mut public_key = [0; 32];
        libcrux_ed25519::secret_to_public(&mut public_key, private_key.try_into().ok()?);
        Some(public_key.to_vec())
    }

    pub(in crate::signature) fn sign(private_key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
        let signature = libcrux_ed25519::sign(message, private_key.try_into().ok()?).ok()?;
        Some(signature.to_vec())
    }

    pub(in crate::signature) fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
        match (public_key.try_into(), signature.try_into()) {
            (Ok(public_key), Ok(signature)) => libcrux_ed25519::verify(message, public_key, signature).is_ok(),
            _ => false,
        }
    }
}

/// Ed448: `ed448-goldilocks`, an unaudited pre-release.
///
/// It ignores seven bits of an encoded point, and accepts coordinates that are not reduced; both are checked
/// here.
///
/// Deviation: it rejects keys and signatures with a point outside the subgroup of prime order, and the
/// identity. RFC 8032 accepts some of them; no key or signature that is made as it says is among them.
pub(super) mod ed448 {
    use ed448_goldilocks::{CompressedEdwardsY, Signature, SigningKey, VerifyingKey};

    /// Whether this decodes to a point as RFC 8032, Section 5.2.3, says, which admits one encoding only.
    fn is_canonical(encoded: &[u8; 57]) -> bool {
        match CompressedEdwardsY(*encoded).decompress().into_option() {
            Some(point) => point.compress().to_bytes() == *encoded,
            None => false,
        }
    }

    fn decode_public_key(public_key: &[u8]) -> Option<VerifyingKey> {
        let encoded = public_key.try_into().ok()?;
        if !is_canonical(encoded) {
            return None;
        }
        VerifyingKey::from_bytes(encoded).ok()
    }

    fn decode_private_key(private_key: &[u8]) -> Option<SigningKey> {
        let seed: &[u8; 57] = private_key.try_into().ok()?;
        Some(SigningKey::from(ed448_goldilocks::SecretKey::from(*seed)))
    }

    pub(in crate::signature) fn is_public_key(public_key: &[u8]) -> bool {
        decode_public_key(public_key).is_some()
    }

    pub(in crate::signature) fn public_key(private_key: &[u8]) -> Option<Vec<u8>> {
        let key = decode_private_key(private_key)?;
        Some(key.verifying_key().to_bytes().to_vec())
    }

    pub(in crate::signature) fn sign(private_key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
        let key = decode_private_key(private_key)?;
        Some(key.sign_raw(message).to_bytes().to_vec())
    }

    pub(in crate::signature) fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
        match (decode_public_key(public_key), Signature::from_slice(signature)) {
            (Some(key), Ok(signature)) => {
                is_canonical(signature.r_bytes()) && key.verify_raw(&signature, message).is_ok()
            }
            _ => false,
        }
    }
}
