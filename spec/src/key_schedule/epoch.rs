//! RFC 9420, Section 8 and Section 9.2: what a member keeps of an epoch's secrets.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::key_schedule::{
    confirmation_key, encryption_secret, epoch_authenticator, exporter_secret, external_secret, init_secret,
    membership_key, resumption_psk, sender_data_secret,
};
use crate::secret::{
    ConfirmationKey, EpochAuthenticator, EpochSecret, ExporterSecret, ExternalSecret, InitSecret, MembershipKey,
    ResumptionPsk, SenderDataSecret,
};
use crate::secret_tree::{SecretTree, secret_tree};
use crate::tree::math::LeafCount;

/// The table "Epoch-Derived Secrets" of RFC 9420, Section 8, and `init_secret`.
///
/// Neither `joiner_secret`, `epoch_secret` nor `encryption_secret` is here: each is consumed by the
/// derivation of what is here and of the [`SecretTree`], and must then be deleted (RFC 9420, Section 9.2).
#[derive(Clone, Debug, PartialEq)]
pub struct EpochSecrets<B> {
    /// For the next epoch.
    pub init_secret: InitSecret<B>,
    /// For the sender data of PrivateMessages.
    pub sender_data_secret: SenderDataSecret<B>,
    /// For `MLS-Exporter`.
    pub exporter_secret: ExporterSecret<B>,
    /// For the key pair that external Commits encrypt to.
    pub external_secret: ExternalSecret<B>,
    /// For the tag of the Commit that initiates the epoch.
    pub confirmation_key: ConfirmationKey<B>,
    /// For the tag of members' PublicMessages.
    pub membership_key: MembershipKey<B>,
    /// For a later injection as PSK.
    pub resumption_psk: ResumptionPsk<B>,
    /// For comparison by the members.
    pub epoch_authenticator: EpochAuthenticator<B>,
}

/// All that derives from `epoch_secret`, for a ratchet tree of `n` leaves.
pub fn derive_epoch<B: Crypto>(
    suite: CipherSuite,
    epoch_secret: &EpochSecret<B>,
    n: LeafCount,
) -> (EpochSecrets<B>, SecretTree<B>) {
    let secrets = EpochSecrets {
        init_secret: init_secret(suite, epoch_secret),
        sender_data_secret: sender_data_secret(suite, epoch_secret),
        exporter_secret: exporter_secret(suite, epoch_secret),
        external_secret: external_secret(suite, epoch_secret),
        confirmation_key: confirmation_key(suite, epoch_secret),
        membership_key: membership_key(suite, epoch_secret),
        resumption_psk: resumption_psk(suite, epoch_secret),
        epoch_authenticator: epoch_authenticator(suite, epoch_secret),
    };
    let encryption_secret = encryption_secret(suite, epoch_secret);
    (secrets, secret_tree(encryption_secret, n))
}
