//! P-256: HACL*, in libcrux. The nonces come from `rfc6979`.

use libcrux_ecdsa::p256::{PublicKey, Signature, verify as verify_raw};
use libcrux_p256::{
    dh_initiator, dh_responder, ecdsa_sign_p256_sha2, raw_to_uncompressed, uncompressed_to_raw, validate_private_key,
    validate_public_key,
};
use rfc6979::KGenerator;
use rfc6979::bigint::U256;
use sha2::Sha256;

use crate::hash::{Hash, hash};

/// The order of the group.
const ORDER: U256 = U256::from_be_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

/// A private key whose length and range are checked.
fn decode_private_key(private_key: &[u8]) -> Option<&[u8; 32]> {
    let scalar: &[u8; 32] = private_key.try_into().ok()?;
    validate_private_key(scalar).then_some(scalar)
}

/// The coordinates `x || y` of a public key whose encoding is checked, and that it lies on the curve.
fn decode_public_key(public_key: &[u8]) -> Option<[u8; 64]> {
    let encoded: &[u8; 65] = public_key.try_into().ok()?;
    let mut coordinates = [0; 64];
    let valid = uncompressed_to_raw(encoded, &mut coordinates) && validate_public_key(&coordinates);
    valid.then_some(coordinates)
}

pub(super) fn is_private_key(private_key: &[u8]) -> bool {
    decode_private_key(private_key).is_some()
}

pub(super) fn is_public_key(public_key: &[u8]) -> bool {
    decode_public_key(public_key).is_some()
}

pub(super) fn public_key(private_key: &[u8]) -> Option<Vec<u8>> {
    let scalar = decode_private_key(private_key)?;
    let mut coordinates = [0; 64];
    if !dh_initiator(&mut coordinates, scalar) {
        return None;
    }
    let mut encoded = vec![0; 65];
    raw_to_uncompressed(&coordinates, &mut encoded);
    Some(encoded)
}

pub(super) fn dh(private_key: &[u8], public_key: &[u8]) -> Option<Vec<u8>> {
    let scalar = decode_private_key(private_key)?;
    let coordinates = decode_public_key(public_key)?;
    let mut shared = [0; 64];
    if !dh_responder(&mut shared, &coordinates, scalar) {
        return None;
    }
    let (x, _) = shared.split_at(32);
    Some(x.to_vec())
}

/// Deviation: `None` also where RFC 6979 would try a second nonce, because the first makes `r` or `s` zero:
/// with a probability below 2^-250.
pub(super) fn sign(private_key: &[u8], message: &[u8], randomness: &[u8]) -> Option<Vec<u8>> {
    let scalar = decode_private_key(private_key)?;
    let digest = hash(Hash::Sha256, message);
    let mut nonce = [0; 32];
    KGenerator::<Sha256, U256>::new(scalar, &digest, randomness, &ORDER).fill_next_k(&mut nonce);
    let length = u32::try_from(message.len()).ok()?;
    let mut signature = [0; 64];
    if !ecdsa_sign_p256_sha2(&mut signature, length, message, scalar, &nonce) {
        return None;
    }
    Some(Signature::from_bytes(signature).to_der().to_vec())
}

pub(super) fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    match (decode_public_key(public_key), Signature::from_der(signature)) {
        (Some(coordinates), Ok(signature)) => {
            let algorithm = libcrux_sha2::Algorithm::Sha256;
            verify_raw(algorithm, message, &signature, &PublicKey(coordinates)).is_ok()
        }
        _ => false,
    }
}
