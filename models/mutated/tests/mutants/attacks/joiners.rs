//! Attacks on those who join.

use pleach_models::term::Term;
use pleach_spec::algebra::Crypto;
use pleach_spec::commit::create::{TreeDelivery, create_commit};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::epoch::{EpochParameters, secrets_from_joiner, start_epoch};
use pleach_spec::group::group_info::create_group_info;
use pleach_spec::key_package::validation::OwnKeyPackage;
use pleach_spec::key_schedule::group_context::{GroupContext, encode_group_context};
use pleach_spec::key_schedule::psk::psk_secret;
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::SignaturePrivateKey;
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at, with_leaf, with_parent};
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::tree::update_path::decrypt::{PathContext, received_path_secret};
use pleach_spec::welcome::join::{JoinInput, find_entry, join_group, open_group_secrets};
use pleach_spec::welcome::message::Welcome;

use crate::client::{SUITE, Source, add, key_package, policy, seed};
use crate::group::{commit, forged_group_info, forged_welcome, full_group, own_joiner_secret, path_of, small_commit};

/// The node over `a` and `b`, and the leaf of `b`.
const A_AND_B: NodeIndex = NodeIndex(1);
const B: LeafIndex = LeafIndex(1);

/// `a` and `b` in a group, and `e`, whom `a` has just added.
struct Invited {
    a: GroupState<Term>,
    b: GroupState<Term>,
    e: OwnKeyPackage<Term>,
    welcome: Welcome<Term>,
}

fn invited() -> Invited {
    let mut members = full_group("group", &["a", "b"]);
    let e = key_package("e");
    let created = commit(&mut members, 0, &small_commit(&[add(&e.key_package)]));
    let Some(MlsMessage::Welcome { welcome }) = created.welcome else { panic!("no Welcome") };
    let [a, b] = members.as_slice() else { panic!("two members") };
    Invited { a: a.clone(), b: b.clone(), e, welcome }
}

fn joined(e: &OwnKeyPackage<Term>, welcome: &Welcome<Term>, tree: &RatchetTree<Term>) -> Option<GroupState<Term>> {
    let input = JoinInput { own: e, ratchet_tree: Some(tree), current_groups: &[], linked: None };
    join_group(&input, welcome, &policy()).ok()
}

fn authenticator(state: &GroupState<Term>) -> Term {
    state.epoch_secrets.epoch_authenticator.bytes
}

/// The tree without `b`.
fn without_b(tree: &RatchetTree<Term>) -> RatchetTree<Term> {
    with_parent(with_leaf(tree.clone(), B, None), A_AND_B, None)
}

/// The network carries another tree; all else is right.
pub(crate) fn a_joiner_misses_a_member() -> bool {
    let invited = invited();
    let e = joined(&invited.e, &invited.welcome, &without_b(&invited.a.tree));
    e.is_some_and(|e| authenticator(&e) == authenticator(&invited.b) && leaf_at(&e.tree, B).is_none())
}

/// `a` tells `e` of the epoch that all are in, but of another tree.
pub(crate) fn an_invited_client_has_the_key_and_another_tree() -> bool {
    let invited = invited();
    let tree = without_b(&invited.a.tree);
    let mut context = invited.a.group_context.clone();
    context.tree_hash = root_tree_hash(SUITE, &tree);
    // What the Welcome of `a` says, which `a` knows.
    let entry = find_entry(&invited.e.key_package, &invited.welcome).unwrap();
    let secrets = open_group_secrets(SUITE, &invited.e.init_private_key, &invited.welcome, &entry).unwrap();
    let joiner = &secrets.joiner_secret;
    let group_info = forged_group_info(&context, &tree, joiner, &invited.a.signature_private_key);
    let e = joined(&invited.e, &forged_welcome(&group_info, joiner, &invited.e.key_package), &tree);
    e.is_some_and(|e| authenticator(&e) == authenticator(&invited.b) && leaf_at(&e.tree, B).is_none())
}

/// The secret that follows from the network's `joiner_secret`, which it can compute.
fn known_authenticator(context: &GroupContext<Term>, tree: &RatchetTree<Term>) -> Term {
    let (_, epoch_secret) = secrets_from_joiner(SUITE, context, &own_joiner_secret(), &psk_secret(SUITE, &[]));
    let parameters = EpochParameters { suite: SUITE, group_context: context.clone(), tree: tree.clone() };
    start_epoch(&parameters, &epoch_secret).epoch_secrets.epoch_authenticator.bytes
}

pub(crate) fn the_network_has_the_epoch_of_its_invitation() -> bool {
    let invited = invited();
    let (context, tree) = (&invited.a.group_context, &invited.a.tree);
    let bytes = Term::signature_derive_private_key(SUITE, &Term::fresh("signature key of the network"));
    let joiner = own_joiner_secret();
    let group_info = forged_group_info(context, tree, &joiner, &SignaturePrivateKey { bytes });
    let e = joined(&invited.e, &forged_welcome(&group_info, &joiner, &invited.e.key_package), tree);
    e.is_some_and(|e| authenticator(&e) == known_authenticator(context, tree))
}

pub(crate) fn the_network_has_the_epoch_that_it_put_into_a_welcome() -> bool {
    let invited = invited();
    let (context, tree) = (&invited.a.group_context, &invited.a.tree);
    let group_info = create_group_info(&invited.a, &[], TreeDelivery::Separate, &seed("GroupInfo")).unwrap();
    let welcome = forged_welcome(&group_info, &own_joiner_secret(), &invited.e.key_package);
    let e = joined(&invited.e, &welcome, tree);
    e.is_some_and(|e| authenticator(&e) == known_authenticator(context, tree))
}

/// `b` is at the same place of another group, where its leaf key leaked. `e` removes `a`, who invited it.
pub(crate) fn a_key_of_another_group_reads_the_path_that_removes_the_inviter() -> bool {
    let invited = invited();
    let others = full_group("another group", &["x", "b"]);
    let leaf = leaf_at(&others[1].tree, B).unwrap().clone();
    let tree = with_leaf(with_parent(invited.a.tree.clone(), A_AND_B, None), B, Some(leaf));
    let mut context = invited.a.group_context.clone();
    context.tree_hash = root_tree_hash(SUITE, &tree);
    let joiner = own_joiner_secret();
    let group_info = forged_group_info(&context, &tree, &joiner, &invited.a.signature_private_key);
    let Some(e) = joined(&invited.e, &forged_welcome(&group_info, &joiner, &invited.e.key_package), &tree) else {
        return false;
    };
    let options = small_commit(&[Proposal::Remove { removed: LeafIndex(0) }]);
    let created = create_commit(&e, &policy(), &options, &seed("Commit")).unwrap();
    let mut provisional = created.next.group_context.clone();
    provisional.confirmed_transcript_hash = e.group_context.confirmed_transcript_hash;
    let path_context = PathContext {
        sender: e.own_leaf,
        receiver: B,
        new_leaves: vec![],
        provisional_group_context: encode_group_context(&provisional),
    };
    let (tree, path) = (&created.next.tree, path_of(&created.message));
    received_path_secret(SUITE, tree, &path_context, &others[1].private_keys, &path).is_ok()
}
