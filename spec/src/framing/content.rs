//! RFC 9420, Section 6: FramedContent, which is what a message says, and who says it.

use crate::algebra::Bytes;
use crate::codec::{decode_opaque, decode_u64, encode_opaque, encode_u64};
use crate::commit::{Commit, decode_commit, encode_commit};
use crate::error::DecodeError;
use crate::framing::{ContentType, Sender, decode_content_type, decode_sender, encode_content_type, encode_sender};
use crate::proposal::{Proposal, decode_proposal, encode_proposal};

/// The `select` of RFC 9420, Section 6 on `FramedContent.content_type`.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<B> {
    /// `opaque application_data<V>`.
    Application {
        /// Of a form that the application defines.
        application_data: B,
    },
    /// `Proposal proposal`.
    Proposal {
        /// The proposal.
        proposal: Proposal<B>,
    },
    /// `Commit commit`.
    Commit {
        /// The Commit.
        commit: Commit<B>,
    },
}

/// RFC 9420, Section 6.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 epoch;
///     Sender sender;
///     opaque authenticated_data<V>;
///     ContentType content_type;
///     select (FramedContent.content_type) {
///         case application: opaque application_data<V>;
///         case proposal:    Proposal proposal;
///         case commit:      Commit commit;
///     };
/// } FramedContent;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FramedContent<B> {
    /// The group.
    pub group_id: B,
    /// The epoch in which it is sent; a Commit initiates the next.
    pub epoch: u64,
    /// Who sends it.
    pub sender: Sender,
    /// Anything that the application has signed with the content, and not encrypted.
    pub authenticated_data: B,
    /// What it says.
    pub content: Content<B>,
}

/// The type of a content.
pub fn content_type<B>(content: &Content<B>) -> ContentType {
    match content {
        Content::Application { .. } => ContentType::Application,
        Content::Proposal { .. } => ContentType::Proposal,
        Content::Commit { .. } => ContentType::Commit,
    }
}

/// Inverse of [`decode_content`]; the type is not part of it.
pub fn encode_content<B: Bytes>(content: &Content<B>) -> B {
    match content {
        Content::Application { application_data } => encode_opaque(application_data),
        Content::Proposal { proposal } => encode_proposal(proposal),
        Content::Commit { commit } => encode_commit(commit),
    }
}

/// Reads a [`Content`] of the type given.
pub fn decode_content<B: Bytes>(content_type: ContentType, input: &B) -> Result<(Content<B>, B), DecodeError> {
    match content_type {
        ContentType::Application => {
            let (application_data, rest) = decode_opaque(input)?;
            Ok((Content::Application { application_data }, rest))
        }
        ContentType::Proposal => {
            let (proposal, rest) = decode_proposal(input)?;
            Ok((Content::Proposal { proposal }, rest))
        }
        ContentType::Commit => {
            let (commit, rest) = decode_commit(input)?;
            Ok((Content::Commit { commit }, rest))
        }
    }
}

/// Inverse of [`decode_framed_content`].
pub fn encode_framed_content<B: Bytes>(framed: &FramedContent<B>) -> B {
    encode_opaque(&framed.group_id)
        .concat(&encode_u64(framed.epoch))
        .concat(&encode_sender(&framed.sender))
        .concat(&encode_opaque(&framed.authenticated_data))
        .concat(&encode_content_type(content_type(&framed.content)))
        .concat(&encode_content(&framed.content))
}

/// Reads a [`FramedContent`].
pub fn decode_framed_content<B: Bytes>(input: &B) -> Result<(FramedContent<B>, B), DecodeError> {
    let (group_id, rest) = decode_opaque(input)?;
    let (epoch, rest) = decode_u64(&rest)?;
    let (sender, rest) = decode_sender(&rest)?;
    let (authenticated_data, rest) = decode_opaque(&rest)?;
    let (content_type, rest) = decode_content_type(&rest)?;
    let (content, rest) = decode_content(content_type, &rest)?;
    let framed = FramedContent { group_id, epoch, sender, authenticated_data, content };
    Ok((framed, rest))
}
