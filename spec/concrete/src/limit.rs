//! The longest input that is handed to a library.

/// The longest input of any primitive, in bytes: 2 GiB.
///
/// HACL* counts in 32 bits, and panics or wraps around where an input and the few bytes that an algorithm
/// adds to it need more. No vector of MLS is longer than 2^30 - 1 bytes (RFC 9420, Section 2.1.2).
pub(crate) const LONGEST: usize = 1 << 31;

/// Whether a library takes inputs of these lengths.
pub(crate) fn fits(inputs: &[&[u8]]) -> bool {
    inputs.iter().all(|input| input.len() <= LONGEST)
}
