//! RFC 9420, Section 8.1.

use crate::algebra::Bytes;
use crate::codec::{decode_opaque, decode_u16, decode_u64, encode_opaque, encode_u16, encode_u64};
use crate::error::DecodeError;
use crate::extension::{Extension, decode_extensions, encode_extensions};

/// The one protocol version of RFC 9420, Section 6: `mls10`.
pub const MLS10: u16 = 0x0001;

/// RFC 9420, Section 8.1.
///
/// ```text
/// struct {
///     ProtocolVersion version = mls10;
///     CipherSuite cipher_suite;
///     opaque group_id<V>;
///     uint64 epoch;
///     opaque tree_hash<V>;
///     opaque confirmed_transcript_hash<V>;
///     Extension extensions<V>;
/// } GroupContext;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct GroupContext<B> {
    /// The wire value of the group's suite.
    pub cipher_suite: u16,
    /// Constant in the life of the group.
    pub group_id: B,
    /// Grows by one with each Commit.
    pub epoch: u64,
    /// The tree hash of the root.
    pub tree_hash: B,
    /// Over all Commits up to the last one's signature.
    pub confirmed_transcript_hash: B,
    /// The extensions that apply to the group.
    pub extensions: Vec<Extension<B>>,
}

/// Inverse of [`decode_group_context`].
pub fn encode_group_context<B: Bytes>(context: &GroupContext<B>) -> B {
    encode_u16::<B>(MLS10)
        .concat(&encode_u16(context.cipher_suite))
        .concat(&encode_opaque(&context.group_id))
        .concat(&encode_u64(context.epoch))
        .concat(&encode_opaque(&context.tree_hash))
        .concat(&encode_opaque(&context.confirmed_transcript_hash))
        .concat(&encode_extensions(&context.extensions))
}

/// Reads a [`GroupContext`].
///
/// # Errors
/// [`DecodeError::ProtocolVersion`] for a version other than `mls10`.
pub fn decode_group_context<B: Bytes>(input: &B) -> Result<(GroupContext<B>, B), DecodeError> {
    let rest = decode_mls10(input)?;
    let (cipher_suite, rest) = decode_u16(&rest)?;
    let (group_id, rest) = decode_opaque(&rest)?;
    let (epoch, rest) = decode_u64(&rest)?;
    let (tree_hash, rest) = decode_opaque(&rest)?;
    let (confirmed_transcript_hash, rest) = decode_opaque(&rest)?;
    let (extensions, rest) = decode_extensions(&rest)?;
    let context = GroupContext { cipher_suite, group_id, epoch, tree_hash, confirmed_transcript_hash, extensions };
    Ok((context, rest))
}

/// Reads `ProtocolVersion version = mls10`, and returns the bytes after it.
///
/// # Errors
/// [`DecodeError::ProtocolVersion`] for any other version.
pub fn decode_mls10<B: Bytes>(input: &B) -> Result<B, DecodeError> {
    let (version, rest) = decode_u16(input)?;
    if version == MLS10 { Ok(rest) } else { Err(DecodeError::ProtocolVersion) }
}
