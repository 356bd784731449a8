//! RFC 9420, Section 12.4: Commits.

pub mod create;
pub mod next_epoch;
pub mod own_keys;
pub mod path_required;
pub mod prepare;
pub mod process;
pub mod psks;
pub mod receive_path;
pub mod send_path;

use crate::algebra::Bytes;
use crate::codec::{decode_optional, decode_u8, decode_vector, encode_optional, encode_u8, encode_vector};
use crate::error::DecodeError;
use crate::hash_ref::{ProposalRef, decode_proposal_ref, encode_proposal_ref};
use crate::proposal::{Proposal, decode_proposal, encode_proposal};
use crate::tree::update_path::{UpdatePath, decode_update_path, encode_update_path};

/// RFC 9420, Section 12.4.
///
/// ```text
/// enum { reserved(0), proposal(1), reference(2), (255) } ProposalOrRefType;
///
/// struct {
///     ProposalOrRefType type;
///     select (ProposalOrRef.type) {
///         case proposal:  Proposal proposal;
///         case reference: ProposalRef reference;
///     };
/// } ProposalOrRef;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum ProposalOrRef<B> {
    /// By value: the committer's own.
    Proposal {
        /// The proposal.
        proposal: Proposal<B>,
    },
    /// By reference: sent before, by anyone.
    Reference {
        /// Names the message that carried it.
        reference: ProposalRef<B>,
    },
}

/// RFC 9420, Section 12.4.
///
/// ```text
/// struct {
///     ProposalOrRef proposals<V>;
///     optional<UpdatePath> path;
/// } Commit;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Commit<B> {
    /// What changes.
    pub proposals: Vec<ProposalOrRef<B>>,
    /// New keys for the committer's direct path.
    pub path: Option<UpdatePath<B>>,
}

/// Inverse of [`decode_commit`].
pub fn encode_commit<B: Bytes>(commit: &Commit<B>) -> B {
    encode_vector(&commit.proposals, encode_proposal_or_ref).concat(&encode_optional(&commit.path, encode_update_path))
}

/// Reads a [`Commit`].
pub fn decode_commit<B: Bytes>(input: &B) -> Result<(Commit<B>, B), DecodeError> {
    let (proposals, rest) = decode_vector(input, decode_proposal_or_ref)?;
    let (path, rest) = decode_optional(&rest, decode_update_path)?;
    Ok((Commit { proposals, path }, rest))
}

fn encode_proposal_or_ref<B: Bytes>(value: &ProposalOrRef<B>) -> B {
    match value {
        ProposalOrRef::Proposal { proposal } => encode_u8::<B>(1).concat(&encode_proposal(proposal)),
        ProposalOrRef::Reference { reference } => encode_u8::<B>(2).concat(&encode_proposal_ref(reference)),
    }
}

fn decode_proposal_or_ref<B: Bytes>(input: &B) -> Result<(ProposalOrRef<B>, B), DecodeError> {
    let (kind, rest) = decode_u8(input)?;
    match kind {
        1 => {
            let (proposal, rest) = decode_proposal(&rest)?;
            Ok((ProposalOrRef::Proposal { proposal }, rest))
        }
        2 => {
            let (reference, rest) = decode_proposal_ref(&rest)?;
            Ok((ProposalOrRef::Reference { reference }, rest))
        }
        _ => Err(DecodeError::ProposalOrRefType), // reserved(0) and unassigned values
    }
}
