//! `art-message-protection`: what the members of a small group say in a stage.

use pleach_spec::art::envelope::ArtMessageEnvelope;
use pleach_spec::art::group::{ArtGroup, ArtStage, stage_of};
use pleach_spec::art::message::ArtMessage;
use pleach_spec::art::message::open::open_art_content;
use pleach_spec::art::message::send::{ArtMessageOptions, send_art_message};
use pleach_spec::art::message::sender_data::{art_sender_data_key, art_sender_data_nonce, open_art_sender_data};
use pleach_spec::art::path::tree_of_leaves;
use pleach_spec::art::stage_key::message_secret;
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::Place;
use pleach_spec::secret::ArtStageKey;
use pleach_spec::secret_tree::GenerationWindow;
use pleach_spec::secret_tree::ratchet::take;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::art::message_protection::{Case, Message};

use super::people::People;
use super::{fresh_leaves, hex_envelope, hex_link, hex_members, hex_tree, mode_value, random_context, random_octets};
use crate::support::hex;
use crate::{Random, Refusal};

/// How many messages a case has.
const MESSAGES: usize = 4;

/// The most messages of a sender that are left out between two of a case.
const SKIPPED: usize = 3;

/// The most bytes of padding.
const PADDING: usize = 20;

const WINDOW: GenerationWindow = GenerationWindow { maximum_forward: 100, maximum_kept: 100 };

/// A group of 2 or 3 members in an arbitrary stage, who speak in turn.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let n = random.from_to(2, 3);
    let identities = People::new(suite, random).identities(n)?;
    let mut context = random_context(suite, &identities, index, random);
    context.stage = random.u32().into();
    let leaves = fresh_leaves(suite, n, random);
    (context.tree, _) = tree_of_leaves(suite, &leaves)?;
    let stage_key = ArtStageKey { bytes: random.octets(suite.kdf_nh()) };
    let stage = stage_of(suite, &stage_key, context);
    let mut groups = Vec::new();
    for ((own_index, identity), leaf) in (0..).zip(&identities).zip(leaves) {
        groups.push(ArtGroup {
            suite,
            own_index: MemberIndex(own_index),
            leaf_private_key: leaf,
            signature_private_key: identity.signature_private_key.clone(),
            stage: stage.clone(),
        });
    }
    let mut messages = Vec::new();
    let start = random.below(n);
    for i in 0..MESSAGES {
        let group = groups.get_mut((start + i) % n).ok_or(Refusal::Missing("member"))?;
        messages.push(message(&stage, group, random)?);
    }
    let context = &stage.context;
    Ok(AnyCase::ArtMessageProtection(Box::new(Case {
        cipher_suite: suite.value(),
        group_id: hex(&context.group_id),
        mode: mode_value(context.mode),
        link: context.link.as_ref().map(hex_link),
        stage: context.stage,
        members: hex_members(&context.members),
        signature_privs: identities.iter().map(|identity| hex(&identity.signature_private_key.bytes)).collect(),
        tree: hex_tree(&context.tree),
        context_hash: hex(&stage.context_hash),
        stage_key: hex(&stage_key.bytes),
        sender_data_secret: hex(&stage.sender_data_secret.bytes),
        message_secret: hex(&message_secret(suite, &stage_key).bytes),
        messages,
    })))
}

/// A member sends some messages, of which the last is kept.
fn message(stage: &ArtStage<Octets>, group: &mut ArtGroup<Octets>, random: &mut Random) -> Result<Message, Refusal> {
    let suite = group.suite;
    let mut sent = None;
    for _ in 0..=random.below(SKIPPED + 1) {
        let length = random.below(2) * super::MAXIMUM_LENGTH;
        let options = ArtMessageOptions { authenticated_data: random.octets(length), padding: random.below(PADDING) };
        let (next, message) = send_art_message(group, &random_octets(random), &options, &random.seed(suite))?;
        *group = next;
        sent = Some(message);
    }
    parts(stage, &sent.ok_or(Refusal::Missing("message"))?)
}

/// A message, layer by layer.
fn parts(stage: &ArtStage<Octets>, message: &ArtMessage<Octets>) -> Result<Message, Refusal> {
    let suite = CipherSuite::from_value(stage.context.cipher_suite)?;
    let (secret, ciphertext) = (&stage.sender_data_secret, &message.ciphertext);
    let sender_data = open_art_sender_data(suite, message, secret)?;
    let (sender, generation) = (sender_data.sender.0, sender_data.generation);
    let ratchet = stage.ratchets.get(sender as usize).cloned().ok_or(Refusal::Missing("sender"))?;
    let (_, key) = take(suite, ratchet, Place::Leaf(sender), generation, &WINDOW)?;
    let content = open_art_content(suite, stage.context.mode, message, &key, &sender_data.reuse_guard)?;
    Ok(Message {
        message: hex_envelope(&ArtMessageEnvelope::Message { message: message.clone() }),
        sender,
        generation,
        reuse_guard: hex(&sender_data.reuse_guard),
        sender_data_key: hex(&art_sender_data_key(suite, secret, ciphertext).bytes),
        sender_data_nonce: hex(&art_sender_data_nonce(suite, secret, ciphertext).bytes),
        key: hex(&key.key.bytes),
        nonce: hex(&key.nonce.bytes),
        authenticated_data: hex(&message.authenticated_data),
        application_data: hex(&content.application_data),
        signature: content.signature.as_ref().map(hex),
        padding: content.length_of_padding as u32,
    })
}
