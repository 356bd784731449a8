//! The usual arguments of operations, and the errors that tests expect.

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_spec::error::{CryptoError, Error, Invalid, Misuse, Place, Rule};
use pleach_spec::group::send::{MessageOptions, Protection};
use pleach_spec::proposal::Proposal;
use pleach_spec::proposal_list::Link;
use pleach_spec_concrete::Octets;

/// A PrivateMessage without padding or additional data.
pub(crate) fn message() -> MessageOptions<Octets> {
    MessageOptions { authenticated_data: Octets::literal(&[]), protection: Protection::Private { padding: 0 } }
}

/// A PublicMessage without additional data.
pub(crate) fn public() -> MessageOptions<Octets> {
    MessageOptions { protection: Protection::Public, ..message() }
}

/// A Commit as a PrivateMessage with a path, and a Welcome with the tree inside.
pub(crate) fn commit_of(proposals: Vec<ProposalOrRef<Octets>>) -> CommitOptions<Octets> {
    CommitOptions {
        proposals,
        path: PathChoice::Always,
        new_leaf: None,
        message: message(),
        group_info_extensions: Vec::new(),
        ratchet_tree: TreeDelivery::Extension,
        link: Link::None,
    }
}

/// The same, with a path only where one is required.
pub(crate) fn without_path(proposals: Vec<ProposalOrRef<Octets>>) -> CommitOptions<Octets> {
    CommitOptions { path: PathChoice::WhenRequired, ..commit_of(proposals) }
}

/// The proposals of a Commit, by value.
pub(crate) fn by_value(proposals: impl IntoIterator<Item = Proposal<Octets>>) -> Vec<ProposalOrRef<Octets>> {
    proposals.into_iter().map(|proposal| ProposalOrRef::Proposal { proposal }).collect()
}

pub(crate) fn invalid(rule: u16, place: Place) -> Error {
    Error::Invalid(Invalid { rule: Rule::Mls(rule), place })
}

pub(crate) fn crypto(rule: u16) -> Error {
    Error::Crypto(CryptoError { rule: Rule::Mls(rule) })
}

pub(crate) fn misuse(misuse: Misuse) -> Error {
    Error::Misuse(misuse)
}
