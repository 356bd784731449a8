//! The kinds: the working group's 16, ours of MLS, and those of ART.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A kind of test vector: one format, one checker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `crypto-basics`.
    CryptoBasics,
    /// `deserialization`.
    Deserialization,
    /// `key-schedule`.
    KeySchedule,
    /// `message-protection`.
    MessageProtection,
    /// `messages`.
    Messages,
    /// `passive-client-handling-commit`; shares format and checker with the two other passive-client kinds.
    PassiveClientHandlingCommit,
    /// `passive-client-random`.
    PassiveClientRandom,
    /// `passive-client-welcome`.
    PassiveClientWelcome,
    /// `psk_secret`.
    PskSecret,
    /// `secret-tree`.
    SecretTree,
    /// `transcript-hashes`.
    TranscriptHashes,
    /// `tree-math`.
    TreeMath,
    /// `tree-operations`.
    TreeOperations,
    /// `tree-validation`.
    TreeValidation,
    /// `treekem`.
    TreeKem,
    /// `welcome`.
    Welcome,
    /// `passive-client-application-messages`; shares format and checker with the kinds after it.
    PassiveClientApplicationMessages,
    /// `passive-client-custom-proposals`.
    PassiveClientCustomProposals,
    /// `passive-client-encrypted-handshakes`.
    PassiveClientEncryptedHandshakes,
    /// `passive-client-external-commit`.
    PassiveClientExternalCommit,
    /// `passive-client-external-proposals`.
    PassiveClientExternalProposals,
    /// `passive-client-lifetimes`.
    PassiveClientLifetimes,
    /// `passive-client-linked-groups`.
    PassiveClientLinkedGroups,
    /// `passive-client-x509`.
    PassiveClientX509,
    /// `art-message-protection`.
    ArtMessageProtection,
    /// `art-passive-client`.
    ArtPassiveClient,
    /// `art-setup`.
    ArtSetup,
    /// `art-stage-key`.
    ArtStageKey,
    /// `art-tree`.
    ArtTree,
    /// `art-update`.
    ArtUpdate,
}

impl Kind {
    /// The kinds of the working group, in the order of their names. A published set has these.
    pub const WORKING_GROUP: [Kind; 16] = [
        Kind::CryptoBasics,
        Kind::Deserialization,
        Kind::KeySchedule,
        Kind::MessageProtection,
        Kind::Messages,
        Kind::PassiveClientHandlingCommit,
        Kind::PassiveClientRandom,
        Kind::PassiveClientWelcome,
        Kind::PskSecret,
        Kind::SecretTree,
        Kind::TranscriptHashes,
        Kind::TreeMath,
        Kind::TreeOperations,
        Kind::TreeValidation,
        Kind::TreeKem,
        Kind::Welcome,
    ];

    /// Our own kinds of MLS, in the order of their names: what the working group's do not cover.
    pub const OURS: [Kind; 8] = [
        Kind::PassiveClientApplicationMessages,
        Kind::PassiveClientCustomProposals,
        Kind::PassiveClientEncryptedHandshakes,
        Kind::PassiveClientExternalCommit,
        Kind::PassiveClientExternalProposals,
        Kind::PassiveClientLifetimes,
        Kind::PassiveClientLinkedGroups,
        Kind::PassiveClientX509,
    ];

    /// The kinds of Asynchronous Ratcheting Trees, in the order of their names.
    pub const ART: [Kind; 6] = [
        Kind::ArtMessageProtection,
        Kind::ArtPassiveClient,
        Kind::ArtSetup,
        Kind::ArtStageKey,
        Kind::ArtTree,
        Kind::ArtUpdate,
    ];

    /// The working group's kinds, then ours of MLS, then those of ART.
    pub const ALL: [Kind; Kind::WORKING_GROUP.len() + Kind::OURS.len() + Kind::ART.len()] = {
        let mut all = [Kind::CryptoBasics; Kind::WORKING_GROUP.len() + Kind::OURS.len() + Kind::ART.len()];
        let (working_group, others) = all.split_at_mut(Kind::WORKING_GROUP.len());
        let (ours, art) = others.split_at_mut(Kind::OURS.len());
        working_group.copy_from_slice(&Kind::WORKING_GROUP);
        ours.copy_from_slice(&Kind::OURS);
        art.copy_from_slice(&Kind::ART);
        all
    };

