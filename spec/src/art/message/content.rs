//! ART: what a message encrypts, in the shape of RFC 9420, Section 6.3.1; and what its sender signs.

use crate::algebra::Bytes;
use crate::art::context::ArtMode;
use crate::art::envelope::encode_art10;
use crate::art::member::encode_member_index;
use crate::art::message::ArtMessage;
use crate::art::tree::MemberIndex;
use crate::codec::{decode_opaque, encode_opaque, encode_u32, encode_u64};
use crate::error::DecodeError;
use crate::framing::private_content::check_padding;

/// The plaintext of a message.
///
/// ```text
/// struct {
///     opaque application_data<V>;
///     select (ArtContext.mode) {
///         case unsigned: struct{};
///         case signed:
///             /* SignWithLabel(., "ArtMessageTBS", ArtMessageTBS) */
///             opaque signature<V>;
///     };
///     opaque padding[length_of_padding];
/// } ArtMessageContent;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtMessageContent<B> {
    /// The content.
    pub application_data: B,
    /// Present exactly where the group's messages are signed.
    pub signature: Option<B>,
    /// The number of zero bytes at the end.
    pub length_of_padding: usize,
}

/// What a sender signs.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtMessageTbs<B> {
    /// Of the stage: it has the group, the stage, and the members.
    pub context_hash: B,
    /// The sender.
    pub sender: MemberIndex,
    /// Of the message's key.
    pub generation: u32,
    /// Visible to everyone.
    pub authenticated_data: B,
    /// The content.
    pub application_data: B,
}

/// The label of the signature.
pub(super) const MESSAGE_TBS: &[u8] = b"ArtMessageTBS";

/// Inverse of [`decode_art_message_content`]; the mode is not part of it.
pub fn encode_art_message_content<B: Bytes>(content: &ArtMessageContent<B>) -> B {
    let padding = B::literal(&vec![0; content.length_of_padding]);
    let data = encode_opaque(&content.application_data);
    match &content.signature {
        Some(signature) => data.concat(&encode_opaque(signature)).concat(&padding),
        None => data.concat(&padding),
    }
}

/// Reads an [`ArtMessageContent`] of a group of this mode, which is the whole of `input`: what is left at the end is
/// padding.
///
/// # Errors
/// [`DecodeError::Padding`] for a byte of padding that is not zero: [`DecodeError::art_rule`].
pub fn decode_art_message_content<B: Bytes>(mode: ArtMode, input: &B) -> Result<ArtMessageContent<B>, DecodeError> {
    let (application_data, rest) = decode_opaque(input)?;
    let (signature, padding) = match mode {
        ArtMode::Unsigned => (None, rest),
        ArtMode::Signed => {
            let (signature, padding) = decode_opaque(&rest)?;
            (Some(signature), padding)
        }
    };
    check_padding(&padding.to_literal()?)?;
    Ok(ArtMessageContent { application_data, signature, length_of_padding: padding.length() })
}

/// ```text
/// struct {
///     ArtVersion version = art10;
///     opaque context_hash<V>;
///     uint32 sender;
///     uint32 generation;
///     opaque authenticated_data<V>;
///     opaque application_data<V>;
/// } ArtMessageTBS;
/// ```
pub fn encode_art_message_tbs<B: Bytes>(tbs: &ArtMessageTbs<B>) -> B {
    encode_art10::<B>()
        .concat(&encode_opaque(&tbs.context_hash))
        .concat(&encode_member_index(&tbs.sender))
        .concat(&encode_u32(tbs.generation))
        .concat(&encode_opaque(&tbs.authenticated_data))
        .concat(&encode_opaque(&tbs.application_data))
}

/// The additional authenticated data of `ciphertext`.
///
/// ```text
/// struct {
///     ArtVersion version = art10;
///     opaque group_id<V>;
///     uint64 stage;
///     opaque authenticated_data<V>;
/// } ArtContentAAD;
/// ```
pub(super) fn encode_art_content_aad<B: Bytes>(message: &ArtMessage<B>) -> B {
    encode_art10::<B>()
        .concat(&encode_opaque(&message.group_id))
        .concat(&encode_u64(message.stage))
        .concat(&encode_opaque(&message.authenticated_data))
}
