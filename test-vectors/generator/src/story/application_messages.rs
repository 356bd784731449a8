//! `passive-client-application-messages`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::group::send::MessageOptions;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_vectors::AnyCase;
use pleach_vectors::story::Message;

use super::{Stage, Story};
use crate::support::client::{Cast, signature_key_pair};
use crate::support::options::{by_value, commit_of, private};
use crate::{Random, Refusal};

/// Lengths around the first growth of a length header.
const SHORT: &[usize] = &[0, 1, 63, 64];
/// And around the second: in one suite only, since they are long.
const LONG: &[usize] = &[16_383, 16_384];

/// The client is leaf 3 of 5. Messages of four epochs arrive late, in disorder, or never.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut stage = Stage::new(Cast::new(suite, random), random, 5)?;
    let client = stage.cast.client()?;
    let options = commit_of(by_value([Proposal::Remove { removed: LeafIndex(3) }, client.add()]));
    let mut story = stage.begin(1, &options, vec![client], 0)?;

    story.chat()?;
    lengths(&mut story, SHORT)?;
    if suite == CipherSuite::X25519Aes128GcmSha256Ed25519 {
        for length in LONG {
            let text = story.random.octets(*length);
            let message = story.write(0, &text, &private(0))?;
            story.read(message)?;
        }
    }
    // Out of order, from two senders in turn. Of each one message does not arrive in time.
    let from_0 = letters(&mut story, 0, 6)?;
    let place = story.place(4)?;
    let from_4 = letters(&mut story, place, 6)?;
    for index in [4, 0, 3, 1, 5] {
        read_one(&mut story, &from_0, index)?;
        read_one(&mut story, &from_4, 5 - index)?;
    }
    let late_1 = letters(&mut story, 1, 2)?;
    let late_2 = letters(&mut story, 2, 4)?;

    // The sender at leaf 1 changes its signature key.
    let mut new_leaf = story.group.member(1)?.new_leaf()?;
    (new_leaf.signature_private_key, new_leaf.signature_key) = signature_key_pair(suite, &mut story.random)?;
    let mut options = commit_of(Vec::new());
    options.new_leaf = Some(new_leaf);
    story.commit(1, &options, Vec::new())?;
    read_one(&mut story, &late_1, 1)?;
    story.say(1)?;

    // Another client takes leaf 2, and messages of both occupants arrive.
    let new = story.cast.client()?;
    let removed = LeafIndex(2);
    story.commit(0, &commit_of(by_value([Proposal::Remove { removed }, new.add()])), vec![new])?;
    let place = story.place(2)?;
    let of_new = letters(&mut story, place, 2)?;
    read_one(&mut story, &late_2, 3)?;
    read_one(&mut story, &of_new, 1)?;
    read_one(&mut story, &late_2, 0)?;

    // Three epochs later: the last chance for what was sent in the first.
    story.commit(place, &commit_of(Vec::new()), Vec::new())?;
    read_one(&mut story, &late_2, 1)?;
    read_one(&mut story, &late_1, 0)?;
    read_one(&mut story, &of_new, 0)?;
    read_one(&mut story, &from_0, 2)?;
    story.chat()?;
    Ok(story.end())
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
