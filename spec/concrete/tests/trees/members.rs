//! Members that do not go together.

use pleach_spec::algebra::Bytes;
use pleach_spec::credential::Credential;
use pleach_spec::error::{Invalid, Place, Rule};
use pleach_spec::extension::Extension;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::member_validation::check_members;
use pleach_spec::tree::nodes::LeafNode;
use pleach_spec::tree::ratchet_tree::leaf_at;
use pleach_spec_concrete::Octets;

use crate::model::Group;

fn verdict(change: impl FnOnce(&mut LeafNode<Octets>), extensions: &[u16]) -> Result<(), Invalid> {
    let mut group = Group::new(2);
    group.add_with(change);
    let mut list = Vec::new();
    for extension_type in extensions {
        list.push(Extension { extension_type: *extension_type, extension_data: Octets::literal(&[]) });
    }
    check_members(&group.tree, &list)
}

fn refused(rule: u16, leaf: u32) -> Result<(), Invalid> {
    Err(Invalid { rule: Rule::Mls(rule), place: Place::Leaf(leaf) })
}

fn other_credential() -> Credential<Octets> {
    Credential::Other { credential_type: 0xff03, content: Octets::literal(&[]) }
}

#[test]
fn members_that_go_together_pass() {
    assert_eq!(verdict(|_| (), &[]), Ok(()));
    assert_eq!(verdict(|_| (), &[0xff01, 3, 5]), Ok(()));
}

#[test]
fn every_member_supports_the_extensions_of_the_group() {
    assert_eq!(verdict(|_| (), &[0xff09]), refused(419, 0));
    let without = |leaf: &mut LeafNode<Octets>| leaf.capabilities.extensions.clear();
    assert_eq!(verdict(without, &[0xff01]), refused(419, 2));
}

#[test]
fn every_member_supports_every_credential_type() {
    let uses_another = |leaf: &mut LeafNode<Octets>| {
        leaf.credential = other_credential();
        leaf.capabilities.credentials.push(0xff03);
    };
    assert_eq!(verdict(uses_another, &[]), refused(108, 0));
    let supports_none = |leaf: &mut LeafNode<Octets>| leaf.capabilities.credentials.clear();
    assert_eq!(verdict(supports_none, &[]), refused(107, 0));
}

#[test]
fn keys_are_unique() {
    let group = Group::new(2);
    let first = leaf_at(&group.tree, LeafIndex(1)).unwrap().clone();
    let same_key = |leaf: &mut LeafNode<Octets>| leaf.encryption_key = first.encryption_key;
    assert_eq!(verdict(same_key, &[]), refused(117, 1));
    let mut group = group;
    group.add_again(1);
    assert_eq!(check_members(&group.tree, &[]), refused(116, 1));
}
