//! RFC 9420, Section 6: MLSMessage, the outermost structure.

use crate::algebra::Bytes;
use crate::codec::encode_u16;
use crate::error::{DecodeError, Invalid, Place, Rule, require};
use crate::framing::private_message::{PrivateMessage, decode_private_message, encode_private_message};
use crate::framing::public_message::{PublicMessage, decode_public_message, encode_public_message};
use crate::framing::{WireFormat, decode_wire_format, encode_wire_format};
use crate::key_package::{KeyPackage, decode_key_package, encode_key_package};
use crate::key_schedule::group_context::{MLS10, decode_mls10};
use crate::welcome::group_info::{GroupInfo, decode_group_info, encode_group_info};
use crate::welcome::message::{Welcome, decode_welcome, encode_welcome};

/// RFC 9420, Section 6.
///
/// ```text
/// struct {
///     ProtocolVersion version = mls10;
///     WireFormat wire_format;
///     select (MLSMessage.wire_format) {
///         case mls_public_message:  PublicMessage public_message;
///         case mls_private_message: PrivateMessage private_message;
///         case mls_welcome:         Welcome welcome;
///         case mls_group_info:      GroupInfo group_info;
///         case mls_key_package:     KeyPackage key_package;
///     };
/// } MLSMessage;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum MlsMessage<B> {
    /// Signed, not encrypted.
    PublicMessage {
        /// The message.
        public_message: PublicMessage<B>,
    },
    /// Signed and encrypted.
    PrivateMessage {
        /// The message.
        private_message: PrivateMessage<B>,
    },
    /// For new members.
    Welcome {
        /// The message.
        welcome: Welcome<B>,
    },
    /// For clients that want to join.
    GroupInfo {
        /// The message.
        group_info: GroupInfo<B>,
    },
    /// From a client that can be added.
    KeyPackage {
        /// The message.
        key_package: KeyPackage<B>,
    },
}

/// A KeyPackage is of the version of the MLSMessage that carries it.
const KEY_PACKAGE_VERSION: Rule = Rule::Mls(202);

/// RFC 9420, Section 10: what an MLSMessage demands of its content. No part of decoding, since a KeyPackage of
/// another version is well-formed.
///
/// # Errors
/// A KeyPackage of another version than `mls10`.
pub fn check_mls_message<B: Bytes>(message: &MlsMessage<B>) -> Result<(), Invalid> {
    match message {
        MlsMessage::KeyPackage { key_package } => {
            require(key_package.version == MLS10, KEY_PACKAGE_VERSION, Place::Message)
        }
        MlsMessage::PublicMessage { .. }
        | MlsMessage::PrivateMessage { .. }
        | MlsMessage::Welcome { .. }
        | MlsMessage::GroupInfo { .. } => Ok(()),
    }
}

/// The wire format of a message.
pub fn wire_format<B>(message: &MlsMessage<B>) -> WireFormat {
    match message {
        MlsMessage::PublicMessage { .. } => WireFormat::PublicMessage,
        MlsMessage::PrivateMessage { .. } => WireFormat::PrivateMessage,
        MlsMessage::Welcome { .. } => WireFormat::Welcome,
        MlsMessage::GroupInfo { .. } => WireFormat::GroupInfo,
        MlsMessage::KeyPackage { .. } => WireFormat::KeyPackage,
    }
}

/// Inverse of [`decode_mls_message`].
pub fn encode_mls_message<B: Bytes>(message: &MlsMessage<B>) -> B {
    let content = match message {
        MlsMessage::PublicMessage { public_message } => encode_public_message(public_message),
        MlsMessage::PrivateMessage { private_message } => encode_private_message(private_message),
        MlsMessage::Welcome { welcome } => encode_welcome(welcome),
        MlsMessage::GroupInfo { group_info } => encode_group_info(group_info),
        MlsMessage::KeyPackage { key_package } => encode_key_package(key_package),
    };
    encode_u16::<B>(MLS10).concat(&encode_wire_format(wire_format(message))).concat(&content)
}

/// Reads an [`MlsMessage`]. A message is the whole of what is received: [`crate::codec::decode_exact`].
///
/// # Errors
/// [`DecodeError::ProtocolVersion`] for a version other than `mls10`, [`DecodeError::WireFormat`] for a wire
/// format that RFC 9420 does not define, and those of the content.
pub fn decode_mls_message<B: Bytes>(input: &B) -> Result<(MlsMessage<B>, B), DecodeError> {
    let rest = decode_mls10(input)?;
    let (wire_format, rest) = decode_wire_format(&rest)?;
    match wire_format {
        WireFormat::PublicMessage => {
            let (public_message, rest) = decode_public_message(&rest)?;
            Ok((MlsMessage::PublicMessage { public_message }, rest))
        }
        WireFormat::PrivateMessage => {
            let (private_message, rest) = decode_private_message(&rest)?;
            Ok((MlsMessage::PrivateMessage { private_message }, rest))
        }
        WireFormat::Welcome => {
            let (welcome, rest) = decode_welcome(&rest)?;
            Ok((MlsMessage::Welcome { welcome }, rest))
        }
        WireFormat::GroupInfo => {
            let (group_info, rest) = decode_group_info(&rest)?;
            Ok((MlsMessage::GroupInfo { group_info }, rest))
        }
        WireFormat::KeyPackage => {
            let (key_package, rest) = decode_key_package(&rest)?;
            Ok((MlsMessage::KeyPackage { key_package }, rest))
        }
    }
}
