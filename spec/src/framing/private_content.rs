//! RFC 9420, Section 6.3.1: what a PrivateMessage encrypts.

use crate::algebra::Bytes;
use crate::codec::{encode_opaque, encode_u64};
use crate::error::DecodeError;
use crate::framing::auth::{FramedContentAuthData, decode_framed_content_auth_data, encode_framed_content_auth_data};
use crate::framing::content::{Content, decode_content, encode_content};
use crate::framing::private_message::PrivateMessage;
use crate::framing::{ContentType, encode_content_type};
use crate::secret::AeadNonce;

/// RFC 9420, Section 6.3.1.
///
/// ```text
/// struct {
///     select (PrivateMessage.content_type) {
///         case application: opaque application_data<V>;
///         case proposal:    Proposal proposal;
///         case commit:      Commit commit;
///     };
///     FramedContentAuthData auth;
///     opaque padding[length_of_padding];
/// } PrivateMessageContent;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PrivateMessageContent<B> {
    /// The content.
    pub content: Content<B>,
    /// What authenticates it.
    pub auth: FramedContentAuthData<B>,
    /// The number of zero bytes at the end.
    pub length_of_padding: usize,
}

/// Inverse of [`decode_private_message_content`]; the content type is not part of it.
pub fn encode_private_message_content<B: Bytes>(plaintext: &PrivateMessageContent<B>) -> B {
    let padding = B::literal(&vec![0; plaintext.length_of_padding]);
    encode_content(&plaintext.content).concat(&encode_framed_content_auth_data(&plaintext.auth)).concat(&padding)
}

/// Reads a [`PrivateMessageContent`] of the type given, which is the whole of `input`: what follows the `auth`
/// field is padding.
///
/// # Errors
/// [`DecodeError::Padding`] for a byte of padding that is not zero.
pub fn decode_private_message_content<B: Bytes>(
    content_type: ContentType,
    input: &B,
) -> Result<PrivateMessageContent<B>, DecodeError> {
    let (content, rest) = decode_content(content_type, input)?;
    let (auth, padding) = decode_framed_content_auth_data(content_type, &rest)?;
    check_padding(&padding.to_literal()?)?;
    Ok(PrivateMessageContent { content, auth, length_of_padding: padding.length() })
}

/// R073 and R074: [`DecodeError::rule`].
///
/// # Errors
/// [`DecodeError::Padding`] unless all bytes are zero.
pub fn check_padding(padding: &[u8]) -> Result<(), DecodeError> {
    let mut all_zero = true;
    for i in 0..padding.len() {
        all_zero = all_zero && padding.get(i) == Some(&0);
    }
    if all_zero { Ok(()) } else { Err(DecodeError::Padding) }
}

/// The additional authenticated data of `ciphertext`.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 epoch;
///     ContentType content_type;
///     opaque authenticated_data<V>;
/// } PrivateContentAAD;
/// ```
pub fn encode_private_content_aad<B: Bytes>(message: &PrivateMessage<B>) -> B {
    encode_opaque(&message.group_id)
        .concat(&encode_u64(message.epoch))
        .concat(&encode_content_type(message.content_type))
        .concat(&encode_opaque(&message.authenticated_data))
}

/// The nonce of the encryption: that of the ratchet, with the four bytes of the reuse guard XORed into its
/// first four.
pub fn guarded_nonce<B: Bytes>(nonce: &AeadNonce<B>, reuse_guard: &B) -> AeadNonce<B> {
    let bytes = nonce.bytes.xor(reuse_guard);
    AeadNonce { bytes }
}
