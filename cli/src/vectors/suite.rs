//! Naming a cipher suite on the command line.

use core::fmt;

use crate::decode::grammar::suite_named;

/// A text that names no cipher suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSuite;

impl fmt::Display for UnknownSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cipher suite is a number (1, 0x0001) or a name of RFC 9420, Section 17.1")
    }
}

impl core::error::Error for UnknownSuite {}

/// The value of a suite given as a decimal number, a hexadecimal one with `0x`, or its RFC name in any case.
///
/// # Errors
/// [`UnknownSuite`].
pub fn parse_suite(text: &str) -> Result<u16, UnknownSuite> {
    let number = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u16::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    };
    number.or_else(|| suite_named(text)).ok_or(UnknownSuite)
}

#[cfg(test)]
mod tests {
    use super::{UnknownSuite, parse_suite};

    #[test]
    fn suites_are_numbers_or_names() {
        for text in ["7", "0x0007", "0X7", "mls_256_dhkemp384_aes256gcm_sha384_p384"] {
            assert_eq!(parse_suite(text), Ok(7), "{text}");
        }
        for text in ["", "0x", "65536", "-1", "P384"] {
            assert_eq!(parse_suite(text), Err(UnknownSuite), "{text}");
        }
    }
}
