//! Callers who break the interface.

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::path::{path_keys, tree_of_leaves};
use pleach_spec::art::prekey::create_prekey;
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec::error::{Error, Misuse};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, literal, seed};
use crate::world::{ArtClient, clients, set_up};

#[test]
fn private_keys_that_do_not_fit() {
    let mut clients = clients::<Octets>(SUITE, 2);
    let (one, two) = (clients[0].own.clone(), clients[1].own.clone());
    let prekeys = [clients[1].prekey()];
    let setup = clients[0].create("group", ArtMode::Signed, &prekeys, None).setup;
    let mut with_identity = two.clone();
    with_identity.identity_private_key = one.identity_private_key;
    let mut with_signature = two.clone();
    with_signature.signature_private_key = one.signature_private_key;
    let mut with_none = two;
    with_none.signature_private_key.bytes = literal("no key");
    for own in [with_identity, with_signature, with_none] {
        let options =
            SetupOptions { group_id: literal("group"), mode: ArtMode::Signed, old_group: None, prekeys: &prekeys };
        let misuse = Misuse::PrivateKey;
        assert_eq!(create_prekey(&own, &seed("prekey")), Err(misuse));
        assert_eq!(create_art_group(&own, &options, &seed("group")).unwrap_err(), Error::Misuse(misuse));
        let joined = join_art_group(&own, &clients[1].prekeys, &setup, None);
        assert_eq!(joined.unwrap_err(), Error::Misuse(misuse));
    }
}

#[test]
fn a_state_that_is_none_of_the_group() {
    let (_, groups) = set_up::<Octets>(&mut clients(SUITE, 3), ArtMode::Signed);
    for index in [3, u32::MAX] {
        let mut group = groups[0].clone();
        group.own_index = MemberIndex(index);
        assert_eq!(create_update(&group, &seed("update")).unwrap_err(), Error::Misuse(Misuse::Unknown));
        let tree = &group.stage.context.tree;
        let keys = path_keys(SUITE, tree, group.own_index, &group.leaf_private_key);
        assert_eq!(keys, Err(Error::Misuse(Misuse::Unknown)));
    }
    assert_eq!(tree_of_leaves::<Octets>(SUITE, &[]), Err(Error::Misuse(Misuse::Unknown)));
}

/// After the last stage that has a number there is none.
#[test]
fn the_last_stage_cannot_be_updated() {
    let (_, mut groups) = set_up::<Octets>(&mut clients(SUITE, 2), ArtMode::Signed);
    let before = &mut groups[0];
    before.stage.context.stage = u64::MAX - 1;
    let mut update = create_update(before, &seed("update")).unwrap().update;
    for group in &mut groups {
        group.stage.context.stage = u64::MAX;
    }
    assert_eq!(create_update(&groups[0], &seed("update")).unwrap_err(), Error::Misuse(Misuse::RatchetExhausted));
    update.stage = u64::MAX;
    update.mac = pleach_spec::art::update::update_mac(SUITE, &groups[0].stage.update_mac_key, &update);
    let processed = process_update(&groups[1], &update);
    assert_eq!(processed.unwrap_err(), Error::Misuse(Misuse::RatchetExhausted));
}

/// A tree of one leaf has a tree key, though no group has one member.
#[test]
fn a_tree_of_one_leaf_is_its_leaf() {
    let client = ArtClient::<Octets>::new(SUITE, "alone");
    let leaf = pleach_spec::secret::ArtNodePrivateKey { bytes: client.own.identity_private_key.bytes.clone() };
    let (tree, tree_key) = tree_of_leaves(SUITE, std::slice::from_ref(&leaf)).unwrap();
    assert_eq!((tree.nodes.len(), &tree_key.bytes), (1, &leaf.bytes));
    assert_eq!(path_keys(SUITE, &tree, MemberIndex(0), &leaf).unwrap().tree_key, tree_key);
}
