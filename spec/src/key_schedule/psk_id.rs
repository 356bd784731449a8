//! RFC 9420, Section 8.4: the names of pre-shared keys.

use crate::algebra::Bytes;
use crate::codec::{decode_opaque, decode_u8, decode_u64, encode_opaque, encode_u8, encode_u64};
use crate::error::DecodeError;

/// RFC 9420, Section 8.4.
///
/// ```text
/// enum { reserved(0), application(1), reinit(2), branch(3), (255) } ResumptionPSKUsage;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResumptionPskUsage {
    /// For any purpose of the application.
    Application,
    /// Links the group that follows a ReInit to the old one.
    Reinit,
    /// Links a subgroup to the group that it branches from.
    Branch,
}

/// RFC 9420, Section 8.4: a [`PreSharedKeyId`] without its nonce, which is what a PSK is looked up by.
///
/// ```text
/// enum { reserved(0), external(1), resumption(2), (255) } PSKType;
///
/// select (PreSharedKeyID.psktype) {
///     case external:
///         opaque psk_id<V>;
///     case resumption:
///         ResumptionPSKUsage usage;
///         opaque psk_group_id<V>;
///         uint64 psk_epoch;
/// };
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum PskSource<B> {
    /// Provided by the application.
    External {
        /// Its name.
        psk_id: B,
    },
    /// The `resumption_psk` of an epoch.
    Resumption {
        /// What for.
        usage: ResumptionPskUsage,
        /// The group.
        psk_group_id: B,
        /// The epoch.
        psk_epoch: u64,
    },
}

/// RFC 9420, Section 8.4.
///
/// ```text
/// struct {
///     PSKType psktype;
///     select (PreSharedKeyID.psktype) { .. };
///     opaque psk_nonce<V>;
/// } PreSharedKeyID;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PreSharedKeyId<B> {
    /// Which PSK.
    pub source: PskSource<B>,
    /// Fresh for each injection; `KDF.Nh` bytes.
    pub psk_nonce: B,
}

/// Inverse of [`decode_pre_shared_key_id`].
pub fn encode_pre_shared_key_id<B: Bytes>(id: &PreSharedKeyId<B>) -> B {
    encode_psk_source(&id.source).concat(&encode_opaque(&id.psk_nonce))
}

/// Reads a [`PreSharedKeyId`].
pub fn decode_pre_shared_key_id<B: Bytes>(input: &B) -> Result<(PreSharedKeyId<B>, B), DecodeError> {
    let (source, rest) = decode_psk_source(input)?;
    let (psk_nonce, rest) = decode_opaque(&rest)?;
    Ok((PreSharedKeyId { source, psk_nonce }, rest))
}

fn encode_psk_source<B: Bytes>(source: &PskSource<B>) -> B {
    match source {
        PskSource::External { psk_id } => encode_u8::<B>(1).concat(&encode_opaque(psk_id)),
        PskSource::Resumption { usage, psk_group_id, psk_epoch } => encode_u8::<B>(2)
            .concat(&encode_resumption_psk_usage(*usage))
            .concat(&encode_opaque(psk_group_id))
            .concat(&encode_u64(*psk_epoch)),
    }
}

fn decode_psk_source<B: Bytes>(input: &B) -> Result<(PskSource<B>, B), DecodeError> {
    let (psktype, rest) = decode_u8(input)?;
    match psktype {
        1 => {
            let (psk_id, rest) = decode_opaque(&rest)?;
            Ok((PskSource::External { psk_id }, rest))
        }
        2 => {
            let (usage, rest) = decode_resumption_psk_usage(&rest)?;
            let (psk_group_id, rest) = decode_opaque(&rest)?;
            let (psk_epoch, rest) = decode_u64(&rest)?;
            let source = PskSource::Resumption { usage, psk_group_id, psk_epoch };
            Ok((source, rest))
        }
        _ => Err(DecodeError::PskType), // reserved(0) and unassigned values
    }
}

fn encode_resumption_psk_usage<B: Bytes>(usage: ResumptionPskUsage) -> B {
    match usage {
        ResumptionPskUsage::Application => encode_u8(1),
        ResumptionPskUsage::Reinit => encode_u8(2),
        ResumptionPskUsage::Branch => encode_u8(3),
    }
}

fn decode_resumption_psk_usage<B: Bytes>(input: &B) -> Result<(ResumptionPskUsage, B), DecodeError> {
    let (usage, rest) = decode_u8(input)?;
    match usage {
        1 => Ok((ResumptionPskUsage::Application, rest)),
        2 => Ok((ResumptionPskUsage::Reinit, rest)),
        3 => Ok((ResumptionPskUsage::Branch, rest)),
        _ => Err(DecodeError::ResumptionPskUsage), // reserved(0) and unassigned values
    }
}
