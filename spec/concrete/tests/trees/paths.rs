//! UpdatePaths with one fault each.

use pleach_spec::algebra::Bytes;
use pleach_spec::crypto::HpkePublicKey;
use pleach_spec::error::{CryptoError, Error, Invalid, Misuse, Place, Rule};
use pleach_spec::secret::PathSecret;
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::nodes::LeafNodeSource;
use pleach_spec::tree::private_keys::no_private_keys;
use pleach_spec::tree::terms::encryption_key_at;
use pleach_spec::tree::update_path::UpdatePath;
use pleach_spec::tree::update_path::create::encrypt_path_secrets;
use pleach_spec::tree::update_path::decrypt::{PathContext, decrypt_path_secret, private_keys_from_path_secret};
use pleach_spec_concrete::Octets;

use crate::model::{Group, SUITE, SentPath, seed};

fn group_and_path() -> (Group, SentPath) {
    let mut group = Group::new(4);
    group.commit_path(3, &[]);
    let sent = group.send_path(0, &[]);
    (group, sent)
}

fn invalid(rule: u16, place: Place) -> Error {
    Error::Invalid(Invalid { rule: Rule::Mls(rule), place })
}

fn assert_not_merged(change: fn(&Group, &mut UpdatePath<Octets>), error: Error) {
    let (group, sent) = group_and_path();
    assert!(group.merge(0, &sent.path, &[]).is_ok());
    let mut path = sent.path;
    change(&group, &mut path);
    assert_eq!(group.merge(0, &path, &[]), Err(error));
}

#[test]
fn the_leaf_key_must_change() {
    let change = |group: &Group, path: &mut UpdatePath<Octets>| {
        path.leaf_node.encryption_key = encryption_key_at(&group.tree, NodeIndex(0)).unwrap();
    };
    assert_not_merged(change, invalid(342, Place::Leaf(0)));
}

#[test]
fn the_leaf_key_must_be_new_to_the_tree() {
    let change = |group: &Group, path: &mut UpdatePath<Octets>| {
        path.leaf_node.encryption_key = encryption_key_at(&group.tree, NodeIndex(6)).unwrap();
    };
    assert_not_merged(change, invalid(343, Place::Leaf(0)));
}

#[test]
fn a_path_key_must_be_new_to_the_tree() {
    let change = |group: &Group, path: &mut UpdatePath<Octets>| {
        path.nodes[1].encryption_key = encryption_key_at(&group.tree, NodeIndex(3)).unwrap();
    };
    assert_not_merged(change, invalid(343, Place::Entry(1)));
}

#[test]
fn path_keys_must_be_distinct() {
    let change = |_: &Group, path: &mut UpdatePath<Octets>| {
        path.nodes[1].encryption_key = path.nodes[0].encryption_key.clone();
    };
    assert_not_merged(change, invalid(446, Place::Entry(1)));
    let change = |_: &Group, path: &mut UpdatePath<Octets>| {
        path.nodes[0].encryption_key = path.leaf_node.encryption_key.clone();
    };
    assert_not_merged(change, invalid(446, Place::Entry(0)));
}

#[test]
fn path_keys_must_be_public_keys() {
    let change = |_: &Group, path: &mut UpdatePath<Octets>| {
        path.nodes[1].encryption_key = HpkePublicKey { bytes: Octets::literal(b"short") };
    };
    assert_not_merged(change, invalid(199, Place::Entry(1)));
}

#[test]
fn a_path_must_have_the_length_of_the_filtered_direct_path() {
    let shorter = |_: &Group, path: &mut UpdatePath<Octets>| {
        path.nodes.pop();
    };
    assert_not_merged(shorter, invalid(138, Place::Message));
    let longer = |_: &Group, path: &mut UpdatePath<Octets>| {
        let mut node = path.nodes[0].clone();
        node.encryption_key = HpkePublicKey { bytes: Octets::from([9; 32]) };
        path.nodes.push(node);
    };
    assert_not_merged(longer, invalid(138, Place::Message));
}

#[test]
fn the_leaf_must_have_the_parent_hash_of_the_path() {
    let other_hash = |_: &Group, path: &mut UpdatePath<Octets>| {
        path.leaf_node.leaf_node_source = LeafNodeSource::Commit { parent_hash: Octets::literal(&[]) };
    };
    assert_not_merged(other_hash, invalid(155, Place::Leaf(0)));
    let other_key = |_: &Group, path: &mut UpdatePath<Octets>| {
        path.nodes[1].encryption_key = HpkePublicKey { bytes: Octets::from([9; 32]) };
    };
    assert_not_merged(other_key, invalid(155, Place::Leaf(0)));
}

