//! ART: the outermost structure of all that is sent.

use crate::algebra::Bytes;
use crate::art::message::{ArtMessage, decode_art_message, encode_art_message};
use crate::art::prekey::{ArtPrekey, decode_art_prekey, encode_art_prekey};
use crate::art::setup::{ArtSetup, decode_art_setup, encode_art_setup};
use crate::art::update::{ArtUpdate, decode_art_update, encode_art_update};
use crate::codec::{decode_u16, encode_u16};
use crate::error::DecodeError;

/// ```text
/// enum { reserved(0), art10(0x4152), (65535) } ArtVersion;
/// ```
///
/// Choice: the letters "AR". It is no version of MLS, so that none of the two protocols reads a message of the other.
pub const ART10: u16 = 0x4152;

/// What is sent.
///
/// ```text
/// enum {
///     reserved(0), art_prekey(1), art_setup(2), art_update(3), art_message(4), (65535)
/// } ArtWireType;
///
/// struct {
///     ArtVersion version = art10;
///     ArtWireType wire_type;
///     select (ArtMessageEnvelope.wire_type) {
///         case art_prekey:  ArtPrekey prekey;
///         case art_setup:   ArtSetup setup;
///         case art_update:  ArtUpdate update;
///         case art_message: ArtMessage message;
///     };
/// } ArtMessageEnvelope;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum ArtMessageEnvelope<B> {
    /// From one who can be a member.
    Prekey {
        /// The prekey.
        prekey: ArtPrekey<B>,
    },
    /// Starts a group.
    Setup {
        /// The setup.
        setup: ArtSetup<B>,
    },
    /// Starts a stage.
    Update {
        /// The update.
        update: ArtUpdate<B>,
    },
    /// Carries application data.
    Message {
        /// The message.
        message: ArtMessage<B>,
    },
}

/// The version.
pub fn encode_art10<B: Bytes>() -> B {
    encode_u16(ART10)
}

/// Reads the version: inverse of [`encode_art10`].
///
/// # Errors
/// [`DecodeError::ArtVersion`] for any but [`ART10`].
fn decode_art10<B: Bytes>(input: &B) -> Result<B, DecodeError> {
    let (version, rest) = decode_u16(input)?;
    if version == ART10 { Ok(rest) } else { Err(DecodeError::ArtVersion) }
}

/// Inverse of [`decode_art_envelope`].
pub fn encode_art_envelope<B: Bytes>(envelope: &ArtMessageEnvelope<B>) -> B {
    let version = encode_art10::<B>();
    match envelope {
        ArtMessageEnvelope::Prekey { prekey } => version.concat(&encode_u16(1)).concat(&encode_art_prekey(prekey)),
        ArtMessageEnvelope::Setup { setup } => version.concat(&encode_u16(2)).concat(&encode_art_setup(setup)),
        ArtMessageEnvelope::Update { update } => version.concat(&encode_u16(3)).concat(&encode_art_update(update)),
        ArtMessageEnvelope::Message { message } => version.concat(&encode_u16(4)).concat(&encode_art_message(message)),
    }
}

/// Reads an [`ArtMessageEnvelope`]. What is received is the whole of one: [`crate::codec::decode_exact`].
///
/// # Errors
/// [`DecodeError::ArtVersion`] and [`DecodeError::ArtWireType`] for values that are not defined, and those of the
/// structure inside. The rule of each is [`DecodeError::art_rule`].
pub fn decode_art_envelope<B: Bytes>(input: &B) -> Result<(ArtMessageEnvelope<B>, B), DecodeError> {
    let rest = decode_art10(input)?;
    let (wire_type, rest) = decode_u16(&rest)?;
    match wire_type {
        1 => {
            let (prekey, rest) = decode_art_prekey(&rest)?;
            Ok((ArtMessageEnvelope::Prekey { prekey }, rest))
        }
        2 => {
            let (setup, rest) = decode_art_setup(&rest)?;
            Ok((ArtMessageEnvelope::Setup { setup }, rest))
        }
        3 => {
            let (update, rest) = decode_art_update(&rest)?;
            Ok((ArtMessageEnvelope::Update { update }, rest))
        }
        4 => {
            let (message, rest) = decode_art_message(&rest)?;
            Ok((ArtMessageEnvelope::Message { message }, rest))
        }
        _ => Err(DecodeError::ArtWireType), // reserved(0) and unassigned values
    }
}
