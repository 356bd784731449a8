//! LeafNodes with one fault each.

use pleach_spec::algebra::Bytes;
use pleach_spec::credential::Credential;
use pleach_spec::crypto::HpkePublicKey;
use pleach_spec::error::{CryptoError, Error, Invalid, Place, Rule};
use pleach_spec::extension::content::{RequiredCapabilities, encode_required_capabilities};
use pleach_spec::extension::{APPLICATION_ID, EXTERNAL_PUB, Extension, REQUIRED_CAPABILITIES};
use pleach_spec::tree::leaf_node::GroupBinding;
use pleach_spec::tree::leaf_policy::{Clock, check_sent_lifetime};
use pleach_spec::tree::leaf_validation::{LeafNodeUse, check_leaf_node};
use pleach_spec::tree::nodes::{LeafNode, LeafNodeSource, Lifetime};
use pleach_spec_concrete::Octets;

use crate::model::{NOW, SUITE, at, basic, leaf_with, policy};

fn extension(extension_type: u16) -> Extension<Octets> {
    Extension { extension_type, extension_data: Octets::literal(&[]) }
}

/// The verdict on the leaf of a KeyPackage.
fn verdict_in(change: impl FnOnce(&mut LeafNode<Octets>), group_extensions: &[Extension<Octets>]) -> Result<(), Error> {
    let none = GroupBinding::None;
    let (leaf, _, _) = leaf_with(1, &none, change);
    let leaf_use = LeafNodeUse::KeyPackage;
    check_leaf_node(SUITE, &leaf, &leaf_use, &none, group_extensions, &policy())
}

fn verdict(change: impl FnOnce(&mut LeafNode<Octets>)) -> Result<(), Error> {
    verdict_in(change, &[])
}

fn refused_at(rule: u16, place: Place) -> Result<(), Error> {
    let rule = Rule::Mls(rule);
    Err(Error::Invalid(Invalid { rule, place }))
}

fn refused(rule: u16) -> Result<(), Error> {
    refused_at(rule, Place::Message)
}

fn set_lifetime(not_before: u64, not_after: u64) -> impl FnOnce(&mut LeafNode<Octets>) {
    move |leaf| {
        let lifetime = Lifetime { not_before, not_after };
        leaf.leaf_node_source = LeafNodeSource::KeyPackage { lifetime };
    }
}

#[test]
fn a_leaf_without_fault_passes() {
    assert_eq!(verdict(|_| ()), Ok(()));
}

#[test]
fn credentials() {
    assert_eq!(verdict(|leaf| leaf.credential = basic("mallory")), refused(104));
    let unlisted = |leaf: &mut LeafNode<Octets>| {
        leaf.credential = Credential::Other { credential_type: 0xff03, content: Octets::literal(&[]) };
    };
    assert_eq!(verdict(unlisted), refused(93));
    let no_chain = |leaf: &mut LeafNode<Octets>| {
        leaf.credential = Credential::X509 { certificates: vec![] };
    };
    assert_eq!(verdict(no_chain), refused(26));
}

#[test]
fn capabilities() {
    assert_eq!(verdict(|leaf| leaf.capabilities.versions.clear()), refused(91));
    assert_eq!(verdict(|leaf| leaf.capabilities.cipher_suites = vec![1, 2]), refused(91));
    assert_eq!(verdict(|leaf| leaf.capabilities.proposals.push(7)), refused(89));
    assert_eq!(verdict(|leaf| leaf.capabilities.extensions.push(1)), refused(90));
    let grease = |leaf: &mut LeafNode<Octets>| {
        leaf.capabilities.versions.push(0x0a0a);
        leaf.capabilities.cipher_suites.push(0x0a0a);
        leaf.capabilities.proposals.push(0x0a0a);
        leaf.capabilities.extensions.push(0x0a0a);
        leaf.capabilities.credentials.push(0x0a0a);
        leaf.extensions.push(extension(0x0a0a));
    };
    assert_eq!(verdict(grease), Ok(()));
}

#[test]
fn extensions() {
    assert_eq!(verdict(|leaf| leaf.extensions = vec![extension(0xff01)]), Ok(()));
    assert_eq!(verdict(|leaf| leaf.extensions = vec![extension(APPLICATION_ID)]), Ok(()));
    assert_eq!(verdict(|leaf| leaf.extensions = vec![extension(0xff09)]), refused(111));
    let twice = |leaf: &mut LeafNode<Octets>| leaf.extensions = vec![extension(0xff01); 2];
    assert_eq!(verdict(twice), refused_at(414, Place::Entry(1)));
    let misplaced = |leaf: &mut LeafNode<Octets>| leaf.extensions = vec![extension(EXTERNAL_PUB)];
    assert_eq!(verdict(misplaced), refused_at(463, Place::Entry(0)));
}

