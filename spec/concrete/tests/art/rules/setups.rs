//! What a receiver checks of a setup.

use std::collections::BTreeSet;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::member::ArtIdentity;
use pleach_spec::art::prekey::ArtPrekey;
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::error::{Error, Place, Unsupported};
use pleach_spec_concrete::Octets;

use super::{Broken, Change, Seen, invalid, key, other_key, signed_prekey, signed_setup, unverified};
use crate::client::{SUITE, literal};
use crate::world::{ArtClient, clients};

#[test]
fn a_receiver_checks_the_setup() {
    let mut seen = Seen::default();
    setups(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([4, 5, 8, 9, 10, 11, 12, 13, 14, 15]));
}

pub(super) fn setups(seen: &mut Seen) {
    let mut clients = clients::<Octets>(SUITE, 3);
    let prekeys: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let valid = clients[0].create("group", ArtMode::Signed, &prekeys, None).setup;
    let receiver = clients[2].clone();
    let join = |setup: &ArtSetup<Octets>| join_art_group(&receiver.own, &receiver.prekeys, setup, None);
    join(&valid).unwrap();
    let mut with = |change: Change<'_, ArtSetup<Octets>>, broken: Broken| {
        let mut setup = valid.clone();
        change(&mut setup);
        let setup = if broken.0 == 10 { setup } else { signed_setup(&clients[0].own, setup) };
        seen.refused(join(&setup), broken);
    };
    // Signed by the creator, and wrong. What is counted and compared comes first, then keys and signature, and last of
    // all whether two members are alike.
    with(&|setup| setup.cipher_suite = 2, invalid(9, Place::Message));
    with(&|setup| setup.invitees.clear(), invalid(11, Place::Message));
    with(&|setup| setup.invitees[0] = setup.invitees[1].clone(), invalid(12, Place::Leaf(2)));
    with(&|setup| setup.invitees[0].member.identity_key = key(&[9; 31]), invalid(4, Place::Leaf(1)));
    with(&|setup| setup.invitees[0].member.signature_key.bytes = literal("no key"), invalid(5, Place::Leaf(1)));
    with(&|setup| setup.invitees[0].ephemeral_key = key(&[9; 31]), invalid(4, Place::Leaf(1)));
    with(&|setup| setup.setup_key = key(&[9; 31]), invalid(4, Place::Message));
    with(&|setup| setup.setup_key = key(&[0; 32]), invalid(4, Place::Leaf(0)));
    with(&|setup| setup.creator.identity_key = key(&[0; 32]), invalid(4, Place::Leaf(0)));
    with(&|setup| drop(setup.tree.nodes.pop()), invalid(13, Place::Message));
    with(&|setup| setup.tree.nodes.extend([other_key(), other_key()]), invalid(13, Place::Message));
    with(&|setup| setup.tree.nodes[0] = key(&[9; 31]), invalid(4, Place::Node(0)));
    // The receiver's sibling is node 1, over the two other leaves.
    with(&|setup| setup.tree.nodes[1] = key(&[0; 32]), invalid(4, Place::Node(1)));
    with(&|setup| setup.tree.nodes[1] = other_key(), invalid(15, Place::Node(3)));
    with(&|setup| setup.tree.nodes[3] = other_key(), invalid(15, Place::Node(3)));
    with(&|setup| setup.tree.nodes[4] = other_key(), invalid(15, Place::Node(4)));
    // Another setup key, or another identity, makes another leaf key.
    with(&|setup| setup.setup_key = other_key(), invalid(15, Place::Node(4)));
    with(&|setup| setup.creator.identity = literal("another name"), invalid(15, Place::Node(4)));
    let without_receiver = |setup: &mut ArtSetup<Octets>| {
        setup.invitees.truncate(1);
        setup.tree.nodes.truncate(3);
    };
    with(&without_receiver, invalid(14, Place::Message));
    with(&|setup| setup.invitees[1].member.identity = literal("another name"), invalid(14, Place::Message));
    with(&|setup| setup.invitees[1].ephemeral_key = other_key(), invalid(8, Place::Message));
    // Not signed by the creator.
    with(&|setup| setup.signature = literal("no signature"), unverified(10));
    with(&|setup| setup.group_id = literal("another group"), unverified(10));
    with(&|setup| setup.mode = ArtMode::Unsigned, unverified(10));
    with(&|setup| setup.tree.nodes[0] = other_key(), unverified(10));
    let mut alike = valid.clone();
    alike.creator.signature_key = valid.invitees[0].member.signature_key.clone();
    seen.refused(join(&signed_setup(&clients[1].own, alike)), invalid(12, Place::Leaf(1)));
    // Whatever was refused, the setup that was meant is still accepted. A prekey is used once.
    let joined = join(&valid).unwrap();
    assert_eq!(joined.prekeys.unused, []);
    seen.refused(join_art_group(&receiver.own, &joined.prekeys, &valid, None), invalid(8, Place::Message));
    // Those who are not members: the creator, and anyone else.
    for client in [clients[0].clone(), ArtClient::new(SUITE, "stranger")] {
        seen.refused(join_art_group(&client.own, &client.prekeys, &valid, None), invalid(14, Place::Message));
    }
    misbound(seen, &clients, &prekeys);
    let mut unknown = valid.clone();
    unknown.cipher_suite = 8;
    assert_eq!(join(&unknown).unwrap_err(), Error::Unsupported(Unsupported::CipherSuite { value: 8 }));
}

/// The creator takes the receiver's name for that of other keys; or the receiver's prekey is another's, or for another
/// suite with the same keys.
fn misbound(seen: &mut Seen, clients: &[ArtClient<Octets>], prekeys: &[ArtPrekey<Octets>]) {
    let receiver = &clients[2];
    let stranger = ArtClient::<Octets>::new(SUITE, "stranger").own;
    let owners: [Change<'_, ArtIdentity<Octets>>; 2] =
        [&|own| own.member.identity_key = stranger.member.identity_key.clone(), &|own| {
            own.member.signature_key = stranger.member.signature_key.clone();
            own.signature_private_key = stranger.signature_private_key.clone();
        }];
    for change in owners {
        let mut own = receiver.own.clone();
        change(&mut own);
        let mut prekey = prekeys[1].clone();
        prekey.owner = own.member.clone();
        let prekeys = [prekeys[0].clone(), signed_prekey(&own, prekey)];
        let setup = clients[0].create("group", ArtMode::Signed, &prekeys, None).setup;
        let joined = join_art_group(&receiver.own, &receiver.prekeys, &setup, None);
        seen.refused(joined, invalid(14, Place::Message));
    }
    let setup = clients[0].create("group", ArtMode::Signed, prekeys, None).setup;
    let stored: [Change<'_, ArtPrekey<Octets>>; 2] =
        [&|prekey| prekey.cipher_suite = 3, &|prekey| prekey.owner = stranger.member.clone()];
    for change in stored {
        let mut store = receiver.prekeys.clone();
        change(&mut store.unused[0].prekey);
        seen.refused(join_art_group(&receiver.own, &store, &setup, None), invalid(8, Place::Message));
    }
    join_art_group(&receiver.own, &receiver.prekeys, &setup, None).unwrap();
}
