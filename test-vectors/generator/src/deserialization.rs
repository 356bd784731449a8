//! `deserialization`: headers at the boundaries of their three forms, then of random lengths.

use pleach_spec::codec::{MAX_VECTOR_LENGTH, encode_vector_length};
use pleach_spec_concrete::Octets;
use pleach_vectors::AnyCase;
use pleach_vectors::deserialization::Case;

use crate::support::hex;
use crate::{Random, Refusal};

/// The first and the last length of each form, and their neighbours: RFC 9420, Section 2.1.2.
const BOUNDARIES: [usize; 10] = [0, 1, 62, 63, 64, 65, 0x3fff, 0x4000, MAX_VECTOR_LENGTH - 1, MAX_VECTOR_LENGTH];

/// How many boundaries there are; the lengths of later cases are random.
pub const BOUNDARY_CASES: u32 = BOUNDARIES.len() as u32;

/// The header of one length.
///
/// # Errors
/// None: a length has 30 bits.
pub fn case(index: u32, random: &mut Random) -> Result<AnyCase, Refusal> {
    let boundary = BOUNDARIES.get(index as usize).copied();
    let length = boundary.unwrap_or_else(|| {
        let bits = random.from_to(1, 30);
        random.below(1 << bits)
    });
    let header: Octets = encode_vector_length(length);
    let length = u32::try_from(length).map_err(|_| Refusal::Missing("header of this length"))?;
    Ok(AnyCase::Deserialization(Case { vlbytes_header: hex(&header), length }))
}
