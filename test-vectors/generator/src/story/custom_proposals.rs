//! `passive-client-custom-proposals`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::create::CommitOptions;
use pleach_spec::credential::BASIC;
use pleach_spec::extension::Extension;
use pleach_spec::key_package::validation::NewKeyPackage;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::nodes::Capabilities;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;

use super::{Stage, Story};
use crate::support::client::{Cast, Client};
use crate::support::content::required_capabilities;
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of};
use crate::{Random, Refusal};

/// Types for private use: RFC 9420, Section 17.
const CUSTOM: u16 = 0xf0a1;
const OTHER: u16 = 0xffff;
/// RFC 9420, Section 13.5.
const GREASE: [u16; 15] = [
    0x0a0a, 0x1a1a, 0x2a2a, 0x3a3a, 0x4a4a, 0x5a5a, 0x6a6a, 0x7a7a, 0x8a8a, 0x9a9a, 0xaaaa, 0xbaba, 0xcaca, 0xdada,
    0xeaea,
];
/// A version that is none yet.
const NEWER_VERSION: u16 = 2;

/// The client is leaf 4 of 5. All members support two types of proposals and extensions, send GREASE, and one supports
/// newer versions of the protocol.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut cast = Cast::new(suite, random);
    let mut random = random.fork();
    let creator = member(&mut cast)?;
    let extensions = [extension(CUSTOM, &mut random), required_capabilities(&[CUSTOM], &[CUSTOM, OTHER])];
    let mut group = Group::create(creator, &random.octets(16), &extensions)?;
    group.add(0, vec![member(&mut cast)?, member(&mut cast)?, member(&mut cast)?])?;
    let client = member(&mut cast)?;
    let options = CommitOptions {
        group_info_extensions: vec![extension(GREASE[4], &mut random), extension(GREASE[11], &mut random)],
        ..commit_of(by_value([client.add()]))
    };
    let mut story = Stage { group, cast, random }.begin(1, &options, vec![client], 0)?;
    story.talk()?;

    by_value_and_by_reference(&mut story)?;
    members_without_support(&mut story)?;
    // An empty list of extensions clears what there was.
    let cleared = Proposal::GroupContextExtensions { extensions: Vec::new() };
    story.commit(0, &commit_of(by_value([cleared])), Vec::new())?;
    let plain = story.cast.client()?;
    story.commit(3, &commit_of(by_value([plain.add()])), vec![plain])?;
    story.talk()?;
    Ok(story.end())
}

/// Custom proposals of both types, of several members, beside others, in messages of both forms.
fn by_value_and_by_reference(story: &mut Story) -> Result<(), Refusal> {
    let (private, public) = (story.any_private(), story.any_public());
    let long = custom(CUSTOM, 70, &mut story.random);
    let empty = custom(OTHER, 0, &mut story.random);
    let first = story.group.propose(0, long, &private)?;
    let second = story.group.propose(2, empty, &public)?;
    let random = &mut story.random;
    let update = story.group.update(3, &public, |leaf| {
        leaf.capabilities = capabilities(&GREASE[..3]);
        leaf.extensions = GREASE[..3].iter().map(|value| extension(*value, random)).collect();
    })?;
    let mut list = vec![second, update, first];
    list.extend(by_value([custom(CUSTOM, 8, &mut story.random)]));
    story.commit(1, &commit_of(list), Vec::new())?;
    let alone = custom(OTHER, 30, &mut story.random);
    story.commit(3, &commit_of(by_value([alone])), Vec::new()).map(drop)
}

/// While proposals of custom types are not required, one who does not support them joins; it is removed by the very
/// Commit that has such a proposal.
fn members_without_support(story: &mut Story) -> Result<(), Refusal> {
    let extensions = vec![extension(OTHER, &mut story.random)];
    story.commit(0, &commit_of(by_value([Proposal::GroupContextExtensions { extensions }])), Vec::new())?;
    let partial = story.cast.client_with(|new, _| {
        new.leaf.capabilities.extensions = vec![OTHER];
        new.leaf.capabilities.versions = vec![NEWER_VERSION, 1];
    })?;
    story.commit(2, &commit_of(by_value([partial.add()])), vec![partial])?;
    let removed = LeafIndex(5);
    let list = [Proposal::Remove { removed }, custom(CUSTOM, 5, &mut story.random)];
    story.commit(1, &commit_of(by_value(list)), Vec::new())?;
    story.talk()
}

/// A client that supports both types, and has GREASE wherever it may be.
fn member(cast: &mut Cast) -> Result<Client, Refusal> {
    cast.client_with(|new: &mut NewKeyPackage<Octets>, random| {
        let first = random.below(GREASE.len() - 3);
        let some = &GREASE[first..first + 3];
        new.leaf.capabilities = capabilities(some);
        new.leaf.extensions = some.iter().map(|value| extension(*value, random)).collect();
        new.extensions = some.iter().rev().map(|value| extension(*value, random)).collect();
    })
}

/// What a member supports, with these GREASE values before, between and after.
fn capabilities(grease: &[u16]) -> Capabilities {
    let with = |values: &[u16]| {
        let mut all = values.to_vec();
        for (i, value) in grease.iter().enumerate() {
            all.insert((2 * i).min(all.len()), *value);
        }
        all
    };
    let suites = CipherSuite::ALL.map(|suite| suite.value());
    Capabilities {
        versions: vec![1, NEWER_VERSION],
        cipher_suites: with(&suites),
        extensions: with(&[CUSTOM, OTHER]),
        proposals: with(&[CUSTOM, OTHER]),
        credentials: with(&[BASIC]),
    }
}

fn extension(extension_type: u16, random: &mut Random) -> Extension<Octets> {
    let length = random.from_to(0, 12);
    Extension { extension_type, extension_data: random.octets(length) }
}

fn custom(proposal_type: u16, length: usize, random: &mut Random) -> Proposal<Octets> {
    Proposal::Other { proposal_type, content: random.octets(length) }
}
