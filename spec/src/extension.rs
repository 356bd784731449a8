//! RFC 9420, Section 7.2, Section 13.4 and Section 17.3: extensions, and where they may appear.

pub mod content;

use crate::algebra::Bytes;
use crate::codec::{decode_opaque, decode_u16, decode_vector, encode_opaque, encode_u16, encode_vector};
use crate::error::{DecodeError, Invalid, Place, Rule, require};

/// The extension type `application_id`: an `opaque application_id<V>` in a LeafNode.
pub const APPLICATION_ID: u16 = 0x0001;
/// The extension type `ratchet_tree`, in a GroupInfo.
pub const RATCHET_TREE: u16 = 0x0002;
/// The extension type `required_capabilities`, in a GroupContext.
pub const REQUIRED_CAPABILITIES: u16 = 0x0003;
/// The extension type `external_pub`, in a GroupInfo.
pub const EXTERNAL_PUB: u16 = 0x0004;
/// The extension type `external_senders`, in a GroupContext.
pub const EXTERNAL_SENDERS: u16 = 0x0005;

/// RFC 9420, Section 7.2.
///
/// ```text
/// uint16 ExtensionType;
///
/// struct {
///     ExtensionType extension_type;
///     opaque extension_data<V>;
/// } Extension;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Extension<B> {
    /// The type, from the registry of RFC 9420, Section 17.3.
    pub extension_type: u16,
    /// The content, in the form of its type.
    pub extension_data: B,
}

/// The structures of RFC 9420 that hold extensions: the column "Message(s)" of RFC 9420, Section 17.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionHolder {
    /// KP.
    KeyPackage,
    /// LN.
    LeafNode,
    /// GC.
    GroupContext,
    /// GI.
    GroupInfo,
}

/// No list of extensions has two of the same type.
const DUPLICATE_EXTENSION: Rule = Rule::Mls(414);
/// Extension type 0 is reserved.
const RESERVED_EXTENSION: Rule = Rule::Mls(459);
/// `application_id` belongs in LeafNodes only.
const APPLICATION_ID_HOLDER: Rule = Rule::Mls(460);
/// `ratchet_tree` belongs in GroupInfo only.
const RATCHET_TREE_HOLDER: Rule = Rule::Mls(461);
/// `required_capabilities` belongs in GroupContext only.
const REQUIRED_CAPABILITIES_HOLDER: Rule = Rule::Mls(462);
/// `external_pub` belongs in GroupInfo only.
const EXTERNAL_PUB_HOLDER: Rule = Rule::Mls(463);
/// `external_senders` belongs in GroupContext only.
const EXTERNAL_SENDERS_HOLDER: Rule = Rule::Mls(464);

/// Whether a type is one of the default extension types: RFC 9420, Section 7.2.
pub fn is_default_extension_type(extension_type: u16) -> bool {
    (APPLICATION_ID..=EXTERNAL_SENDERS).contains(&extension_type)
}

/// What RFC 9420, Section 13.4 and Section 17.3 demand of a list of extensions.
///
/// # Errors
/// The first rule broken, at the index of the extension at fault.
pub fn check_extensions<B: Bytes>(extensions: &[Extension<B>], holder: ExtensionHolder) -> Result<(), Invalid> {
    let mut verdict = Ok(());
    for index in 0..extensions.len() {
        verdict = match (verdict, extensions.get(index)) {
            (Ok(()), Some(extension)) => check_extension(extensions, extension, index, holder),
            (verdict, _) => verdict,
        };
    }
    verdict
}

fn check_extension<B: Bytes>(
    extensions: &[Extension<B>],
    extension: &Extension<B>,
    index: usize,
    holder: ExtensionHolder,
) -> Result<(), Invalid> {
    let place = Place::Entry(index as u32);
    let earlier = find_extension(extensions, extension.extension_type, index);
    require(earlier.is_none(), DUPLICATE_EXTENSION, place)?;
    match extension.extension_type {
        0 => require(false, RESERVED_EXTENSION, place),
        APPLICATION_ID => require(holder == ExtensionHolder::LeafNode, APPLICATION_ID_HOLDER, place),
        RATCHET_TREE => require(holder == ExtensionHolder::GroupInfo, RATCHET_TREE_HOLDER, place),
        REQUIRED_CAPABILITIES => require(holder == ExtensionHolder::GroupContext, REQUIRED_CAPABILITIES_HOLDER, place),
        EXTERNAL_PUB => require(holder == ExtensionHolder::GroupInfo, EXTERNAL_PUB_HOLDER, place),
        EXTERNAL_SENDERS => require(holder == ExtensionHolder::GroupContext, EXTERNAL_SENDERS_HOLDER, place),
        _ => Ok(()),
    }
}

/// The first extension of a type among the first `count` of a list.
fn find_extension<B: Bytes>(extensions: &[Extension<B>], extension_type: u16, count: usize) -> Option<B> {
    let mut found = None;
    for i in 0..count {
        found = match (found, extensions.get(i)) {
            (None, Some(extension)) if extension.extension_type == extension_type => {
                Some(extension.extension_data.clone())
            }
            (found, _) => found,
        };
    }
    found
}

/// The content of the extension of a type, if the list has one.
pub fn extension_data<B: Bytes>(extensions: &[Extension<B>], extension_type: u16) -> Option<B> {
    find_extension(extensions, extension_type, extensions.len())
}

/// Inverse of [`decode_extension`].
pub fn encode_extension<B: Bytes>(extension: &Extension<B>) -> B {
    encode_u16::<B>(extension.extension_type).concat(&encode_opaque(&extension.extension_data))
}

/// Reads an [`Extension`].
pub fn decode_extension<B: Bytes>(input: &B) -> Result<(Extension<B>, B), DecodeError> {
    let (extension_type, rest) = decode_u16(input)?;
    let (extension_data, rest) = decode_opaque(&rest)?;
    let extension = Extension { extension_type, extension_data };
    Ok((extension, rest))
}

/// `Extension extensions<V>`.
pub fn encode_extensions<B: Bytes>(extensions: &[Extension<B>]) -> B {
    encode_vector(extensions, encode_extension)
}

/// Inverse of [`encode_extensions`].
pub fn decode_extensions<B: Bytes>(input: &B) -> Result<(Vec<Extension<B>>, B), DecodeError> {
    decode_vector(input, decode_extension)
}
