//! A case of any kind.

use serde::Serialize;

use crate::{
    Kind, Mismatch, Subject, crypto_basics, deserialization, key_schedule, message_protection, messages,
    passive_client, psk_secret, secret_tree, story, transcript_hashes, tree_math, tree_operations, tree_validation,
    treekem, welcome,
};

/// A case of any kind. It is serialised as the case of its kind, without a mark of the kind.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum AnyCase {
    /// Of `crypto-basics`.
    CryptoBasics(Box<crypto_basics::Case>),
    /// Of `deserialization`.
    Deserialization(deserialization::Case),
    /// Of `key-schedule`.
    KeySchedule(key_schedule::Case),
    /// Of `message-protection`.
    MessageProtection(Box<message_protection::Case>),
    /// Of `messages`.
    Messages(Box<messages::Case>),
    /// Of one of the three passive-client kinds.
    PassiveClient(Box<passive_client::Case>),
    /// Of `psk_secret`.
    PskSecret(psk_secret::Case),
    /// Of `secret-tree`.
    SecretTree(Box<secret_tree::Case>),
    /// Of one of our own passive-client kinds.
    Story(Box<story::Case>),
    /// Of `transcript-hashes`.
    TranscriptHashes(transcript_hashes::Case),
    /// Of `tree-math`.
    TreeMath(tree_math::Case),
    /// Of `tree-operations`.
    TreeOperations(tree_operations::Case),
    /// Of `tree-validation`.
    TreeValidation(tree_validation::Case),
    /// Of `treekem`.
    TreeKem(treekem::Case),
    /// Of `welcome`.
    Welcome(welcome::Case),
}

impl AnyCase {
    /// Does every verification step of the case's kind.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        match self {
            AnyCase::CryptoBasics(case) => case.verify::<S>(),
            AnyCase::Deserialization(case) => case.verify::<S>(),
            AnyCase::KeySchedule(case) => case.verify::<S>(),
            AnyCase::MessageProtection(case) => case.verify::<S>(),
            AnyCase::Messages(case) => case.verify::<S>(),
            AnyCase::PassiveClient(case) => case.verify::<S>(),
            AnyCase::PskSecret(case) => case.verify::<S>(),
            AnyCase::SecretTree(case) => case.verify::<S>(),
            AnyCase::Story(case) => case.verify::<S>(),
            AnyCase::TranscriptHashes(case) => case.verify::<S>(),
            AnyCase::TreeMath(case) => case.verify::<S>(),
            AnyCase::TreeOperations(case) => case.verify::<S>(),
            AnyCase::TreeValidation(case) => case.verify::<S>(),
            AnyCase::TreeKem(case) => case.verify::<S>(),
            AnyCase::Welcome(case) => case.verify::<S>(),
        }
    }

    /// The case's cipher suite, or `None` where the kind (or this generation of it) has none.
    pub fn suite(&self) -> Option<u16> {
        match self {
            AnyCase::CryptoBasics(case) => Some(case.cipher_suite),
            AnyCase::KeySchedule(case) => Some(case.cipher_suite),
            AnyCase::MessageProtection(case) => Some(case.cipher_suite),
            AnyCase::PassiveClient(case) => Some(case.cipher_suite),
            AnyCase::PskSecret(case) => Some(case.cipher_suite),
            AnyCase::SecretTree(case) => Some(case.cipher_suite),
            AnyCase::Story(case) => Some(case.cipher_suite),
            AnyCase::TranscriptHashes(case) => Some(case.cipher_suite),
            AnyCase::TreeOperations(case) => case.cipher_suite,
            AnyCase::TreeValidation(case) => Some(case.cipher_suite),
            AnyCase::TreeKem(case) => Some(case.cipher_suite),
            AnyCase::Welcome(case) => Some(case.cipher_suite),
            AnyCase::Deserialization(_) | AnyCase::Messages(_) | AnyCase::TreeMath(_) => None,
        }
    }

    /// Fields that an older generation of the kind leaves out. The steps that need them are not done, which
    /// a report should say.
    pub fn absent_fields(&self) -> &'static [&'static str] {
        match self {
            AnyCase::TreeOperations(case) => case.absent_fields(),
            _ => &[],
        }
    }

    /// The cases of a JSON text; see [`crate::parse`].
    pub(crate) fn parse(kind: Kind, text: &str) -> Result<Vec<AnyCase>, crate::Problem> {
        use crate::load::parse_cases as cases;
        match kind {
            Kind::CryptoBasics => cases(text, |case| AnyCase::CryptoBasics(Box::new(case))),
            Kind::Deserialization => cases(text, AnyCase::Deserialization),
            Kind::KeySchedule => cases(text, AnyCase::KeySchedule),
            Kind::MessageProtection => cases(text, |case| AnyCase::MessageProtection(Box::new(case))),
            Kind::Messages => cases(text, |case| AnyCase::Messages(Box::new(case))),
            Kind::PassiveClientHandlingCommit | Kind::PassiveClientRandom | Kind::PassiveClientWelcome => {
                cases(text, |case| AnyCase::PassiveClient(Box::new(case)))
            }
            Kind::PskSecret => cases(text, AnyCase::PskSecret),
            Kind::SecretTree => cases(text, |case| AnyCase::SecretTree(Box::new(case))),
            Kind::TranscriptHashes => cases(text, AnyCase::TranscriptHashes),
            Kind::TreeMath => cases(text, AnyCase::TreeMath),
            Kind::TreeOperations => cases(text, AnyCase::TreeOperations),
            Kind::TreeValidation => cases(text, AnyCase::TreeValidation),
            Kind::TreeKem => cases(text, AnyCase::TreeKem),
            Kind::Welcome => cases(text, AnyCase::Welcome),
            Kind::PassiveClientApplicationMessages
            | Kind::PassiveClientCustomProposals
            | Kind::PassiveClientEncryptedHandshakes
            | Kind::PassiveClientExternalCommit
            | Kind::PassiveClientExternalProposals
            | Kind::PassiveClientLifetimes
            | Kind::PassiveClientLinkedGroups
            | Kind::PassiveClientX509 => cases(text, |case| AnyCase::Story(Box::new(case))),
        }
    }
}
