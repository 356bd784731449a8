//! RFC 9420, Section 12.2 and Section 12.3: lists of proposals, validated and applied.

pub mod apply;
pub mod external;
pub mod individual;
pub mod members;
pub mod regular;

use crate::algebra::Bytes;
use crate::cipher_suite::CipherSuite;
use crate::commit::ProposalOrRef;
use crate::error::{Invalid, Place, Rule};
use crate::extension::Extension;
use crate::framing::Sender;
use crate::group::CachedProposal;
use crate::hash_ref::ProposalRef;
use crate::proposal::Proposal;
use crate::tree::leaf_policy::LeafPolicy;
use crate::tree::ratchet_tree::RatchetTree;

/// A proposal of a Commit, with who proposed it.
#[derive(Clone, Debug, PartialEq)]
pub struct CommittedProposal<B> {
    /// The committer, for a proposal by value.
    pub sender: Sender,
    /// How the Commit names it; `None` for a proposal by value.
    pub reference: Option<ProposalRef<B>>,
    /// What is proposed.
    pub proposal: Proposal<B>,
}

/// What a list of proposals is validated against: the epoch that the Commit is sent in.
#[derive(Clone, Copy, Debug)]
pub struct ListContext<'a, B> {
    /// The group's suite.
    pub suite: CipherSuite,
    /// The group's id.
    pub group_id: &'a B,
    /// The tree before the Commit.
    pub tree: &'a RatchetTree<B>,
    /// The GroupContext's extensions before the Commit.
    pub extensions: &'a [Extension<B>],
    /// The application's policy.
    pub policy: &'a LeafPolicy<B>,
    /// What the Commit is part of.
    pub link: Link,
}

/// Whether a Commit sets up a group that is linked to another: RFC 9420, Section 12.1.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It does not. So for every Commit that a member receives.
    None,
    /// It is the initial Commit of a reinitialization.
    Reinit,
    /// It is the initial Commit of a subgroup branching.
    Branch,
}

/// A reference that resolves to no proposal of this epoch makes the Commit invalid.
const UNKNOWN_REFERENCE: Rule = Rule::Mls(301);

/// The proposals of a Commit: those by reference looked up among the proposals of the epoch, those by value the
/// committer's own (RFC 9420, Section 12.4).
///
/// # Errors
/// If a reference is unknown, at its index.
pub fn resolve_proposals<B: Bytes>(
    proposals: &[ProposalOrRef<B>],
    cached: &[CachedProposal<B>],
    committer: Sender,
) -> Result<Vec<CommittedProposal<B>>, Invalid> {
    let mut list = Ok(Vec::new());
    for index in 0..proposals.len() {
        list = match (list, proposals.get(index)) {
            (Ok(list), Some(entry)) => push_resolved(list, resolve_proposal(entry, cached, committer), index),
            (list, _) => list,
        };
    }
    list
}

fn push_resolved<B: Bytes>(
    list: Vec<CommittedProposal<B>>,
    resolved: Option<CommittedProposal<B>>,
    index: usize,
) -> Result<Vec<CommittedProposal<B>>, Invalid> {
    let mut list = list;
    match resolved {
        Some(resolved) => {
            list.push(resolved);
            Ok(list)
        }
        None => Err(Invalid { rule: UNKNOWN_REFERENCE, place: Place::Entry(index as u32) }),
    }
}

fn resolve_proposal<B: Bytes>(
    entry: &ProposalOrRef<B>,
    cached: &[CachedProposal<B>],
    committer: Sender,
) -> Option<CommittedProposal<B>> {
    match entry {
        ProposalOrRef::Proposal { proposal } => {
            Some(CommittedProposal { sender: committer, reference: None, proposal: proposal.clone() })
        }
        ProposalOrRef::Reference { reference } => {
            let found = find_cached(cached, reference)?;
            Some(CommittedProposal { sender: found.sender, reference: Some(found.reference), proposal: found.proposal })
        }
    }
}

/// The proposal of a reference, if it was received or sent in this epoch.
pub fn find_cached<B: Bytes>(cached: &[CachedProposal<B>], reference: &ProposalRef<B>) -> Option<CachedProposal<B>> {
    let mut found = None;
    for i in 0..cached.len() {
        found = match (found, cached.get(i)) {
            (None, Some(entry)) if entry.reference == *reference => Some(entry.clone()),
            (found, _) => found,
        };
    }
    found
}

/// The extensions of the new GroupContext: RFC 9420, Section 12.3, first step.
pub fn new_extensions<B: Bytes>(current: &[Extension<B>], list: &[CommittedProposal<B>]) -> Vec<Extension<B>> {
    let mut extensions = current.to_vec();
    for i in 0..list.len() {
        extensions = match list.get(i) {
            Some(CommittedProposal { proposal: Proposal::GroupContextExtensions { extensions: new }, .. }) => {
                new.clone()
            }
            _ => extensions,
        };
    }
    extensions
}
