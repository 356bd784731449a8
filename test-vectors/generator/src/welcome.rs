//! `welcome`: a Welcome of a group of a few members, without PSKs.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_spec::framing::message::MlsMessage;
use pleach_vectors::AnyCase;
use pleach_vectors::welcome::Case;

use crate::support::client::{Cast, Client};
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of};
use crate::support::{hex, hex_message};
use crate::{Random, Refusal};

/// A member adds up to three clients, of which one opens the Welcome. Every second Welcome carries the tree; two of
/// four are of a Commit with a path.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let has = |bit: u32| index >> bit & 1 == 1;
    let cast = &mut Cast::new(suite, random);
    let size = random.from_to(1, 3);
    let mut group = Group::full(cast, size, random)?;

    let count = random.from_to(1, 3);
    let joiners = cast.clients(count)?;
    let joiner = joiners.get(random.below(count)).cloned().ok_or(Refusal::Missing("joiner"))?;
    let options = CommitOptions {
        path: if has(1) { PathChoice::WhenRequired } else { PathChoice::Always },
        ratchet_tree: if has(0) { TreeDelivery::Extension } else { TreeDelivery::Separate },
        ..commit_of(by_value(joiners.iter().map(Client::add)))
    };
    let committer = random.below(size);
    let signer_pub = group.member(committer)?.new_leaf()?.signature_key;
    let invitation = group.commit(committer, &options, joiners)?.ok_or(Refusal::Missing("Welcome"))?;
    let own = joiner.own;
    Ok(AnyCase::Welcome(Case {
        cipher_suite: suite.value(),
        init_priv: hex(&own.init_private_key.bytes),
        signer_pub: hex(&signer_pub.bytes),
        key_package: hex_message(&MlsMessage::KeyPackage { key_package: own.key_package }),
        welcome: hex_message(&invitation.welcome),
    }))
}
