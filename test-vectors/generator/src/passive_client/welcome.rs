//! `passive-client-welcome`: a client joins a group of a few members.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_vectors::AnyCase;

use super::PassiveClient;
use crate::support::client::{Cast, Client};
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of};
use crate::{Random, Refusal};

/// The bits of `index` say how the client joins: bit 0, with the tree beside the Welcome; bit 1, with a PSK; bit 2, by
/// a Commit without a path. Another client is added with it, and joins by the same Welcome.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let has = |bit: u32| index >> bit & 1 == 1;
    let cast = &mut Cast::new(suite, random);
    let psk = has(1).then(|| cast.hold_external_psk());
    let size = random.from_to(1, 4);
    let mut group = Group::full(cast, size, random)?;

    let mut joiners = cast.clients(2)?;
    let passive = joiners.get(random.below(2)).cloned().ok_or(Refusal::Missing("joiner"))?;
    let mut proposals: Vec<_> = joiners.iter().map(Client::add).collect();
    if let Some(source) = psk {
        proposals.push(cast.psk_proposal(source));
    }
    let options = CommitOptions {
        path: if has(2) { PathChoice::WhenRequired } else { PathChoice::Always },
        ratchet_tree: if has(0) { TreeDelivery::Separate } else { TreeDelivery::Extension },
        ..commit_of(by_value(proposals))
    };
    let committer = random.below(size);
    let invitation = group.commit(committer, &options, core::mem::take(&mut joiners))?;
    Ok(PassiveClient::new(&passive, invitation, &group)?.case(&group))
}
