//! The ratchet tree.

use pleach_models::term::Term;
use pleach_spec::commit::ProposalOrRef;
use pleach_spec::commit::create::create_commit;
use pleach_spec::commit::prepare::{check_path_presence, prepare_commit};
use pleach_spec::commit::process::{list_context, own_sender};
use pleach_spec::crypto::{encrypt_with_label, sign_with_label};
use pleach_spec::error::Error;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::propose::propose_update;
use pleach_spec::group::send::Protection;
use pleach_spec::key_package::validation::OwnKeyPackage;
use pleach_spec::key_package::{KeyPackage, encode_key_package_tbs};
use pleach_spec::key_schedule::group_context::encode_group_context;
use pleach_spec::proposal::Proposal;
use pleach_spec::proposal_list::{Link, resolve_proposals};
use pleach_spec::tree::leaf_node::{GroupBinding, sign_leaf_node};
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::ratchet_tree::{RatchetTree, leaf_at};
use pleach_spec::tree::terms::encryption_key_at;
use pleach_spec::tree::update_path::UpdatePath;
use pleach_spec::tree::update_path::decrypt::{PathContext, decrypt_path_secret, received_path_secret};

use crate::client::{
    SUITE, Source, add, commit_options, key_package, literal, message_options, new_leaf, policy, processed, seed,
};
use crate::group::{commit, full_group, joins, path_of, small_commit};

fn four() -> Vec<GroupState<Term>> {
    full_group("group", &["a", "b", "c", "d"])
}

/// A Commit with a path, as a receiver sees it that reads with these private keys.
struct Received {
    tree: RatchetTree<Term>,
    context: PathContext<Term>,
    path: UpdatePath<Term>,
}

/// A Commit by the member at `sender`, in which the receiver was in the state `old`, read by the leaf of that.
fn received(old: &GroupState<Term>, sender: u32, next: &GroupState<Term>, message: &MlsMessage<Term>) -> Received {
    let mut provisional = next.group_context.clone();
    provisional.confirmed_transcript_hash = old.group_context.confirmed_transcript_hash;
    let context = PathContext {
        sender: LeafIndex(sender),
        receiver: old.own_leaf,
        new_leaves: vec![],
        provisional_group_context: encode_group_context(&provisional),
    };
    Received { tree: next.tree.clone(), context, path: path_of(message) }
}

/// `d`, which keeps its keys.
pub(crate) fn a_removed_member_reads_the_path() -> Result<(), Error> {
    let members = four();
    let options = small_commit(&[Proposal::Remove { removed: LeafIndex(3) }]);
    let created = create_commit(&members[0], &policy(), &options, &seed("Commit")).unwrap();
    let d = &members[3];
    let Received { tree, context, path } = received(d, 0, &created.next, &created.message);
    received_path_secret(SUITE, &tree, &context, &d.private_keys, &path).map(|_| ())
}

pub(crate) fn a_removal_without_a_path() -> Result<(), Error> {
    let members = four();
    let policy = policy();
    let (context, committer) = (list_context(&members[0], &policy, Link::None), own_sender(&members[0]));
    let proposals = [ProposalOrRef::Proposal { proposal: Proposal::Remove { removed: LeafIndex(3) } }];
    let list = resolve_proposals(&proposals, &[], committer).unwrap();
    let prepared = prepare_commit(&context, committer, &list, &[], &[]).unwrap();
    check_path_presence(&prepared, false)
}

/// Those of `b`, whose Update `c` commits.
pub(crate) fn the_keys_before_an_update_read_a_path() -> Result<(), Error> {
    let members = four();
    let options = message_options(Protection::Public);
    let (_, update) = propose_update(&members[1], &new_leaf("b"), &options, &seed("Update")).unwrap();
    let c = processed(&members[2], &update);
    let mut options = commit_options(&[], Protection::Public);
    options.proposals = vec![ProposalOrRef::Reference { reference: c.proposals[0].reference.clone() }];
    let created = create_commit(&c, &policy(), &options, &seed("Commit")).unwrap();
    let b = &members[1];
    let Received { tree, context, path } = received(b, 2, &created.next, &created.message);
    received_path_secret(SUITE, &tree, &context, &b.private_keys, &path).map(|_| ())
}

