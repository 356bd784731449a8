//! Why the specification refuses an input.

use core::fmt;

use pleach_spec::error::{CryptoError, DecodeError, Error, Invalid, Misuse, Unsupported};

/// Why the specification refuses an input.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// An operation of the specification says why.
    Error(Error),
    /// A primitive says no more than no.
    Primitive,
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Error(error) => error.fmt(f),
            Refusal::Primitive => f.write_str("Primitive"),
        }
    }
}

impl Refusal {
    /// The result of a primitive.
    pub(super) fn unless<T>(result: Option<T>) -> Result<T, Refusal> {
        result.ok_or(Refusal::Primitive)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Error(error)
    }
}

macro_rules! from {
    ($($class:ty),*) => {
        $(
            impl From<$class> for Refusal {
                fn from(error: $class) -> Refusal {
                    Refusal::Error(error.into())
                }
            }
        )*
    };
}

from!(CryptoError, DecodeError, Invalid, Misuse, Unsupported);
