//! ART: one-time prekeys.

use crate::algebra::{Bytes, Crypto};
use crate::art::envelope::encode_art10;
use crate::art::key::{ArtPublicKey, art_public_key, check_public_key, decode_art_public_key, encode_art_public_key};
use crate::art::labels::{sign_with_art_label, verify_with_art_label};
use crate::art::member::encode_art_member;
use crate::art::member::{ArtIdentity, ArtMember, check_identity, check_member_keys, decode_art_member};
use crate::cipher_suite::CipherSuite;
use crate::codec::{MAX_VECTOR_LENGTH, decode_opaque, decode_u16, encode_opaque, encode_u16};
use crate::crypto::random;
use crate::error::{DecodeError, Error, Invalid, Misuse, Place, Rule, require, require_verified};
use crate::secret::{ArtPrekeyPrivateKey, Seed};

/// A key that its owner offers for one setup.
///
/// ```text
/// struct {
///     CipherSuite cipher_suite;
///     ArtMember owner;
///     ArtPublicKey ephemeral_key;
///     /* SignWithLabel(., "ArtPrekeyTBS", ArtPrekeyTBS) */
///     opaque signature<V>;
/// } ArtPrekey;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtPrekey<B> {
    /// The wire value of a suite.
    pub cipher_suite: u16,
    /// Whose it is.
    pub owner: ArtMember<B>,
    /// `EK`.
    pub ephemeral_key: ArtPublicKey<B>,
    /// By the owner.
    pub signature: B,
}

/// A prekey as its owner has it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnArtPrekey<B> {
    /// What the others know.
    pub prekey: ArtPrekey<B>,
    /// `ek`.
    pub private_key: ArtPrekeyPrivateKey<B>,
}

/// The prekeys of a member that no setup has used. Choice: a value of the caller's.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtPrekeyStore<B> {
    /// In the order in which they were made.
    pub unused: Vec<OwnArtPrekey<B>>,
}

/// A prekey is of the suite of the setup.
const PREKEY_SUITE: Rule = Rule::Art(6);
/// The signature of a prekey verifies under its owner's signature key.
const PREKEY_SIGNATURE: Rule = Rule::Art(7);
/// The prekey that a setup names is one of the receiver's, for the setup's suite, and no setup has used it. Choice: one
/// rule, since used keys are deleted: what was used cannot be told from what never was.
const PREKEY_UNUSED: Rule = Rule::Art(8);

/// The label of the signature.
const PREKEY_TBS: &[u8] = b"ArtPrekeyTBS";

/// What is signed: the version, and all of a prekey but its signature.
///
/// ```text
/// struct {
///     ArtVersion version = art10;
///     CipherSuite cipher_suite;
///     ArtMember owner;
///     ArtPublicKey ephemeral_key;
/// } ArtPrekeyTBS;
/// ```
pub fn encode_art_prekey_tbs<B: Bytes>(prekey: &ArtPrekey<B>) -> B {
    encode_art10::<B>().concat(&encode_unsigned(prekey))
}

fn encode_unsigned<B: Bytes>(prekey: &ArtPrekey<B>) -> B {
    encode_u16::<B>(prekey.cipher_suite)
        .concat(&encode_art_member(&prekey.owner))
        .concat(&encode_art_public_key(&prekey.ephemeral_key))
}

/// Inverse of [`decode_art_prekey`].
pub fn encode_art_prekey<B: Bytes>(prekey: &ArtPrekey<B>) -> B {
    encode_unsigned(prekey).concat(&encode_opaque(&prekey.signature))
}

/// Reads an [`ArtPrekey`].
pub fn decode_art_prekey<B: Bytes>(input: &B) -> Result<(ArtPrekey<B>, B), DecodeError> {
    let (cipher_suite, rest) = decode_u16(input)?;
    let (owner, rest) = decode_art_member(&rest)?;
    let (ephemeral_key, rest) = decode_art_public_key(&rest)?;
    let (signature, rest) = decode_opaque(&rest)?;
    let prekey = ArtPrekey { cipher_suite, owner, ephemeral_key, signature };
    Ok((prekey, rest))
}

/// A fresh prekey.
///
/// # Errors
/// [`Misuse::PrivateKey`] if the identity's private keys do not fit, [`Misuse::TooLong`] for its name.
pub fn create_prekey<B: Crypto>(own: &ArtIdentity<B>, seed: &Seed<B>) -> Result<OwnArtPrekey<B>, Misuse> {
    check_identity(own)?;
    if own.member.identity.length() > MAX_VECTOR_LENGTH {
        return Err(Misuse::TooLong);
    }
    let suite = own.suite;
    let randomness = random(suite, seed, b"ephemeral_key", 0, suite.kdf_nh());
    let private_key = ArtPrekeyPrivateKey { bytes: B::kem_derive_private_key(suite, &randomness) };
    let mut prekey = ArtPrekey {
        cipher_suite: suite.value(),
        owner: own.member.clone(),
        ephemeral_key: art_public_key(suite, &private_key.bytes),
        signature: B::literal(&[]),
    };
    let tbs = encode_art_prekey_tbs(&prekey);
    prekey.signature = sign_with_art_label(suite, &own.signature_private_key, PREKEY_TBS, &tbs, seed)?;
    Ok(OwnArtPrekey { prekey, private_key })
}

/// What a creator checks of a prekey that it was given, which stands at `place` among others.
/// Vectors: `art-setup`, field `prekey`.
///
/// # Errors
/// The first rule broken.
pub fn check_prekey<B: Crypto>(suite: CipherSuite, prekey: &ArtPrekey<B>, place: Place) -> Result<(), Error> {
    require(prekey.cipher_suite == suite.value(), PREKEY_SUITE, place)?;
    check_member_keys(suite, &prekey.owner, place)?;
    check_public_key(suite, &prekey.ephemeral_key, place)?;
    let tbs = encode_art_prekey_tbs(prekey);
    let verified = verify_with_art_label(suite, &prekey.owner.signature_key, PREKEY_TBS, &tbs, &prekey.signature);
    Ok(require_verified(verified, PREKEY_SIGNATURE)?)
}

/// The prekey of this suite and owner with this public key, and the store without it.
///
/// # Errors
/// If the store has none: a setup has used it, or it never was this member's.
pub fn take_prekey<B: Bytes>(
    store: &ArtPrekeyStore<B>,
    suite: CipherSuite,
    owner: &ArtMember<B>,
    ephemeral_key: &ArtPublicKey<B>,
) -> Result<(ArtPrekeyStore<B>, OwnArtPrekey<B>), Invalid> {
    let mut taken = Err(Invalid { rule: PREKEY_UNUSED, place: Place::Message });
    let mut unused = Vec::new();
    for i in 0..store.unused.len() {
        match store.unused.get(i) {
            Some(own) if is_prekey(&own.prekey, suite, owner, ephemeral_key) => taken = Ok(own.clone()),
            Some(own) => unused.push(own.clone()),
            None => {}
        }
    }
    Ok((ArtPrekeyStore { unused }, taken?))
}

fn is_prekey<B: Bytes>(
    prekey: &ArtPrekey<B>,
    suite: CipherSuite,
    owner: &ArtMember<B>,
    ephemeral_key: &ArtPublicKey<B>,
) -> bool {
    prekey.cipher_suite == suite.value() && prekey.owner == *owner && prekey.ephemeral_key == *ephemeral_key
}
