//! Messages, layer by layer.

use pleach_vectors::art::message_protection::{Content, KeyAndNonce, SenderData};
use pleach_vectors::art::{Received, SIGNED};

use crate::Refused;
use crate::art_state::Group;
use crate::codec::{Reader, opaque};
use crate::faults::{Fault, has};
use crate::structures::{Message, VERSION, wrapped};
use crate::suite::Suite;

/// Of a sender's ratchet, which is turned from its start each time.
pub(crate) fn message_key(suite: Suite, message_secret: &[u8], sender: u32, generation: u32) -> Refused<KeyAndNonce> {
    let length = suite.hash_length();
    let mut secret = suite.expand(message_secret, "sender", &sender.to_be_bytes(), length)?;
    for earlier in 0..generation {
        secret = suite.expand(&secret, "secret", &earlier.to_be_bytes(), length)?;
    }
    let context = generation.to_be_bytes();
    let key = suite.expand(&secret, "key", &context, suite.aead_key_length())?;
    Ok(KeyAndNonce { key, nonce: suite.expand(&secret, "nonce", &context, 12)? })
}

pub(crate) fn sender_data_key(suite: Suite, sender_data_secret: &[u8], ciphertext: &[u8]) -> Refused<KeyAndNonce> {
    let sample = &ciphertext[..ciphertext.len().min(suite.hash_length())];
    let key = suite.expand(sender_data_secret, "key", sample, suite.aead_key_length())?;
    Ok(KeyAndNonce { key, nonce: suite.expand(sender_data_secret, "nonce", sample, 12)? })
}

/// ArtSenderDataAAD.
fn sender_data_aad(message: &Message) -> Vec<u8> {
    [VERSION.to_vec(), opaque(&message.group_id), message.stage.to_be_bytes().to_vec()].concat()
}

/// ArtContentAAD.
fn content_aad(message: &Message) -> Vec<u8> {
    let authenticated_data = if has(Fault::AuthenticatedData) { &[] } else { message.authenticated_data.as_slice() };
    [sender_data_aad(message), opaque(authenticated_data)].concat()
}

pub(crate) fn open_sender_data(suite: Suite, sender_data_secret: &[u8], message: &Message) -> Refused<SenderData> {
    let key = sender_data_key(suite, sender_data_secret, &message.ciphertext)?;
    let (aad, ciphertext) = (sender_data_aad(message), &message.encrypted_sender_data);
    let plaintext = suite.open(&key.key, &key.nonce, &aad, ciphertext)?;
    let mut reader = Reader(&plaintext);
    let (sender, generation, reuse_guard) = (reader.u32()?, reader.u32()?, reader.take(4)?.to_vec());
    reader.end()?;
    Ok(SenderData { sender, generation, reuse_guard })
}

fn guarded(nonce: &[u8], reuse_guard: &[u8]) -> Vec<u8> {
    let guard = reuse_guard.iter().chain(core::iter::repeat(&0));
    nonce.iter().zip(guard).map(|(byte, guard)| byte ^ guard).collect()
}

pub(crate) fn open_content(
    suite: Suite,
    mode: u8,
    key: &KeyAndNonce,
    reuse_guard: &[u8],
    message: &Message,
) -> Refused<Content> {
    let nonce = guarded(&key.nonce, reuse_guard);
    let plaintext = suite.open(&key.key, &nonce, &content_aad(message), &message.ciphertext)?;
    let mut reader = Reader(&plaintext);
    let application_data = reader.opaque()?.to_vec();
    let signature = if mode == SIGNED { Some(reader.opaque()?.to_vec()) } else { None };
    if reader.0.iter().any(|byte| *byte != 0) {
        return Err("padding");
    }
    Ok(Content { application_data, signature, padding: reader.0.len() as u32 })
}

/// ArtMessageTBS.
fn signed(group: &Group, sender: u32, generation: u32, authenticated: &[u8], data: &[u8]) -> Refused<Vec<u8>> {
    Ok([
        VERSION.to_vec(),
        opaque(&group.agreed.hash()?),
        sender.to_be_bytes().to_vec(),
        generation.to_be_bytes().to_vec(),
        opaque(authenticated),
        opaque(data),
    ]
    .concat())
}

/// Reads a message, if it was not read before.
pub(crate) fn receive(group: &mut Group, message: &Message) -> Refused<Received> {
    let suite = group.suite;
    group.expects(&message.group_id, message.stage)?;
    let SenderData { sender, generation, reuse_guard } =
        open_sender_data(suite, &group.secrets.sender_data_secret, message)?;
    let member = group.agreed.members.get(sender as usize).ok_or("no such member")?;
    if sender == group.index || group.read.contains(&(sender, generation)) {
        return Err("own, or read before");
    }
    let key = message_key(suite, &group.secrets.message_secret, sender, generation)?;
    let content = open_content(suite, group.agreed.mode, &key, &reuse_guard, message)?;
    let (authenticated_data, application_data) = (message.authenticated_data.clone(), content.application_data);
    if let Some(signature) = content.signature {
        let content = signed(group, sender, generation, &authenticated_data, &application_data)?;
        let verified = suite.verify(&member.signature_key, "ArtMessageTBS", &content, &signature);
        if !has(Fault::MessageSignature) {
            verified?;
        }
    }
    if !has(Fault::MessageTwice) {
        group.read.insert((sender, generation));
    }
    Ok(Received { sender, authenticated_data, application_data })
}

/// The first message of the member.
pub(crate) fn send(group: &Group, authenticated: &[u8], data: &[u8], padding: u32, seed: &[u8]) -> Refused<Vec<u8>> {
    let (suite, sender, agreed) = (group.suite, group.index, &group.agreed);
    let mut plaintext = opaque(data);
    if agreed.mode == SIGNED {
        let content = signed(group, sender, 0, authenticated, data)?;
        plaintext.extend(opaque(&suite.sign(&group.signature_priv, "ArtMessageTBS", &content)?));
    }
    plaintext.resize(plaintext.len() + padding as usize, 0);
    let mut message = Message {
        group_id: agreed.group_id.clone(),
        stage: agreed.stage,
        authenticated_data: authenticated.to_vec(),
        encrypted_sender_data: Vec::new(),
        ciphertext: Vec::new(),
    };
    let (key, reuse_guard) = (message_key(suite, &group.secrets.message_secret, sender, 0)?, &seed[..4]);
    let nonce = guarded(&key.nonce, reuse_guard);
    message.ciphertext = suite.seal(&key.key, &nonce, &content_aad(&message), &plaintext)?;
    let key = sender_data_key(suite, &group.secrets.sender_data_secret, &message.ciphertext)?;
    let sender_data = [&sender.to_be_bytes(), &[0; 4], reuse_guard].concat();
    message.encrypted_sender_data = suite.seal(&key.key, &key.nonce, &sender_data_aad(&message), &sender_data)?;
    let last = [opaque(&message.encrypted_sender_data), opaque(&message.ciphertext)].concat();
    let stage = message.stage.to_be_bytes().to_vec();
    Ok(wrapped(4, &[opaque(&message.group_id), stage, opaque(&message.authenticated_data), last].concat()))
}
