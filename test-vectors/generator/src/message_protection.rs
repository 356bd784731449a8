//! `message-protection`: a Proposal, a Commit and application data, as PublicMessage and as PrivateMessage.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::commit::encode_commit;
use pleach_spec::framing::auth::{AuthenticatedContent, FramedContentAuthData, sign_framed_content};
use pleach_spec::framing::content::{Content, FramedContent};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::private_message::protect_private_message;
use pleach_spec::framing::public_message::protect_public_message;
use pleach_spec::framing::{Sender, WireFormat};
use pleach_spec::key_schedule::group_context::GroupContext;
use pleach_spec::proposal::encode_proposal;
use pleach_spec::secret::{EncryptionSecret, MembershipKey, SenderDataSecret, SignaturePrivateKey};
use pleach_spec::secret_tree::secret_tree;
use pleach_spec::tree::math::{LeafCount, LeafIndex};
use pleach_spec_concrete::Octets;
use pleach_vectors::message_protection::Case;
use pleach_vectors::{AnyCase, Hex};

use crate::support::client::signature_key_pair;
use crate::support::content::{any_commit, any_group_context, any_proposal};
use crate::support::{hex, hex_message};
use crate::{Random, Refusal};

/// The sender of every message, in a group of two.
const SENDER: LeafIndex = LeafIndex(1);

/// The most bytes of padding of a PrivateMessage, and of application data.
const MAXIMUM_LENGTH: usize = 100;

/// One epoch, as far as messages need it.
struct Epoch {
    suite: CipherSuite,
    context: GroupContext<Octets>,
    signature_priv: SignaturePrivateKey<Octets>,
    encryption_secret: EncryptionSecret<Octets>,
    sender_data_secret: SenderDataSecret<Octets>,
    membership_key: MembershipKey<Octets>,
}

/// One epoch and its messages. Each PrivateMessage is the first of its ratchet.
///
/// # Errors
/// None: a member may send all of them.
pub fn case(suite: CipherSuite, _: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let (signature_priv, signature_pub) = signature_key_pair(suite, random)?;
    let nh = suite.kdf_nh();
    let epoch = &Epoch {
        suite,
        context: any_group_context(suite, random),
        signature_priv,
        encryption_secret: EncryptionSecret { bytes: random.octets(nh) },
        sender_data_secret: SenderDataSecret { bytes: random.octets(nh) },
        membership_key: MembershipKey { bytes: random.octets(nh) },
    };
    let (proposal, commit) = (any_proposal(random), any_commit(suite, random));
    let length = random.from_to(0, MAXIMUM_LENGTH);
    let application_data = random.octets(length);
    Ok(AnyCase::MessageProtection(Box::new(Case {
        cipher_suite: suite.value(),
        group_id: hex(&epoch.context.group_id),
        epoch: epoch.context.epoch,
        tree_hash: hex(&epoch.context.tree_hash),
        confirmed_transcript_hash: hex(&epoch.context.confirmed_transcript_hash),
        signature_priv: hex(&epoch.signature_priv.bytes),
        signature_pub: hex(&signature_pub.bytes),
        encryption_secret: hex(&epoch.encryption_secret.bytes),
        sender_data_secret: hex(&epoch.sender_data_secret.bytes),
        membership_key: hex(&epoch.membership_key.bytes),
        proposal: hex(&encode_proposal(&proposal)),
        proposal_pub: public(epoch, Content::Proposal { proposal: proposal.clone() }, random)?,
        proposal_priv: private(epoch, Content::Proposal { proposal }, random)?,
        commit: hex(&encode_commit(&commit)),
        commit_pub: public(epoch, Content::Commit { commit: commit.clone() }, random)?,
        commit_priv: private(epoch, Content::Commit { commit }, random)?,
        application: hex(&application_data),
        application_priv: private(epoch, Content::Application { application_data }, random)?,
    })))
}

fn public(epoch: &Epoch, content: Content<Octets>, random: &mut Random) -> Result<Hex, Refusal> {
    let signed = sign(epoch, content, WireFormat::PublicMessage, random)?;
    let public_message = protect_public_message(epoch.suite, &signed, &epoch.membership_key, &epoch.context)?;
    Ok(hex_message(&MlsMessage::PublicMessage { public_message }))
}

fn private(epoch: &Epoch, content: Content<Octets>, random: &mut Random) -> Result<Hex, Refusal> {
    let signed = sign(epoch, content, WireFormat::PrivateMessage, random)?;
    let n = LeafCount::new(2).ok_or(Refusal::Missing("tree of this size"))?;
    let tree = secret_tree(epoch.encryption_secret.clone(), n);
    let padding = random.from_to(0, MAXIMUM_LENGTH);
    let seed = random.seed(epoch.suite);
    let (_, private_message) =
        protect_private_message(epoch.suite, &signed, &epoch.sender_data_secret, tree, padding, &seed)?;
    Ok(hex_message(&MlsMessage::PrivateMessage { private_message }))
}

/// The confirmation tag of a Commit is not looked at.
fn sign(
    epoch: &Epoch,
    content: Content<Octets>,
    wire_format: WireFormat,
    random: &mut Random,
) -> Result<AuthenticatedContent<Octets>, Refusal> {
    let is_commit = matches!(content, Content::Commit { .. });
    let content = FramedContent {
        group_id: epoch.context.group_id.clone(),
        epoch: epoch.context.epoch,
        sender: Sender::Member { leaf_index: SENDER },
        authenticated_data: random.octets(0),
        content,
    };
    let seed = random.seed(epoch.suite);
    let signature =
        sign_framed_content(epoch.suite, &epoch.signature_priv, wire_format, &content, &epoch.context, &seed)?;
    let confirmation_tag = is_commit.then(|| random.octets(epoch.suite.kdf_nh()));
    Ok(AuthenticatedContent { wire_format, content, auth: FramedContentAuthData { signature, confirmation_tag } })
}
