//! `art-message-protection`.

use pleach_spec::art::envelope::{ArtMessageEnvelope, encode_art_envelope};
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::message::open::{ArtApplicationData, open_art_content, open_art_message};
use pleach_spec::art::message::send::{ArtMessageOptions, send_art_message};
use pleach_spec::art::message::sender_data::{art_sender_data_key, art_sender_data_nonce, open_art_sender_data};
use pleach_spec::art::stage_key::sender_ratchet_secret;
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::error::Place;
use pleach_spec::labels::Protocol;
use pleach_spec::secret::{AeadKey, AeadNonce, ArtMessageSecret, SenderDataSecret};
use pleach_spec::secret_tree::ratchet::{RatchetKey, ratchet, take};
use pleach_spec_concrete::Octets;
use pleach_vectors::art::message_protection::{
    Content, Draft, KeyAndNonce, MessageFields, Sender, SenderData, Stage, Subject,
};
use pleach_vectors::art::{Context, Received};

use super::super::policy::GENERATIONS;
use super::super::{Refusal, Specification, octets, seed, suite, wrong_message};
use super::update::group;
use super::{decoded_envelope, mode};

impl Subject for Specification {
    fn message_key(
        suite_value: u16,
        message_secret: &[u8],
        sender: u32,
        generation: u32,
    ) -> Result<KeyAndNonce, Refusal> {
        let (suite, message_secret) = (suite(suite_value)?, ArtMessageSecret { bytes: octets(message_secret) });
        let secret = sender_ratchet_secret(suite, &message_secret, MemberIndex(sender));
        let ratchet = ratchet(Protocol::Art10, secret);
        let (_, key) = take(suite, ratchet, Place::Leaf(sender), generation, &GENERATIONS)?;
        Ok(KeyAndNonce { key: key.key.bytes.into(), nonce: key.nonce.bytes.into() })
    }

    fn message_fields(message: &[u8]) -> Result<MessageFields, Refusal> {
        let message = decoded_message(message)?;
        Ok(MessageFields {
            group_id: message.group_id.into(),
            stage: message.stage,
            authenticated_data: message.authenticated_data.into(),
            ciphertext: message.ciphertext.into(),
        })
    }

    fn sender_data_key(suite_value: u16, sender_data_secret: &[u8], ciphertext: &[u8]) -> Result<KeyAndNonce, Refusal> {
        let (suite, ciphertext) = (suite(suite_value)?, octets(ciphertext));
        let sender_data_secret = SenderDataSecret { bytes: octets(sender_data_secret) };
        Ok(KeyAndNonce {
            key: art_sender_data_key(suite, &sender_data_secret, &ciphertext).bytes.into(),
            nonce: art_sender_data_nonce(suite, &sender_data_secret, &ciphertext).bytes.into(),
        })
    }

    fn sender_data(suite_value: u16, sender_data_secret: &[u8], message: &[u8]) -> Result<SenderData, Refusal> {
        let sender_data_secret = SenderDataSecret { bytes: octets(sender_data_secret) };
        let opened = open_art_sender_data(suite(suite_value)?, &decoded_message(message)?, &sender_data_secret)?;
        Ok(SenderData {
            sender: opened.sender.0,
            generation: opened.generation,
            reuse_guard: opened.reuse_guard.into(),
        })
    }

    fn content(
        context: &Context<'_>,
        key: &KeyAndNonce,
        reuse_guard: &[u8],
        message: &[u8],
    ) -> Result<Content, Refusal> {
        // The generation is no input of what follows.
        let key = RatchetKey {
            generation: 0,
            key: AeadKey { bytes: octets(&key.key) },
            nonce: AeadNonce { bytes: octets(&key.nonce) },
        };
        let (suite, mode, message) = (suite(context.cipher_suite)?, mode(context.mode)?, decoded_message(message)?);
        let content = open_art_content(suite, mode, &message, &key, &octets(reuse_guard))?;
        Ok(Content {
            application_data: content.application_data.into(),
            signature: content.signature.map(Vec::from),
            padding: content.length_of_padding as u32,
        })
    }

    fn unprotect(stage: &Stage<'_>, receiver: u32, message: &[u8]) -> Result<Received, Refusal> {
        let group = group(stage.context, stage.stage_key, receiver, &[], &[])?;
        let (_, data) = open_art_message(&group, &GENERATIONS, &decoded_message(message)?)?;
        Ok(received(data))
    }

    fn protect(
        stage: &Stage<'_>,
        sender: &Sender<'_>,
        draft: &Draft<'_>,
        seed_bytes: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let group = group(stage.context, stage.stage_key, sender.index, &[], sender.signature_priv)?;
        let options =
            ArtMessageOptions { authenticated_data: octets(draft.authenticated_data), padding: draft.padding as usize };
        let seed = seed(group.suite, seed_bytes)?;
        let (_, message) = send_art_message(&group, &octets(draft.application_data), &options, &seed)?;
        Ok(encode_art_envelope(&ArtMessageEnvelope::Message { message }).into())
    }
}

pub(super) fn decoded_message(bytes: &[u8]) -> Result<ArtMessage<Octets>, Refusal> {
    match decoded_envelope(bytes)? {
        ArtMessageEnvelope::Message { message } => Ok(message),
        _ => wrong_message(),
    }
}

pub(super) fn received(data: ArtApplicationData<Octets>) -> Received {
    Received {
        sender: data.sender.0,
        authenticated_data: data.authenticated_data.into(),
        application_data: data.application_data.into(),
    }
}
