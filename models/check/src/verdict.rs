//! What provers say of queries, and what that means.

use crate::expected::{Outcome, Property};

/// What a prover says of a query. A trace goes with [`Verdict::False`]: both provers say something else if they have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    True,
    False,
    /// It gave up.
    Unknown,
}

/// What a query says of traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    All,
    Exists,
}

impl Verdict {
    /// What it means for a query with this property; `None` if nothing is known. `asks` is how the query is written:
    /// ProVerif asks whether an event is never reached, Tamarin's lemma says that it is.
    pub(crate) fn outcome(self, property: Property, asks: Quantifier) -> Option<Outcome> {
        let holds = match self {
            Verdict::Unknown => return None,
            Verdict::True => true,
            Verdict::False => false,
        };
        Some(match (property, asks, holds) {
            (Property::Reachability, Quantifier::Exists, true) | (Property::Reachability, Quantifier::All, false) => {
                Outcome::Reached
            }
            (Property::Reachability, _, _) => Outcome::Unreachable,
            (_, _, true) => Outcome::Holds,
            (_, _, false) => Outcome::Attack,
        })
    }
}
