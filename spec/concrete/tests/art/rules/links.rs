//! What a receiver checks of the group that a setup follows.

use std::collections::BTreeSet;

use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::setup::ArtSetup;
use pleach_spec::art::setup::create::{SetupOptions, create_art_group};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::error::{Error, Misuse, Place};
use pleach_spec_concrete::Octets;

use super::{Change, Seen, invalid, signed_setup};
use crate::client::{SUITE, literal, seed};
use crate::world::{ArtClient, clients, set_up};

#[test]
fn a_receiver_checks_which_group_a_setup_follows() {
    let mut seen = Seen::default();
    links(&mut seen);
    assert_eq!(seen.0, BTreeSet::from([16]));
}

pub(super) fn links(seen: &mut Seen) {
    let mut clients = clients::<Octets>(SUITE, 4);
    let (_, mut old) = set_up(&mut clients[..3], ArtMode::Signed);
    let prekeys: Vec<_> = [0, 2, 3].map(|index: usize| clients[index].prekey()).into();
    let create = |old: Option<&ArtGroup<Octets>>| clients[1].create("next", ArtMode::Signed, &prekeys, old).setup;
    let join = |setup: &ArtSetup<Octets>, old: &ArtGroup<Octets>| {
        join_art_group(&clients[0].own, &clients[0].prekeys, setup, Some(old))
    };
    let valid = create(Some(&old[1]));
    join(&valid, &old[0]).unwrap();
    // Who is new cannot verify the link, and is told of it.
    let joined = join_art_group(&clients[3].own, &clients[3].prekeys, &valid, None).unwrap();
    assert_eq!(joined.group.stage.context.link, valid.link);
    let broken = invalid(16, Place::Message);
    seen.refused(join(&create(None), &old[0]), broken);
    let changes: [Change<'_, ArtSetup<Octets>>; 3] = [
        &|setup| setup.link.as_mut().unwrap().group_id = literal("another group"),
        &|setup| setup.link.as_mut().unwrap().stage = 1,
        &|setup| setup.link.as_mut().unwrap().stage_authenticator = Octets::from([7; 32]),
    ];
    for change in changes {
        let mut setup = valid.clone();
        change(&mut setup);
        seen.refused(join(&signed_setup(&clients[1].own, setup), &old[0]), broken);
    }
    // A stranger can repeat a link that was sent, but is no member of the old group.
    let mut stranger = ArtClient::new(SUITE, "stranger");
    let others = [clients[0].clone().prekey(), clients[2].clone().prekey()];
    let mut setup = stranger.create("next", ArtMode::Signed, &others, None).setup;
    setup.link = valid.link.clone();
    let mut receiver = clients[0].clone();
    receiver.prekey();
    let setup = signed_setup(&stranger.own, setup);
    let joined = join_art_group(&receiver.own, &receiver.prekeys, &setup, Some(&old[0]));
    seen.refused(joined, broken);
    let misuse = {
        let options = SetupOptions {
            group_id: literal("next"),
            mode: ArtMode::Signed,
            old_group: Some(&old[0]),
            prekeys: &[clients[0].clone().prekey()],
        };
        create_art_group(&stranger.own, &options, &seed("next")).unwrap_err()
    };
    assert_eq!(misuse, Error::Misuse(Misuse::Unknown));
    stranger.prekey();
    // Whatever was refused, the setup that was meant is still accepted.
    join(&valid, &old[0]).unwrap();
    // The group went on after the setup was made.
    crate::world::update(&mut old, 2, "update");
    seen.refused(join(&valid, &old[0]), broken);
}
