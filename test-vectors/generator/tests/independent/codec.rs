//! The presentation language of RFC 9420, Section 2.1, as far as ART uses it.

use crate::Refused;

/// `opaque<V>`.
pub(crate) fn opaque(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() as u32;
    let mut out = match length {
        0..0x40 => vec![length as u8],
        0x40..0x4000 => (0x4000 | length as u16).to_be_bytes().to_vec(),
        _ => (0x8000_0000 | length).to_be_bytes().to_vec(),
    };
    out.extend_from_slice(bytes);
    out
}

/// What is left to be read.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, length: usize) -> Refused<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or("truncated")?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn u8(&mut self) -> Refused<u8> {
        Ok(self.take(1)?[0])
    }

    pub(crate) fn u16(&mut self) -> Refused<u16> {
        Ok(u16::from_be_bytes(self.take(2)?.try_into().unwrap()))
    }

    pub(crate) fn u32(&mut self) -> Refused<u32> {
        Ok(u32::from_be_bytes(self.take(4)?.try_into().unwrap()))
    }

    pub(crate) fn u64(&mut self) -> Refused<u64> {
        Ok(u64::from_be_bytes(self.take(8)?.try_into().unwrap()))
    }

    /// `opaque<V>`.
    pub(crate) fn opaque(&mut self) -> Refused<&'a [u8]> {
        let first = self.u8()?;
        let size = 1 << (first >> 6);
        if size > 4 {
            return Err("length of a length");
        }
        let mut length = usize::from(first & 0x3f);
        for byte in self.take(size - 1)? {
            length = length << 8 | usize::from(*byte);
        }
        let bytes = self.take(length)?;
        if opaque(bytes).len() == size + length { Ok(bytes) } else { Err("length of a length") }
    }

    /// A vector of structures.
    pub(crate) fn vector<T>(&mut self, read: fn(&mut Reader<'a>) -> Refused<T>) -> Refused<Vec<T>> {
        let (mut inside, mut entries) = (Reader(self.opaque()?), Vec::new());
        while !inside.0.is_empty() {
            entries.push(read(&mut inside)?);
        }
        Ok(entries)
    }

    pub(crate) fn end(&self) -> Refused<()> {
        if self.0.is_empty() { Ok(()) } else { Err("trailing bytes") }
    }
}
