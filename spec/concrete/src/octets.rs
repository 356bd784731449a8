//! Byte strings: [`Bytes`] over memory.

use core::fmt;

use pleach_spec::algebra::Bytes;
use pleach_spec::error::DecodeError;

/// A byte string. Cloning and splitting it copies nothing.
///
/// Equality is not constant-time, and `Debug` shows the content in hexadecimal: a type that holds a secret
/// hides it itself (`pleach_spec::secret`).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Octets(bytes::Bytes);

impl Octets {
    /// The content.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Octets {
    fn from(bytes: Vec<u8>) -> Octets {
        Octets(bytes::Bytes::from(bytes))
    }
}

impl From<&[u8]> for Octets {
    fn from(bytes: &[u8]) -> Octets {
        Octets(bytes::Bytes::copy_from_slice(bytes))
    }
}

impl<const N: usize> From<[u8; N]> for Octets {
    fn from(bytes: [u8; N]) -> Octets {
        Octets::from(bytes.as_slice())
    }
}

impl From<Octets> for Vec<u8> {
    fn from(octets: Octets) -> Vec<u8> {
        Vec::from(octets.0)
    }
}

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Octets(")?;
        for byte in self.as_slice() {
            write!(f, "{byte:02x}")?;
        }
        f.write_str(")")
    }
}

impl Bytes for Octets {
    fn literal(bytes: &[u8]) -> Octets {
        Octets::from(bytes)
    }

    fn length(&self) -> usize {
        self.0.len()
    }

    fn concat(&self, other: &Octets) -> Octets {
        if self.0.is_empty() {
            other.clone()
        } else if other.0.is_empty() {
            self.clone()
        } else {
            Octets::from([self.as_slice(), other.as_slice()].concat())
        }
    }

    fn split_at(&self, at: usize) -> Result<(Octets, Octets), DecodeError> {
        if at > self.0.len() {
            return Err(DecodeError::Truncated);
        }
        Ok((Octets(self.0.slice(..at)), Octets(self.0.slice(at..))))
    }

    fn to_literal(&self) -> Result<Vec<u8>, DecodeError> {
        Ok(self.0.to_vec())
    }

    fn xor(&self, other: &Octets) -> Octets {
        let (longer, shorter) = if self.length() < other.length() { (other, self) } else { (self, other) };
        let mut sum = longer.as_slice().to_vec();
        for (byte, addend) in sum.iter_mut().zip(shorter.as_slice()) {
            *byte ^= addend;
        }
        Octets::from(sum)
    }
}
