//! What a receiver checks of an update.

use std::collections::BTreeSet;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::path::path_keys;
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec::art::update::{ArtUpdate, update_mac};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::{Error, Misuse, Place};
use pleach_spec_concrete::Octets;

use super::{Broken, Change, Seen, authenticated, invalid, key, other_key, unverified};
use crate::client::{SUITE, literal, seed};
use crate::world::{clients, set_up};

#[test]
fn a_receiver_checks_the_update() {
    let mut seen = Seen::default();
    updates(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([4, 15, 17, 18, 19, 20, 23, 30]));
}

pub(super) fn updates(seen: &mut Seen) {
    let (_, groups) = set_up::<Octets>(&mut clients(SUITE, 5), ArtMode::Unsigned);
    let valid = create_update(&groups[0], &seed("update")).unwrap().update;
    let receiver = &groups[2];
    let before = receiver.clone();
    process_update(receiver, &valid).unwrap();
    let mut with = |change: Change<'_, ArtUpdate<Octets>>, broken: Broken| {
        let mut update = valid.clone();
        change(&mut update);
        let update = if broken.0 == 20 { update } else { authenticated(&groups[0], update) };
        seen.refused(process_update(receiver, &update), broken);
    };
    with(&|update| update.group_id = literal("another group"), invalid(17, Place::Message));
    with(&|update| update.stage = 1, invalid(18, Place::Message));
    with(&|update| update.stage = u64::MAX, invalid(18, Place::Message));
    with(&|update| update.sender = MemberIndex(5), invalid(19, Place::Leaf(5)));
    with(&|update| update.sender = MemberIndex(u32::MAX), invalid(19, Place::Leaf(u32::MAX)));
    with(&|update| update.mac = literal("no MAC"), unverified(20));
    with(&|update| update.sender = MemberIndex(1), unverified(20));
    with(&|update| update.path[0] = other_key(), unverified(20));
    with(&|update| drop(update.path.pop()), invalid(23, Place::Message));
    with(&|update| update.path.push(other_key()), invalid(23, Place::Message));
    with(&|update| update.sender = MemberIndex(4), invalid(23, Place::Message));
    with(&|update| update.path[0] = key(&[9; 31]), invalid(4, Place::Node(0)));
    // The paths of members 0 and 2 meet at node 3, whose child towards the sender is node 1.
    with(&|update| update.path[1] = key(&[0; 32]), invalid(4, Place::Node(1)));
    with(&|update| update.path[1] = other_key(), invalid(15, Place::Node(3)));
    with(&|update| update.path[2] = other_key(), invalid(15, Place::Node(3)));
    with(&|update| update.path[3] = other_key(), invalid(15, Place::Node(7)));
    // All keys are right, but they are those that there are.
    let tree = &receiver.stage.context.tree;
    let repeated = path_keys(SUITE, tree, MemberIndex(0), &groups[0].leaf_private_key).unwrap().public_keys;
    with(&|update| update.path = repeated.clone(), invalid(30, Place::Node(0)));
    assert_eq!(*receiver, before);
    process_update(receiver, &valid).unwrap();
    let own = process_update(&groups[0], &valid);
    assert_eq!(own.unwrap_err(), Error::Misuse(Misuse::OwnMessage));
}

/// A point of P-256 that is not on the curve is no key.
#[test]
fn a_point_off_the_curve_is_no_key() {
    let suite = CipherSuite::P256Aes128GcmSha256P256;
    let (_, groups) = set_up::<Octets>(&mut clients(suite, 2), ArtMode::Unsigned);
    let mut update = create_update(&groups[0], &seed("update")).unwrap().update;
    let mut point: Vec<u8> = update.path[0].bytes.clone().into();
    point[64] ^= 1;
    update.path[0] = key(&point);
    update.mac = update_mac(suite, &groups[0].stage.update_mac_key, &update);
    assert_eq!(process_update(&groups[1], &update).unwrap_err(), invalid(4, Place::Node(0)).1);
}
