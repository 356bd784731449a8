//! Which function makes the cases of a kind, and how many there are unless someone says otherwise.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{AnyCase, Kind};

use crate::{Random, Refusal, crypto_basics, passive_client, story, tree_math};

/// How the cases of a kind are made.
#[derive(Clone, Copy, Debug)]
pub struct Generator {
    /// How many cases there are for each suite, or in all if the kind has no suites.
    pub default_count: u32,
    /// How many there can be, if there is an end to them.
    pub most: Option<u32>,
    /// Makes one.
    pub make: Make,
}

/// Makes the case of an index, from 0.
#[derive(Clone, Copy, Debug)]
pub enum Make {
    /// For a cipher suite.
    OfSuite(fn(CipherSuite, u32, &mut Random) -> Result<AnyCase, Refusal>),
    /// The kind has no suites.
    Alone(fn(u32, &mut Random) -> Result<AnyCase, Refusal>),
}

impl Generator {
    const fn of_suite(
        default_count: u32,
        make: fn(CipherSuite, u32, &mut Random) -> Result<AnyCase, Refusal>,
    ) -> Generator {
        Generator { default_count, most: None, make: Make::OfSuite(make) }
    }
}

/// One of our passive-client kinds: a story for each suite, which tells all that its kind is about.
macro_rules! of_story {
    ($kind:ident) => {
        Generator::of_suite(1, |suite, _, random| Ok(AnyCase::Story(Box::new(story::$kind::case(suite, random)?))))
    };
}

/// The generator of a kind.
pub fn generator(kind: Kind) -> Generator {
    match kind {
        Kind::CryptoBasics => Generator::of_suite(1, |suite, index, random| {
            Ok(AnyCase::CryptoBasics(Box::new(crypto_basics::case(suite, index, random)?)))
        }),
        Kind::PassiveClientWelcome => Generator::of_suite(4, |suite, index, random| {
            Ok(AnyCase::PassiveClient(Box::new(passive_client::welcome::case(suite, index, random)?)))
        }),
        Kind::TreeMath => Generator {
            default_count: 8,
            most: Some(tree_math::SIZES),
            make: Make::Alone(|index, _| Ok(AnyCase::TreeMath(tree_math::case(index)?))),
        },
        Kind::PassiveClientApplicationMessages => of_story!(application_messages),
        Kind::PassiveClientCustomProposals => of_story!(custom_proposals),
        Kind::PassiveClientEncryptedHandshakes => of_story!(encrypted_handshakes),
        Kind::PassiveClientExternalCommit => of_story!(external_commit),
        Kind::PassiveClientExternalProposals => of_story!(external_proposals),
        Kind::PassiveClientLifetimes => of_story!(lifetimes),
        Kind::PassiveClientLinkedGroups => of_story!(linked_groups),
        Kind::PassiveClientX509 => of_story!(x509),
        _ => Generator::of_suite(0, |_, _, _| Err(Refusal::Missing("generator of this kind yet"))),
    }
}
