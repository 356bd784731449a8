//! The kinds: the working group's 16, and ours.

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

    /// Our own kinds, in the order of their names: what the working group's do not cover.
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

    /// The working group's kinds, then ours.
    pub const ALL: [Kind; Kind::WORKING_GROUP.len() + Kind::OURS.len()] = {
        let mut all = [Kind::CryptoBasics; Kind::WORKING_GROUP.len() + Kind::OURS.len()];
        let (working_group, ours) = all.split_at_mut(Kind::WORKING_GROUP.len());
        working_group.copy_from_slice(&Kind::WORKING_GROUP);
        ours.copy_from_slice(&Kind::OURS);
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
