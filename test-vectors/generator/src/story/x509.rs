//! `passive-client-x509`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::credential::{BASIC, X509};
use pleach_spec::extension::content::ExternalSender;
use pleach_spec::proposal::Proposal;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::update_path::create::NewLeaf;
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;

use super::certificates::{Authority, Chain};
use super::outside::{Outsider, external_senders};
use super::{Stage, Story};
use crate::support::client::{Cast, Client, signature_key_pair};
use crate::support::group::Group;
use crate::support::options::{by_value, commit_of};
use crate::{Random, Refusal};

/// The client is leaf 2 of 4, and has a certificate. So have half of the others, and an external sender.
///
/// # Errors
/// Those of the operations.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let mut cast = Cast::new(suite, random);
    let mut random = random.fork();
    let mut authority = Authority::new(suite, &mut random)?;
    let creator = with_certificate(&mut cast, &mut authority, "creator", Chain::Direct)?;
    let mut group = Group::create(creator, &random.octets(16), &[])?;
    let basic = cast.client_with(|new, _| new.leaf.capabilities.credentials = vec![X509, BASIC])?;
    let former = cast.client_with(|new, _| new.leaf.capabilities.credentials = vec![X509, BASIC])?;
    let other = with_certificate(&mut cast, &mut authority, "other", Chain::Whole)?;
    group.add(0, vec![basic, former, other])?;
    let client = with_certificate(&mut cast, &mut authority, "client", Chain::WithoutRoot)?;
    let list = [Proposal::Remove { removed: LeafIndex(2) }, client.add()];
    let mut story = Stage { group, cast, random }.begin(1, &commit_of(by_value(list)), vec![client], 0)?;
    story.talk()?;
    new_certificates(&mut story, &mut authority)?;
    from_outside(&mut story, &mut authority)?;
    story.talk()?;
    Ok(story.end())
}

/// A member changes its certificate and its key by an Update, another by a Commit, and one from basic to X.509.
fn new_certificates(story: &mut Story, authority: &mut Authority) -> Result<(), Refusal> {
    let options = story.any_public();
    let leaf = certified(story, authority, 2, Chain::Direct)?;
    let update = story.group.update(2, &options, |new| *new = leaf)?;
    let mut options = commit_of(vec![update]);
    options.new_leaf = Some(certified(story, authority, 0, Chain::WithoutRoot)?);
    story.commit(0, &options, Vec::new())?;
    let mut options = commit_of(Vec::new());
    options.new_leaf = Some(certified(story, authority, 1, Chain::Whole)?);
    options.message = story.any_private();
    story.commit(1, &options, Vec::new())?;
    story.talk()
}

/// An external sender with a certificate adds a client, which has a basic credential; then one with a certificate joins
/// by itself.
fn from_outside(story: &mut Story, authority: &mut Authority) -> Result<(), Refusal> {
    let suite = story.cast.suite();
    let (private_key, signature_key) = signature_key_pair(suite, &mut story.random)?;
    let credential = authority.credential("server", &signature_key, Chain::Whole, &mut story.random)?;
    let outsiders = [Outsider { public: ExternalSender { signature_key, credential }, private_key }];
    let extensions = vec![external_senders(&outsiders)];
    story.commit(2, &commit_of(by_value([Proposal::GroupContextExtensions { extensions }])), Vec::new())?;
    let basic = story.cast.client_with(|new, _| new.leaf.capabilities.credentials = vec![BASIC, X509])?;
    let add = story.propose_from_outside(&outsiders, 0, basic.add())?;
    story.commit(0, &commit_of(vec![add]), vec![basic])?;
    let joiner = with_certificate(&mut story.cast, authority, "external joiner", Chain::WithoutRoot)?;
    story.join_externally(joiner, |_| {})
}

/// A client with a certificate.
fn with_certificate(cast: &mut Cast, authority: &mut Authority, name: &str, chain: Chain) -> Result<Client, Refusal> {
    let mut certified = Ok(());
    let client = cast.client_with(|new, random| {
        match authority.credential(name, &new.leaf.signature_key, chain, random) {
            Ok(credential) => new.leaf.credential = credential,
            Err(error) => certified = Err(error),
        }
        new.leaf.capabilities.credentials = vec![BASIC, X509];
    })?;
    certified.map(|()| client)
}

/// The leaf of the member at `place` with other keys and a certificate for them.
fn certified(
    story: &mut Story,
    authority: &mut Authority,
    place: usize,
    chain: Chain,
) -> Result<NewLeaf<Octets>, Refusal> {
    let mut leaf = story.group.member(place)?.new_leaf()?;
    let random = &mut story.random;
    (leaf.signature_private_key, leaf.signature_key) = signature_key_pair(story.cast.suite(), random)?;
    leaf.credential = authority.credential("renewed", &leaf.signature_key, chain, random)?;
    Ok(leaf)
}
