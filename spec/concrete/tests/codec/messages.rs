//! Arbitrary messages.

use pleach_spec::framing::auth::{AuthenticatedContent, FramedContentAuthData};
use pleach_spec::framing::content::{Content, FramedContent, content_type};
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::framing::private_content::PrivateMessageContent;
use pleach_spec::framing::private_message::PrivateMessage;
use pleach_spec::framing::public_message::PublicMessage;
use pleach_spec::framing::sender_data::SenderData;
use pleach_spec::framing::{ContentType, Sender, WireFormat};
use pleach_spec::key_schedule::group_context::GroupContext;
use pleach_spec::secret::{JoinerSecret, PathSecret};
use pleach_spec::welcome::group_info::GroupInfo;
use pleach_spec::welcome::message::{EncryptedGroupSecrets, GroupSecrets, Welcome};
use pleach_spec_concrete::Octets;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

use crate::nodes::key_package;
use crate::proposals::{commit, key_package_ref, pre_shared_key_id, proposal};
use crate::values::{extensions, fixed, hpke_ciphertext, leaf_index, list, octets, optional};

pub(crate) fn wire_format() -> impl Strategy<Value = WireFormat> {
    prop_oneof![
        Just(WireFormat::PublicMessage),
        Just(WireFormat::PrivateMessage),
        Just(WireFormat::Welcome),
        Just(WireFormat::GroupInfo),
        Just(WireFormat::KeyPackage),
    ]
}

pub(crate) fn any_content_type() -> impl Strategy<Value = ContentType> {
    prop_oneof![Just(ContentType::Application), Just(ContentType::Proposal), Just(ContentType::Commit),]
}

pub(crate) fn sender() -> impl Strategy<Value = Sender> {
    prop_oneof![
        leaf_index().prop_map(|leaf_index| Sender::Member { leaf_index }),
        any::<u32>().prop_map(|sender_index| Sender::External { sender_index }),
        Just(Sender::NewMemberProposal),
        Just(Sender::NewMemberCommit),
    ]
}

fn content() -> BoxedStrategy<Content<Octets>> {
    prop_oneof![
        octets().prop_map(|application_data| Content::Application { application_data }),
        proposal().prop_map(|proposal| Content::Proposal { proposal }),
        commit().prop_map(|commit| Content::Commit { commit }),
    ]
    .boxed()
}

pub(crate) fn framed_content() -> BoxedStrategy<FramedContent<Octets>> {
    (octets(), any::<u64>(), sender(), octets(), content())
        .prop_map(|(group_id, epoch, sender, authenticated_data, content)| FramedContent {
            group_id,
            epoch,
            sender,
            authenticated_data,
            content,
        })
        .boxed()
}

/// The authentication of this content: with a tag exactly for a Commit.
fn auth(content: &Content<Octets>, signature: Octets, tag: Octets) -> FramedContentAuthData<Octets> {
    FramedContentAuthData { signature, confirmation_tag: (content_type(content) == ContentType::Commit).then_some(tag) }
}

pub(crate) fn authenticated_content() -> BoxedStrategy<AuthenticatedContent<Octets>> {
    (wire_format(), framed_content(), octets(), octets())
        .prop_map(|(wire_format, content, signature, tag)| AuthenticatedContent {
            wire_format,
            auth: auth(&content.content, signature, tag),
            content,
        })
        .boxed()
}

pub(crate) fn private_message_content() -> impl Strategy<Value = PrivateMessageContent<Octets>> {
    (content(), octets(), octets(), 0usize..100).prop_map(|(content, signature, tag, length_of_padding)| {
        PrivateMessageContent { auth: auth(&content, signature, tag), content, length_of_padding }
    })
}

pub(crate) fn public_message() -> BoxedStrategy<PublicMessage<Octets>> {
    (authenticated_content(), octets())
        .prop_map(|(message, tag)| PublicMessage {
            membership_tag: matches!(message.content.sender, Sender::Member { .. }).then_some(tag),
            content: message.content,
            auth: message.auth,
        })
        .boxed()
}

pub(crate) fn private_message() -> BoxedStrategy<PrivateMessage<Octets>> {
    let fields = (octets(), any::<u64>(), any_content_type(), octets(), octets(), octets());
    fields
        .prop_map(|fields| PrivateMessage {
            group_id: fields.0,
            epoch: fields.1,
            content_type: fields.2,
            authenticated_data: fields.3,
            encrypted_sender_data: fields.4,
            ciphertext: fields.5,
        })
        .boxed()
}

pub(crate) fn sender_data() -> impl Strategy<Value = SenderData<Octets>> {
    (leaf_index(), any::<u32>(), fixed(4)).prop_map(|(leaf_index, generation, reuse_guard)| SenderData {
        leaf_index,
        generation,
        reuse_guard,
    })
}

pub(crate) fn group_context() -> impl Strategy<Value = GroupContext<Octets>> {
    let fields = (any::<u16>(), octets(), any::<u64>(), octets(), octets(), extensions());
    fields.prop_map(|fields| GroupContext {
        cipher_suite: fields.0,
        group_id: fields.1,
        epoch: fields.2,
        tree_hash: fields.3,
        confirmed_transcript_hash: fields.4,
        extensions: fields.5,
    })
}

pub(crate) fn group_info() -> BoxedStrategy<GroupInfo<Octets>> {
    let fields = (group_context(), extensions(), octets(), leaf_index(), octets());
    fields
        .prop_map(|fields| GroupInfo {
            group_context: fields.0,
            extensions: fields.1,
            confirmation_tag: fields.2,
            signer: fields.3,
            signature: fields.4,
        })
        .boxed()
}

pub(crate) fn group_secrets() -> impl Strategy<Value = GroupSecrets<Octets>> {
    (octets(), optional(octets()), list(pre_shared_key_id())).prop_map(|(joiner_secret, path_secret, psks)| {
        GroupSecrets {
            joiner_secret: JoinerSecret { bytes: joiner_secret },
            path_secret: path_secret.map(|bytes| PathSecret { bytes }),
            psks,
        }
    })
}

pub(crate) fn welcome() -> BoxedStrategy<Welcome<Octets>> {
    let secrets = (key_package_ref(), hpke_ciphertext()).prop_map(|(new_member, encrypted_group_secrets)| {
        EncryptedGroupSecrets { new_member, encrypted_group_secrets }
    });
    (any::<u16>(), list(secrets), octets())
        .prop_map(|(cipher_suite, secrets, encrypted_group_info)| Welcome {
            cipher_suite,
            secrets,
            encrypted_group_info,
        })
        .boxed()
}

pub(crate) fn mls_message() -> impl Strategy<Value = MlsMessage<Octets>> {
    prop_oneof![
        public_message().prop_map(|public_message| MlsMessage::PublicMessage { public_message }),
        private_message().prop_map(|private_message| MlsMessage::PrivateMessage { private_message }),
        welcome().prop_map(|welcome| MlsMessage::Welcome { welcome }),
        group_info().prop_map(|group_info| MlsMessage::GroupInfo { group_info }),
        key_package().prop_map(|key_package| MlsMessage::KeyPackage { key_package }),
    ]
}
