//! ART: `KeyExchange`, a one-round authenticated key exchange of the creator with each other member.
//!
//! Choice: the paper wants any strong one. The output of this one depends on four Diffie-Hellman values, so an attacker
//! needs both the long-term and the one-time private key of one of the two sides.

use crate::algebra::{Bytes, Crypto};
use crate::art::key::{ArtPublicKey, diffie_hellman, encode_art_public_key};
use crate::art::labels::expand_with_art_label;
use crate::art::member::{ArtMember, encode_art_member};
use crate::cipher_suite::CipherSuite;
use crate::codec::encode_u16;
use crate::crypto::zero;
use crate::error::{Invalid, Place};
use crate::secret::{ArtDhOutput, ArtExchangedSecret, ArtIdentityPrivateKey, ArtPrekeyPrivateKey, ArtSetupPrivateKey};

/// What both sides know of each other.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtExchange<B> {
    /// The suite.
    pub suite: CipherSuite,
    /// Member 0, with `IK_0`.
    pub creator: ArtMember<B>,
    /// Member `i`, with `IK_i`.
    pub member: ArtMember<B>,
    /// `SUK`.
    pub setup_key: ArtPublicKey<B>,
    /// `EK_i`.
    pub ephemeral_key: ArtPublicKey<B>,
}

/// The four values.
///
/// ```text
/// DH(ik_0, IK_i), DH(ik_0, EK_i), DH(suk, IK_i), DH(suk, EK_i)
/// ```
struct DhValues<B> {
    identity_identity: ArtDhOutput<B>,
    identity_ephemeral: ArtDhOutput<B>,
    setup_identity: ArtDhOutput<B>,
    setup_ephemeral: ArtDhOutput<B>,
}

/// The side of the creator. Vectors: `art-setup`, field `exchanged_secret`.
///
/// # Errors
/// A public key of the member that does not fit, at `place`.
pub fn exchange_as_creator<B: Crypto>(
    exchange: &ArtExchange<B>,
    identity_private_key: &ArtIdentityPrivateKey<B>,
    setup_private_key: &ArtSetupPrivateKey<B>,
    place: Place,
) -> Result<ArtExchangedSecret<B>, Invalid> {
    let (suite, ik, suk) = (exchange.suite, &identity_private_key.bytes, &setup_private_key.bytes);
    let (identity_key, ephemeral_key) = (&exchange.member.identity_key, &exchange.ephemeral_key);
    let values = DhValues {
        identity_identity: diffie_hellman(suite, ik, identity_key, place)?,
        identity_ephemeral: diffie_hellman(suite, ik, ephemeral_key, place)?,
        setup_identity: diffie_hellman(suite, suk, identity_key, place)?,
        setup_ephemeral: diffie_hellman(suite, suk, ephemeral_key, place)?,
    };
    Ok(exchanged_secret(exchange, &values))
}

/// The side of the member. Vectors: `art-setup`, field `exchanged_secret`.
///
/// # Errors
/// A public key of the creator that does not fit, at its leaf.
pub fn exchange_as_member<B: Crypto>(
    exchange: &ArtExchange<B>,
    identity_private_key: &ArtIdentityPrivateKey<B>,
    prekey_private_key: &ArtPrekeyPrivateKey<B>,
) -> Result<ArtExchangedSecret<B>, Invalid> {
    let (suite, ik, ek) = (exchange.suite, &identity_private_key.bytes, &prekey_private_key.bytes);
    let (identity_key, setup_key) = (&exchange.creator.identity_key, &exchange.setup_key);
    let place = Place::Leaf(0);
    let values = DhValues {
        identity_identity: diffie_hellman(suite, ik, identity_key, place)?,
        identity_ephemeral: diffie_hellman(suite, ek, identity_key, place)?,
        setup_identity: diffie_hellman(suite, ik, setup_key, place)?,
        setup_ephemeral: diffie_hellman(suite, ek, setup_key, place)?,
    };
    Ok(exchanged_secret(exchange, &values))
}

/// ```text
/// KDF.Extract(0, DH(ik_0, IK_i) || DH(ik_0, EK_i) || DH(suk, IK_i) || DH(suk, EK_i))
///     -> ExpandWithLabel(., "key exchange", ArtExchangeContext, KDF.Nh)
/// ```
fn exchanged_secret<B: Crypto>(exchange: &ArtExchange<B>, values: &DhValues<B>) -> ArtExchangedSecret<B> {
    let suite = exchange.suite;
    let ikm = values
        .identity_identity
        .bytes
        .concat(&values.identity_ephemeral.bytes)
        .concat(&values.setup_identity.bytes)
        .concat(&values.setup_ephemeral.bytes);
    let extracted = B::kdf_extract(suite, &zero(suite), &ikm);
    let context = encode_exchange_context(exchange);
    let bytes = expand_with_art_label(suite, &extracted, b"key exchange", &context, suite.kdf_nh());
    ArtExchangedSecret { bytes }
}

/// ```text
/// struct {
///     CipherSuite cipher_suite;
///     ArtMember creator;
///     ArtMember member;
///     ArtPublicKey setup_key;
///     ArtPublicKey ephemeral_key;
/// } ArtExchangeContext;
/// ```
fn encode_exchange_context<B: Bytes>(exchange: &ArtExchange<B>) -> B {
    encode_u16::<B>(exchange.suite.value())
        .concat(&encode_art_member(&exchange.creator))
        .concat(&encode_art_member(&exchange.member))
        .concat(&encode_art_public_key(&exchange.setup_key))
        .concat(&encode_art_public_key(&exchange.ephemeral_key))
}
