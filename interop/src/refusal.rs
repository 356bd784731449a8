//! Why a peer refuses an input.

use std::fmt;

use pleach_vectors::Fallible;

use crate::{MlsRs, OpenMls};

/// Why a peer refuses an input: the `Debug` form of its error.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// The peer's error.
    pub(crate) fn of(error: impl fmt::Debug) -> Refusal {
        Refusal(format!("{error:?}"))
    }

    /// No public function of the peer does what is asked.
    pub(crate) fn not_public() -> Refusal {
        Refusal::other("no public function does this")
    }

    /// The input is not what the step needs; no error of the peer says so.
    pub(crate) fn other(what: &str) -> Refusal {
        Refusal(what.into())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Fallible for MlsRs {
    type Error = Refusal;
}

impl Fallible for OpenMls {
    type Error = Refusal;
}
