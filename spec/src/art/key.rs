//! ART: the Diffie-Hellman group, and the map from its elements to private keys.

use crate::algebra::{Bytes, Crypto};
use crate::art::labels::derive_art_secret;
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, encode_opaque};
use crate::error::{DecodeError, Invalid, Place, Rule, require};
use crate::secret::{ArtDhOutput, ArtExchangedSecret, ArtNodePrivateKey};

/// A public key of the group of the suite's KEM: of an identity, a prekey, a setup or a node.
///
/// ```text
/// opaque ArtPublicKey<V>;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtPublicKey<B> {
    /// In the format of the suite's KEM.
    pub bytes: B,
}

/// A public key is one of the suite's group, and yields an element that the group admits as a shared one.
const PUBLIC_KEY: Rule = Rule::Art(4);

/// Inverse of [`decode_art_public_key`].
pub fn encode_art_public_key<B: Bytes>(key: &ArtPublicKey<B>) -> B {
    encode_opaque(&key.bytes)
}

/// Reads an [`ArtPublicKey`]; whether it is a valid key depends on the suite: [`check_public_key`].
pub fn decode_art_public_key<B: Bytes>(input: &B) -> Result<(ArtPublicKey<B>, B), DecodeError> {
    let (bytes, rest) = decode_opaque(input)?;
    Ok((ArtPublicKey { bytes }, rest))
}

/// Whether a public key is the encoding of one.
///
/// # Errors
/// If not, at `place`.
pub fn check_public_key<B: Crypto>(suite: CipherSuite, key: &ArtPublicKey<B>, place: Place) -> Result<(), Invalid> {
    require(B::kem_is_public_key(suite, &key.bytes), PUBLIC_KEY, place)
}

/// `g^{xy}` of a private key `x` and a public key `g^y`, which is at `place`.
///
/// # Errors
/// If the public key does not fit, or the result is one that RFC 9180 rejects.
pub fn diffie_hellman<B: Crypto>(
    suite: CipherSuite,
    private_key: &B,
    public_key: &ArtPublicKey<B>,
    place: Place,
) -> Result<ArtDhOutput<B>, Invalid> {
    match B::dh(suite, private_key, &public_key.bytes) {
        Some(bytes) => Ok(ArtDhOutput { bytes }),
        None => Err(Invalid { rule: PUBLIC_KEY, place }),
    }
}

/// `iota`: from a secret to a private key.
///
/// ```text
/// iota(Z) = DeriveKeyPair(DeriveSecret(KDF.Extract("", Z), "iota")), the private key
/// ```
///
/// Choice: the paper wants any map. A group element is no uniform key, so it is extracted before it is expanded.
fn iota<B: Crypto>(suite: CipherSuite, z: &B) -> ArtNodePrivateKey<B> {
    let extracted = B::kdf_extract(suite, &B::literal(&[]), z);
    let expanded = derive_art_secret(suite, &extracted, b"iota");
    ArtNodePrivateKey { bytes: B::kem_derive_private_key(suite, &expanded) }
}

/// The private key of a node whose children have the private keys `x` and `y`.
///
/// ```text
/// iota(g^{xy})
/// ```
pub fn node_private_key<B: Crypto>(suite: CipherSuite, shared: &ArtDhOutput<B>) -> ArtNodePrivateKey<B> {
    iota(suite, &shared.bytes)
}

/// The private key of the leaf that a creator makes for another member.
///
/// ```text
/// lambda_i = iota(KeyExchange(ik_0, IK_i, suk, EK_i))
/// ```
///
/// Vectors: `art-setup`, field `leaf_priv`.
pub fn leaf_private_key<B: Crypto>(suite: CipherSuite, exchanged: &ArtExchangedSecret<B>) -> ArtNodePrivateKey<B> {
    iota(suite, &exchanged.bytes)
}

/// The public key of a private key that was derived, which is a valid one: a law of the algebra.
pub fn art_public_key<B: Crypto>(suite: CipherSuite, private_key: &B) -> ArtPublicKey<B> {
    match B::kem_public_key(suite, private_key) {
        Some(bytes) => ArtPublicKey { bytes },
        None => ArtPublicKey { bytes: B::literal(&[]) },
    }
}
