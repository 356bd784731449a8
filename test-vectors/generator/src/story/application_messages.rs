//! `passive-client-application-messages`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::CommitOptions;
use pleach_spec::group::send::MessageOptions;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_vectors::AnyCase;
use pleach_vectors::story::Message;

use super::{Stage, Story};
use crate::support::client::{Cast, signature_key_pair};
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of, private, without_path};
use crate::{Random, Refusal};

/// Lengths around the first growth of a length header.
const SHORT: &[usize] = &[0, 1, 63, 64];
/// And around the second: in one suite only, since they are long.
const LONG: &[usize] = &[16_383, 16_384];

/// As many generations of a ratchet as every client must be able to skip, and keys as it must be able to keep.
const SKIPPED: usize = 16;

/// Messages that did not arrive in the epoch in which they were sent, by the leaf of their sender.
struct Late {
    from_0: Vec<Message>,
    from_1: Vec<Message>,
    from_2: Vec<Message>,
}

/// The client is leaf 3 of 5. Messages of four epochs arrive late, in disorder, or never.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut story = begin(suite, random)?;
    in_order(&mut story)?;
    far_ahead(&mut story)?;
    let late = out_of_order(&mut story)?;
    new_signature_key(&mut story, &late)?;
    let of_new = new_occupant(&mut story, &late)?;
    last_chance(&mut story, &late, &of_new)?;
    Ok(story.end())
}

/// The client joins as an unmerged leaf. The nodes between it and the root are blank, so that the parent hash of leaf 4
/// was computed without it.
fn begin(suite: CipherSuite, random: &mut Random) -> Result<Story, Refusal> {
    let mut cast = Cast::new(suite, random);
    let mut random = random.fork();
    let mut group = Group::full(&mut cast, 5, &mut random)?;
    let removed = LeafIndex(3);
    group.commit(4, &commit_of(by_value([Proposal::Remove { removed }])), Vec::new())?;
    let client = cast.client()?;
    let options = without_path(by_value([client.add()]));
    Stage { group, cast, random }.begin(1, &options, vec![client], 0)
}

/// Of each member some, and some of many lengths.
fn in_order(story: &mut Story) -> Result<(), Refusal> {
    for speaker in [0, 1, 2, 3] {
        story.say(speaker)?;
    }
    lengths(story, SHORT)?;
    if story.cast.suite() == CipherSuite::X25519Aes128GcmSha256Ed25519 {
        for length in LONG {
            let text = story.random.octets(*length);
            let message = story.write(0, &text, &private(0))?;
            story.read(message)?;
        }
    }
    Ok(())
}

/// The last of many messages, then the first and the one before the last. The others are lost.
fn far_ahead(story: &mut Story) -> Result<(), Refusal> {
    let many = letters(story, 1, SKIPPED + 1)?;
    for index in [SKIPPED, 0, SKIPPED - 1] {
        read_one(story, &many, index)?;
    }
    Ok(())
}

/// Of two senders in turn. Of each one message does not arrive in time.
fn out_of_order(story: &mut Story) -> Result<Late, Refusal> {
    let place = story.place(4)?;
    let (from_0, from_4) = (letters(story, 0, 5)?, letters(story, place, 5)?);
    for index in [4, 0, 3, 1] {
        read_one(story, &from_0, index)?;
        read_one(story, &from_4, 4 - index)?;
    }
    Ok(Late { from_0, from_1: letters(story, 1, 2)?, from_2: letters(story, 2, 4)? })
}

/// The sender at leaf 1 changes its signature key.
fn new_signature_key(story: &mut Story, late: &Late) -> Result<(), Refusal> {
    let mut new_leaf = story.group.member(1)?.new_leaf()?;
    (new_leaf.signature_private_key, new_leaf.signature_key) =
        signature_key_pair(story.cast.suite(), &mut story.random)?;
    story.commit(1, &CommitOptions { new_leaf: Some(new_leaf), ..commit_of(Vec::new()) }, Vec::new())?;
    read_one(story, &late.from_1, 1)?;
    story.say(1)
}