#[test]
fn parameters_of_the_group() {
    let required = |extension_types: &[u16], proposal_types: &[u16]| {
        let required = RequiredCapabilities {
            extension_types: extension_types.to_vec(),
            proposal_types: proposal_types.to_vec(),
            credential_types: vec![1],
        };
        Extension { extension_type: REQUIRED_CAPABILITIES, extension_data: encode_required_capabilities(&required) }
    };
    assert_eq!(verdict_in(|_| (), &[required(&[0xff01, 1], &[0xff02, 7])]), Ok(()));
    assert_eq!(verdict_in(|_| (), &[required(&[0xff02], &[])]), refused(106));
    assert_eq!(verdict_in(|_| (), &[required(&[], &[0xff01])]), refused(106));
    assert_eq!(verdict_in(|_| (), &[extension(0xff01)]), Ok(()));
    assert_eq!(verdict_in(|_| (), &[extension(0xff09)]), refused(416));
}

#[test]
fn lifetimes() {
    assert_eq!(verdict(set_lifetime(NOW, NOW)), Ok(()));
    assert_eq!(verdict(set_lifetime(NOW - 100, NOW + 101)), refused(96));
    assert_eq!(verdict(set_lifetime(0, u64::MAX)), refused(96));
    assert_eq!(verdict(set_lifetime(NOW + 1, NOW + 2)), refused(110));
    assert_eq!(verdict(set_lifetime(NOW - 2, NOW - 1)), refused(110));
    assert_eq!(verdict(set_lifetime(NOW + 1, NOW - 1)), refused(110));
    let (leaf, _, _) = leaf_with(1, &GroupBinding::None, |_| ());
    let late = Err(Invalid { rule: Rule::Mls(109), place: Place::Message });
    assert_eq!(check_sent_lifetime(&leaf, Clock::At(NOW)), Ok(()));
    assert_eq!(check_sent_lifetime(&leaf, Clock::At(NOW + 101)), late);
    assert_eq!(check_sent_lifetime(&leaf, Clock::Unchecked), late);
}

#[test]
fn keys() {
    let no_key = |leaf: &mut LeafNode<Octets>| {
        leaf.encryption_key = HpkePublicKey { bytes: Octets::literal(b"short") };
    };
    assert_eq!(verdict(no_key), refused(199));
}

#[test]
fn a_signature_covers_all_fields_and_the_place() {
    let update = |leaf: &mut LeafNode<Octets>| leaf.leaf_node_source = LeafNodeSource::Update;
    let (leaf, _, _) = leaf_with(1, &at(5), update);
    let replaced_key = HpkePublicKey { bytes: Octets::literal(b"another") };
    let leaf_use = LeafNodeUse::Update { replaced_key };
    let at_leaf = |leaf: &LeafNode<Octets>, index| check_leaf_node(SUITE, leaf, &leaf_use, &at(index), &[], &policy());
    let unverified = Err(Error::Crypto(CryptoError { rule: Rule::Mls(105) }));
    assert_eq!(at_leaf(&leaf, 5), Ok(()));
    assert_eq!(at_leaf(&leaf, 4), unverified);
    let mut changed = leaf.clone();
    changed.capabilities.proposals.push(0xff05);
    assert_eq!(at_leaf(&changed, 5), unverified);
}

#[test]
fn sources() {
    let source = |leaf_use: &LeafNodeUse<Octets>, source: LeafNodeSource<Octets>| {
        let (leaf, _, _) = leaf_with(1, &at(0), |leaf| leaf.leaf_node_source = source);
        check_leaf_node(SUITE, &leaf, leaf_use, &at(0), &[], &policy())
    };
    let commit = LeafNodeSource::Commit { parent_hash: Octets::literal(&[]) };
    let update = LeafNodeUse::Update { replaced_key: HpkePublicKey { bytes: Octets::literal(b"another") } };
    let refused = |rule| refused_at(rule, Place::Leaf(0));
    assert_eq!(source(&LeafNodeUse::KeyPackage, commit.clone()), refused(112));
    assert_eq!(source(&update, commit.clone()), refused(113));
    assert_eq!(source(&LeafNodeUse::UpdatePath, LeafNodeSource::Update), refused(115));
    assert_eq!(source(&LeafNodeUse::UpdatePath, commit.clone()), Ok(()));
    assert_eq!(source(&LeafNodeUse::RatchetTree, commit), Ok(()));
    assert_eq!(source(&LeafNodeUse::RatchetTree, LeafNodeSource::Update), Ok(()));
}

#[test]
fn an_update_changes_the_key() {
    let update = |leaf: &mut LeafNode<Octets>| leaf.leaf_node_source = LeafNodeSource::Update;
    let (leaf, _, _) = leaf_with(1, &at(0), update);
    let leaf_use = LeafNodeUse::Update { replaced_key: leaf.encryption_key.clone() };
    assert_eq!(check_leaf_node(SUITE, &leaf, &leaf_use, &at(0), &[], &policy()), refused_at(114, Place::Leaf(0)));
}
