//! RFC 9420, Section 6.3.2: the sender data of a PrivateMessage.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::{decode_exact, decode_u32, encode_opaque, encode_u32, encode_u64};
use crate::crypto::expand_with_label;
use crate::error::{CryptoError, DecodeError, Error, Invalid, Place, Rule, require};
use crate::framing::encode_content_type;
use crate::framing::private_message::PrivateMessage;
use crate::secret::{AeadKey, AeadNonce, SenderDataSecret};
use crate::tree::math::LeafIndex;
use crate::tree::nodes::{decode_leaf_index, encode_leaf_index};
use crate::tree::ratchet_tree::{RatchetTree, leaf_at};

/// RFC 9420, Section 6.3.2.
///
/// ```text
/// struct {
///     uint32 leaf_index;
///     uint32 generation;
///     opaque reuse_guard[4];
/// } SenderData;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SenderData<B> {
    /// The sender.
    pub leaf_index: LeafIndex,
    /// The generation of the ratchet that the content type names.
    pub generation: u32,
    /// Fresh for each message; 4 bytes.
    pub reuse_guard: B,
}

/// The sender data decrypt, under the additional data of SenderDataAAD.
const SENDER_DATA: Rule = Rule::Mls(85);
/// The sender's leaf is in the tree and not blank.
const SENDER_LEAF: Rule = Rule::Mls(86);

/// `encrypted_sender_data` for a message that is whole but for that field.
///
/// `None` if the AEAD refuses, which it has no reason for.
pub fn seal_sender_data<B: Crypto>(
    suite: CipherSuite,
    message: &PrivateMessage<B>,
    sender_data_secret: &SenderDataSecret<B>,
    sender_data: &SenderData<B>,
) -> Option<B> {
    let key = sender_data_key(suite, sender_data_secret, &message.ciphertext);
    let nonce = sender_data_nonce(suite, sender_data_secret, &message.ciphertext);
    let aad = encode_sender_data_aad(message);
    let plaintext = encode_sender_data(sender_data);
    B::aead_seal(suite, &key.bytes, &nonce.bytes, &aad, &plaintext)
}

/// Who sent a PrivateMessage, and under which key.
///
/// `sender_data_secret` is of the message's epoch.
///
/// # Errors
/// [`CryptoError`] if the sender data does not decrypt; [`DecodeError`] if it is no SenderData.
pub fn open_sender_data<B: Crypto>(
    suite: CipherSuite,
    message: &PrivateMessage<B>,
    sender_data_secret: &SenderDataSecret<B>,
) -> Result<SenderData<B>, Error> {
    let key = sender_data_key(suite, sender_data_secret, &message.ciphertext);
    let nonce = sender_data_nonce(suite, sender_data_secret, &message.ciphertext);
    let aad = encode_sender_data_aad(message);
    let ciphertext = &message.encrypted_sender_data;
    let plaintext =
        B::aead_open(suite, &key.bytes, &nonce.bytes, &aad, ciphertext).ok_or(CryptoError { rule: SENDER_DATA })?;
    Ok(decode_exact(&plaintext, decode_sender_data)?)
}

/// The last paragraph of RFC 9420, Section 6.3.2; `tree` is of the message's epoch.
///
/// # Errors
/// If the sender's leaf is blank or outside the tree.
pub fn check_sender_data<B: Bytes>(sender_data: &SenderData<B>, tree: &RatchetTree<B>) -> Result<(), Invalid> {
    let leaf = sender_data.leaf_index;
    let occupied = leaf_at(tree, leaf).is_some();
    require(occupied, SENDER_LEAF, Place::Leaf(leaf.0))
}

/// ```text
/// sender_data_key = ExpandWithLabel(sender_data_secret, "key", ciphertext_sample, AEAD.Nk)
/// ```
///
/// Vectors: `secret-tree`, field `sender_data.key`.
pub fn sender_data_key<B: Crypto>(
    suite: CipherSuite,
    sender_data_secret: &SenderDataSecret<B>,
    ciphertext: &B,
) -> AeadKey<B> {
    let (sample, nk) = (ciphertext_sample(suite, ciphertext), suite.aead_nk());
    let bytes = expand_with_label(suite, &sender_data_secret.bytes, b"key", &sample, nk);
    AeadKey { bytes }
}

/// ```text
/// sender_data_nonce = ExpandWithLabel(sender_data_secret, "nonce", ciphertext_sample, AEAD.Nn)
/// ```
///
/// Vectors: `secret-tree`, field `sender_data.nonce`.
pub fn sender_data_nonce<B: Crypto>(
    suite: CipherSuite,
    sender_data_secret: &SenderDataSecret<B>,
    ciphertext: &B,
) -> AeadNonce<B> {
    let (sample, nn) = (ciphertext_sample(suite, ciphertext), suite.aead_nn());
    let bytes = expand_with_label(suite, &sender_data_secret.bytes, b"nonce", &sample, nn);
    AeadNonce { bytes }
}

/// ```text
/// ciphertext_sample = ciphertext[0..KDF.Nh-1]
/// ```
///
/// The whole ciphertext if it is shorter.
///
/// Deviation: also the whole ciphertext where the algebra cannot cut it there. Never so on bytes.
pub fn ciphertext_sample<B: Bytes>(suite: CipherSuite, ciphertext: &B) -> B {
    match ciphertext.split_at(suite.kdf_nh()) {
        Ok((sample, _)) => sample,
        Err(_) => ciphertext.clone(),
    }
}

/// The additional authenticated data of `encrypted_sender_data`.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 epoch;
///     ContentType content_type;
/// } SenderDataAAD;
/// ```
fn encode_sender_data_aad<B: Bytes>(message: &PrivateMessage<B>) -> B {
    encode_opaque(&message.group_id)
        .concat(&encode_u64(message.epoch))
        .concat(&encode_content_type(message.content_type))
}

/// Inverse of [`decode_sender_data`].
pub fn encode_sender_data<B: Bytes>(sender_data: &SenderData<B>) -> B {
    encode_leaf_index::<B>(&sender_data.leaf_index)
        .concat(&encode_u32(sender_data.generation))
        .concat(&sender_data.reuse_guard)
}

/// Reads a [`SenderData`].
pub fn decode_sender_data<B: Bytes>(input: &B) -> Result<(SenderData<B>, B), DecodeError> {
    let (leaf_index, rest) = decode_leaf_index(input)?;
    let (generation, rest) = decode_u32(&rest)?;
    let (reuse_guard, rest) = rest.split_at(4)?;
    let sender_data = SenderData { leaf_index, generation, reuse_guard };
    Ok((sender_data, rest))
}
