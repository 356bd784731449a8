//! ART: members, and who they are.

use crate::algebra::{Bytes, Crypto};
use crate::art::key::{ArtPublicKey, art_public_key, check_public_key, decode_art_public_key, encode_art_public_key};
use crate::art::tree::MemberIndex;
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_opaque, decode_u32, encode_opaque, encode_u32};
use crate::crypto::{SignaturePublicKey, decode_signature_public_key, encode_signature_public_key, random};
use crate::error::{DecodeError, Invalid, Misuse, Place, Rule, require};
use crate::secret::{ArtIdentityPrivateKey, Seed, SignaturePrivateKey};

/// A member as the others know it. Whether the identity is that of the keys is the application's to know.
///
/// Choice: what the paper calls an identity is all three.
///
/// ```text
/// struct {
///     opaque identity<V>;
///     ArtPublicKey identity_key;
///     SignaturePublicKey signature_key;
/// } ArtMember;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtMember<B> {
    /// What the application calls it.
    pub identity: B,
    /// `IK`.
    pub identity_key: ArtPublicKey<B>,
    /// Verifies its prekeys, setups and messages.
    pub signature_key: SignaturePublicKey<B>,
}

/// A member as it knows itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtIdentity<B> {
    /// The suite of its keys.
    pub suite: CipherSuite,
    /// What the others know.
    pub member: ArtMember<B>,
    /// `ik`.
    pub identity_private_key: ArtIdentityPrivateKey<B>,
    /// Of `signature_key`.
    pub signature_private_key: SignaturePrivateKey<B>,
}

/// The signature key is one of the suite's signature scheme.
const SIGNATURE_KEY: Rule = Rule::Art(5);
/// A group has at least two members.
const TWO_MEMBERS: Rule = Rule::Art(11);
/// Choice: no two members share an identity, or the encoding of an identity key or of a signature key. An X25519 key
/// has several encodings, which are not told to be one key.
const DISTINCT_MEMBERS: Rule = Rule::Art(12);

/// Inverse of [`decode_art_member`].
pub fn encode_art_member<B: Bytes>(member: &ArtMember<B>) -> B {
    encode_opaque(&member.identity)
        .concat(&encode_art_public_key(&member.identity_key))
        .concat(&encode_signature_public_key(&member.signature_key))
}

/// Reads an [`ArtMember`]; whether its keys are valid depends on the suite.
pub fn decode_art_member<B: Bytes>(input: &B) -> Result<(ArtMember<B>, B), DecodeError> {
    let (identity, rest) = decode_opaque(input)?;
    let (identity_key, rest) = decode_art_public_key(&rest)?;
    let (signature_key, rest) = decode_signature_public_key(&rest)?;
    let member = ArtMember { identity, identity_key, signature_key };
    Ok((member, rest))
}

/// `uint32`.
pub fn encode_member_index<B: Bytes>(index: &MemberIndex) -> B {
    encode_u32(index.0)
}

/// Inverse of [`encode_member_index`]. The index may lie outside any group.
pub fn decode_member_index<B: Bytes>(input: &B) -> Result<(MemberIndex, B), DecodeError> {
    let (index, rest) = decode_u32(input)?;
    Ok((MemberIndex(index), rest))
}

/// A member of this name with fresh keys.
///
/// # Errors
/// [`Misuse::PrivateKey`] if the suite's signature scheme has no key for the seed, for which there is no reason.
pub fn create_identity<B: Crypto>(suite: CipherSuite, identity: &B, seed: &Seed<B>) -> Result<ArtIdentity<B>, Misuse> {
    let length = suite.kdf_nh();
    let identity_private_key = B::kem_derive_private_key(suite, &random(suite, seed, b"identity_key", 0, length));
    let randomness = random(suite, seed, b"signature_key", 0, length);
    let signature_private_key = B::signature_derive_private_key(suite, &randomness);
    let bytes = B::signature_public_key(suite, &signature_private_key).ok_or(Misuse::PrivateKey)?;
    let member = ArtMember {
        identity: identity.clone(),
        identity_key: art_public_key(suite, &identity_private_key),
        signature_key: SignaturePublicKey { bytes },
    };
    Ok(ArtIdentity {
        suite,
        member,
        identity_private_key: ArtIdentityPrivateKey { bytes: identity_private_key },
        signature_private_key: SignaturePrivateKey { bytes: signature_private_key },
    })
}

/// Whether the private keys belong to the public keys.
///
/// # Errors
/// [`Misuse::PrivateKey`] if one does not.
pub fn check_identity<B: Crypto>(own: &ArtIdentity<B>) -> Result<(), Misuse> {
    let identity_key = B::kem_public_key(own.suite, &own.identity_private_key.bytes);
    let signature_key = B::signature_public_key(own.suite, &own.signature_private_key.bytes);
    if identity_key == Some(own.member.identity_key.bytes.clone())
        && signature_key == Some(own.member.signature_key.bytes.clone())
    {
        Ok(())
    } else {
        Err(Misuse::PrivateKey)
    }
}

/// Whether the keys of a member are keys of the suite.
///
/// # Errors
/// The first that is none, at `place`.
pub fn check_member_keys<B: Crypto>(suite: CipherSuite, member: &ArtMember<B>, place: Place) -> Result<(), Invalid> {
    check_public_key(suite, &member.identity_key, place)?;
    let fits = B::signature_is_public_key(suite, &member.signature_key.bytes);
    require(fits, SIGNATURE_KEY, place)
}

/// Whether there are enough members for a group.
///
/// # Errors
/// If there are not.
pub fn check_member_count<B>(members: &[ArtMember<B>]) -> Result<(), Invalid> {
    require(members.len() >= 2, TWO_MEMBERS, Place::Message)
}

/// Whether the keys of all members are keys of the suite.
///
/// # Errors
/// The first that is none, at the leaf of its member.
pub fn check_keys_of_members<B: Crypto>(suite: CipherSuite, members: &[ArtMember<B>]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..members.len() {
        verdict = match (verdict, members.get(i)) {
            (Ok(()), Some(member)) => check_member_keys(suite, member, Place::Leaf(i as u32)),
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// Whether no member is like another. Each is compared with each: the one check that grows with the square of the
/// number of members, so it comes when all others of the members are done.
///
/// # Errors
/// The first that is like an earlier one, at its leaf.
pub fn check_distinct_members<B: Bytes>(members: &[ArtMember<B>]) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for i in 0..members.len() {
        verdict = match (verdict, members.get(i)) {
            (Ok(()), Some(member)) => require(is_distinct(members, member, i), DISTINCT_MEMBERS, Place::Leaf(i as u32)),
            (verdict, _) => verdict,
        };
    }
    verdict
}

/// Whether the member at `index` is like none before it.
fn is_distinct<B: Bytes>(members: &[ArtMember<B>], member: &ArtMember<B>, index: usize) -> bool {
    let mut distinct = true;
    for i in 0..index {
        distinct = match members.get(i) {
            Some(other) => distinct && !is_alike(member, other),
            None => distinct,
        };
    }
    distinct
}

fn is_alike<B: Bytes>(one: &ArtMember<B>, other: &ArtMember<B>) -> bool {
    one.identity == other.identity || one.identity_key == other.identity_key || one.signature_key == other.signature_key
}