/// Another client takes leaf 2, and messages of both occupants arrive; returned are those of the new one.
fn new_occupant(story: &mut Story, late: &Late) -> Result<Vec<Message>, Refusal> {
    let new = story.cast.client()?;
    let removed = LeafIndex(2);
    story.commit(0, &commit_of(by_value([Proposal::Remove { removed }, new.add()])), vec![new])?;
    let place = story.place(2)?;
    let of_new = letters(story, place, 2)?;
    read_one(story, &late.from_2, 3)?;
    read_one(story, &of_new, 1)?;
    read_one(story, &late.from_2, 0)?;
    Ok(of_new)
}

/// Three epochs later: the last chance for what was sent in the first.
fn last_chance(story: &mut Story, late: &Late, of_new: &[Message]) -> Result<(), Refusal> {
    let place = story.place(2)?;
    story.commit(place, &commit_of(Vec::new()), Vec::new())?;
    read_one(story, &late.from_2, 1)?;
    read_one(story, &late.from_1, 0)?;
    read_one(story, of_new, 0)?;
    read_one(story, &late.from_0, 2)?;
    story.talk()
}

/// So many messages of one sender.
fn letters(story: &mut Story, sender: usize, count: usize) -> Result<Vec<Message>, Refusal> {
    let mut letters = Vec::new();
    for _ in 0..count {
        let (length, options) = (story.random.from_to(1, 40), story.any_private());
        let text = story.random.octets(length);
        letters.push(story.write(sender, &text, &options)?);
    }
    Ok(letters)
}

fn read_one(story: &mut Story, letters: &[Message], index: usize) -> Result<(), Refusal> {
    story.read(letters.get(index).ok_or(Refusal::Missing("letter"))?.clone())
}

/// Messages whose data, whose additional data or whose padding has one of these lengths.
fn lengths(story: &mut Story, lengths: &[usize]) -> Result<(), Refusal> {
    for length in lengths {
        let (bytes, short) = (story.random.octets(*length), story.random.octets(1));
        let with_data = MessageOptions { authenticated_data: bytes.clone(), ..private(0) };
        for (sender, text, options) in [(0, &bytes, private(0)), (1, &short, with_data), (2, &short, private(*length))]
        {
            let message = story.write(sender, text, &options)?;
            story.read(message)?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use pleach_spec::cipher_suite::CipherSuite;
    use pleach_spec::tree::math::{LeafIndex, NodeIndex};
    use pleach_spec::tree::nodes::LeafNodeSource;
    use pleach_spec::tree::ratchet_tree::{leaf_at, parent_at};
    use pleach_vectors::Kind;

    use super::begin;
    use crate::{Random, RootSeed};

    /// RFC 9420, Section 7.9: the parent hash of leaf 4 is that of the root, over the left subtree without leaf 3.
    #[test]
    fn a_parent_hash_is_older_than_a_leaf_below_blank_nodes() {
        let suite = CipherSuite::X25519Aes128GcmSha256Ed25519;
        let kind = Kind::PassiveClientApplicationMessages;
        let mut random = Random::of_case(&RootSeed::default(), kind, Some(suite), 0);
        let story = begin(suite, &mut random).unwrap();
        let tree = &story.client().unwrap().state.tree;
        assert_eq!(parent_at(tree, NodeIndex(7)).unwrap().unmerged_leaves, [LeafIndex(3)]);
        for blank in [3, 5, 9, 11, 13] {
            assert!(parent_at(tree, NodeIndex(blank)).is_none(), "{blank}");
        }
        assert!(parent_at(tree, NodeIndex(1)).is_some());
        let source = &leaf_at(tree, LeafIndex(4)).unwrap().leaf_node_source;
        assert!(matches!(source, LeafNodeSource::Commit { parent_hash } if parent_hash.as_slice().len() == 32));
    }
}