    /// The name of the kind: that of its folder, and that of the working group's file without `.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::CryptoBasics => "crypto-basics",
            Kind::Deserialization => "deserialization",
            Kind::KeySchedule => "key-schedule",
            Kind::MessageProtection => "message-protection",
            Kind::Messages => "messages",
            Kind::PassiveClientHandlingCommit => "passive-client-handling-commit",
            Kind::PassiveClientRandom => "passive-client-random",
            Kind::PassiveClientWelcome => "passive-client-welcome",
            Kind::PskSecret => "psk_secret",
            Kind::SecretTree => "secret-tree",
            Kind::TranscriptHashes => "transcript-hashes",
            Kind::TreeMath => "tree-math",
            Kind::TreeOperations => "tree-operations",
            Kind::TreeValidation => "tree-validation",
            Kind::TreeKem => "treekem",
            Kind::Welcome => "welcome",
            Kind::PassiveClientApplicationMessages => "passive-client-application-messages",
            Kind::PassiveClientCustomProposals => "passive-client-custom-proposals",
            Kind::PassiveClientEncryptedHandshakes => "passive-client-encrypted-handshakes",
            Kind::PassiveClientExternalCommit => "passive-client-external-commit",
            Kind::PassiveClientExternalProposals => "passive-client-external-proposals",
            Kind::PassiveClientLifetimes => "passive-client-lifetimes",
            Kind::PassiveClientLinkedGroups => "passive-client-linked-groups",
            Kind::PassiveClientX509 => "passive-client-x509",
            Kind::ArtMessageProtection => "art-message-protection",
            Kind::ArtPassiveClient => "art-passive-client",
            Kind::ArtSetup => "art-setup",
            Kind::ArtStageKey => "art-stage-key",
            Kind::ArtTree => "art-tree",
            Kind::ArtUpdate => "art-update",
        }
    }

    /// The kind of a file: by its name (`treekem.json`), else by its folder (`treekem/generated.json`).
    pub fn of_path(path: &Path) -> Option<Kind> {
        let by_name = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        by_name.or_else(|| path.parent()?.file_name()?.to_str()?.parse().ok())
    }

    /// How many cases the working group's set has (785 in total): none of our own kinds.
    pub const fn working_group_count(self) -> usize {
        match self {
            Kind::Messages => 300,
            Kind::TreeValidation => 98,
            Kind::PassiveClientHandlingCommit => 91,
            Kind::PskSecret | Kind::TreeKem => 77,
            Kind::PassiveClientWelcome => 56,
            Kind::SecretTree => 21,
            Kind::Deserialization => 14,
            Kind::TreeMath => 10,
            Kind::CryptoBasics
            | Kind::KeySchedule
            | Kind::MessageProtection
            | Kind::TranscriptHashes
            | Kind::Welcome => 7,
            Kind::TreeOperations => 5,
            Kind::PassiveClientRandom => 1,
            _ => 0,
        }
    }

    /// How many cases the registry's set has (1059 in total): the package `openmls` 0.5.0 carries an older
    /// generation of some files, and none of `deserialization`.
    pub const fn registry_count(self) -> usize {
        match self {
            Kind::TranscriptHashes => 300,
            Kind::PskSecret => 70,
            Kind::TreeOperations => 7,
            Kind::Deserialization => 0,
            _ => self.working_group_count(),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is that of no kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(pub String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Kind::ALL.map(Kind::name).to_vec();
        write!(f, "{:?} is no kind of test vector; the kinds are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for Kind {
    type Err = UnknownKind;

    /// Takes `-` and `_` for each other.
    fn from_str(name: &str) -> Result<Kind, UnknownKind> {
        let same = |kind: &Kind| kind.name().replace('_', "-") == name.replace('_', "-");
        Kind::ALL.into_iter().find(same).ok_or_else(|| UnknownKind(name.into()))
    }
}
