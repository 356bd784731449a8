//! RFC 9420, Section 2.1: the presentation language.
//!
//! Every wire type `T` has a pair `encode_t(&T) -> B` and `decode_t(&B) -> Result<(T, B), DecodeError>`;
//! a decoder returns the value and the bytes not read. The pair obeys
//!
//! ```text
//! decode_t(encode_t(t) || rest) == Ok((t, rest))
//! decode_t(bytes) == Ok((t, rest))  =>  encode_t(t) || rest == bytes
//! ```
//!
//! Trailing bytes are an error only at a message boundary: [`decode_exact`].

use crate::algebra::Bytes;
use crate::error::DecodeError;

/// The longest vector: RFC 9420, Section 2.1.2.
pub const MAX_VECTOR_LENGTH: usize = 0x3fff_ffff;

/// `uint8`.
pub fn encode_u8<B: Bytes>(value: u8) -> B {
    B::literal(&[value])
}

/// Inverse of [`encode_u8`].
pub fn decode_u8<B: Bytes>(input: &B) -> Result<(u8, B), DecodeError> {
    let (value, rest) = decode_uint(input, 1)?;
    Ok((value as u8, rest))
}

/// `uint16`, big-endian.
pub fn encode_u16<B: Bytes>(value: u16) -> B {
    B::literal(&value.to_be_bytes())
}

/// Inverse of [`encode_u16`].
pub fn decode_u16<B: Bytes>(input: &B) -> Result<(u16, B), DecodeError> {
    let (value, rest) = decode_uint(input, 2)?;
    Ok((value as u16, rest))
}

/// `uint32`, big-endian.
pub fn encode_u32<B: Bytes>(value: u32) -> B {
    B::literal(&value.to_be_bytes())
}

/// Inverse of [`encode_u32`].
pub fn decode_u32<B: Bytes>(input: &B) -> Result<(u32, B), DecodeError> {
    let (value, rest) = decode_uint(input, 4)?;
    Ok((value as u32, rest))
}

/// `uint64`, big-endian.
pub fn encode_u64<B: Bytes>(value: u64) -> B {
    B::literal(&value.to_be_bytes())
}

/// Inverse of [`encode_u64`].
pub fn decode_u64<B: Bytes>(input: &B) -> Result<(u64, B), DecodeError> {
    decode_uint(input, 8)
}

/// A big-endian integer of `width` bytes, at most 8.
fn decode_uint<B: Bytes>(input: &B, width: usize) -> Result<(u64, B), DecodeError> {
    let (bytes, rest) = input.split_at(width)?;
    let bytes = bytes.to_literal()?;
    let mut value: u64 = 0;
    for i in 0..bytes.len() {
        value = match bytes.get(i) {
            Some(byte) => (value << 8) | u64::from(*byte),
            None => value,
        };
    }
    Ok((value, rest))
}

/// The header of a variable-size vector of `length` bytes: RFC 9420, Section 2.1.2.
///
/// ```text
/// 00 -> 1 byte, 6 bits of length;  01 -> 2 bytes, 14 bits;  10 -> 4 bytes, 30 bits
/// ```
///
/// Requires `length <= MAX_VECTOR_LENGTH`, which the callers of this crate's operations are held to where
/// a length is theirs to choose ([`crate::error::Misuse::TooLong`]).
#[hax_lib::requires(length <= MAX_VECTOR_LENGTH)]
pub fn encode_vector_length<B: Bytes>(length: usize) -> B {
    if length < 0x40 {
        encode_u8(length as u8)
    } else if length < 0x4000 {
        encode_u16(0x4000 | length as u16)
    } else {
        encode_u32(0x8000_0000 | length as u32)
    }
}

/// Inverse of [`encode_vector_length`].
///
/// # Errors
/// [`DecodeError::LengthPrefix`] for the prefix 11, [`DecodeError::NonMinimalLength`] for a length that fits
/// a shorter form.
pub fn decode_vector_length<B: Bytes>(input: &B) -> Result<(usize, B), DecodeError> {
    let (first, _) = decode_u8(input)?;
    let (length, shortest, rest) = match first >> 6 {
        0 => {
            let (value, rest) = decode_u8(input)?;
            (usize::from(value), 0, rest)
        }
        1 => {
            let (value, rest) = decode_u16(input)?;
            (usize::from(value & 0x3fff), 0x40, rest)
        }
        2 => {
            let (value, rest) = decode_u32(input)?;
            ((value & 0x3fff_ffff) as usize, 0x4000, rest)
        }
        _ => return Err(DecodeError::LengthPrefix),
    };
    if length < shortest { Err(DecodeError::NonMinimalLength) } else { Ok((length, rest)) }
}

/// `opaque value<V>`.
pub fn encode_opaque<B: Bytes>(value: &B) -> B {
    encode_vector_length::<B>(value.length()).concat(value)
}

