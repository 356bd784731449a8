//! RFC 9420, Section 6.3: messages that are authenticated and encrypted.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{MAX_VECTOR_LENGTH, decode_opaque, decode_u64, encode_opaque, encode_u64};
use crate::crypto::random;
use crate::error::{CryptoError, DecodeError, Error, Misuse, Rule};
use crate::framing::auth::{AuthenticatedContent, check_to_protect};
use crate::framing::content::{FramedContent, content_type};
use crate::framing::private_content::{
    PrivateMessageContent, decode_private_message_content, encode_private_content_aad, encode_private_message_content,
    guarded_nonce,
};
use crate::framing::sender_data::{SenderData, seal_sender_data};
use crate::framing::{ContentType, Sender, WireFormat, decode_content_type, encode_content_type};
use crate::secret::{Seed, SenderDataSecret};
use crate::secret_tree::{GenerationWindow, RatchetType, SecretTree, key_for, next_key};
use crate::tree::math::LeafIndex;

/// RFC 9420, Section 6.3.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 epoch;
///     ContentType content_type;
///     opaque authenticated_data<V>;
///     opaque encrypted_sender_data<V>;
///     opaque ciphertext<V>;
/// } PrivateMessage;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PrivateMessage<B> {
    /// The group.
    pub group_id: B,
    /// The epoch in which it is sent.
    pub epoch: u64,
    /// Names the ratchet.
    pub content_type: ContentType,
    /// Anything that the application has authenticated with the content.
    pub authenticated_data: B,
    /// A SenderData.
    pub encrypted_sender_data: B,
    /// A PrivateMessageContent.
    pub ciphertext: B,
}

/// The content decrypts, under the additional data of PrivateContentAAD.
const CIPHERTEXT: Rule = Rule::Mls(79);

/// Encrypts a message of a member with the next key of its ratchet, which is then gone from the secret tree.
///
/// `sender_data_secret` and `secret_tree` are of the message's epoch. `length_of_padding` zero bytes are
/// appended to the plaintext.
///
/// # Errors
/// [`Misuse::WrongMessage`] if the sender is no member, the content was signed for another wire format, or has
/// a `confirmation_tag` and is no Commit, or the reverse; [`Misuse::TooLong`] if it does not fit one
/// message; and those of [`next_key`].
pub fn protect_private_message<B: Crypto>(
    suite: CipherSuite,
    message: &AuthenticatedContent<B>,
    sender_data_secret: &SenderDataSecret<B>,
    secret_tree: SecretTree<B>,
    length_of_padding: usize,
    seed: &Seed<B>,
) -> Result<(SecretTree<B>, PrivateMessage<B>), Misuse> {
    check_to_protect(message, WireFormat::PrivateMessage)?;
    let leaf_index = member_leaf(message.content.sender)?;
    let plaintext = padded_content(message, length_of_padding)?;
    let unsealed = unsealed_message(&message.content);
    let ratchet_type = ratchet_type(unsealed.content_type);
    let (secret_tree, key) = next_key(suite, secret_tree, leaf_index, ratchet_type)?;
    let sender_data =
        SenderData { leaf_index, generation: key.generation, reuse_guard: random(suite, seed, b"reuse_guard", 0, 4) };
    let nonce = guarded_nonce(&key.nonce, &sender_data.reuse_guard);
    let aad = encode_private_content_aad(&unsealed);
    let ciphertext = B::aead_seal(suite, &key.key.bytes, &nonce.bytes, &aad, &plaintext).ok_or(Misuse::TooLong)?;
    let message = sealed_message(suite, unsealed, ciphertext, sender_data_secret, &sender_data)?;
    Ok((secret_tree, message))
}

fn padded_content<B: Bytes>(message: &AuthenticatedContent<B>, length_of_padding: usize) -> Result<B, Misuse> {
    if length_of_padding > MAX_VECTOR_LENGTH {
        Err(Misuse::TooLong)
    } else {
        Ok(encode_private_message_content(&PrivateMessageContent {
            content: message.content.content.clone(),
            auth: message.auth.clone(),
            length_of_padding,
        }))
    }
}

/// The fields in the clear; the others empty.
fn unsealed_message<B: Bytes>(content: &FramedContent<B>) -> PrivateMessage<B> {
    PrivateMessage {
        group_id: content.group_id.clone(),
        epoch: content.epoch,
        content_type: content_type(&content.content),
        authenticated_data: content.authenticated_data.clone(),
        encrypted_sender_data: B::literal(&[]),
        ciphertext: B::literal(&[]),
    }
}

