//! `passive-client-encrypted-handshakes`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::{CommitOptions, PathChoice, TreeDelivery};
use pleach_spec::key_schedule::psk_id::PskSource;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;

use super::outside::{Outsider, external_senders};
use super::{Stage, Story};
use crate::support::client::{Cast, Client, signature_key_pair};
use crate::support::options::{by_value, commit_of, private};
use crate::{Random, Refusal};

/// The client is leaf 5 of 6. The Commit that adds it is a PrivateMessage, and changes the signature key of its sender.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut cast = Cast::new(suite, random);
    let psk = cast.hold_external_psk();
    let mut stage = Stage::new(cast, random, 4)?;
    let joiners = stage.cast.clients(2)?;
    let mut new_leaf = stage.group.member(2)?.new_leaf()?;
    (new_leaf.signature_private_key, new_leaf.signature_key) = signature_key_pair(suite, &mut stage.random)?;
    let options = CommitOptions {
        new_leaf: Some(new_leaf),
        message: private(7),
        ratchet_tree: TreeDelivery::Separate,
        ..commit_of(by_value(joiners.iter().map(Client::add)))
    };
    let mut story = stage.begin(2, &options, joiners, 1)?;
    story.talk()?;
    by_reference(&mut story, psk)?;
    mixed(&mut story)?;
    by_value_only(&mut story)?;
    story.talk()?;
    Ok(story.end())
}

/// All proposals are PrivateMessages, two of them of one sender and not in the order in which they were sent.
fn by_reference(story: &mut Story, psk: PskSource<Octets>) -> Result<(), Refusal> {
    let options = story.any_private();
    let update = story.group.update(0, &options, |_| {})?;
    let new = story.cast.client()?;
    let (options, psk) = (story.any_private(), story.cast.psk_proposal(psk));
    let mut list = story.propose_backwards(1, vec![new.add(), psk], &options)?;
    list.push(update);
    let options = CommitOptions { message: story.any_private(), ..commit_of(list) };
    story.commit(3, &options, vec![new])?;
    story.say(0)
}

/// Proposals and Commits of either form, and proposals that are not committed.
fn mixed(story: &mut Story) -> Result<(), Refusal> {
    let (private, public) = (story.any_private(), story.any_public());
    let remove = story.group.propose(0, Proposal::Remove { removed: LeafIndex(1) }, &private)?;
    let update = story.group.update(2, &public, |_| {})?;
    story.group.update(3, &private, |_| {})?;
    let resumption = story.resumption_psk()?;
    let resumption = story.group.propose(1, resumption, &public)?;
    let options = CommitOptions { message: story.any_public(), ..commit_of(vec![remove, resumption, update]) };
    let committer = story.place(4)?;
    story.commit(committer, &options, Vec::new())?;

    let (private, public) = (story.any_private(), story.any_public());
    let external = Outsider::new(story.cast.suite(), "sender", &mut story.random)?;
    let extensions = vec![external_senders(&[external])];
    let extensions = Proposal::GroupContextExtensions { extensions };
    let extensions = story.group.propose(1, extensions, &public)?;
    let new = story.cast.client()?;
    let add = story.group.propose(0, new.add(), &private)?;
    let message = story.any_private();
    let options = CommitOptions { path: PathChoice::WhenRequired, message, ..commit_of(vec![add, extensions]) };
    story.commit(2, &options, vec![new])?;
    story.talk()
}

/// A list by value, with a path under the new extensions; then no list, and padding longer than what it pads.
fn by_value_only(story: &mut Story) -> Result<(), Refusal> {
    let outsider = Outsider::new(story.cast.suite(), "sender", &mut story.random)?;
    let new = story.cast.client()?;
    let extensions = vec![external_senders(&[outsider])];
    let list = [Proposal::GroupContextExtensions { extensions }, new.add(), Proposal::Remove { removed: LeafIndex(4) }];
    let options = CommitOptions { message: story.any_private(), ..commit_of(by_value(list)) };
    story.commit(0, &options, vec![new])?;
    let last = story.group.members.len().saturating_sub(1);
    story.commit(last, &CommitOptions { message: private(400), ..commit_of(Vec::new()) }, Vec::new())?;
    Ok(())
}
