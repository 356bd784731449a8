//! What becomes of many inputs.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use pleach_spec::error::Error;
use pleach_spec_concrete::Octets;

use crate::mutation::{Random, mutated, mutation_count};

/// The mutations of each input, unless the environment says otherwise.
const MUTATIONS: usize = 10_000;

/// A class of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Accepted,
    Decode,
    Invalid,
    Unsupported,
    Crypto,
    Misuse,
}

/// How many inputs ended how.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<Class, usize>);

impl Tally {
    fn count<T>(&mut self, result: &Result<T, Error>) {
        *self.0.entry(class(result)).or_default() += 1;
    }

    /// Every input ended in one of these classes; and, if there were enough of them, each class was met.
    pub(crate) fn assert(&self, classes: &[Class]) {
        let met: BTreeSet<Class> = self.0.keys().copied().collect();
        let expected: BTreeSet<Class> = classes.iter().copied().collect();
        assert!(met.is_subset(&expected), "{self:?}");
        assert!(met == expected || mutation_count(MUTATIONS) < MUTATIONS, "{self:?}");
    }
}

fn class<T>(result: &Result<T, Error>) -> Class {
    match result {
        Ok(_) => Class::Accepted,
        Err(Error::Decode(_)) => Class::Decode,
        Err(Error::Invalid(_)) => Class::Invalid,
        Err(Error::Unsupported(_)) => Class::Unsupported,
        Err(Error::Crypto(_)) => Class::Crypto,
        Err(Error::Misuse(_)) => Class::Misuse,
    }
}

/// The operation's result, and the input if it panics.
fn tried<T>(input: &[u8], operation: &dyn Fn(&Octets) -> Result<T, Error>) -> Result<T, Error> {
    let octets = Octets::from(input);
    match catch_unwind(AssertUnwindSafe(|| operation(&octets))) {
        Ok(result) => result,
        Err(_) => panic!("the operation panics on {octets:?}"),
    }
}

/// Feeds every proper prefix of a valid input to an operation, and random mutations of it. An input that the
/// operation accepts must be one that `explained` knows a reason for.
pub(crate) fn tally<T>(
    name: &str,
    valid: &Octets,
    operation: &dyn Fn(&Octets) -> Result<T, Error>,
    explained: &dyn Fn(&Octets) -> bool,
) -> Tally {
    let valid = valid.as_slice();
    assert!(tried(valid, operation).is_ok(), "{name} is valid");
    let mut tally = Tally::default();
    let check = |input: &[u8], result: &Result<T, Error>| {
        if result.is_ok() {
            let octets = Octets::from(input);
            assert!(explained(&octets), "{name} accepted as {octets:?}");
        }
    };
    for length in 0..valid.len() {
        let result = tried(&valid[..length], operation);
        check(&valid[..length], &result);
        tally.count(&result);
    }
    let accepted = tally.0.contains_key(&Class::Accepted);
    assert!(!accepted, "{name}: a prefix is accepted");
    let mut random = Random::new(name);
    for _ in 0..mutation_count(MUTATIONS) {
        let input = mutated(&mut random, valid);
        let result = tried(&input, operation);
        check(&input, &result);
        tally.count(&result);
    }
    println!("{name}: {} bytes, {tally:?}", valid.len());
    tally
}

/// As [`tally`], and whatever is accepted: for changes that the attacker could sign.
pub(crate) fn tally_signed<T>(name: &str, valid: &Octets, operation: &dyn Fn(&Octets) -> Result<T, Error>) -> Tally {
    tally(name, valid, operation, &|_| true)
}
