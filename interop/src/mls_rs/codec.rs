//! `messages` and `deserialization`: the peer's codec. GroupSecrets are not public.

use mls_rs::group::proposal::{
    AddProposal, ExternalInit, PreSharedKeyProposal, ReInitProposal, RemoveProposal, UpdateProposal,
};
use mls_rs::group::{ContentType, ExportedTree};
use mls_rs::mls_rs_codec::{MlsDecode, MlsEncode, VarInt};
use mls_rs::{ExtensionList, MlsMessage, MlsMessageDescription, WireFormat};
use pleach_vectors::deserialization;
use pleach_vectors::messages::{self, Structure as S};

use super::MlsRs;
use crate::{Refusal, framed_commit};

impl messages::Subject for MlsRs {
    fn decode_and_encode(structure: S, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        match structure {
            S::MlsWelcome => message(WireFormat::Welcome, bytes),
            S::MlsGroupInfo => message(WireFormat::GroupInfo, bytes),
            S::MlsKeyPackage => message(WireFormat::KeyPackage, bytes),
            S::RatchetTree => ExportedTree::from_bytes(bytes).and_then(|tree| tree.to_bytes()).map_err(Refusal::of),
            S::GroupSecrets => Err(Refusal::not_public()),
            S::Add => structure_of::<AddProposal>(bytes),
            S::Update => structure_of::<UpdateProposal>(bytes),
            S::Remove => structure_of::<RemoveProposal>(bytes),
            S::PreSharedKey => structure_of::<PreSharedKeyProposal>(bytes),
            S::ReInit => structure_of::<ReInitProposal>(bytes),
            S::ExternalInit => structure_of::<ExternalInit>(bytes),
            S::GroupContextExtensions => structure_of::<ExtensionList>(bytes),
            S::Commit => framed_commit::decode_and_encode(bytes, |bytes| public_message(ContentType::Commit, bytes)),
            S::PublicMessageApplication => public_message(ContentType::Application, bytes),
            S::PublicMessageProposal => public_message(ContentType::Proposal, bytes),
            S::PublicMessageCommit => public_message(ContentType::Commit, bytes),
            S::PrivateMessage => message(WireFormat::PrivateMessage, bytes),
        }
    }
}

impl deserialization::Subject for MlsRs {
    fn vector_length(header: &[u8]) -> Result<u32, Refusal> {
        Ok(decoded::<VarInt>(header)?.into())
    }
}

fn message(wire_format: WireFormat, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let message = MlsMessage::from_bytes(bytes).map_err(Refusal::of)?;
    if message.wire_format() != wire_format {
        return Err(Refusal::other("the message has another wire format"));
    }
    message.to_bytes().map_err(Refusal::of)
}

fn public_message(content_type: ContentType, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let message = MlsMessage::from_bytes(bytes).map_err(Refusal::of)?;
    match message.description() {
        MlsMessageDescription::PublicProtocolMessage { content_type: found, .. } if found == content_type => {
            message.to_bytes().map_err(Refusal::of)
        }
        _ => Err(Refusal::other("the message has another wire format or content type")),
    }
}

fn structure_of<T: MlsDecode + MlsEncode>(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    decoded::<T>(bytes)?.mls_encode_to_vec().map_err(Refusal::of)
}

fn decoded<T: MlsDecode>(bytes: &[u8]) -> Result<T, Refusal> {
    let rest = &mut &*bytes;
    let value = T::mls_decode(rest).map_err(Refusal::of)?;
    if rest.is_empty() { Ok(value) } else { Err(Refusal::other("something follows")) }
}
