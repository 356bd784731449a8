//! A group of MLS as the evidence needs it, and what a malicious member does by hand.

use pleach_models::term::Term;
use pleach_spec::algebra::Crypto;
use pleach_spec::commit::create::{CommitOptions, CreatedCommit, PathChoice, TreeDelivery, create_commit};
use pleach_spec::crypto::encrypt_with_label;
use pleach_spec::error::Error;
use pleach_spec::framing::content::Content;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::GroupState;
use pleach_spec::group::create::create_group;
use pleach_spec::group::epoch::{EpochParameters, secrets_from_joiner, start_epoch};
use pleach_spec::group::process::process_message;
use pleach_spec::group::send::Protection;
use pleach_spec::key_package::KeyPackage;
use pleach_spec::key_package::validation::{OwnKeyPackage, key_package_ref};
use pleach_spec::key_schedule::group_context::GroupContext;
use pleach_spec::key_schedule::psk::psk_secret;
use pleach_spec::key_schedule::{member_secret, welcome_key, welcome_nonce, welcome_secret};
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::{JoinerSecret, SignaturePrivateKey};
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::tree::ratchet_tree::RatchetTree;
use pleach_spec::tree::update_path::UpdatePath;
use pleach_spec::welcome::group_info::{GroupInfo, encode_group_info, sign_group_info};
use pleach_spec::welcome::join::{JoinInput, join_group};
use pleach_spec::welcome::message::{EncryptedGroupSecrets, GroupSecrets, Welcome, encode_group_secrets};

use crate::client::{SUITE, Source, add, commit_options, join, key_package, literal, policy, processed, seed};

/// A public Commit of these proposals, with a path if one is required.
pub(crate) fn small_commit(proposals: &[Proposal<Term>]) -> CommitOptions<Term> {
    let mut options = commit_options(proposals, Protection::Public);
    (options.path, options.ratchet_tree) = (PathChoice::WhenRequired, TreeDelivery::Separate);
    options
}

/// A Commit reaches all members but those it removes, which are gone from the list.
pub(crate) fn commit(
    members: &mut Vec<GroupState<Term>>,
    by: usize,
    options: &CommitOptions<Term>,
) -> CreatedCommit<Term> {
    let label = format!("Commit of {by} in epoch {}", members[by].group_context.epoch);
    let created = create_commit(&members[by], &policy(), options, &seed(&label)).unwrap();
    for (index, member) in members.iter_mut().enumerate() {
        *member = if index == by { created.next.clone() } else { processed(member, &created.message) };
    }
    members.retain(|member| member.group_context.epoch == created.next.group_context.epoch);
    created
}

/// The first of these creates a group and adds the others; then each commits, so that no node is blank but at the edge.
pub(crate) fn full_group(group_id: &str, names: &[&str]) -> Vec<GroupState<Term>> {
    let own: Vec<OwnKeyPackage<Term>> = names.iter().map(|name| key_package(name)).collect();
    let mut members = vec![create_group(&literal(group_id), &own[0], &[], &policy(), &seed(group_id)).unwrap()];
    let adds: Vec<Proposal<Term>> = own[1..].iter().map(|own| add(&own.key_package)).collect();
    let created = commit(&mut members, 0, &commit_options(&adds, Protection::Public));
    let welcome = created.welcome.unwrap();
    members.extend(own[1..].iter().map(|own| join(own, &welcome, None)));
    for by in 0..members.len() {
        commit(&mut members, by, &commit_options(&[], Protection::Public));
    }
    crate::life::assert_agreement(&members.iter().collect::<Vec<_>>());
    members
}

/// What a member says to a message.
pub(crate) fn answer(member: &GroupState<Term>, message: &MlsMessage<Term>) -> Result<(), Error> {
    process_message(member, &policy(), message).map(|_| ())
}

/// The path of a Commit that is public.
pub(crate) fn path_of(message: &MlsMessage<Term>) -> UpdatePath<Term> {
    match message {
        MlsMessage::PublicMessage { public_message } => match &public_message.content.content {
            Content::Commit { commit } => commit.path.clone().unwrap(),
            _ => panic!("no Commit: {message:?}"),
        },
        _ => panic!("no PublicMessage: {message:?}"),
    }
}

/// Joins with this tree, which travelled beside the Welcome.
pub(crate) fn joins(own: &OwnKeyPackage<Term>, welcome: &Welcome<Term>, tree: &RatchetTree<Term>) -> Result<(), Error> {
    let input = JoinInput { own, ratchet_tree: Some(tree), current_groups: &[], linked: None };
    join_group(&input, welcome, &policy()).map(|_| ())
}

/// A `joiner_secret` of the adversary.
pub(crate) fn own_joiner_secret() -> JoinerSecret<Term> {
    JoinerSecret { bytes: Term::fresh("joiner_secret of the adversary") }
}

/// A GroupInfo by whoever has this key, of the member at leaf 0, for an epoch with this `joiner_secret`.
pub(crate) fn forged_group_info(
    group_context: &GroupContext<Term>,
    tree: &RatchetTree<Term>,
    joiner_secret: &JoinerSecret<Term>,
    private_key: &SignaturePrivateKey<Term>,
) -> GroupInfo<Term> {
    let no_psk = psk_secret(SUITE, &[]);
    let (_, epoch_secret) = secrets_from_joiner(SUITE, group_context, joiner_secret, &no_psk);
    let parameters = EpochParameters { suite: SUITE, group_context: group_context.clone(), tree: tree.clone() };
    let unsigned = GroupInfo {
        group_context: group_context.clone(),
        extensions: vec![],
        confirmation_tag: start_epoch(&parameters, &epoch_secret).confirmation_tag,
        signer: LeafIndex(0),
        signature: literal(""),
    };
    sign_group_info(SUITE, unsigned, private_key, &seed("forged GroupInfo")).unwrap()
}

/// A Welcome with this GroupInfo and this `joiner_secret`.
pub(crate) fn forged_welcome(
    group_info: &GroupInfo<Term>,
    joiner_secret: &JoinerSecret<Term>,
    invited: &KeyPackage<Term>,
) -> Welcome<Term> {
    let joiner_secret = joiner_secret.clone();
    let secret = welcome_secret(SUITE, &member_secret(SUITE, &joiner_secret, &psk_secret(SUITE, &[])));
    let (key, nonce) = (welcome_key(SUITE, &secret).bytes, welcome_nonce(SUITE, &secret).bytes);
    let encrypted_group_info =
        Term::aead_seal(SUITE, &key, &nonce, &literal(""), &encode_group_info(group_info)).unwrap();
    let group_secrets = encode_group_secrets(&GroupSecrets { joiner_secret, path_secret: None, psks: vec![] });
    let randomness = Term::fresh("forged Welcome");
    let encrypted_group_secrets =
        encrypt_with_label(SUITE, &invited.init_key, b"Welcome", &encrypted_group_info, &group_secrets, &randomness);
    let entry = EncryptedGroupSecrets {
        new_member: key_package_ref(invited).unwrap(),
        encrypted_group_secrets: encrypted_group_secrets.unwrap(),
    };
    Welcome { cipher_suite: SUITE.value(), secrets: vec![entry], encrypted_group_info }
}