/// Inverse of [`encode_opaque`].
pub fn decode_opaque<B: Bytes>(input: &B) -> Result<(B, B), DecodeError> {
    let (length, rest) = decode_vector_length(input)?;
    rest.split_at(length)
}

/// `T items<V>`, where each item is encoded by `encode_item`.
pub fn encode_vector<B: Bytes, T>(items: &[T], encode_item: fn(&T) -> B) -> B {
    encode_opaque(&encode_items(items, encode_item, 0, items.len()))
}

/// The encodings of `count` items, of which `first` is the first. By halves: so an item is copied `log2 count` times,
/// where one after the other would copy the first `count` times.
#[hax_lib::decreases(count)]
fn encode_items<B: Bytes, T>(items: &[T], encode_item: fn(&T) -> B, first: usize, count: usize) -> B {
    match (count, items.get(first)) {
        (0, _) | (_, None) => B::literal(&[]),
        (1, Some(item)) => encode_item(item),
        (_, Some(_)) => {
            let half = count / 2;
            let left = encode_items(items, encode_item, first, half);
            left.concat(&encode_items(items, encode_item, first + half, count - half))
        }
    }
}

/// Inverse of [`encode_vector`].
///
/// Memory stays in proportion to the input: a vector has at most as many items as bytes, since no item of
/// RFC 9420 is empty. An item that reads nothing ends the loop as [`DecodeError::TrailingBytes`].
pub fn decode_vector<B: Bytes, T>(
    input: &B,
    decode_item: fn(&B) -> Result<(T, B), DecodeError>,
) -> Result<(Vec<T>, B), DecodeError> {
    let (content, rest) = decode_opaque(input)?;
    let mut progress = Ok((Vec::new(), content.clone()));
    for _ in 0..content.length() {
        progress = match progress {
            Ok((items, left)) => decode_next(items, left, decode_item),
            Err(error) => Err(error),
        };
    }
    let (items, left) = progress?;
    check_empty(&left)?;
    Ok((items, rest))
}

/// One step of [`decode_vector`]: nothing if nothing is left.
fn decode_next<B: Bytes, T>(
    items: Vec<T>,
    left: B,
    decode_item: fn(&B) -> Result<(T, B), DecodeError>,
) -> Result<(Vec<T>, B), DecodeError> {
    if left.length() == 0 {
        Ok((items, left))
    } else {
        let (item, left) = decode_item(&left)?;
        let mut items = items;
        items.push(item);
        Ok((items, left))
    }
}

/// `uint16 items<V>`: the lists of types and versions.
pub fn encode_u16_vector<B: Bytes>(items: &[u16]) -> B {
    encode_vector(items, encode_u16_item)
}

/// Inverse of [`encode_u16_vector`].
pub fn decode_u16_vector<B: Bytes>(input: &B) -> Result<(Vec<u16>, B), DecodeError> {
    decode_vector(input, decode_u16)
}

fn encode_u16_item<B: Bytes>(item: &u16) -> B {
    encode_u16(*item)
}

/// RFC 9420, Section 2.1.1.
///
/// ```text
/// struct {
///     uint8 present;
///     select (present) {
///         case 0: struct{};
///         case 1: T value;
///     };
/// } optional<T>;
/// ```
pub fn encode_optional<B: Bytes, T>(value: &Option<T>, encode_value: fn(&T) -> B) -> B {
    match value {
        None => encode_u8(0),
        Some(value) => encode_u8::<B>(1).concat(&encode_value(value)),
    }
}

/// Inverse of [`encode_optional`].
///
/// # Errors
/// [`DecodeError::OptionalPresence`] for a presence octet other than 0 and 1.
pub fn decode_optional<B: Bytes, T>(
    input: &B,
    decode_value: fn(&B) -> Result<(T, B), DecodeError>,
) -> Result<(Option<T>, B), DecodeError> {
    let (present, rest) = decode_u8(input)?;
    match present {
        0 => Ok((None, rest)),
        1 => {
            let (value, rest) = decode_value(&rest)?;
            Ok((Some(value), rest))
        }
        _ => Err(DecodeError::OptionalPresence),
    }
}

/// Decodes a value that must be the whole of `input`.
///
/// # Errors
/// Those of `decode_value`, and [`DecodeError::TrailingBytes`].
pub fn decode_exact<B: Bytes, T>(
    input: &B,
    decode_value: fn(&B) -> Result<(T, B), DecodeError>,
) -> Result<T, DecodeError> {
    let (value, rest) = decode_value(input)?;
    check_empty(&rest)?;
    Ok(value)
}

fn check_empty<B: Bytes>(rest: &B) -> Result<(), DecodeError> {
    if rest.length() == 0 { Ok(()) } else { Err(DecodeError::TrailingBytes) }
}
