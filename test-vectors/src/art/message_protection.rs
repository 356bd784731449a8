//! `art-message-protection`: the messages of a stage.

use serde::{Deserialize, Serialize};

use super::{Context, Keys, Link, Member, Received, SIGNED, stage_key};
use crate::check::{altered, expect_bytes, expect_eq, expect_ok, expect_refusal};
use crate::seed::Seeds;
use crate::{Hex, Mismatch};

/// What the checker asks of an implementation. `message` is an encoded ArtMessageEnvelope.
///
/// Every call starts from the stage afresh: no ratchet moves from one call to the next.
pub trait Subject: Keys + stage_key::Subject {
    /// `ratchet_key_[i]_[j]` and `ratchet_nonce_[i]_[j]`.
    fn message_key(suite: u16, message_secret: &[u8], sender: u32, generation: u32)
    -> Result<KeyAndNonce, Self::Error>;

    /// The fields of an ArtMessage.
    fn message_fields(message: &[u8]) -> Result<MessageFields, Self::Error>;

    /// `sender_data_key` and `sender_data_nonce` of a message with this ciphertext.
    fn sender_data_key(suite: u16, sender_data_secret: &[u8], ciphertext: &[u8]) -> Result<KeyAndNonce, Self::Error>;

    /// The ArtSenderData of a message.
    fn sender_data(suite: u16, sender_data_secret: &[u8], message: &[u8]) -> Result<SenderData, Self::Error>;

    /// The ArtMessageContent of a message. Its signature is not verified.
    fn content(
        context: &Context<'_>,
        key: &KeyAndNonce,
        reuse_guard: &[u8],
        message: &[u8],
    ) -> Result<Content, Self::Error>;

    /// A member reads a message of another one.
    fn unprotect(stage: &Stage<'_>, receiver: u32, message: &[u8]) -> Result<Received, Self::Error>;

    /// The first message of a member.
    fn protect(stage: &Stage<'_>, sender: &Sender<'_>, draft: &Draft<'_>, seed: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

/// A stage.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in art.md")]
pub struct Stage<'a> {
    pub context: &'a Context<'a>,
    pub stage_key: &'a [u8],
}

/// A member who sends.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// Which.
    pub index: u32,
    /// The private key of its `signature_key`.
    pub signature_priv: &'a [u8],
}

/// A message to be sent.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Draft<'a> {
    pub authenticated_data: &'a [u8],
    pub application_data: &'a [u8],
    pub padding: u32,
}

/// Of an AEAD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyAndNonce {
    /// The key.
    pub key: Vec<u8>,
    /// The nonce, without a reuse guard.
    pub nonce: Vec<u8>,
}

/// The fields of an ArtMessage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct MessageFields {
    pub group_id: Vec<u8>,
    pub stage: u64,
    pub authenticated_data: Vec<u8>,
    pub ciphertext: Vec<u8>,
}

/// The fields of an ArtSenderData.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct SenderData {
    pub sender: u32,
    pub generation: u32,
    pub reuse_guard: Vec<u8>,
}

/// The fields of an ArtMessageContent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Content {
    pub application_data: Vec<u8>,
    /// `None` where messages are not signed.
    pub signature: Option<Vec<u8>>,
    /// The number of zero bytes.
    pub padding: u32,
}

/// A stage and its messages.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub group_id: Hex,
    pub mode: u8,
    /// Null if the group follows none, but never missing, as is the rule for all fields.
    #[serde(deserialize_with = "Option::deserialize")]
    pub link: Option<Link>,
    pub stage: u64,
    pub members: Vec<Member>,
    pub signature_privs: Vec<Hex>,
    pub tree: Vec<Hex>,
    pub context_hash: Hex,
    pub stage_key: Hex,
    pub sender_data_secret: Hex,
    pub message_secret: Hex,
    pub messages: Vec<Message>,
}

