//! Which function makes the cases of a kind, and how many there are unless someone says otherwise.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{AnyCase, Kind};

use crate::{
    Random, Refusal, art, crypto_basics, deserialization, key_schedule, message_protection, messages, passive_client,
    psk_secret, secret_tree, story, transcript_hashes, tree_math, tree_operations, tree_validation, treekem, welcome,
};

/// How the cases of a kind are made.
#[derive(Clone, Copy, Debug)]
pub struct Generator {
    /// How many cases there are for each suite, or in all if the kind has no suites.
    pub default_count: u32,
    /// How many there can be, if there is an end to them.
    pub most: Option<u32>,
    /// How many there can be for a suite, if the suites differ in that.
    pub most_of_suite: Option<fn(CipherSuite) -> u32>,
    /// Makes one.
    pub make: Make,
}

/// Makes the case of an index, from 0, for a cipher suite.
pub type OfSuite = fn(CipherSuite, u32, &mut Random) -> Result<AnyCase, Refusal>;
/// Makes the case of an index, from 0, of a kind without suites.
pub type Alone = fn(u32, &mut Random) -> Result<AnyCase, Refusal>;

/// Makes a case.
#[derive(Clone, Copy, Debug)]
pub enum Make {
    /// For a cipher suite.
    OfSuite(OfSuite),
    /// The kind has no suites.
    Alone(Alone),
}

impl Generator {
    fn of_suite(default_count: u32, make: OfSuite) -> Generator {
        Generator { default_count, most: None, most_of_suite: None, make: Make::OfSuite(make) }
    }

    fn alone(default_count: u32, most: Option<u32>, make: Alone) -> Generator {
        Generator { default_count, most, most_of_suite: None, make: Make::Alone(make) }
    }
}

/// The generator of a kind.
pub fn generator(kind: Kind) -> Generator {
    match kind {
        Kind::CryptoBasics => Generator::of_suite(1, crypto_basics::case),
        Kind::Deserialization => Generator::alone(deserialization::BOUNDARY_CASES + 4, None, deserialization::case),
        Kind::KeySchedule => Generator::of_suite(1, key_schedule::case),
        Kind::MessageProtection => Generator::of_suite(1, message_protection::case),
        Kind::Messages => Generator::of_suite(2, messages::case),
        Kind::PassiveClientHandlingCommit => Generator::of_suite(14, passive_client::handling_commit::case),
        Kind::PassiveClientRandom => Generator::of_suite(1, passive_client::random::case),
        Kind::PassiveClientWelcome => Generator::of_suite(4, passive_client::welcome::case),
        Kind::PskSecret => Generator::of_suite(5, psk_secret::case),
        Kind::SecretTree => Generator::of_suite(3, secret_tree::case),
        Kind::TranscriptHashes => Generator::of_suite(2, transcript_hashes::case),
        Kind::TreeMath => Generator::alone(10, Some(tree_math::SIZES), tree_math::case),
        Kind::TreeOperations => Generator::of_suite(5, tree_operations::case),
        Kind::TreeValidation => Generator::of_suite(9, tree_validation::case),
        Kind::TreeKem => Generator::of_suite(5, treekem::case),
        Kind::Welcome => Generator::of_suite(2, welcome::case),
        Kind::PassiveClientApplicationMessages => Generator::of_suite(1, story::application_messages::case),
        Kind::PassiveClientCustomProposals => Generator::of_suite(1, story::custom_proposals::case),
        Kind::PassiveClientEncryptedHandshakes => Generator::of_suite(1, story::encrypted_handshakes::case),
        Kind::PassiveClientExternalCommit => Generator::of_suite(1, story::external_commit::case),
        Kind::PassiveClientExternalProposals => Generator::of_suite(1, story::external_proposals::case),
        Kind::PassiveClientLifetimes => Generator::of_suite(1, story::lifetimes::case),
        Kind::PassiveClientLinkedGroups => Generator::of_suite(1, story::linked_groups::case),
        Kind::PassiveClientX509 => Generator::of_suite(1, story::x509::case),
        Kind::ArtMessageProtection => Generator::of_suite(2, art::message_protection::case),
        Kind::ArtPassiveClient => Generator::of_suite(1, art::passive_client::case),
        Kind::ArtSetup => Generator::of_suite(3, art::setup::case),
        Kind::ArtStageKey => Generator::of_suite(2, art::stage_key::case),
        Kind::ArtTree => {
            Generator { most_of_suite: Some(art::tree::sizes), ..Generator::of_suite(32, art::tree::case) }
        }
        Kind::ArtUpdate => Generator::of_suite(2, art::update::case),
    }
}
