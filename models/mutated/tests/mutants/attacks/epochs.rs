//! Attacks on the members of a group.

use pleach_models::term::Term;
use pleach_spec::commit::create::{CreatedCommit, TreeDelivery, create_commit};
use pleach_spec::crypto::zero;
use pleach_spec::extension::content::external_pub_extension;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::private_message::{open_content, protect_private_message};
use pleach_spec::framing::sender_data::open_sender_data;
use pleach_spec::group::GroupState;
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::epoch::{EpochParameters, secrets_from_joiner, start_epoch};
use pleach_spec::group::group_info::create_group_info;
use pleach_spec::group::process::{Processed, process_message};
use pleach_spec::group::send::Protection;
use pleach_spec::hpke::derive_key_pair;
use pleach_spec::key_schedule::group_context::encode_group_context;
use pleach_spec::key_schedule::joiner_secret;
use pleach_spec::key_schedule::psk::psk_secret;
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::CommitSecret;
use pleach_spec::tree::math::LeafIndex;
use pleach_spec::welcome::external::{ExternalJoin, create_external_commit};
use pleach_spec::welcome::tree::Joiner;

use crate::client::{SUITE, Source, commit_options, literal, message_options, new_leaf, policy, processed, seed};
use crate::group::{full_group, small_commit};

fn commit_of(member: &GroupState<Term>, label: &str) -> CreatedCommit<Term> {
    create_commit(member, &policy(), &commit_options(&[], Protection::Public), &seed(label)).unwrap()
}

fn authenticator(state: &GroupState<Term>) -> Term {
    state.epoch_secrets.epoch_authenticator.bytes
}

/// The network has the signature key of `a`, and gives `d` a GroupInfo with an `external_pub` of its own.
pub(crate) fn a_joiner_is_in_another_epoch_than_the_members() -> bool {
    let members = full_group("group", &["a", "b"]);
    let own = derive_key_pair(SUITE, &Term::fresh("external key of the network"));
    let extensions = [external_pub_extension(&own.public_key)];
    let group_info = create_group_info(&members[0], &extensions, TreeDelivery::Separate, &seed("GroupInfo")).unwrap();
    let leaf = new_leaf("d");
    let (capabilities, tree, policy) = (leaf.capabilities.clone(), &members[0].tree, policy());
    let joiner = Joiner { capabilities: &capabilities, ratchet_tree: Some(tree), current_groups: &[], policy: &policy };
    let join = ExternalJoin { new_leaf: leaf, removed: None, psks: vec![], authenticated_data: literal("") };
    let d = create_external_commit(&group_info, &joiner, &join, &seed("external")).unwrap();
    match process_message(&members[1], &policy, &d.message) {
        Ok(Processed::Commit { state: b }) => {
            b.group_context == d.next.group_context && authenticator(&b) != authenticator(&d.next)
        }
        _ => false,
    }
}

/// `c` is in both halves: it opens what `a` said in one, and protects it again in the other, for `b`.
pub(crate) fn what_was_said_in_one_half_is_said_in_the_other() -> bool {
    let members = full_group("group", &["a", "b", "c"]);
    let (by_a, by_b) = (commit_of(&members[0], "by a"), commit_of(&members[1], "by b"));
    let [one, other] = [&by_a, &by_b].map(|created| processed(&members[2], &created.message));
    let options = message_options(Protection::Private { padding: 0 });
    let (_, said) = send_application_data(&by_a.next, &literal("said"), &options, &seed("message")).unwrap();
    let MlsMessage::PrivateMessage { private_message } = said else { panic!("no PrivateMessage") };
    let sender_data = open_sender_data(SUITE, &private_message, &one.epoch_secrets.sender_data_secret).unwrap();
    let window = policy::<Term>().generations;
    let (_, signed) = open_content(SUITE, &private_message, &sender_data, one.secret_tree, &window).unwrap();
    let secret = &other.epoch_secrets.sender_data_secret;
    let (_, private_message) =
        protect_private_message(SUITE, &signed, secret, other.secret_tree.clone(), 0, &seed("again")).unwrap();
    process_message(&by_b.next, &policy(), &MlsMessage::PrivateMessage { private_message }).is_ok()
}

/// `d` has the `init_secret`, and no path adds anything to it.
pub(crate) fn a_removed_member_has_the_next_epoch() -> bool {
    let members = full_group("group", &["a", "b", "c", "d"]);
    let options = small_commit(&[Proposal::Remove { removed: LeafIndex(3) }]);
    let next = create_commit(&members[0], &policy(), &options, &seed("Commit")).unwrap().next;
    let context = &next.group_context;
    let (init, nothing) = (&members[3].epoch_secrets.init_secret, CommitSecret { bytes: zero(SUITE) });
    let joiner = joiner_secret(SUITE, init, &nothing, &encode_group_context(context));
    let (_, epoch_secret) = secrets_from_joiner(SUITE, context, &joiner, &psk_secret(SUITE, &[]));
    let parameters = EpochParameters { suite: SUITE, group_context: context.clone(), tree: next.tree.clone() };
    let found = start_epoch(&parameters, &epoch_secret).epoch_secrets;
    found.epoch_authenticator.bytes == authenticator(&next)
}
