//! What a run can violate, and how secrets are compared with an oracle.

use std::fmt;

use crate::knowledge::Knowledge;
use crate::term::Term;

/// What a run can violate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Property {
    /// A secret is known that no compromise explains: of an epoch, a node, or a message.
    Secrecy,
    /// The same, after a leak of the state of a member that was in the epoch, and has left it behind.
    ForwardSecrecy,
    /// The same, after an earlier leak of the state of a member.
    PostCompromiseSecurity,
    /// The same, after a leak of the state of a member that was removed before.
    RemovedMember,
    /// The same, after a leak of the state of a member that came later.
    NewMember,
    /// A message is accepted that its sender did not send.
    Authentication,
    /// Two members of one epoch differ in what they take for it.
    Agreement,
    /// A member's tree or private keys are not those that the operations lead to.
    TreeInvariant,
    /// A message of an honest member is refused by another.
    Availability,
}

impl Property {
    /// All of them.
    pub const ALL: [Property; 9] = [
        Property::Secrecy,
        Property::ForwardSecrecy,
        Property::PostCompromiseSecurity,
        Property::RemovedMember,
        Property::NewMember,
        Property::Authentication,
        Property::Agreement,
        Property::TreeInvariant,
        Property::Availability,
    ];
}

/// A property that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The property.
    pub property: Property,
    /// What happened.
    pub what: String,
    /// The secret that is known, if that is what happened.
    pub secret: Option<Term>,
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Property::Secrecy => "secrecy",
            Property::ForwardSecrecy => "forward secrecy",
            Property::PostCompromiseSecurity => "post-compromise security",
            Property::RemovedMember => "removed member",
            Property::NewMember => "new member",
            Property::Authentication => "authentication",
            Property::Agreement => "agreement",
            Property::TreeInvariant => "tree invariant",
            Property::Availability => "availability",
        })
    }
}

/// What a secret is called, and in which epoch or stage.
pub(crate) type Name = (&'static str, Option<u64>);

/// Of these secrets, those that are known though they are not exposed; and how many are exposed and not known.
pub(crate) fn compare<F: Copy>(
    knowledge: &Knowledge,
    secrets: Vec<(Name, Term, F)>,
    is_exposed: impl Fn(F) -> bool,
) -> (Vec<(Name, Term, F)>, usize) {
    let deduction = knowledge.deduction();
    let (mut known, mut loose) = (Vec::new(), 0);
    for (name, secret, fact) in secrets {
        match (deduction.knows(secret), is_exposed(fact)) {
            (true, false) => known.push((name, secret, fact)),
            (false, true) => loose += 1,
            _ => {}
        }
    }
    (known, loose)
}

/// That a secret is known, in words; `time` is what its number counts.
pub(crate) fn known_secret(name: Name, time: &str) -> String {
    match name {
        (name, Some(number)) => format!("the adversary knows {name} of {time} {number}"),
        (name, None) => format!("the adversary knows {name}"),
    }
}
