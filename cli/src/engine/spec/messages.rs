//! `messages`.

use pleach_spec::algebra::Bytes;
use pleach_spec::codec::encode_u16;
use pleach_spec::commit::{decode_commit, encode_commit};
use pleach_spec::framing::content::content_type;
use pleach_spec::framing::message::{MlsMessage, encode_mls_message, wire_format};
use pleach_spec::framing::{ContentType, WireFormat};
use pleach_spec::proposal::{
    ADD, EXTERNAL_INIT, GROUP_CONTEXT_EXTENSIONS, PSK, REINIT, REMOVE, UPDATE, decode_proposal, encode_proposal,
};
use pleach_spec::tree::ratchet_tree::encode_ratchet_tree;
use pleach_spec::welcome::message::{decode_group_secrets, encode_group_secrets};
use pleach_spec_concrete::Octets;
use pleach_vectors::messages::{Structure, Subject};

use super::{Refusal, Specification, decoded, decoded_message, decoded_tree, octets, wrong_message};

impl Subject for Specification {
    fn decode_and_encode(structure: Structure, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        let encoded = match structure {
            Structure::MlsWelcome => message(bytes, WireFormat::Welcome)?,
            Structure::MlsGroupInfo => message(bytes, WireFormat::GroupInfo)?,
            Structure::MlsKeyPackage => message(bytes, WireFormat::KeyPackage)?,
            Structure::PrivateMessage => message(bytes, WireFormat::PrivateMessage)?,
            Structure::PublicMessageApplication => public_message(bytes, ContentType::Application)?,
            Structure::PublicMessageProposal => public_message(bytes, ContentType::Proposal)?,
            Structure::PublicMessageCommit => public_message(bytes, ContentType::Commit)?,
            Structure::RatchetTree => encode_ratchet_tree(&decoded_tree(bytes)?),
            Structure::GroupSecrets => encode_group_secrets(&decoded(bytes, decode_group_secrets)?),
            Structure::Commit => encode_commit(&decoded(bytes, decode_commit)?),
            Structure::Add => proposal(bytes, ADD)?,
            Structure::Update => proposal(bytes, UPDATE)?,
            Structure::Remove => proposal(bytes, REMOVE)?,
            Structure::PreSharedKey => proposal(bytes, PSK)?,
            Structure::ReInit => proposal(bytes, REINIT)?,
            Structure::ExternalInit => proposal(bytes, EXTERNAL_INIT)?,
            Structure::GroupContextExtensions => proposal(bytes, GROUP_CONTEXT_EXTENSIONS)?,
        };
        Ok(encoded.into())
    }
}

fn message(bytes: &[u8], wanted: WireFormat) -> Result<Octets, Refusal> {
    let message = decoded_message(bytes)?;
    if wire_format(&message) == wanted { Ok(encode_mls_message(&message)) } else { wrong_message() }
}

fn public_message(bytes: &[u8], wanted: ContentType) -> Result<Octets, Refusal> {
    let message = decoded_message(bytes)?;
    match &message {
        MlsMessage::PublicMessage { public_message } if content_type(&public_message.content.content) == wanted => {
            Ok(encode_mls_message(&message))
        }
        _ => wrong_message(),
    }
}

/// The body of a proposal, which the specification decodes and encodes behind its type.
fn proposal(body: &[u8], proposal_type: u16) -> Result<Octets, Refusal> {
    let typed = encode_u16::<Octets>(proposal_type).concat(&octets(body));
    let proposal = decoded(typed.as_slice(), decode_proposal)?;
    let (_, body) = encode_proposal(&proposal).split_at(2)?;
    Ok(body)
}
