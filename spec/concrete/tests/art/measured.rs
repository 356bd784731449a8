//! What setups and updates cost: the tables in the documentation of `spec/src/art.rs` are what is measured here.

use pleach_spec::algebra::Bytes;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::envelope::{ArtMessageEnvelope, encode_art_envelope};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;

use crate::client::{SUITE, seed};
use crate::counted::{Calls, Counted, calls};
use crate::world::{ArtClient, clients};

const SIZES: [usize; 6] = [2, 3, 8, 33, 100, 1000];

/// A setup and an update of a group.
struct Measured {
    members: usize,
    setup_length: usize,
    creator: Calls,
    invitee: Calls,
    update_length: usize,
    keys: usize,
    sender: Calls,
    receiver: Calls,
}

/// The first invitee joins and sends an update, which the creator receives: both leaves are as deep as any.
fn measure(members: usize) -> Measured {
    let mut clients = clients::<Counted>(SUITE, members);
    let prekeys: Vec<_> = clients[1..].iter_mut().map(ArtClient::prekey).collect();
    let (created, creator) = calls(|| clients[0].create("group", ArtMode::Signed, &prekeys, None));
    let (own, unused) = (&clients[1].own, &clients[1].prekeys);
    let (joined, invitee) = calls(|| join_art_group(own, unused, &created.setup, None).unwrap());
    let (updated, sender) = calls(|| create_update(&joined.group, &seed("update")).unwrap());
    let (_, receiver) = calls(|| process_update(&created.group, &updated.update).unwrap());
    let keys = updated.update.path.len();
    let length = |envelope| encode_art_envelope::<Counted>(&envelope).length();
    Measured {
        members,
        setup_length: length(ArtMessageEnvelope::Setup { setup: created.setup }),
        creator,
        invitee,
        update_length: length(ArtMessageEnvelope::Update { update: updated.update }),
        keys,
        sender,
        receiver,
    }
}

fn row(cells: &[String]) -> String {
    format!("//! | {} |\n", cells.join(" | "))
}

fn table(head: &[&str], rows: &[Vec<usize>]) -> String {
    let head: Vec<String> = head.iter().map(ToString::to_string).collect();
    let rule = format!("//! |{}\n", "---|".repeat(head.len()));
    let rows = rows.iter().map(|cells| row(&cells.iter().map(ToString::to_string).collect::<Vec<_>>()));
    [row(&head), rule].into_iter().chain(rows).collect()
}

fn setup_table(measured: &[Measured]) -> String {
    let head = ["n", "bytes", "creator: DH", "public keys", "KDF", "verified", "receiver: DH", "public keys", "KDF"];
    let rows = measured.iter().map(|of| {
        let (creator, receiver) = (of.creator, of.invitee);
        assert_eq!((creator.sign, receiver.sign, receiver.verify), (1, 0, 1));
        let creator = [creator.dh, creator.public_key, creator.kdf, creator.verify];
        [&[of.members, of.setup_length][..], &creator, &[receiver.dh, receiver.public_key, receiver.kdf]].concat()
    });
    table(&head, &rows.collect::<Vec<_>>())
}

fn update_table(measured: &[Measured]) -> String {
    let head = ["n", "bytes", "keys sent", "sender: DH", "public keys", "KDF", "receiver: DH", "public keys", "KDF"];
    let rows = measured.iter().map(|of| {
        let (sender, receiver) = (of.sender, of.receiver);
        for side in [sender, receiver] {
            assert_eq!((side.mac, side.hash, side.sign, side.verify), (1, 1, 0, 0));
        }
        let sent = [of.members, of.update_length, of.keys];
        let sender = [sender.dh, sender.public_key, sender.kdf];
        [sent, sender, [receiver.dh, receiver.public_key, receiver.kdf]].concat()
    });
    table(&head, &rows.collect::<Vec<_>>())
}

#[test]
fn the_documentation_has_the_measured_tables() {
    let measured = SIZES.map(measure);
    let documentation = include_str!("../../../src/art.rs");
    let tables = [setup_table(&measured), update_table(&measured)];
    let right = tables.iter().all(|table| documentation.contains(table));
    assert!(right, "spec/src/art.rs should have these tables:\n{}", tables.join("\n"));
}

/// Of an update, at most `ceil(log2 n) + 1` keys are sent, and as many Diffie-Hellman values less one are computed.
#[test]
fn updates_are_logarithmic() {
    for (members, keys) in [(2, 2), (3, 3), (8, 4), (33, 7), (100, 8)] {
        let measured = measure(members);
        assert_eq!((measured.keys, measured.sender.dh, measured.receiver.dh), (keys, keys - 1, keys - 1));
        assert_eq!((measured.sender.public_key, measured.receiver.public_key), (keys, keys));
    }
}