fn sealed_message<B: Crypto>(
    suite: CipherSuite,
    unsealed: PrivateMessage<B>,
    ciphertext: B,
    sender_data_secret: &SenderDataSecret<B>,
    sender_data: &SenderData<B>,
) -> Result<PrivateMessage<B>, Misuse> {
    if ciphertext.length() > MAX_VECTOR_LENGTH {
        return Err(Misuse::TooLong);
    }
    let mut message = unsealed;
    message.ciphertext = ciphertext;
    message.encrypted_sender_data =
        seal_sender_data(suite, &message, sender_data_secret, sender_data).ok_or(Misuse::TooLong)?;
    Ok(message)
}

/// Only members have the keys for a PrivateMessage.
fn member_leaf(sender: Sender) -> Result<LeafIndex, Misuse> {
    match sender {
        Sender::Member { leaf_index } => Ok(leaf_index),
        Sender::External { .. } | Sender::NewMemberCommit | Sender::NewMemberProposal => Err(Misuse::WrongMessage),
    }
}

/// The ratchet for a type of content.
fn ratchet_type(content_type: ContentType) -> RatchetType {
    match content_type {
        ContentType::Application => RatchetType::Application,
        ContentType::Proposal | ContentType::Commit => RatchetType::Handshake,
    }
}

/// What a PrivateMessage carries, and the secret tree without the key of the message.
///
/// `sender_data` is what [`crate::framing::sender_data::open_sender_data`] returns for this message, and
/// checked by [`crate::framing::sender_data::check_sender_data`]. The signature is not verified here:
/// [`crate::framing::auth::verify_signature`].
///
/// # Errors
/// Those of [`key_for`]; [`CryptoError`] if the content does not decrypt; [`DecodeError`] if it is no
/// PrivateMessageContent, or its padding is not zero.
pub fn open_content<B: Crypto>(
    suite: CipherSuite,
    message: &PrivateMessage<B>,
    sender_data: &SenderData<B>,
    secret_tree: SecretTree<B>,
    window: &GenerationWindow,
) -> Result<(SecretTree<B>, AuthenticatedContent<B>), Error> {
    let (leaf_index, generation) = (sender_data.leaf_index, sender_data.generation);
    let ratchet_type = ratchet_type(message.content_type);
    let (secret_tree, key) = key_for(suite, secret_tree, leaf_index, ratchet_type, generation, window)?;
    let nonce = guarded_nonce(&key.nonce, &sender_data.reuse_guard);
    let aad = encode_private_content_aad(message);
    let ciphertext = &message.ciphertext;
    let plaintext =
        B::aead_open(suite, &key.key.bytes, &nonce.bytes, &aad, ciphertext).ok_or(CryptoError { rule: CIPHERTEXT })?;
    let plaintext = decode_private_message_content(message.content_type, &plaintext)?;
    Ok((secret_tree, opened_message(message, leaf_index, plaintext)))
}

fn opened_message<B: Bytes>(
    message: &PrivateMessage<B>,
    leaf_index: LeafIndex,
    plaintext: PrivateMessageContent<B>,
) -> AuthenticatedContent<B> {
    let content = FramedContent {
        group_id: message.group_id.clone(),
        epoch: message.epoch,
        sender: Sender::Member { leaf_index },
        authenticated_data: message.authenticated_data.clone(),
        content: plaintext.content,
    };
    AuthenticatedContent { wire_format: WireFormat::PrivateMessage, content, auth: plaintext.auth }
}

/// Inverse of [`decode_private_message`].
pub fn encode_private_message<B: Bytes>(message: &PrivateMessage<B>) -> B {
    encode_opaque(&message.group_id)
        .concat(&encode_u64(message.epoch))
        .concat(&encode_content_type(message.content_type))
        .concat(&encode_opaque(&message.authenticated_data))
        .concat(&encode_opaque(&message.encrypted_sender_data))
        .concat(&encode_opaque(&message.ciphertext))
}

/// Reads a [`PrivateMessage`].
pub fn decode_private_message<B: Bytes>(input: &B) -> Result<(PrivateMessage<B>, B), DecodeError> {
    let (group_id, rest) = decode_opaque(input)?;
    let (epoch, rest) = decode_u64(&rest)?;
    let (content_type, rest) = decode_content_type(&rest)?;
    let (authenticated_data, rest) = decode_opaque(&rest)?;
    let (encrypted_sender_data, rest) = decode_opaque(&rest)?;
    let (ciphertext, rest) = decode_opaque(&rest)?;
    let message =
        PrivateMessage { group_id, epoch, content_type, authenticated_data, encrypted_sender_data, ciphertext };
    Ok((message, rest))
}
