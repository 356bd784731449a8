//! Finding the type.

use core::fmt;

use super::error::DecodeError;
use super::grammar::{ROOTS, Root};
use super::node::Node;
use super::reader::decode;

/// The input is nothing that is detected.
#[derive(Clone, Debug)]
pub struct Undetected {
    /// The errors of the attempts, in the order of [`ROOTS`].
    pub attempts: Vec<DecodeError>,
    /// The types that are not detected but fit.
    pub fitting: Vec<&'static str>,
}

impl fmt::Display for Undetected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("none of the types that are detected fits")?;
        for error in &self.attempts {
            write!(f, "\n  {error}")?;
        }
        if !self.fitting.is_empty() {
            write!(f, "\n  with --type it decodes as: {}", self.fitting.join(", "))?;
        }
        Ok(())
    }
}

impl core::error::Error for Undetected {}

fn detected() -> impl Iterator<Item = &'static Root> {
    ROOTS.iter().filter(|root| root.detected)
}

/// The first of the detected types that fits the whole input, in the order of [`ROOTS`].
///
/// # Errors
/// [`Undetected`] if none fits.
pub fn detect(input: &[u8]) -> Result<(&'static Root, Node), Undetected> {
    let mut attempts = Vec::new();
    for root in detected() {
        match decode(root.name, root.ty, input) {
            Ok(node) => return Ok((root, node)),
            Err(error) => attempts.push(error),
        }
    }
    let fits = |root: &&Root| decode(root.name, root.ty, input).is_ok();
    let others = ROOTS.iter().filter(|root| !root.detected);
    let fitting = others.filter(fits).map(|root| root.name).collect();
    Err(Undetected { attempts, fitting })
}
