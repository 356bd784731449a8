//! RFC 9420, Section 7.2 and Section 7.3: what the application decides about leaves, and their lifetimes.

use crate::algebra::Bytes;
use crate::credential::AuthenticationService;
use crate::error::{Invalid, Place, Rule, require};
use crate::tree::nodes::{LeafNode, LeafNodeSource, Lifetime};

/// The lifetime is not longer than the application allows.
const MAXIMUM_LIFETIME: Rule = Rule::Mls(96);
/// A sender sends no leaf outside its lifetime.
const SENT_LIFETIME: Rule = Rule::Mls(109);
/// A receiver accepts no leaf outside its lifetime.
const RECEIVED_LIFETIME: Rule = Rule::Mls(110);

/// The current time, in seconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Lifetimes are compared with this time.
    At(u64),
    /// Lifetimes of received leaves are not compared with the time, as RFC 9420, Section 7.3 leaves free.
    Unchecked,
}

/// What the application decides about leaves.
#[derive(Clone, Debug)]
pub struct LeafPolicy<B> {
    /// Whose credentials are valid.
    pub authentication: AuthenticationService<B>,
    /// The current time.
    pub clock: Clock,
    /// The longest total lifetime of a leaf, in seconds: RFC 9420, Section 7.2.
    pub maximum_lifetime: u64,
}

/// The lifetime of a leaf that was received.
///
/// # Errors
/// If it is too long, or the time is not in it.
pub fn check_received_lifetime<B: Bytes>(
    leaf: &LeafNode<B>,
    policy: &LeafPolicy<B>,
    place: Place,
) -> Result<(), Invalid> {
    match &leaf.leaf_node_source {
        LeafNodeSource::KeyPackage { lifetime } => {
            let total = lifetime.not_after.saturating_sub(lifetime.not_before);
            require(total <= policy.maximum_lifetime, MAXIMUM_LIFETIME, place)?;
            let current = match policy.clock {
                Clock::At(now) => is_within(now, lifetime),
                Clock::Unchecked => true,
            };
            require(current, RECEIVED_LIFETIME, place)
        }
        LeafNodeSource::Update | LeafNodeSource::Commit { .. } => Ok(()),
    }
}

/// The lifetime of a leaf that is about to be sent: in a KeyPackage or an Add. A sender must know the time.
///
/// # Errors
/// If the time is not in the lifetime of the leaf.
pub fn check_sent_lifetime<B: Bytes>(leaf: &LeafNode<B>, clock: Clock) -> Result<(), Invalid> {
    let current = match (&leaf.leaf_node_source, clock) {
        (LeafNodeSource::KeyPackage { lifetime }, Clock::At(now)) => is_within(now, lifetime),
        (LeafNodeSource::KeyPackage { .. }, Clock::Unchecked) => false,
        (LeafNodeSource::Update | LeafNodeSource::Commit { .. }, _) => true,
    };
    require(current, SENT_LIFETIME, Place::Message)
}

fn is_within(now: u64, lifetime: &Lifetime) -> bool {
    lifetime.not_before <= now && now <= lifetime.not_after
}
