//! ART: stage keys, and what derives from them. One function for each derivation.

use crate::algebra::Crypto;
use crate::art::labels::{derive_art_secret, expand_with_art_label};
use crate::art::tree::MemberIndex;
use crate::cipher_suite::CipherSuite;
use crate::codec::encode_u32;
use crate::crypto::zero;
use crate::secret::{
    ArtChainKey, ArtMessageSecret, ArtStageAuthenticator, ArtStageKey, ArtTreeKey, ArtUpdateMacKey, RatchetSecret,
    SenderDataSecret,
};

/// `sk_{-1}`: what the first stage of a group follows.
///
/// ```text
/// chain_key_[-1] = 0
/// ```
pub fn first_chain_key<B: Crypto>(suite: CipherSuite) -> ArtChainKey<B> {
    ArtChainKey { bytes: zero(suite) }
}

/// `sk_t = KDF(sk_{t-1}, tk_t, identities, public tree)`.
///
/// ```text
/// KDF.Extract(chain_key_[t-1], tree_key_[t])
///     -> ExpandWithLabel(., "stage", context_hash_[t], KDF.Nh) = stage_key_[t]
/// ```
///
/// Choice: the chain key derives from `sk_{t-1}` and stands for it, so that a member need not keep a stage key, from
/// which all message keys of the stage derive. This protects those keys once the member has itself updated: until then
/// its leaf key gives all tree keys since the setup, whose chain key is zero. `context_hash` is
/// [`crate::art::context::context_hash`] of the new stage: it has the identities and the tree.
/// Vectors: `art-stage-key`, field `stage_key`.
pub fn stage_key<B: Crypto>(
    suite: CipherSuite,
    chain_key: &ArtChainKey<B>,
    tree_key: &ArtTreeKey<B>,
    context_hash: &B,
) -> ArtStageKey<B> {
    let extracted = B::kdf_extract(suite, &chain_key.bytes, &tree_key.bytes);
    let bytes = expand_with_art_label(suite, &extracted, b"stage", context_hash, suite.kdf_nh());
    ArtStageKey { bytes }
}

/// ```text
/// chain_key_[t] = DeriveSecret(stage_key_[t], "chain")
/// ```
///
/// Vectors: `art-stage-key`, field `chain_key`.
pub fn chain_key<B: Crypto>(suite: CipherSuite, stage_key: &ArtStageKey<B>) -> ArtChainKey<B> {
    ArtChainKey { bytes: derive_art_secret(suite, &stage_key.bytes, b"chain") }
}

/// ```text
/// update_mac_key = DeriveSecret(stage_key, "update")
/// ```
///
/// Vectors: `art-stage-key`, field `update_mac_key`.
pub fn update_mac_key<B: Crypto>(suite: CipherSuite, stage_key: &ArtStageKey<B>) -> ArtUpdateMacKey<B> {
    ArtUpdateMacKey { bytes: derive_art_secret(suite, &stage_key.bytes, b"update") }
}

/// ```text
/// stage_authenticator = DeriveSecret(stage_key, "link")
/// ```
///
/// Vectors: `art-stage-key`, field `stage_authenticator`.
pub fn stage_authenticator<B: Crypto>(suite: CipherSuite, stage_key: &ArtStageKey<B>) -> ArtStageAuthenticator<B> {
    ArtStageAuthenticator { bytes: derive_art_secret(suite, &stage_key.bytes, b"link") }
}

/// ```text
/// sender_data_secret = DeriveSecret(stage_key, "sender data")
/// ```
///
/// Vectors: `art-stage-key`, field `sender_data_secret`.
pub fn art_sender_data_secret<B: Crypto>(suite: CipherSuite, stage_key: &ArtStageKey<B>) -> SenderDataSecret<B> {
    SenderDataSecret { bytes: derive_art_secret(suite, &stage_key.bytes, b"sender data") }
}

/// ```text
/// message_secret = DeriveSecret(stage_key, "message")
/// ```
///
/// Vectors: `art-stage-key`, field `message_secret`.
pub fn message_secret<B: Crypto>(suite: CipherSuite, stage_key: &ArtStageKey<B>) -> ArtMessageSecret<B> {
    ArtMessageSecret { bytes: derive_art_secret(suite, &stage_key.bytes, b"message") }
}

/// Where the ratchet of a sender starts.
///
/// ```text
/// ratchet_secret_[i]_[0] = ExpandWithLabel(message_secret, "sender", uint32 i, KDF.Nh)
/// ```
///
/// Vectors: `art-stage-key`, field `ratchet_secrets`.
pub fn sender_ratchet_secret<B: Crypto>(
    suite: CipherSuite,
    message_secret: &ArtMessageSecret<B>,
    sender: MemberIndex,
) -> RatchetSecret<B> {
    let (secret, nh) = (&message_secret.bytes, suite.kdf_nh());
    let bytes = expand_with_art_label(suite, secret, b"sender", &encode_u32(sender.0), nh);
    RatchetSecret { bytes }
}
