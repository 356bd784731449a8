//! One type for each secret of RFC 9420 and of ART, so that swapping two of them is a type error.
//!
//! None of them shows its bytes in `Debug`. Comparing two is not constant-time: this crate is a
//! specification, and runs on secrets that nobody needs to keep.

use core::fmt;

macro_rules! secrets {
    ($($(#[$documentation:meta])* $name:ident;)*) => {
        $(
            $(#[$documentation])*
            #[derive(Clone, PartialEq)]
            pub struct $name<B> {
                /// The secret itself.
                pub bytes: B,
            }

            impl<B> fmt::Debug for $name<B> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!(stringify!($name), "(..)"))
                }
            }
        )*
    };
}

secrets! {
    /// The seed of an operation, from which it derives every random value that it needs
    /// ([`crate::crypto::random`]); fresh, and `KDF.Nh` bytes long.
    Seed;
    /// The private key of an `HPKEPublicKey`.
    HpkePrivateKey;
    /// The private key of a `SignaturePublicKey`.
    SignaturePrivateKey;
    /// `init_secret_[n]`: links an epoch to the next.
    InitSecret;
    /// `commit_secret`: what an UpdatePath adds to the next epoch.
    CommitSecret;
    /// `joiner_secret`: what a Welcome carries.
    JoinerSecret;
    /// The secret from which `welcome_secret` and `epoch_secret` derive: the output of the second `KDF.Extract`.
    MemberSecret;
    /// `welcome_secret`: encrypts the GroupInfo in a Welcome.
    WelcomeSecret;
    /// `epoch_secret`: the root of an epoch.
    EpochSecret;
    /// `sender_data_secret`.
    SenderDataSecret;
    /// `encryption_secret`: the root of the secret tree.
    EncryptionSecret;
    /// `exporter_secret`.
    ExporterSecret;
    /// `external_secret`: the seed of the external key pair.
    ExternalSecret;
    /// `confirmation_key`.
    ConfirmationKey;
    /// `membership_key`.
    MembershipKey;
    /// `resumption_psk`.
    ResumptionPsk;
    /// `epoch_authenticator`. Shown to members only.
    EpochAuthenticator;
    /// The value of a pre-shared key.
    Psk;
    /// `psk_secret`: all PSKs of a Commit, chained.
    PskSecret;
    /// `path_secret[n]`.
    PathSecret;
    /// `tree_node_[N]_secret` of the secret tree.
    TreeNodeSecret;
    /// `handshake_ratchet_secret_[N]_[j]` or `application_ratchet_secret_[N]_[j]`.
    RatchetSecret;
    /// A content key: `ratchet_key_[N]_[j]`, `sender_data_key` or `welcome_key`.
    AeadKey;
    /// A content nonce: `ratchet_nonce_[N]_[j]`, `sender_data_nonce` or `welcome_nonce`.
    AeadNonce;
    /// A value exported by `MLS-Exporter`.
    ExportedSecret;
    /// ART: `ik`, the private key of an identity key.
    ArtIdentityPrivateKey;
    /// ART: `ek`, the private key of a prekey.
    ArtPrekeyPrivateKey;
    /// ART: `suk`, the private key of a setup key.
    ArtSetupPrivateKey;
    /// ART: `g^{xy}`, the output of a Diffie-Hellman: not uniform, and never a key by itself.
    ArtDhOutput;
    /// ART: the output of `KeyExchange`, from which a member's first leaf key derives.
    ArtExchangedSecret;
    /// ART: the private key of a node; of a leaf, `lambda`.
    ArtNodePrivateKey;
    /// ART: `tk`, the private key of the root.
    ArtTreeKey;
    /// ART: `sk`, the root of a stage.
    ArtStageKey;
    /// ART: what a stage adds to the next one.
    ArtChainKey;
    /// ART: authenticates the update that ends a stage.
    ArtUpdateMacKey;
    /// ART: the root of the message keys of a stage.
    ArtMessageSecret;
    /// ART: shows to a group that succeeds another which stage it follows.
    ArtStageAuthenticator;
}
