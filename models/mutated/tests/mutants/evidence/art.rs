//! ART.

use pleach_models::term::Term;
use pleach_spec::art::context::{ArtMode, context_hash};
use pleach_spec::art::group::ArtGroup;
use pleach_spec::art::key::{ArtPublicKey, art_public_key};
use pleach_spec::art::message::send::{ArtMessageOptions, send_art_message};
use pleach_spec::art::path::path_keys;
use pleach_spec::art::public_tree::{art_leaf_count, with_path};
use pleach_spec::art::setup::process::join_art_group;
use pleach_spec::art::stage_key::stage_key;
use pleach_spec::art::tree::{MemberIndex, path};
use pleach_spec::art::update::create::create_update;
use pleach_spec::art::update::process::process_update;
use pleach_spec::art::update::{ArtUpdate, update_mac};
use pleach_spec::error::{Error, Place};
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::secret::{ArtChainKey, ArtNodePrivateKey, ArtTreeKey};
use pleach_spec::secret_tree::ratchet::take;

use crate::client::{SUITE, Source, literal, seed};
use crate::evidence::framing::secret_of;
use crate::world::{ArtClient, WINDOW, clients, hear, set_up};

fn groups(count: usize, mode: ArtMode) -> Vec<ArtGroup<Term>> {
    set_up(&mut clients::<Term>(SUITE, count), mode).1
}

/// A private key of the adversary.
fn own_key() -> ArtNodePrivateKey<Term> {
    ArtNodePrivateKey { bytes: derive_key_pair(SUITE, &Term::fresh("key of the network")).private_key.bytes }
}

/// The setup of member 0, with the network's leaf key for it: the tree key is the network's too.
pub(crate) fn a_setup_with_a_leaf_key_of_the_network() -> Result<(), Error> {
    let mut members: Vec<ArtClient<Term>> = clients(SUITE, 2);
    let prekey = members[1].prekey();
    let mut setup = members[0].create("group", ArtMode::Signed, &[prekey], None).setup;
    let creator = MemberIndex(0);
    let keys = path_keys(SUITE, &setup.tree, creator, &own_key()).unwrap();
    setup.tree = with_path(&setup.tree, &path(creator, art_leaf_count(&setup.tree)), &keys.public_keys);
    join_art_group(&members[1].own, &members[1].prekeys, &setup, None).map(|_| ())
}

/// An update in the name of member 1, by one who knows the public tree.
pub(crate) fn an_update_of_the_network() -> Result<(), Error> {
    let group = &groups(3, ArtMode::Signed)[0];
    let (context, sender) = (&group.stage.context, MemberIndex(1));
    let keys = path_keys(SUITE, &context.tree, sender, &own_key()).unwrap();
    let (group_id, stage) = (context.group_id, context.stage);
    let update = ArtUpdate { group_id, stage, sender, path: keys.public_keys, mac: Term::fresh("MAC of the network") };
    process_update(group, &update).map(|_| ())
}

pub(crate) fn stage_keys_after_two_stages() -> [Term; 2] {
    let tree_key = ArtTreeKey { bytes: Term::fresh("tree key") };
    ["one", "other"].map(|which| {
        let chain_key = ArtChainKey { bytes: Term::fresh(&format!("{which} chain key")) };
        stage_key(SUITE, &chain_key, &tree_key, &literal("context")).bytes
    })
}

pub(crate) fn contexts_of_two_identities() -> [Term; 2] {
    let group = &groups(3, ArtMode::Signed)[0];
    ["one", "other"].map(|which| {
        let mut context = group.stage.context.clone();
        context.members[2].identity = literal(which);
        context_hash(SUITE, &context)
    })
}

pub(crate) fn contexts_of_two_trees() -> [Term; 2] {
    let group = &groups(3, ArtMode::Signed)[0];
    ["one", "other"].map(|which| {
        let mut context = group.stage.context.clone();
        context.tree.nodes[0] = ArtPublicKey { bytes: Term::fresh(which) };
        context_hash(SUITE, &context)
    })
}

/// Member 1 puts another key at the node over itself and member 0; the MAC is right.
pub(crate) fn an_update_with_a_key_that_does_not_fit() -> Result<(), Error> {
    let groups = groups(4, ArtMode::Signed);
    let mut update = create_update(&groups[1], &seed("update")).unwrap().update;
    update.path[1] = art_public_key(SUITE, &own_key().bytes);
    update.mac = update_mac(SUITE, &groups[1].stage.update_mac_key, &update);
    process_update(&groups[0], &update).map(|_| ())
}

pub(crate) fn a_setup_is_replayed() -> Result<(), Error> {
    let mut members: Vec<ArtClient<Term>> = clients(SUITE, 2);
    let prekey = members[1].prekey();
    let setup = members[0].create("group", ArtMode::Signed, &[prekey], None).setup;
    let own = &members[1].own;
    let joined = join_art_group(own, &members[1].prekeys, &setup, None).unwrap();
    join_art_group(own, &joined.prekeys, &setup, None).map(|_| ())
}

pub(crate) fn leaf_key_and_setup_key_of_the_creator() -> [Term; 2] {
    let mut members: Vec<ArtClient<Term>> = clients(SUITE, 2);
    let prekey = members[1].prekey();
    let created = members[0].create("group", ArtMode::Signed, &[prekey], None);
    [art_public_key(SUITE, &created.group.leaf_private_key.bytes).bytes, created.setup.setup_key.bytes]
}

/// Member 1 sends as member 0, whose ratchet it has; the signature is its own.
pub(crate) fn a_member_speaks_for_another() -> Result<(), Error> {
    let mut groups = groups(3, ArtMode::Signed);
    let mut speaker = groups[1].clone();
    speaker.own_index = MemberIndex(0);
    let options = ArtMessageOptions { authenticated_data: literal(""), padding: 0 };
    let (_, message) = send_art_message(&speaker, &Term::fresh("data"), &options, &seed("message")).unwrap();
    hear(&mut groups[2], &message).map(|_| ())
}

/// What the keys of two messages of one sender derive from.
pub(crate) fn secrets_of_two_generations() -> [Term; 2] {
    let group = &groups(2, ArtMode::Signed)[1];
    [0, 1].map(|generation| {
        let ratchet = group.stage.ratchets[0].clone();
        let (_, key) = take(SUITE, ratchet, Place::Message, generation, &WINDOW).unwrap();
        secret_of(&key)
    })
}
