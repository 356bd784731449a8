//! The place up to which the input has been read: integers and vector lengths.

use super::error::{DecodeError, Problem};

/// A part of the input, and a place in it.
pub(super) struct Cursor<'a> {
    input: &'a [u8],
    /// The next byte; at most `end`.
    pub(super) at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(input: &'a [u8]) -> Cursor<'a> {
        Cursor { input, at: 0, end: input.len() }
    }

    /// The length of a vector, and a cursor over its content, which this one steps over: RFC 9420, Section 2.1.2.
    pub(super) fn vector(&mut self) -> Result<(usize, Cursor<'a>), DecodeError> {
        let start = self.at;
        let first = self.peek()?;
        let (header, mask, shortest) = match first >> 6 {
            0 => (1, 0x3f, 0),
            1 => (2, 0x3fff, 0x40),
            2 => (4, 0x3fff_ffff, 0x4000),
            _ => return Err(self.error(Problem::LengthPrefix)),
        };
        let length = usize::try_from(self.uint(header)? & mask).unwrap_or(usize::MAX);
        if length < shortest {
            return Err(DecodeError::new(start, Problem::NonMinimalLength { length, header }));
        }
        let content_start = self.at;
        if length > self.left() {
            let left = self.left();
            return Err(DecodeError::new(start, Problem::VectorTooLong { length, left }));
        }
        self.take(length)?;
        Ok((header, Cursor { input: self.input, at: content_start, end: self.at }))
    }

    /// A big-endian integer.
    pub(super) fn uint(&mut self, width: usize) -> Result<u64, DecodeError> {
        let bytes = self.take(width)?;
        Ok(bytes.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte)))
    }

    pub(super) fn peek(&self) -> Result<u8, DecodeError> {
        let rest = self.input.get(self.at..self.end).unwrap_or_default();
        rest.first().copied().ok_or(self.error(Problem::Truncated { needed: 1, left: 0 }))
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let left = self.left();
        if length > left {
            return Err(self.error(Problem::Truncated { needed: length, left }));
        }
        let start = self.at;
        self.at = start.saturating_add(length);
        Ok(self.input.get(start..self.at).unwrap_or_default())
    }

    pub(super) fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }

    pub(super) fn error(&self, problem: Problem) -> DecodeError {
        DecodeError::new(self.at, problem)
    }
}
