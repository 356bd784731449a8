//! RFC 9420, Section 8: the key schedule. One function for each arrow of its diagram.
//!
//! `KDF.Extract` takes its salt from the top of the diagram and its IKM from the left. Every
//! `group_context` is the encoding of the GroupContext of the *new* epoch. Vectors: `key-schedule`, a field
//! of the function's name.

pub mod epoch;
pub mod exporter;
pub mod external_init;
pub mod group_context;
pub mod psk;
pub mod psk_id;
pub mod transcript_hash;

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::crypto::{derive_secret, expand_with_label};
use crate::hpke::{HpkeKeyPair, derive_key_pair};
use crate::secret::{
    AeadKey, AeadNonce, CommitSecret, ConfirmationKey, EncryptionSecret, EpochAuthenticator, EpochSecret,
    ExporterSecret, ExternalSecret, InitSecret, JoinerSecret, MemberSecret, MembershipKey, PskSecret, ResumptionPsk,
    SenderDataSecret, WelcomeSecret,
};

/// ```text
/// init_secret_[n-1], commit_secret -> KDF.Extract
///     -> ExpandWithLabel(., "joiner", GroupContext_[n], KDF.Nh) = joiner_secret
/// ```
pub fn joiner_secret<B: Crypto>(
    suite: CipherSuite,
    init_secret: &InitSecret<B>,
    commit_secret: &CommitSecret<B>,
    group_context: &B,
) -> JoinerSecret<B> {
    let extracted = B::kdf_extract(suite, &init_secret.bytes, &commit_secret.bytes);
    let nh = suite.kdf_nh();
    let bytes = expand_with_label(suite, &extracted, b"joiner", group_context, nh);
    JoinerSecret { bytes }
}

/// ```text
/// joiner_secret, psk_secret (or 0) -> KDF.Extract
/// ```
///
/// The diagram gives this value no name. Both `welcome_secret` and `epoch_secret` derive from it.
pub fn member_secret<B: Crypto>(
    suite: CipherSuite,
    joiner_secret: &JoinerSecret<B>,
    psk_secret: &PskSecret<B>,
) -> MemberSecret<B> {
    let bytes = B::kdf_extract(suite, &joiner_secret.bytes, &psk_secret.bytes);
    MemberSecret { bytes }
}

/// ```text
/// member_secret -> DeriveSecret(., "welcome") = welcome_secret
/// ```
pub fn welcome_secret<B: Crypto>(suite: CipherSuite, member_secret: &MemberSecret<B>) -> WelcomeSecret<B> {
    let bytes = derive_secret(suite, &member_secret.bytes, b"welcome");
    WelcomeSecret { bytes }
}

/// RFC 9420, Section 12.4.3.1.
///
/// ```text
/// welcome_key = ExpandWithLabel(welcome_secret, "key", "", AEAD.Nk)
/// ```
pub fn welcome_key<B: Crypto>(suite: CipherSuite, welcome_secret: &WelcomeSecret<B>) -> AeadKey<B> {
    let (empty, nk) = (B::literal(&[]), suite.aead_nk());
    let bytes = expand_with_label(suite, &welcome_secret.bytes, b"key", &empty, nk);
    AeadKey { bytes }
}

/// RFC 9420, Section 12.4.3.1.
///
/// ```text
/// welcome_nonce = ExpandWithLabel(welcome_secret, "nonce", "", AEAD.Nn)
/// ```
pub fn welcome_nonce<B: Crypto>(suite: CipherSuite, welcome_secret: &WelcomeSecret<B>) -> AeadNonce<B> {
    let (empty, nn) = (B::literal(&[]), suite.aead_nn());
    let bytes = expand_with_label(suite, &welcome_secret.bytes, b"nonce", &empty, nn);
    AeadNonce { bytes }
}

/// ```text
/// member_secret -> ExpandWithLabel(., "epoch", GroupContext_[n], KDF.Nh) = epoch_secret
/// ```
pub fn epoch_secret<B: Crypto>(
    suite: CipherSuite,
    member_secret: &MemberSecret<B>,
    group_context: &B,
) -> EpochSecret<B> {
    let (secret, nh) = (&member_secret.bytes, suite.kdf_nh());
    let bytes = expand_with_label(suite, secret, b"epoch", group_context, nh);
    EpochSecret { bytes }
}

/// ```text
/// epoch_secret -> DeriveSecret(., "init") = init_secret_[n]
/// ```
pub fn init_secret<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> InitSecret<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"init");
    InitSecret { bytes }
}

/// ```text
/// sender_data_secret = DeriveSecret(epoch_secret, "sender data")
/// ```
pub fn sender_data_secret<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> SenderDataSecret<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"sender data");
    SenderDataSecret { bytes }
}

/// ```text
/// encryption_secret = DeriveSecret(epoch_secret, "encryption")
/// ```
pub fn encryption_secret<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> EncryptionSecret<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"encryption");
    EncryptionSecret { bytes }
}

/// ```text
/// exporter_secret = DeriveSecret(epoch_secret, "exporter")
/// ```
pub fn exporter_secret<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> ExporterSecret<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"exporter");
    ExporterSecret { bytes }
}

/// ```text
/// external_secret = DeriveSecret(epoch_secret, "external")
/// ```
pub fn external_secret<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> ExternalSecret<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"external");
    ExternalSecret { bytes }
}

/// ```text
/// confirmation_key = DeriveSecret(epoch_secret, "confirm")
/// ```
pub fn confirmation_key<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> ConfirmationKey<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"confirm");
    ConfirmationKey { bytes }
}

/// ```text
/// membership_key = DeriveSecret(epoch_secret, "membership")
/// ```
pub fn membership_key<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> MembershipKey<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"membership");
    MembershipKey { bytes }
}

/// RFC 9420, Section 8.6.
///
/// ```text
/// resumption_psk = DeriveSecret(epoch_secret, "resumption")
/// ```
pub fn resumption_psk<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> ResumptionPsk<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"resumption");
    ResumptionPsk { bytes }
}

/// RFC 9420, Section 8.7.
///
/// ```text
/// epoch_authenticator = DeriveSecret(epoch_secret, "authentication")
/// ```
pub fn epoch_authenticator<B: Crypto>(suite: CipherSuite, epoch_secret: &EpochSecret<B>) -> EpochAuthenticator<B> {
    let bytes = derive_secret(suite, &epoch_secret.bytes, b"authentication");
    EpochAuthenticator { bytes }
}

/// ```text
/// external_priv, external_pub = KEM.DeriveKeyPair(external_secret)
/// ```
pub fn external_key_pair<B: Crypto>(suite: CipherSuite, external_secret: &ExternalSecret<B>) -> HpkeKeyPair<B> {
    derive_key_pair(suite, &external_secret.bytes)
}

/// RFC 9420, Section 6.1. `KDF.Nh` bytes.
///
/// ```text
/// confirmation_tag = MAC(confirmation_key, GroupContext.confirmed_transcript_hash)
/// ```
///
/// Both are of the epoch that the Commit initiates.
pub fn confirmation_tag<B: Crypto>(
    suite: CipherSuite,
    confirmation_key: &ConfirmationKey<B>,
    confirmed_transcript_hash: &B,
) -> B {
    B::mac(suite, &confirmation_key.bytes, confirmed_transcript_hash)
}
