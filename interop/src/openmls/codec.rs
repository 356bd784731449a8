//! `messages` and `deserialization`: the peer's codec. GroupSecrets are not public.

use openmls::framing::{ContentType, ProtocolMessage, WireFormat};
use openmls::messages::proposals::{ExternalInitProposal, PreSharedKeyProposal, ReInitProposal, RemoveProposal};
use openmls::messages::proposals_in::{AddProposalIn, GroupContextExtensionProposalIn, UpdateProposalIn};
use openmls::prelude::MlsMessageIn;
use openmls::prelude::tls_codec::{DeserializeBytes, Serialize, vlen};
use openmls::treesync::RatchetTreeIn;
use pleach_vectors::deserialization;
use pleach_vectors::messages::{self, Structure as S};

use super::OpenMls;
use crate::{Refusal, framed_commit};

impl messages::Subject for OpenMls {
    fn decode_and_encode(structure: S, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        match structure {
            S::MlsWelcome => message(WireFormat::Welcome, bytes),
            S::MlsGroupInfo => message(WireFormat::GroupInfo, bytes),
            S::MlsKeyPackage => message(WireFormat::KeyPackage, bytes),
            S::RatchetTree => structure_of::<RatchetTreeIn>(bytes),
            S::GroupSecrets => Err(Refusal::not_public()),
            S::Add => structure_of::<AddProposalIn>(bytes),
            S::Update => structure_of::<UpdateProposalIn>(bytes),
            S::Remove => structure_of::<RemoveProposal>(bytes),
            S::PreSharedKey => structure_of::<PreSharedKeyProposal>(bytes),
            S::ReInit => structure_of::<ReInitProposal>(bytes),
            S::ExternalInit => structure_of::<ExternalInitProposal>(bytes),
            S::GroupContextExtensions => structure_of::<GroupContextExtensionProposalIn>(bytes),
            S::Commit => framed_commit::decode_and_encode(bytes, |bytes| public_message(ContentType::Commit, bytes)),
            S::PublicMessageApplication => public_message(ContentType::Application, bytes),
            S::PublicMessageProposal => public_message(ContentType::Proposal, bytes),
            S::PublicMessageCommit => public_message(ContentType::Commit, bytes),
            S::PrivateMessage => message(WireFormat::PrivateMessage, bytes),
        }
    }
}

impl deserialization::Subject for OpenMls {
    fn vector_length(header: &[u8]) -> Result<u32, Refusal> {
        let rest = &mut &*header;
        let (length, _) = vlen::read_length(rest).map_err(Refusal::of)?;
        if !rest.is_empty() {
            return Err(Refusal::other("something follows"));
        }
        u32::try_from(length).map_err(Refusal::of)
    }
}

fn message(wire_format: WireFormat, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let message = MlsMessageIn::tls_deserialize_exact_bytes(bytes).map_err(Refusal::of)?;
    if message.wire_format() != wire_format {
        return Err(Refusal::other("the message has another wire format"));
    }
    message.tls_serialize_detached().map_err(Refusal::of)
}

fn public_message(content_type: ContentType, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let message = MlsMessageIn::tls_deserialize_exact_bytes(bytes).map_err(Refusal::of)?;
    match message.clone().try_into_protocol_message().map_err(Refusal::of)? {
        ProtocolMessage::PublicMessage(found) if found.content_type() == content_type => {
            message.tls_serialize_detached().map_err(Refusal::of)
        }
        _ => Err(Refusal::other("the message has another wire format or content type")),
    }
}

fn structure_of<T: DeserializeBytes + Serialize>(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let value = T::tls_deserialize_exact_bytes(bytes).map_err(Refusal::of)?;
    value.tls_serialize_detached().map_err(Refusal::of)
}
