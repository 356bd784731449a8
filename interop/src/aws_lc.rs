//! AWS-LC, through `mls-rs-crypto-awslc`: the primitives of both peers, and the public keys of private keys.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use mls_rs::crypto::SignatureSecretKey;
use mls_rs::{CipherSuite, CipherSuiteProvider, CryptoProvider};
use mls_rs_crypto_awslc::{AwsLcCipherSuite, AwsLcCryptoProvider, Ecdh};
use mls_rs_crypto_traits::DhType;

use crate::Refusal;

/// The suites that AWS-LC has the primitives of.
pub(crate) fn suites() -> Vec<u16> {
    let mut suites: Vec<u16> =
        AwsLcCryptoProvider::new().supported_cipher_suites().into_iter().map(u16::from).collect();
    suites.sort_unstable();
    suites
}

/// The primitives of a suite.
pub(crate) fn primitives(suite: u16) -> Result<AwsLcCipherSuite, Refusal> {
    let provider = AwsLcCryptoProvider::new().cipher_suite_provider(CipherSuite::from(suite));
    provider.ok_or_else(|| Refusal::other("AWS-LC lacks the cipher suite"))
}

/// The public key of an HPKE private key.
pub(crate) fn hpke_public_key(suite: u16, private_key: &[u8]) -> Result<Vec<u8>, Refusal> {
    let curve = Ecdh::new(CipherSuite::from(suite)).ok_or_else(|| Refusal::other("AWS-LC lacks the curve"))?;
    let public_key = curve.to_public(&private_key.to_vec().into()).map_err(Refusal::of)?;
    Ok(public_key.into())
}

/// The public key of a signature private key.
pub(crate) fn signature_public_key(suite: u16, private_key: &[u8]) -> Result<Vec<u8>, Refusal> {
    let primitives = primitives(suite)?;
    if is_ed25519(suite) {
        return ed25519_public_key(private_key);
    }
    let public_key = primitives.signature_key_derive_public(&private_key.to_vec().into()).map_err(Refusal::of)?;
    Ok(public_key.as_bytes().into())
}

/// A signature private key in the form that AWS-LC wants: of Ed25519 the seed, which the test vectors have, with
/// the public key behind it.
pub(crate) fn signature_secret_key(suite: u16, private_key: &[u8]) -> Result<SignatureSecretKey, Refusal> {
    let mut secret_key = private_key.to_vec();
    if is_ed25519(suite) {
        secret_key.extend(ed25519_public_key(private_key)?);
    }
    Ok(secret_key.into())
}

fn is_ed25519(suite: u16) -> bool {
    [CipherSuite::CURVE25519_AES128, CipherSuite::CURVE25519_CHACHA].contains(&suite.into())
}

/// Not through `mls-rs-crypto-awslc`, which only cuts the public key off the long form.
fn ed25519_public_key(seed: &[u8]) -> Result<Vec<u8>, Refusal> {
    let key_pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(Refusal::of)?;
    Ok(key_pair.public_key().as_ref().into())
}
