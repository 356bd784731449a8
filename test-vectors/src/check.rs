//! The one form of a finding, and the few ways to come to one.

use std::fmt;

use crate::Hex;

/// A case that does not hold: the field at fault, what the subject gave and what the file says.
///
/// Where the finding is no wrong value, `got` and `wanted` say it in words: "refused: .." and "accepted".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The field, as a path into the case (`epochs[3].joiner_secret`); for a step without a field of its
    /// own, the field that it is about and the step in parentheses.
    pub field: String,
    /// What the subject gave. Bytes are in hexadecimal.
    pub got: String,
    /// What it should have given.
    pub wanted: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: got {}, wanted {}", self.field, self.got, self.wanted)
    }
}

impl std::error::Error for Mismatch {}

/// One part of a case's verification: its name, and what came of it.
pub type Step = (&'static str, Result<(), Mismatch>);

/// How a value reads in a report.
pub(crate) trait Show: PartialEq {
    /// The text.
    fn show(&self) -> String;
}

impl Show for [u8] {
    fn show(&self) -> String {
        if self.is_empty() { "(empty)".into() } else { hex::encode(self) }
    }
}

impl Show for u32 {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for u64 {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for usize {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for Option<u32> {
    fn show(&self) -> String {
        self.map_or("null".into(), |value| value.to_string())
    }
}

impl Show for [u32] {
    fn show(&self) -> String {
        format!("{self:?}")
    }
}

impl Show for str {
    fn show(&self) -> String {
        self.into()
    }
}

/// `got` must be `wanted`.
pub(crate) fn expect_eq<T: Show + ?Sized>(field: impl Into<String>, got: &T, wanted: &T) -> Result<(), Mismatch> {
    if got == wanted { Ok(()) } else { Err(Mismatch { field: field.into(), got: got.show(), wanted: wanted.show() }) }
}

/// The first of the steps that does not hold, if there is one.
pub(crate) fn expect_all(steps: impl IntoIterator<Item = Step>) -> Result<(), Mismatch> {
    steps.into_iter().try_for_each(|(_, verdict)| verdict)
}

/// The operation must succeed.
pub(crate) fn expect_ok<T, E: fmt::Debug>(field: impl Into<String>, result: Result<T, E>) -> Result<T, Mismatch> {
    result.map_err(|error| Mismatch {
        field: field.into(),
        got: format!("refused: {error:?}"),
        wanted: "accepted".into(),
    })
}

/// The operation must succeed with the bytes of the file.
pub(crate) fn expect_bytes<E: fmt::Debug>(
    field: impl Into<String>,
    result: Result<Vec<u8>, E>,
    wanted: &Hex,
) -> Result<(), Mismatch> {
    let field = field.into();
    let got = expect_ok(field.as_str(), result)?;
    expect_eq(field, got.as_slice(), &wanted.0)
}

/// The operation must be refused; any reason will do.
pub(crate) fn expect_refusal<T, E>(field: impl Into<String>, result: Result<T, E>) -> Result<(), Mismatch> {
    match result {
        Err(_) => Ok(()),
        Ok(_) => Err(Mismatch { field: field.into(), got: "accepted".into(), wanted: "refused".into() }),
    }
}

/// `bytes` with one bit changed: the lowest of the last byte.
pub(crate) fn altered(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match bytes.last_mut() {
        Some(last) => *last ^= 1,
        None => bytes.push(0),
    }
    bytes
}
