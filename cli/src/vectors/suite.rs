//! Naming a cipher suite on the command line.

use core::fmt;

use pleach_spec::cipher_suite::CipherSuite;

use crate::decode::grammar::suite_named;

/// A text that names no cipher suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSuite;

impl fmt::Display for UnknownSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cipher suite is a number (1 to 7, or 0x0001) or a name of RFC 9420, Section 17.1")
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

/// The same, of a suite that RFC 9420 defines.
///
/// # Errors
/// [`UnknownSuite`].
pub fn parse_defined_suite(text: &str) -> Result<CipherSuite, UnknownSuite> {
    CipherSuite::from_value(parse_suite(text)?).map_err(|_| UnknownSuite)
}

#[cfg(test)]
mod tests {
    use super::{UnknownSuite, parse_defined_suite, parse_suite};

    #[test]
    fn suites_are_numbers_or_names() {
        for text in ["7", "0x0007", "0X7", "mls_256_dhkemp384_aes256gcm_sha384_p384"] {
            assert_eq!(parse_suite(text), Ok(7), "{text}");
        }
        for text in ["", "0x", "65536", "-1", "P384"] {
            assert_eq!(parse_suite(text), Err(UnknownSuite), "{text}");
        }
    }

    #[test]
    fn a_number_that_no_suite_has_names_no_defined_suite() {
        assert_eq!(parse_suite("8"), Ok(8));
        for text in ["0", "8", "0xf001", "P384"] {
            assert_eq!(parse_defined_suite(text), Err(UnknownSuite), "{text}");
        }
        assert_eq!(parse_defined_suite("0x7").map(|suite| suite.value()), Ok(7));
    }
}
