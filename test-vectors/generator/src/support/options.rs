//! The usual arguments of operations.

use pleach_spec::algebra::Bytes;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_spec::group::send::{MessageOptions, Protection};
use pleach_spec::proposal::Proposal;
use pleach_spec::proposal_list::Link;
use pleach_spec_concrete::Octets;

/// A PublicMessage without additional data.
pub fn public() -> MessageOptions<Octets> {
    MessageOptions { authenticated_data: Octets::literal(&[]), protection: Protection::Public }
}

/// A PrivateMessage with so many bytes of padding, and without additional data.
pub fn private(padding: usize) -> MessageOptions<Octets> {
    MessageOptions { protection: Protection::Private { padding }, ..public() }
}

/// A Commit as a PublicMessage with a path, and a Welcome with the tree inside.
pub fn commit_of(proposals: Vec<ProposalOrRef<Octets>>) -> CommitOptions<Octets> {
    CommitOptions {
        proposals,
        path: PathChoice::Always,
        new_leaf: None,
        message: public(),
        group_info_extensions: Vec::new(),
        ratchet_tree: TreeDelivery::Extension,
        link: Link::None,
    }
}

/// The same, with a path only where one is required.
pub fn without_path(proposals: Vec<ProposalOrRef<Octets>>) -> CommitOptions<Octets> {
    CommitOptions { path: PathChoice::WhenRequired, ..commit_of(proposals) }
}

/// Proposals of a Commit, by value.
pub fn by_value(proposals: impl IntoIterator<Item = Proposal<Octets>>) -> Vec<ProposalOrRef<Octets>> {
    proposals.into_iter().map(|proposal| ProposalOrRef::Proposal { proposal }).collect()
}
