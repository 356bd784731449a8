//! ART: the sender data of a message, in the shape of RFC 9420, Section 6.3.2.

use crate::algebra::{Bytes, Crypto};
use crate::art::envelope::encode_art10;
use crate::art::labels::expand_with_art_label;
use crate::art::member::{decode_member_index, encode_member_index};
use crate::art::message::ArtMessage;
use crate::art::tree::MemberIndex;
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_exact, decode_u32, encode_opaque, encode_u32, encode_u64};
use crate::error::{CryptoError, DecodeError, Error, Rule};
use crate::framing::sender_data::ciphertext_sample;
use crate::secret::{AeadKey, AeadNonce, SenderDataSecret};

/// Who sent a message, and with which key.
///
/// ```text
/// struct {
///     uint32 sender;
///     uint32 generation;
///     opaque reuse_guard[4];
/// } ArtSenderData;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArtSenderData<B> {
    /// The sender.
    pub sender: MemberIndex,
    /// The generation of its ratchet.
    pub generation: u32,
    /// Fresh for each message; 4 bytes.
    pub reuse_guard: B,
}

/// The sender data decrypt, under the additional data of ArtSenderDataAAD.
const SENDER_DATA: Rule = Rule::Art(24);

/// `encrypted_sender_data` for a message that is whole but for that field.
///
/// `None` if the AEAD refuses, which it has no reason for.
pub fn seal_art_sender_data<B: Crypto>(
    suite: CipherSuite,
    message: &ArtMessage<B>,
    sender_data_secret: &SenderDataSecret<B>,
    sender_data: &ArtSenderData<B>,
) -> Option<B> {
    let key = art_sender_data_key(suite, sender_data_secret, &message.ciphertext);
    let nonce = art_sender_data_nonce(suite, sender_data_secret, &message.ciphertext);
    let aad = encode_sender_data_aad(message);
    B::aead_seal(suite, &key.bytes, &nonce.bytes, &aad, &encode_art_sender_data(sender_data))
}

/// The sender data of a message of the stage that `sender_data_secret` is of.
///
/// # Errors
/// [`CryptoError`] if they do not decrypt; [`DecodeError`] if they are no ArtSenderData.
pub fn open_art_sender_data<B: Crypto>(
    suite: CipherSuite,
    message: &ArtMessage<B>,
    sender_data_secret: &SenderDataSecret<B>,
) -> Result<ArtSenderData<B>, Error> {
    let key = art_sender_data_key(suite, sender_data_secret, &message.ciphertext);
    let nonce = art_sender_data_nonce(suite, sender_data_secret, &message.ciphertext);
    let aad = encode_sender_data_aad(message);
    let ciphertext = &message.encrypted_sender_data;
    let plaintext =
        B::aead_open(suite, &key.bytes, &nonce.bytes, &aad, ciphertext).ok_or(CryptoError { rule: SENDER_DATA })?;
    Ok(decode_exact(&plaintext, decode_art_sender_data)?)
}

/// ```text
/// sender_data_key = ExpandWithLabel(sender_data_secret, "key", ciphertext_sample, AEAD.Nk)
/// ```
///
/// Vectors: `art-message-protection`, field `sender_data_key`.
pub fn art_sender_data_key<B: Crypto>(
    suite: CipherSuite,
    sender_data_secret: &SenderDataSecret<B>,
    ciphertext: &B,
) -> AeadKey<B> {
    let (sample, nk) = (ciphertext_sample(suite, ciphertext), suite.aead_nk());
    let bytes = expand_with_art_label(suite, &sender_data_secret.bytes, b"key", &sample, nk);
    AeadKey { bytes }
}

/// ```text
/// sender_data_nonce = ExpandWithLabel(sender_data_secret, "nonce", ciphertext_sample, AEAD.Nn)
/// ```
///
/// Vectors: `art-message-protection`, field `sender_data_nonce`.
pub fn art_sender_data_nonce<B: Crypto>(
    suite: CipherSuite,
    sender_data_secret: &SenderDataSecret<B>,
    ciphertext: &B,
) -> AeadNonce<B> {
    let (sample, nn) = (ciphertext_sample(suite, ciphertext), suite.aead_nn());
    let bytes = expand_with_art_label(suite, &sender_data_secret.bytes, b"nonce", &sample, nn);
    AeadNonce { bytes }
}

/// The additional authenticated data of `encrypted_sender_data`.
///
/// ```text
/// struct {
///     ArtVersion version = art10;
///     opaque group_id<V>;
///     uint64 stage;
/// } ArtSenderDataAAD;
/// ```
fn encode_sender_data_aad<B: Bytes>(message: &ArtMessage<B>) -> B {
    encode_art10::<B>().concat(&encode_opaque(&message.group_id)).concat(&encode_u64(message.stage))
}

/// Inverse of [`decode_art_sender_data`].
pub fn encode_art_sender_data<B: Bytes>(sender_data: &ArtSenderData<B>) -> B {
    encode_member_index::<B>(&sender_data.sender)
        .concat(&encode_u32(sender_data.generation))
        .concat(&sender_data.reuse_guard)
}

/// Reads an [`ArtSenderData`]. Vectors: `art-message-protection`, fields `sender`, `generation` and `reuse_guard`.
pub fn decode_art_sender_data<B: Bytes>(input: &B) -> Result<(ArtSenderData<B>, B), DecodeError> {
    let (sender, rest) = decode_member_index(input)?;
    let (generation, rest) = decode_u32(&rest)?;
    let (reuse_guard, rest) = rest.split_at(4)?;
    let sender_data = ArtSenderData { sender, generation, reuse_guard };
    Ok((sender_data, rest))
}
