//! ART: setup messages.

pub mod create;
pub mod process;

use crate::algebra::Bytes;
use crate::art::context::{ArtLink, ArtMode, decode_art_link, decode_art_mode, encode_art_link, encode_art_mode};
use crate::art::envelope::encode_art10;
use crate::art::key::{ArtPublicKey, decode_art_public_key, encode_art_public_key};
use crate::art::key_exchange::ArtExchange;
use crate::art::member::{ArtMember, decode_art_member, encode_art_member};
use crate::art::public_tree::{ArtTree, decode_art_tree, encode_art_tree};
use crate::cipher_suite::CipherSuite;
use crate::codec::{
    decode_opaque, decode_optional, decode_u16, decode_vector, encode_opaque, encode_optional, encode_u16,
    encode_vector,
};
use crate::error::DecodeError;

/// A member other than the creator, and which of its prekeys was used.
///
/// ```text
/// struct {
///     ArtMember member;
///     ArtPublicKey ephemeral_key;
/// } ArtInvitee;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtInvitee<B> {
    /// The member.
    pub member: ArtMember<B>,
    /// `EK_i`.
    pub ephemeral_key: ArtPublicKey<B>,
}

/// Starts a group: from its creator, to all other members.
///
/// ```text
/// struct {
///     CipherSuite cipher_suite;
///     opaque group_id<V>;
///     ArtMode mode;
///     optional<ArtLink> link;
///     ArtMember creator;
///     ArtInvitee invitees<V>;
///     ArtPublicKey setup_key;
///     ArtTree tree;
///     /* SignWithLabel(., "ArtSetupTBS", ArtSetupTBS) */
///     opaque signature<V>;
/// } ArtSetup;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtSetup<B> {
    /// The wire value of the suite.
    pub cipher_suite: u16,
    /// What the group is called.
    pub group_id: B,
    /// Whether its messages are signed.
    pub mode: ArtMode,
    /// The stage of another group that it follows.
    pub link: Option<ArtLink<B>>,
    /// Member 0.
    pub creator: ArtMember<B>,
    /// Members 1 and on.
    pub invitees: Vec<ArtInvitee<B>>,
    /// `SUK`.
    pub setup_key: ArtPublicKey<B>,
    /// The public keys of the first stage.
    pub tree: ArtTree<B>,
    /// By the creator.
    pub signature: B,
}

/// The label of the signature.
const SETUP_TBS: &[u8] = b"ArtSetupTBS";

/// What is signed: the version, and all of a setup but its signature.
///
/// ```text
/// struct {
///     ArtVersion version = art10;
///     CipherSuite cipher_suite;
///     opaque group_id<V>;
///     ArtMode mode;
///     optional<ArtLink> link;
///     ArtMember creator;
///     ArtInvitee invitees<V>;
///     ArtPublicKey setup_key;
///     ArtTree tree;
/// } ArtSetupTBS;
/// ```
pub fn encode_art_setup_tbs<B: Bytes>(setup: &ArtSetup<B>) -> B {
    encode_art10::<B>().concat(&encode_unsigned(setup))
}

fn encode_unsigned<B: Bytes>(setup: &ArtSetup<B>) -> B {
    encode_u16::<B>(setup.cipher_suite)
        .concat(&encode_opaque(&setup.group_id))
        .concat(&encode_art_mode(setup.mode))
        .concat(&encode_optional(&setup.link, encode_art_link))
        .concat(&encode_art_member(&setup.creator))
        .concat(&encode_vector(&setup.invitees, encode_art_invitee))
        .concat(&encode_art_public_key(&setup.setup_key))
        .concat(&encode_art_tree(&setup.tree))
}

/// Inverse of [`decode_art_setup`].
pub fn encode_art_setup<B: Bytes>(setup: &ArtSetup<B>) -> B {
    encode_unsigned(setup).concat(&encode_opaque(&setup.signature))
}

/// Reads an [`ArtSetup`].
pub fn decode_art_setup<B: Bytes>(input: &B) -> Result<(ArtSetup<B>, B), DecodeError> {
    let (cipher_suite, rest) = decode_u16(input)?;
    let (group_id, rest) = decode_opaque(&rest)?;
    let (mode, rest) = decode_art_mode(&rest)?;
    let (link, rest) = decode_optional(&rest, decode_art_link)?;
    let (creator, rest) = decode_art_member(&rest)?;
    let (invitees, rest) = decode_vector(&rest, decode_art_invitee)?;
    let (setup_key, rest) = decode_art_public_key(&rest)?;
    let (tree, rest) = decode_art_tree(&rest)?;
    let (signature, rest) = decode_opaque(&rest)?;
    let setup = ArtSetup { cipher_suite, group_id, mode, link, creator, invitees, setup_key, tree, signature };
    Ok((setup, rest))
}

/// Inverse of [`decode_art_invitee`].
pub fn encode_art_invitee<B: Bytes>(invitee: &ArtInvitee<B>) -> B {
    encode_art_member(&invitee.member).concat(&encode_art_public_key(&invitee.ephemeral_key))
}

/// Reads an [`ArtInvitee`].
pub fn decode_art_invitee<B: Bytes>(input: &B) -> Result<(ArtInvitee<B>, B), DecodeError> {
    let (member, rest) = decode_art_member(input)?;
    let (ephemeral_key, rest) = decode_art_public_key(&rest)?;
    let invitee = ArtInvitee { member, ephemeral_key };
    Ok((invitee, rest))
}

/// All members, in the order of their leaves.
pub fn setup_members<B: Bytes>(setup: &ArtSetup<B>) -> Vec<ArtMember<B>> {
    let mut members = vec![setup.creator.clone()];
    for i in 0..setup.invitees.len() {
        if let Some(invitee) = setup.invitees.get(i) {
            members.push(invitee.member.clone());
        }
    }
    members
}

/// What the key exchange of the creator with a member depends on.
fn exchange_with<B: Bytes>(suite: CipherSuite, setup: &ArtSetup<B>, invitee: &ArtInvitee<B>) -> ArtExchange<B> {
    ArtExchange {
        suite,
        creator: setup.creator.clone(),
        member: invitee.member.clone(),
        setup_key: setup.setup_key.clone(),
        ephemeral_key: invitee.ephemeral_key.clone(),
    }
}
