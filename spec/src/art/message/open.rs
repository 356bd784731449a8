//! ART: receiving a message.

use crate::algebra::Crypto;
use crate::art::context::ArtMode;
use crate::art::group::{ArtGroup, check_group_and_stage, check_sender};
use crate::art::labels::verify_with_art_label;
use crate::art::member::ArtMember;
use crate::art::message::content::{
    ArtMessageContent, ArtMessageTbs, MESSAGE_TBS, decode_art_message_content, encode_art_content_aad,
    encode_art_message_tbs,
};
use crate::art::message::sender_data::{ArtSenderData, open_art_sender_data};
use crate::art::message::{ArtMessage, with_ratchet};
use crate::art::tree::MemberIndex;
use crate::cipher_suite::CipherSuite;
use crate::error::{CryptoError, Error, Misuse, Place, Rule, require_verified};
use crate::framing::private_content::guarded_nonce;
use crate::secret_tree::GenerationWindow;
use crate::secret_tree::ratchet::{RatchetKey, take};

/// The content decrypts, under the additional data of ArtContentAAD.
const CIPHERTEXT: Rule = Rule::Art(25);
/// Where messages are signed, the signature verifies under the sender's signature key.
const SIGNATURE: Rule = Rule::Art(26);

/// What a message carried.
#[derive(Clone, Debug, PartialEq)]
pub struct ArtApplicationData<B> {
    /// Who sent it: for certain only where messages are signed.
    pub sender: MemberIndex,
    /// The data.
    pub application_data: B,
    /// Visible to everyone.
    pub authenticated_data: B,
}

/// Reads a message of the current stage, whatever the order of arrival, as far as `window` lets it. The returned
/// state lacks the key that was used. Vectors: `art-message-protection` and `art-passive-client`, field `messages`.
///
/// # Errors
/// The first rule broken; [`Misuse::OwnMessage`] for this member's own, whose key it has no more.
pub fn open_art_message<B: Crypto>(
    group: &ArtGroup<B>,
    window: &GenerationWindow,
    message: &ArtMessage<B>,
) -> Result<(ArtGroup<B>, ArtApplicationData<B>), Error> {
    let suite = group.suite;
    check_group_and_stage(group, &message.group_id, message.stage)?;
    let sender_data = open_art_sender_data(suite, message, &group.stage.sender_data_secret)?;
    let sender = sender_data.sender;
    let member = check_sender(group, sender)?;
    if sender == group.own_index {
        return Err(Error::Misuse(Misuse::OwnMessage));
    }
    let ratchet = group.stage.ratchets.get(sender.0 as usize).cloned().ok_or(Misuse::Unknown)?;
    let (ratchet, key) = take(suite, ratchet, Place::Leaf(sender.0), sender_data.generation, window)?;
    let mode = group.stage.context.mode;
    let content = open_art_content(suite, mode, message, &key, &sender_data.reuse_guard)?;
    verify_content(group, message, &member, &sender_data, &content)?;
    let authenticated_data = message.authenticated_data.clone();
    let data = ArtApplicationData { sender, application_data: content.application_data, authenticated_data };
    Ok((with_ratchet(group, sender, &ratchet), data))
}

/// The content of a message of a group's mode, under its key. Its signature is not verified.
/// Vectors: `art-message-protection`, fields `application_data`, `signature` and `padding`.
///
/// # Errors
/// [`CryptoError`] if it does not decrypt; [`DecodeError`](crate::error::DecodeError) if it is no ArtMessageContent.
pub fn open_art_content<B: Crypto>(
    suite: CipherSuite,
    mode: ArtMode,
    message: &ArtMessage<B>,
    key: &RatchetKey<B>,
    reuse_guard: &B,
) -> Result<ArtMessageContent<B>, Error> {
    let nonce = guarded_nonce(&key.nonce, reuse_guard);
    let aad = encode_art_content_aad(message);
    let ciphertext = &message.ciphertext;
    let plaintext =
        B::aead_open(suite, &key.key.bytes, &nonce.bytes, &aad, ciphertext).ok_or(CryptoError { rule: CIPHERTEXT })?;
    Ok(decode_art_message_content(mode, &plaintext)?)
}

/// A content without a signature is one of a group that has none: its mode decoded it.
fn verify_content<B: Crypto>(
    group: &ArtGroup<B>,
    message: &ArtMessage<B>,
    member: &ArtMember<B>,
    sender_data: &ArtSenderData<B>,
    content: &ArtMessageContent<B>,
) -> Result<(), CryptoError> {
    match &content.signature {
        None => Ok(()),
        Some(signature) => {
            let tbs = encode_art_message_tbs(&ArtMessageTbs {
                context_hash: group.stage.context_hash.clone(),
                sender: sender_data.sender,
                generation: sender_data.generation,
                authenticated_data: message.authenticated_data.clone(),
                application_data: content.application_data.clone(),
            });
            let verified = verify_with_art_label(group.suite, &member.signature_key, MESSAGE_TBS, &tbs, signature);
            require_verified(verified, SIGNATURE)
        }
    }
}
