//! ART: sending a message.

use crate::algebra::Crypto;
use crate::art::context::ArtMode;
use crate::art::group::ArtGroup;
use crate::art::labels::sign_with_art_label;
use crate::art::message::content::{
    ArtMessageContent, ArtMessageTbs, MESSAGE_TBS, encode_art_content_aad, encode_art_message_content,
    encode_art_message_tbs,
};
use crate::art::message::sender_data::{ArtSenderData, seal_art_sender_data};
use crate::art::message::{ArtMessage, with_ratchet};
use crate::codec::MAX_VECTOR_LENGTH;
use crate::crypto::random;
use crate::error::Misuse;
use crate::framing::private_content::guarded_nonce;
use crate::secret::Seed;
use crate::secret_tree::ratchet::{RatchetKey, advance};

/// What the sender of a message chooses, apart from its content.
#[derive(Clone, Debug)]
pub struct ArtMessageOptions<B> {
    /// Authenticated, and visible to everyone.
    pub authenticated_data: B,
    /// How many zero bytes follow the content.
    pub padding: usize,
}

/// Sends application data. The returned state lacks the key that was used.
///
/// # Errors
/// [`Misuse::TooLong`] for data that fit no message, [`Misuse::RatchetExhausted`] after 2^32 messages in a stage,
/// [`Misuse::PrivateKey`] if the signature key is none of the suite, [`Misuse::Unknown`] for a state without a ratchet
/// of its own.
pub fn send_art_message<B: Crypto>(
    group: &ArtGroup<B>,
    application_data: &B,
    options: &ArtMessageOptions<B>,
    seed: &Seed<B>,
) -> Result<(ArtGroup<B>, ArtMessage<B>), Misuse> {
    let longest = application_data.length().max(options.authenticated_data.length()).max(options.padding);
    if longest > MAX_VECTOR_LENGTH {
        return Err(Misuse::TooLong);
    }
    let suite = group.suite;
    let own_ratchet = group.stage.ratchets.get(group.own_index.0 as usize).cloned().ok_or(Misuse::Unknown)?;
    let (ratchet, key) = advance(suite, own_ratchet)?;
    let content = signed_content(group, application_data, options, key.generation, seed)?;
    let message = seal(group, &content, &key, &options.authenticated_data, seed)?;
    Ok((with_ratchet(group, group.own_index, &ratchet), message))
}

/// The plaintext; signed, if the group's messages are.
fn signed_content<B: Crypto>(
    group: &ArtGroup<B>,
    application_data: &B,
    options: &ArtMessageOptions<B>,
    generation: u32,
    seed: &Seed<B>,
) -> Result<ArtMessageContent<B>, Misuse> {
    let signature = match group.stage.context.mode {
        ArtMode::Unsigned => None,
        ArtMode::Signed => {
            let tbs = encode_art_message_tbs(&ArtMessageTbs {
                context_hash: group.stage.context_hash.clone(),
                sender: group.own_index,
                generation,
                authenticated_data: options.authenticated_data.clone(),
                application_data: application_data.clone(),
            });
            Some(sign_with_art_label(group.suite, &group.signature_private_key, MESSAGE_TBS, &tbs, seed)?)
        }
    };
    let (application_data, length_of_padding) = (application_data.clone(), options.padding);
    Ok(ArtMessageContent { application_data, signature, length_of_padding })
}

/// The message: first its ciphertext, then the sender data, whose key depends on it.
fn seal<B: Crypto>(
    group: &ArtGroup<B>,
    content: &ArtMessageContent<B>,
    key: &RatchetKey<B>,
    authenticated_data: &B,
    seed: &Seed<B>,
) -> Result<ArtMessage<B>, Misuse> {
    let suite = group.suite;
    let mut message = ArtMessage {
        group_id: group.stage.context.group_id.clone(),
        stage: group.stage.context.stage,
        authenticated_data: authenticated_data.clone(),
        encrypted_sender_data: B::literal(&[]),
        ciphertext: B::literal(&[]),
    };
    let reuse_guard = random(suite, seed, b"reuse_guard", 0, 4);
    let nonce = guarded_nonce(&key.nonce, &reuse_guard);
    let (aad, plaintext) = (encode_art_content_aad(&message), encode_art_message_content(content));
    message.ciphertext = B::aead_seal(suite, &key.key.bytes, &nonce.bytes, &aad, &plaintext).ok_or(Misuse::TooLong)?;
    if message.ciphertext.length() > MAX_VECTOR_LENGTH {
        return Err(Misuse::TooLong);
    }
    let sender_data = ArtSenderData { sender: group.own_index, generation: key.generation, reuse_guard };
    message.encrypted_sender_data =
        seal_art_sender_data(suite, &message, &group.stage.sender_data_secret, &sender_data).ok_or(Misuse::TooLong)?;
    Ok(message)
}
