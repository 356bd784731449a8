//! Which function makes the cases of a kind, and how many there are unless someone says otherwise.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{AnyCase, Kind};

use crate::{Random, Refusal, crypto_basics, passive_client, tree_math};

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
        _ => Generator::of_suite(0, |_, _, _| Err(Refusal::Missing("generator of this kind yet"))),
    }
}
