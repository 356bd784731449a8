//! Messages.

use pleach_models::term::{Node, Term};
use pleach_spec::algebra::Bytes;
use pleach_spec::commit::create::create_commit;
use pleach_spec::crypto::zero;
use pleach_spec::error::Error;
use pleach_spec::framing::auth::{
    AuthenticatedContent, FramedContentAuthData, framed_content_tbs, sign_framed_content,
};
use pleach_spec::framing::content::{Content, FramedContent};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::private_content::guarded_nonce;
use pleach_spec::framing::public_message::{PublicMessage, protect_public_message};
use pleach_spec::framing::sender_data::open_sender_data;
use pleach_spec::framing::{Sender, WireFormat};
use pleach_spec::group::GroupState;
use pleach_spec::group::application::send_application_data;
use pleach_spec::group::propose::propose;
use pleach_spec::group::send::Protection;
use pleach_spec::proposal::Proposal;
use pleach_spec::secret::{AeadNonce, SenderDataSecret};
use pleach_spec::secret_tree::ratchet::RatchetKey;
use pleach_spec::secret_tree::{GenerationWindow, RatchetType, SecretTree, key_for};
use pleach_spec::tree::math::LeafIndex;

use crate::client::{SUITE, Source, commit_options, literal, message_options, policy, read, seed};
use crate::group::{answer, full_group};

fn three() -> Vec<GroupState<Term>> {
    full_group("group", &["a", "b", "c"])
}

fn public(message: MlsMessage<Term>) -> PublicMessage<Term> {
    match message {
        MlsMessage::PublicMessage { public_message } => public_message,
        other => panic!("no PublicMessage: {other:?}"),
    }
}

fn removal() -> Content<Term> {
    Content::Proposal { proposal: Proposal::Remove { removed: LeafIndex(2) } }
}

/// `b` proposes in the name of `a`.
pub(crate) fn a_member_speaks_for_another() -> Result<(), Error> {
    let members = three();
    let (b, context) = (&members[1], &members[1].group_context);
    let content = FramedContent {
        group_id: context.group_id,
        epoch: context.epoch,
        sender: Sender::Member { leaf_index: LeafIndex(0) },
        authenticated_data: literal(""),
        content: removal(),
    };
    let (wire_format, private_key) = (WireFormat::PublicMessage, &b.signature_private_key);
    let signature = sign_framed_content(SUITE, private_key, wire_format, &content, context, &seed("forged")).unwrap();
    let auth = FramedContentAuthData { signature, confirmation_tag: None };
    let signed = AuthenticatedContent { wire_format, content, auth };
    let public_message = protect_public_message(SUITE, &signed, &b.epoch_secrets.membership_key, context).unwrap();
    answer(&members[2], &MlsMessage::PublicMessage { public_message })
}

/// The signature is that of `a`.
pub(crate) fn a_proposal_has_another_membership_tag() -> Result<(), Error> {
    let members = three();
    let proposal = Proposal::Remove { removed: LeafIndex(2) };
    let options = message_options(Protection::Public);
    let (_, message) = propose(&members[0], &policy(), proposal, &options, &seed("proposal")).unwrap();
    let mut public_message = public(message);
    public_message.membership_tag = Some(Term::fresh("tag of the network"));
    answer(&members[1], &MlsMessage::PublicMessage { public_message })
}

/// By one who has the membership key.
pub(crate) fn a_commit_has_another_confirmation_tag() -> Result<(), Error> {
    let members = three();
    let options = commit_options(&[], Protection::Public);
    let created = create_commit(&members[0], &policy(), &options, &seed("Commit")).unwrap();
    let PublicMessage { content, mut auth, .. } = public(created.message);
    auth.confirmation_tag = Some(Term::fresh("another tag"));
    let signed = AuthenticatedContent { wire_format: WireFormat::PublicMessage, content, auth };
    let (key, context) = (&members[1].epoch_secrets.membership_key, &members[1].group_context);
    let public_message = protect_public_message(SUITE, &signed, key, context).unwrap();
    answer(&members[1], &MlsMessage::PublicMessage { public_message })
}

/// The same content, in two halves of a group that was split: the number of the epoch is the same.
pub(crate) fn what_is_signed_in_two_epochs() -> [Term; 2] {
    let members = three();
    ["one", "other"].map(|half| {
        let options = commit_options(&[], Protection::Public);
        let next = create_commit(&members[0], &policy(), &options, &seed(half)).unwrap().next;
        let content = FramedContent {
            group_id: next.group_context.group_id,
            epoch: next.group_context.epoch,
            sender: Sender::Member { leaf_index: LeafIndex(1) },
            authenticated_data: literal(""),
            content: removal(),
        };
        framed_content_tbs(WireFormat::PrivateMessage, &content, &next.group_context)
    })
}

/// Application data of `a`.
fn said(a: &GroupState<Term>) -> MlsMessage<Term> {
    let options = message_options(Protection::Private { padding: 0 });
    send_application_data(a, &Term::fresh("application data"), &options, &seed("message")).unwrap().1
}

pub(crate) fn a_message_is_replayed() -> Result<(), Error> {
    let members = three();
    let message = said(&members[0]);
    let (b, _) = read(&members[1], &message);
    answer(&b, &message)
}

/// With a key that needs no secret.
pub(crate) fn the_network_reads_sender_data() -> Result<(), Error> {
    let MlsMessage::PrivateMessage { private_message } = said(&three()[0]) else { panic!("no PrivateMessage") };
    open_sender_data(SUITE, &private_message, &SenderDataSecret { bytes: zero(SUITE) }).map(|_| ())
}

pub(crate) fn nonces_with_two_guards() -> [Term; 2] {
    let nonce = AeadNonce { bytes: Term::fresh("nonce") };
    ["one", "other"].map(|guard| guarded_nonce(&nonce, &Term::literal(guard.as_bytes().get(..3).unwrap())).bytes)
}

/// The key of `a`'s application data.
fn key_of(secret_tree: &SecretTree<Term>, generation: u32) -> Option<RatchetKey<Term>> {
    let window = GenerationWindow { maximum_forward: 4, maximum_kept: 4 };
    let found = key_for(SUITE, secret_tree.clone(), LeafIndex(0), RatchetType::Application, generation, &window);
    found.ok().map(|(_, key)| key)
}

pub(crate) fn a_state_keeps_the_key_of_a_message() -> bool {
    let members = three();
    let key = key_of(&members[1].secret_tree, 0).unwrap();
    let (b, _) = read(&members[1], &said(&members[0]));
    let trees = b.past_epochs.iter().map(|past| &past.secret_tree);
    trees.chain([&b.secret_tree]).any(|tree| key_of(tree, 0).as_ref() == Some(&key))
}

/// What the keys of two messages of one sender derive from.
pub(crate) fn secrets_of_two_generations() -> [Term; 2] {
    let members = three();
    [0, 1].map(|generation| secret_of(&key_of(&members[1].secret_tree, generation).unwrap()))
}

/// The ratchet secret that a key derives from.
pub(crate) fn secret_of(key: &RatchetKey<Term>) -> Term {
    match &*key.key.bytes.node() {
        Node::Expand { prk, .. } => *prk,
        _ => panic!("a key is expanded from a secret"),
    }
}