#[test]
fn ciphertexts_must_be_as_many_as_recipients() {
    let fewer = |_: &Group, path: &mut UpdatePath<Octets>| {
        path.nodes[1].encrypted_path_secret.pop();
    };
    assert_not_merged(fewer, invalid(140, Place::Entry(1)));
    let more = |_: &Group, path: &mut UpdatePath<Octets>| {
        let ciphertext = path.nodes[0].encrypted_path_secret[0].clone();
        path.nodes[0].encrypted_path_secret.push(ciphertext);
    };
    assert_not_merged(more, invalid(140, Place::Entry(0)));
}

#[test]
fn a_new_leaf_must_get_no_ciphertext() {
    let mut group = Group::new(3);
    let new = group.add();
    let sent = group.send_path(0, &[]);
    assert_eq!(group.merge(0, &sent.path, &[new]), Err(invalid(140, Place::Entry(1))));
}

fn context(sent: &SentPath, receiver: u32) -> PathContext<Octets> {
    PathContext {
        sender: LeafIndex(0),
        receiver: LeafIndex(receiver),
        new_leaves: vec![],
        provisional_group_context: sent.context.clone(),
    }
}

#[test]
fn a_path_secret_opens_under_its_group_context_only() {
    let (group, sent) = group_and_path();
    let merged = group.merge(0, &sent.path, &[]).unwrap();
    let keys = &group.members[&2].private_keys;
    let mut context = context(&sent, 2);
    assert!(decrypt_path_secret(SUITE, &merged, &context, keys, &sent.path).is_ok());
    context.provisional_group_context = Octets::literal(b"another");
    assert_eq!(
        decrypt_path_secret(SUITE, &merged, &context, keys, &sent.path),
        Err(Error::Crypto(CryptoError { rule: Rule::Mls(133) }))
    );
}

#[test]
fn a_path_secret_must_be_that_of_the_public_keys() {
    let (group, mut sent) = group_and_path();
    sent.update.path_secrets.reverse();
    let (update, gc) = (&sent.update, &sent.context);
    let path = encrypt_path_secrets(SUITE, update, LeafIndex(0), gc, &[], &seed(9)).unwrap();
    let merged = group.merge(0, &path, &[]).unwrap();
    for (receiver, node) in [(1, 1), (2, 3)] {
        let keys = &group.members[&receiver].private_keys;
        assert_eq!(
            decrypt_path_secret(SUITE, &merged, &context(&sent, receiver), keys, &path),
            Err(invalid(134, Place::Node(node)))
        );
    }
}

#[test]
fn nobody_else_decrypts() {
    let (group, sent) = group_and_path();
    let merged = group.merge(0, &sent.path, &[]).unwrap();
    let keys = &group.members[&0].private_keys;
    assert_eq!(
        decrypt_path_secret(SUITE, &merged, &context(&sent, 0), keys, &sent.path),
        Err(Error::Misuse(Misuse::Unknown))
    );
    assert_eq!(
        decrypt_path_secret(SUITE, &merged, &context(&sent, 1), &no_private_keys(), &sent.path),
        Err(Error::Misuse(Misuse::PrivateKey))
    );
}

#[test]
fn the_path_secret_of_a_welcome_must_fit_the_tree() {
    let (_, sent) = group_and_path();
    let tree = &sent.update.tree;
    let joined = |my_leaf, path_secret: &PathSecret<Octets>| {
        let (my_leaf, signer) = (LeafIndex(my_leaf), LeafIndex(0));
        private_keys_from_path_secret(SUITE, tree, my_leaf, signer, path_secret, no_private_keys())
    };
    let secrets = &sent.update.path_secrets;
    assert!(joined(1, &secrets[0]).is_ok());
    assert!(joined(2, &secrets[1]).is_ok());
    let wrong = |node| Err(Invalid { rule: Rule::Mls(382), place: node });
    assert_eq!(joined(1, &secrets[1]), wrong(Place::Node(1)));
    assert_eq!(joined(2, &secrets[0]), wrong(Place::Node(3)));
    assert_eq!(joined(0, &secrets[0]), wrong(Place::Leaf(0)));
}