/// `f` joins in place of `d`, without a path, below nodes that have keys.
pub(crate) fn a_new_member_in_place_of_another() -> Result<(), Error> {
    let mut members = full_group("group", &["a", "b", "c", "d", "e"]);
    commit(&mut members, 0, &small_commit(&[Proposal::Remove { removed: LeafIndex(3) }]));
    let own = key_package("f");
    let created = commit(&mut members, 0, &small_commit(&[add(&own.key_package)]));
    let Some(MlsMessage::Welcome { welcome }) = created.welcome else { panic!("no Welcome") };
    joins(&own, &welcome, &created.next.tree)
}

/// A Commit of `a`, as `d` receives it, with another path secret in its ciphertext.
pub(crate) fn a_member_gets_another_path_secret() -> Result<(), Error> {
    let members = four();
    let options = commit_options(&[], Protection::Public);
    let created = create_commit(&members[0], &policy(), &options, &seed("Commit")).unwrap();
    let d = &members[3];
    let Received { tree, context, mut path } = received(d, 0, &created.next, &created.message);
    // The root is the last node of the path, and its secret goes to the node over `c` and `d`.
    let recipient = encryption_key_at(&tree, NodeIndex(5)).unwrap();
    let (info, secret) = (&context.provisional_group_context, Term::fresh("another path secret"));
    let ciphertext =
        encrypt_with_label(SUITE, &recipient, b"UpdatePathNode", info, &secret, &Term::fresh("randomness")).unwrap();
    path.nodes.last_mut().unwrap().encrypted_path_secret = vec![ciphertext];
    decrypt_path_secret(SUITE, &tree, &context, &d.private_keys, &path).map(|_| ())
}

/// The KeyPackage of `c`, but with this encryption key; signed as it should be.
fn with_encryption_key(own: &OwnKeyPackage<Term>, of: &GroupState<Term>) -> KeyPackage<Term> {
    let mut key_package = own.key_package.clone();
    let private_key = &own.signature_private_key;
    key_package.leaf_node.encryption_key = leaf_at(&of.tree, of.own_leaf).unwrap().encryption_key.clone();
    let (leaf, binding) = (key_package.leaf_node.clone(), GroupBinding::None);
    key_package.leaf_node = sign_leaf_node(SUITE, leaf, &binding, private_key, &seed("leaf")).unwrap();
    let tbs = encode_key_package_tbs(&key_package);
    key_package.signature = sign_with_label(SUITE, private_key, b"KeyPackageTBS", &tbs, &seed("KeyPackage")).unwrap();
    key_package
}

pub(crate) fn a_client_has_the_key_of_a_member() -> Result<(), Error> {
    let members = full_group("group", &["a", "b"]);
    let key_package = with_encryption_key(&key_package("c"), &members[1]);
    let options = small_commit(&[add(&key_package)]);
    create_commit(&members[0], &policy(), &options, &seed("Commit")).map(|_| ())
}

/// The ciphertexts of a Commit, in the GroupContext of another epoch.
pub(crate) fn a_path_in_another_context() -> Result<(), Error> {
    let members = four();
    let options = commit_options(&[], Protection::Public);
    let created = create_commit(&members[0], &policy(), &options, &seed("Commit")).unwrap();
    let d = &members[3];
    let Received { tree, mut context, path } = received(d, 0, &created.next, &created.message);
    context.provisional_group_context = literal("another GroupContext");
    decrypt_path_secret(SUITE, &tree, &context, &d.private_keys, &path).map(|_| ())
}
