//! `deserialization`: the header of a variable-size vector, RFC 9420, Section 2.1.2.

use serde::{Deserialize, Serialize};

use crate::check::{expect_eq, expect_ok};
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// The length that a vector header states. Refuses a header that is followed by anything.
    fn vector_length(header: &[u8]) -> Result<u32, Self::Error>;
}

/// One header.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub vlbytes_header: Hex,
    pub length: u32,
}

impl Case {
    /// The steps of `deserialization/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let length = expect_ok("vlbytes_header", S::vector_length(&self.vlbytes_header))?;
        expect_eq("length", &length, &self.length)
    }
}
