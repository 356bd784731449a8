//! RFC 9420, Section 6: message framing.
//!
//! ```text
//! FramedContent -> sign -> AuthenticatedContent -> protect   -> PublicMessage or PrivateMessage -> MLSMessage
//! FramedContent <- verify <- AuthenticatedContent <- unprotect <- PublicMessage or PrivateMessage <- MLSMessage
//! ```

pub mod auth;
pub mod content;
pub mod message;
pub mod private_content;
pub mod private_message;
pub mod public_message;
pub mod sender;
pub mod sender_data;

use crate::algebra::Bytes;
use crate::codec::{decode_u8, decode_u16, decode_u32, encode_u8, encode_u16, encode_u32};
use crate::error::DecodeError;
use crate::tree::math::LeafIndex;

/// RFC 9420, Section 6 and Section 17.2, without the prefix `mls_`.
///
/// ```text
/// uint16 WireFormat;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireFormat {
    /// 1.
    PublicMessage,
    /// 2.
    PrivateMessage,
    /// 3.
    Welcome,
    /// 4.
    GroupInfo,
    /// 5.
    KeyPackage,
}

/// RFC 9420, Section 6.
///
/// ```text
/// enum { reserved(0), application(1), proposal(2), commit(3), (255) } ContentType;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentType {
    /// What the application sends.
    Application,
    /// A handshake message.
    Proposal,
    /// A handshake message.
    Commit,
}

/// RFC 9420, Section 6.
///
/// ```text
/// enum {
///     reserved(0), member(1), external(2), new_member_proposal(3), new_member_commit(4), (255)
/// } SenderType;
///
/// struct {
///     SenderType sender_type;
///     select (Sender.sender_type) {
///         case member:              uint32 leaf_index;
///         case external:            uint32 sender_index;
///         case new_member_commit:
///         case new_member_proposal: struct{};
///     };
/// } Sender;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A member of the group.
    Member {
        /// Its leaf, in the tree of the message's epoch.
        leaf_index: LeafIndex,
    },
    /// A party outside of the group, which the group knows.
    External {
        /// Its place in the `external_senders` of the GroupContext.
        sender_index: u32,
    },
    /// A client that proposes to add itself.
    NewMemberProposal,
    /// A client that joins by an external Commit.
    NewMemberCommit,
}

/// Inverse of [`decode_wire_format`].
pub fn encode_wire_format<B: Bytes>(wire_format: WireFormat) -> B {
    match wire_format {
        WireFormat::PublicMessage => encode_u16(1),
        WireFormat::PrivateMessage => encode_u16(2),
        WireFormat::Welcome => encode_u16(3),
        WireFormat::GroupInfo => encode_u16(4),
        WireFormat::KeyPackage => encode_u16(5),
    }
}

/// Reads a [`WireFormat`].
///
/// # Errors
/// [`DecodeError::WireFormat`] for a value that RFC 9420 does not define.
pub fn decode_wire_format<B: Bytes>(input: &B) -> Result<(WireFormat, B), DecodeError> {
    let (wire_format, rest) = decode_u16(input)?;
    match wire_format {
        1 => Ok((WireFormat::PublicMessage, rest)),
        2 => Ok((WireFormat::PrivateMessage, rest)),
        3 => Ok((WireFormat::Welcome, rest)),
        4 => Ok((WireFormat::GroupInfo, rest)),
        5 => Ok((WireFormat::KeyPackage, rest)),
        _ => Err(DecodeError::WireFormat), // reserved(0) and unassigned values
    }
}

/// Inverse of [`decode_content_type`].
pub fn encode_content_type<B: Bytes>(content_type: ContentType) -> B {
    match content_type {
        ContentType::Application => encode_u8(1),
        ContentType::Proposal => encode_u8(2),
        ContentType::Commit => encode_u8(3),
    }
}

/// Reads a [`ContentType`].
///
/// # Errors
/// [`DecodeError::ContentType`] for a value that RFC 9420 does not define.
pub fn decode_content_type<B: Bytes>(input: &B) -> Result<(ContentType, B), DecodeError> {
    let (content_type, rest) = decode_u8(input)?;
    match content_type {
        1 => Ok((ContentType::Application, rest)),
        2 => Ok((ContentType::Proposal, rest)),
        3 => Ok((ContentType::Commit, rest)),
        _ => Err(DecodeError::ContentType), // reserved(0) and unassigned values
    }
}

/// Inverse of [`decode_sender`].
pub fn encode_sender<B: Bytes>(sender: &Sender) -> B {
    match sender {
        Sender::Member { leaf_index } => encode_u8::<B>(1).concat(&encode_u32(leaf_index.0)),
        Sender::External { sender_index } => encode_u8::<B>(2).concat(&encode_u32(*sender_index)),
        Sender::NewMemberProposal => encode_u8(3),
        Sender::NewMemberCommit => encode_u8(4),
    }
}

/// Reads a [`Sender`]; its index may lie outside any tree or list.
///
/// # Errors
/// [`DecodeError::SenderType`] for a type that RFC 9420 does not define.
pub fn decode_sender<B: Bytes>(input: &B) -> Result<(Sender, B), DecodeError> {
    let (sender_type, rest) = decode_u8(input)?;
    match sender_type {
        1 => {
            let (leaf_index, rest) = decode_u32(&rest)?;
            let leaf_index = LeafIndex(leaf_index);
            Ok((Sender::Member { leaf_index }, rest))
        }
        2 => {
            let (sender_index, rest) = decode_u32(&rest)?;
            Ok((Sender::External { sender_index }, rest))
        }
        3 => Ok((Sender::NewMemberProposal, rest)),
        4 => Ok((Sender::NewMemberCommit, rest)),
        _ => Err(DecodeError::SenderType), // reserved(0) and unassigned values
    }
}
