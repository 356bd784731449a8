//! Secrets over bytes.

use pleach_spec::algebra::Crypto;
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, Source};

impl Source for Octets {
    fn fresh(label: &str) -> Octets {
        Octets::hash(SUITE, &Octets::from(label.as_bytes()))
    }
}

/// A rule of ART.
pub(crate) struct CataloguedRule {
    pub(crate) number: u16,
    /// Whether a message, or a state, can break it.
    pub(crate) can_be_broken: bool,
}

/// The rules of ART in `test-vectors/rules.toml`.
pub(crate) fn catalogue() -> Vec<CataloguedRule> {
    let text = include_str!("../../../../test-vectors/rules.toml");
    let rows = text.split("\n[A").skip(1);
    rows.map(|row| {
        let (number, fields) = row.split_once(']').unwrap();
        let can_be_broken = ["negative", "state"].iter().any(|kind| fields.contains(&format!("testable = \"{kind}\"")));
        CataloguedRule { number: number.parse().unwrap(), can_be_broken }
    })
    .collect()
}
