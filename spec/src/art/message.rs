//! ART: messages. Choice: in the shape of RFC 9420, Section 6.3.

pub mod content;
pub mod open;
pub mod send;
pub mod sender_data;

use crate::algebra::Bytes;
use crate::art::group::ArtGroup;
use crate::art::tree::MemberIndex;
use crate::codec::{decode_opaque, decode_u64, encode_opaque, encode_u64};
use crate::error::DecodeError;
use crate::secret_tree::ratchet::Ratchet;

/// Application data, encrypted to the group.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 stage;
///     opaque authenticated_data<V>;
///     opaque encrypted_sender_data<V>;
///     opaque ciphertext<V>;
/// } ArtMessage;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtMessage<B> {
    /// The group.
    pub group_id: B,
    /// The stage in which it is sent.
    pub stage: u64,
    /// Anything that the application has authenticated with the content.
    pub authenticated_data: B,
    /// An ArtSenderData.
    pub encrypted_sender_data: B,
    /// An ArtMessageContent.
    pub ciphertext: B,
}

/// Inverse of [`decode_art_message`].
pub fn encode_art_message<B: Bytes>(message: &ArtMessage<B>) -> B {
    encode_opaque(&message.group_id)
        .concat(&encode_u64(message.stage))
        .concat(&encode_opaque(&message.authenticated_data))
        .concat(&encode_opaque(&message.encrypted_sender_data))
        .concat(&encode_opaque(&message.ciphertext))
}

/// Reads an [`ArtMessage`].
pub fn decode_art_message<B: Bytes>(input: &B) -> Result<(ArtMessage<B>, B), DecodeError> {
    let (group_id, rest) = decode_opaque(input)?;
    let (stage, rest) = decode_u64(&rest)?;
    let (authenticated_data, rest) = decode_opaque(&rest)?;
    let (encrypted_sender_data, rest) = decode_opaque(&rest)?;
    let (ciphertext, rest) = decode_opaque(&rest)?;
    let message = ArtMessage { group_id, stage, authenticated_data, encrypted_sender_data, ciphertext };
    Ok((message, rest))
}

/// The state with another ratchet for a sender.
fn with_ratchet<B: Bytes>(group: &ArtGroup<B>, sender: MemberIndex, ratchet: &Ratchet<B>) -> ArtGroup<B> {
    let mut ratchets = Vec::new();
    for i in 0..group.stage.ratchets.len() {
        match group.stage.ratchets.get(i) {
            Some(_) if i == sender.0 as usize => ratchets.push(ratchet.clone()),
            Some(other) => ratchets.push(other.clone()),
            None => {}
        }
    }
    let mut group = group.clone();
    group.stage.ratchets = ratchets;
    group
}
