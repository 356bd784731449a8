//! Welcomes, KeyPackages, and external Commits.

use pleach_models::term::Term;
use pleach_spec::algebra::Crypto;
use pleach_spec::commit::create::{TreeDelivery, create_commit};
use pleach_spec::error::Error;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::group_info::{create_group_info, external_pub};
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::key_package::validation::OwnKeyPackage;
use pleach_spec::secret::SignaturePrivateKey;
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at, parent_at, with_leaf, with_parent};
use pleach_spec::tree::tree_hash::root_tree_hash;
use pleach_spec::welcome::external::{ExternalJoin, create_external_commit};
use pleach_spec::welcome::join::{JoinInput, find_entry, join_group, open_group_secrets};
use pleach_spec::welcome::message::Welcome;
use pleach_spec::welcome::tree::Joiner;

use crate::client::{SUITE, Source, add, key_package, literal, new_leaf, policy, seed};
use crate::group::{
    answer, commit, forged_group_info, forged_welcome, full_group, joins, own_joiner_secret, small_commit,
};

/// The node over `a` and `b`.
const A_AND_B: NodeIndex = NodeIndex(1);
/// `b`.
const B: LeafIndex = LeafIndex(1);

/// `a` and `b` in a group, and `e`, whom `a` has just added.
struct Invited {
    a: GroupState<Term>,
    e: OwnKeyPackage<Term>,
    welcome: Welcome<Term>,
}

fn invited() -> Invited {
    let mut members = full_group("group", &["a", "b"]);
    let e = key_package("e");
    let created = commit(&mut members, 0, &small_commit(&[add(&e.key_package)]));
    let Some(MlsMessage::Welcome { welcome }) = created.welcome else { panic!("no Welcome") };
    Invited { a: created.next, e, welcome }
}

/// `e` joins by an invitation of `a` to a group of this tree.
fn joins_tree(invited: &Invited, tree: &RatchetTree<Term>) -> Result<(), Error> {
    let mut context = invited.a.group_context.clone();
    context.tree_hash = root_tree_hash(SUITE, tree);
    let group_info = forged_group_info(&context, tree, &own_joiner_secret(), &invited.a.signature_private_key);
    joins(&invited.e, &forged_welcome(&group_info, &own_joiner_secret(), &invited.e.key_package), tree)
}

/// The Welcome is the right one; the tree is without `b`.
pub(crate) fn a_tree_without_a_member() -> Result<(), Error> {
    let invited = invited();
    let tree = with_parent(with_leaf(invited.a.tree.clone(), B, None), A_AND_B, None);
    joins(&invited.e, &invited.welcome, &tree)
}

pub(crate) fn a_tree_with_a_node_key_of_the_inviter() -> Result<(), Error> {
    let invited = invited();
    let mut node = parent_at(&invited.a.tree, A_AND_B).unwrap().clone();
    node.encryption_key = derive_key_pair(SUITE, &Term::fresh("node of the inviter")).public_key;
    joins_tree(&invited, &with_parent(invited.a.tree.clone(), A_AND_B, Some(node)))
}

pub(crate) fn a_tree_with_a_leaf_key_of_the_inviter() -> Result<(), Error> {
    let invited = invited();
    let mut leaf = leaf_at(&invited.a.tree, B).unwrap().clone();
    leaf.encryption_key = derive_key_pair(SUITE, &Term::fresh("leaf of the inviter")).public_key;
    joins_tree(&invited, &with_leaf(invited.a.tree.clone(), B, Some(leaf)))
}

/// `b` has made it there at the same place of the tree.
pub(crate) fn a_tree_with_a_leaf_of_another_group() -> Result<(), Error> {
    let invited = invited();
    let others = full_group("another group", &["x", "b"]);
    let leaf = leaf_at(&others[0].tree, B).unwrap().clone();
    let tree = with_parent(invited.a.tree.clone(), A_AND_B, None);
    joins_tree(&invited, &with_leaf(tree, B, Some(leaf)))
}

pub(crate) fn an_invitation_of_the_network() -> Result<(), Error> {
    let invited = invited();
    let (context, tree) = (&invited.a.group_context, &invited.a.tree);
    let bytes = Term::signature_derive_private_key(SUITE, &Term::fresh("signature key of the network"));
    let group_info = forged_group_info(context, tree, &own_joiner_secret(), &SignaturePrivateKey { bytes });
    joins(&invited.e, &forged_welcome(&group_info, &own_joiner_secret(), &invited.e.key_package), tree)
}

/// The Welcome did not arrive, but a GroupInfo of `a` did.
pub(crate) fn a_published_group_info_in_a_welcome() -> Result<(), Error> {
    let invited = invited();
    let group_info = create_group_info(&invited.a, &[], TreeDelivery::Separate, &seed("GroupInfo")).unwrap();
    joins(&invited.e, &forged_welcome(&group_info, &own_joiner_secret(), &invited.e.key_package), &invited.a.tree)
}

pub(crate) fn a_key_package_with_another_init_key() -> Result<(), Error> {
    let members = full_group("group", &["a", "b"]);
    let mut key_package = key_package("e").key_package;
    key_package.init_key = derive_key_pair(SUITE, &Term::fresh("init key of the network")).public_key;
    create_commit(&members[0], &policy(), &small_commit(&[add(&key_package)]), &seed("Commit")).map(|_| ())
}

pub(crate) fn a_state_keeps_the_init_key() -> bool {
    let invited = invited();
    let input = JoinInput { own: &invited.e, ratchet_tree: Some(&invited.a.tree), current_groups: &[], linked: None };
    let state = join_group(&input, &invited.welcome, &policy()).unwrap();
    state.resumption_psks.iter().any(|kept| kept.psk.bytes == invited.e.init_private_key.bytes)
}

pub(crate) fn group_secrets_beside_another_group_info() -> Result<(), Error> {
    let Invited { e, mut welcome, .. } = invited();
    welcome.encrypted_group_info = Term::fresh("another encrypted GroupInfo");
    let entry = find_entry(&e.key_package, &welcome).unwrap();
    open_group_secrets(SUITE, &e.init_private_key, &welcome, &entry).map(|_| ())
}

/// By an external Commit with the signature key of `b`, which does not remove `b`.
pub(crate) fn a_member_joins_beside_itself() -> Result<(), Error> {
    let members = full_group("group", &["a", "b"]);
    let extensions = [external_pub(&members[0])];
    let group_info = create_group_info(&members[0], &extensions, TreeDelivery::Separate, &seed("GroupInfo")).unwrap();
    let leaf = new_leaf("b");
    let (capabilities, tree) = (leaf.capabilities.clone(), &members[0].tree);
    let policy = policy();
    let joiner = Joiner { capabilities: &capabilities, ratchet_tree: Some(tree), current_groups: &[], policy: &policy };
    let join = ExternalJoin { new_leaf: leaf, removed: None, psks: vec![], authenticated_data: literal("") };
    let created = create_external_commit(&group_info, &joiner, &join, &seed("external"))?;
    answer(&members[0], &created.message)
}
