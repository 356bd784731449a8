//! Why a case could not be made. That it happens is a defect of this crate.

use core::fmt;

use pleach_spec::error::{CryptoError, DecodeError, Error, Invalid, Misuse, Unsupported};

/// Why a case could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An operation of the specification says why.
    Error(Error),
    /// A primitive says no more than no.
    Primitive,
    /// A story asks for what is not there: a member, a Welcome, a PSK.
    Missing(&'static str),
    /// Two members are in different epochs, or in different states of one.
    Disagreement,
    /// A certificate cannot be encoded.
    Certificate,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Error(error) => write!(f, "the specification says {error:?}"),
            Refusal::Primitive => f.write_str("a primitive refuses its input"),
            Refusal::Missing(what) => write!(f, "there is no {what}"),
            Refusal::Disagreement => f.write_str("two members are in different states"),
            Refusal::Certificate => f.write_str("a certificate cannot be encoded"),
        }
    }
}

impl core::error::Error for Refusal {}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Error(error)
    }
}

impl From<der::Error> for Refusal {
    fn from(_: der::Error) -> Refusal {
        Refusal::Certificate
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