/// One message.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Message {
    pub message: Hex,
    pub sender: u32,
    pub generation: u32,
    pub reuse_guard: Hex,
    pub sender_data_key: Hex,
    pub sender_data_nonce: Hex,
    pub key: Hex,
    pub nonce: Hex,
    pub authenticated_data: Hex,
    pub application_data: Hex,
    /// Null where messages are not signed, but never missing, as is the rule for all fields.
    #[serde(deserialize_with = "Option::deserialize")]
    pub signature: Option<Hex>,
    pub padding: u32,
}

impl Case {
    /// The steps of `art-message-protection/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        self.verify_members::<S>()?;
        let context = self.context(&self.members);
        expect_bytes("context_hash", S::context_hash(&context), &self.context_hash)?;
        let secrets = expect_ok("stage_key", S::stage_secrets(self.cipher_suite, &self.stage_key))?;
        expect_eq("sender_data_secret", secrets.sender_data_secret.as_slice(), &self.sender_data_secret)?;
        expect_eq("message_secret", secrets.message_secret.as_slice(), &self.message_secret)?;
        let mut seeds = Seeds::of(&[&self.group_id, &self.stage_key]);
        for (i, message) in self.messages.iter().enumerate() {
            let at = format!("messages[{i}]");
            self.verify_parts::<S>(&at, message)?;
            self.verify_received::<S>(&at, message)?;
            self.verify_own::<S>(&at, message, &seeds.next())?;
        }
        Ok(())
    }

    fn context<'a>(&'a self, members: &'a [Member]) -> Context<'a> {
        Context {
            cipher_suite: self.cipher_suite,
            group_id: &self.group_id,
            mode: self.mode,
            link: self.link.as_ref(),
            stage: self.stage,
            members,
            tree: &self.tree,
        }
    }

    fn verify_members<S: Subject>(&self) -> Result<(), Mismatch> {
        expect_eq("signature_privs (number of entries)", &self.signature_privs.len(), &self.members.len())?;
        for (i, (member, signature_priv)) in self.members.iter().zip(&self.signature_privs).enumerate() {
            let signature_key = S::signature_public_key(self.cipher_suite, signature_priv);
            expect_bytes(format!("members[{i}].signature_key"), signature_key, &member.signature_key)?;
        }
        Ok(())
    }

    /// Layer by layer.
    fn verify_parts<S: Subject>(&self, at: &str, message: &Message) -> Result<(), Mismatch> {
        let suite = self.cipher_suite;
        let fields = expect_ok(format!("{at}.message"), S::message_fields(&message.message))?;
        expect_eq(format!("{at}.message (group_id)"), fields.group_id.as_slice(), &self.group_id)?;
        expect_eq(format!("{at}.message (stage)"), &fields.stage, &self.stage)?;
        let authenticated_data = fields.authenticated_data.as_slice();
        expect_eq(format!("{at}.authenticated_data"), authenticated_data, &message.authenticated_data)?;

        let secret = &self.sender_data_secret;
        let got = S::sender_data_key(suite, secret, &fields.ciphertext);
        let got = expect_ok(format!("{at}.sender_data_key"), got)?;
        expect_eq(format!("{at}.sender_data_key"), got.key.as_slice(), &message.sender_data_key)?;
        expect_eq(format!("{at}.sender_data_nonce"), got.nonce.as_slice(), &message.sender_data_nonce)?;
        let got = expect_ok(format!("{at}.message (sender data)"), S::sender_data(suite, secret, &message.message))?;
        expect_eq(format!("{at}.sender"), &got.sender, &message.sender)?;
        expect_eq(format!("{at}.generation"), &got.generation, &message.generation)?;
        expect_eq(format!("{at}.reuse_guard"), got.reuse_guard.as_slice(), &message.reuse_guard)?;

        let key = S::message_key(suite, &self.message_secret, message.sender, message.generation);
        let key = expect_ok(format!("{at}.key"), key)?;
        expect_eq(format!("{at}.key"), key.key.as_slice(), &message.key)?;
        expect_eq(format!("{at}.nonce"), key.nonce.as_slice(), &message.nonce)?;
        let got = S::content(&self.context(&self.members), &key, &message.reuse_guard, &message.message);
        message.expect_content(at, &expect_ok(format!("{at}.message (content)"), got)?)
    }

    /// Every member but the sender reads it; none of them if something is changed.
    fn verify_received<S: Subject>(&self, at: &str, message: &Message) -> Result<(), Mismatch> {
        let context = self.context(&self.members);
        let stage = Stage { context: &context, stage_key: &self.stage_key };
        let mut others = self.members.clone();
        others.rotate_left(1);
        for (member, other) in others.iter_mut().zip(&self.members) {
            member.identity = other.identity.clone();
        }
        let context = self.context(&others);
        let with_other_keys = Stage { context: &context, stage_key: &self.stage_key };
        for receiver in self.receivers(message.sender) {
            let here = format!("{at} (receiver {receiver})");
            message.expect_received(&here, S::unprotect(&stage, receiver, &message.message))?;
            let altered = altered(&message.message);
            expect_refusal(format!("{here} (altered)"), S::unprotect(&stage, receiver, &altered))?;
            if self.mode == SIGNED {
                let result = S::unprotect(&with_other_keys, receiver, &message.message);
                expect_refusal(format!("{here} (signature keys of others)"), result)?;
            }
        }
        Ok(())
    }

    /// The subject's own message of the same content.
    fn verify_own<S: Subject>(&self, at: &str, message: &Message, seed: &[u8]) -> Result<(), Mismatch> {
        let context = self.context(&self.members);
        let stage = Stage { context: &context, stage_key: &self.stage_key };
        let index = message.sender;
        let Some(signature_priv) = self.signature_privs.get(index as usize) else {
            return expect_eq(format!("{at}.sender"), "no member", "a member");
        };
        let draft = Draft {
            authenticated_data: &message.authenticated_data,
            application_data: &message.application_data,
            padding: message.padding,
        };
        let own = S::protect(&stage, &Sender { index, signature_priv }, &draft, seed);
        let own = expect_ok(format!("{at} (protecting)"), own)?;
        // Signatures have different lengths, in some suites.
        if self.mode != SIGNED {
            expect_eq(format!("{at} (own: length)"), &own.len(), &message.message.len())?;
        }
        for receiver in self.receivers(index) {
            message
                .expect_received(&format!("{at} (own at receiver {receiver})"), S::unprotect(&stage, receiver, &own))?;
        }
        Ok(())
    }

    fn receivers(&self, sender: u32) -> impl Iterator<Item = u32> {
        (0..).zip(&self.members).map(|(index, _)| index).filter(move |index| *index != sender)
    }
}

impl Message {
    fn expect_content(&self, at: &str, got: &Content) -> Result<(), Mismatch> {
        expect_eq(format!("{at}.application_data"), got.application_data.as_slice(), &self.application_data)?;
        let wanted = self.signature.as_deref();
        match (got.signature.as_deref(), wanted) {
            (Some(got), Some(wanted)) => expect_eq(format!("{at}.signature"), got, wanted)?,
            (got, wanted) => {
                let word = |signature: Option<&[u8]>| if signature.is_some() { "a signature" } else { "null" };
                expect_eq(format!("{at}.signature"), word(got), word(wanted))?;
            }
        }
        expect_eq(format!("{at}.padding"), &got.padding, &self.padding)
    }

    fn expect_received<E: core::fmt::Debug>(&self, at: &str, got: Result<Received, E>) -> Result<(), Mismatch> {
        let got = expect_ok(at, got)?;
        expect_eq(format!("{at} (sender)"), &got.sender, &self.sender)?;
        let authenticated_data = got.authenticated_data.as_slice();
        expect_eq(format!("{at} (authenticated_data)"), authenticated_data, &self.authenticated_data)?;
        expect_eq(format!("{at} (application_data)"), got.application_data.as_slice(), &self.application_data)
    }
}
