//! Attacks on groups of ART.

use pleach_models::term::Term;
use pleach_spec::art::context::ArtMode;
use pleach_spec::art::group::{ArtGroup, ArtStage, start_stage};
use pleach_spec::art::key::{ArtPublicKey, art_public_key};
use pleach_spec::art::labels::sign_with_art_label;
use pleach_spec::art::path::path_keys;
use pleach_spec::art::public_tree::{art_leaf_count, with_path};
use pleach_spec::art::setup::create::first_context;
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::setup::{ArtSetup, encode_art_setup_tbs};
use pleach_spec::art::stage_key::first_chain_key;
use pleach_spec::art::tree::{MemberIndex, path};
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec::art::update::{ArtUpdate, update_mac};
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::secret::ArtNodePrivateKey;

use crate::client::{SUITE, Source, literal, seed};
use crate::world::{ArtClient, clients, set_up};

fn own_key(label: &str) -> ArtNodePrivateKey<Term> {
    ArtNodePrivateKey { bytes: derive_key_pair(SUITE, &Term::fresh(label)).private_key.bytes }
}

fn groups(count: usize) -> Vec<ArtGroup<Term>> {
    set_up(&mut clients::<Term>(SUITE, count), ArtMode::Signed).1
}

fn same_key(one: &ArtStage<Term>, other: &ArtStage<Term>) -> bool {
    one.chain_key == other.chain_key && one.update_mac_key == other.update_mac_key
}

/// The network's leaf key in the creator's place: it computes what member 1 does.
pub(crate) fn the_network_has_the_first_stage() -> bool {
    let mut members: Vec<ArtClient<Term>> = clients(SUITE, 2);
    let prekey = members[1].prekey();
    let mut setup = members[0].create("group", ArtMode::Signed, &[prekey], None).setup;
    let keys = path_keys(SUITE, &setup.tree, MemberIndex(0), &own_key("leaf key of the network")).unwrap();
    setup.tree = with_path(&setup.tree, &path(MemberIndex(0), 2), &keys.public_keys);
    let found = start_stage(SUITE, &first_chain_key(SUITE), &keys.tree_key, first_context(&setup));
    match join_art_group(&members[1].own, &members[1].prekeys, &setup, None) {
        Ok(joined) => same_key(&joined.group.stage, &found),
        Err(_) => false,
    }
}

/// A setup that the creator changed after the fact, signed again.
fn signed_again(creator: &ArtClient<Term>, setup: &ArtSetup<Term>) -> ArtSetup<Term> {
    let mut setup = setup.clone();
    let (key, tbs) = (&creator.own.signature_private_key, encode_art_setup_tbs(&setup));
    setup.signature = sign_with_art_label(SUITE, key, b"ArtSetupTBS", &tbs, &seed("again")).unwrap();
    setup
}

/// The creator tells member 1 of another identity of member 2.
pub(crate) fn two_members_have_one_key_and_other_identities() -> bool {
    let mut members: Vec<ArtClient<Term>> = clients(SUITE, 3);
    let prekeys = [members[1].prekey(), members[2].prekey()];
    let setup = members[0].create("group", ArtMode::Signed, &prekeys, None).setup;
    let mut other = setup.clone();
    other.invitees[1].member.identity = literal("somebody else");
    let other = signed_again(&members[0], &other);
    let one = join_art_group(&members[1].own, &members[1].prekeys, &other, None).unwrap().group.stage;
    let other = join_art_group(&members[2].own, &members[2].prekeys, &setup, None).unwrap().group.stage;
    same_key(&one, &other) && one.context.members != other.context.members
}

/// An update of member 1 that has another key at this place of its path, with the right MAC.
fn with_another_key(groups: &[ArtGroup<Term>], place: usize) -> ArtUpdate<Term> {
    let mut update = create_update(&groups[1], &seed("update")).unwrap().update;
    let public_key: ArtPublicKey<Term> = art_public_key(SUITE, &own_key("key of member 1").bytes);
    update.path[place] = public_key;
    update.mac = update_mac(SUITE, &groups[1].stage.update_mac_key, &update);
    update
}

/// Members 2 and 3 do not compute the leaf key of member 1: each believes what it is told.
pub(crate) fn two_members_have_one_key_and_other_trees() -> bool {
    let groups = groups(4);
    assert_eq!(art_leaf_count(&groups[0].stage.context.tree), 4);
    let update = create_update(&groups[1], &seed("update")).unwrap().update;
    let one = process_update(&groups[2], &update).unwrap().stage;
    let other = process_update(&groups[3], &with_another_key(&groups, 0)).unwrap().stage;
    same_key(&one, &other) && one.context.tree != other.context.tree
}

/// The key of the node over members 0 and 1 fits neither: member 0 computes another root than member 2.
pub(crate) fn two_members_have_two_keys_of_one_context() -> bool {
    let groups = groups(4);
    let update = with_another_key(&groups, 1);
    match (process_update(&groups[0], &update), process_update(&groups[2], &update)) {
        (Ok(one), Ok(other)) => one.stage.context == other.stage.context && !same_key(&one.stage, &other.stage),
        _ => false,
    }
}
