//! Binary, hex or base64.

use core::fmt;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, DecodeKind, HEXLOWER_PERMISSIVE};

/// How bytes are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// As they are.
    Binary,
    /// Two digits each; whitespace and a leading 0x are skipped.
    Hex,
    /// With the standard or the URL-safe alphabet, padded or not; whitespace is skipped.
    Base64,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Binary => "binary",
            Format::Hex => "hex",
            Format::Base64 => "base64",
        })
    }
}

/// Why there are no bytes in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// There is nothing, or nothing but whitespace.
    Empty,
    /// It is text, but a character fits neither hex nor base64.
    UnknownText {
        /// Where.
        offset: usize,
        /// Its byte.
        byte: u8,
    },
    /// A character that this format does not have, or not there.
    Character {
        /// The format.
        format: Format,
        /// Where.
        offset: usize,
        /// Its byte.
        byte: u8,
    },
    /// An odd number of hex digits.
    OddHex {
        /// How many.
        digits: usize,
    },
    /// A number of base64 characters, padding included, that no bytes have.
    Base64Length {
        /// How many.
        characters: usize,
    },
    /// The last base64 character has bits that belong to no byte and are not 0.
    Base64Bits,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            FormatError::Empty => f.write_str("the input is empty"),
            FormatError::UnknownText { offset, byte } => write!(
                f,
                "the input is text, but neither hex nor base64: '{}' at position {offset} is in neither",
                byte.escape_ascii()
            ),
            FormatError::Character { format, offset, byte } => {
                write!(f, "not {format}: '{}' at position {offset}", byte.escape_ascii())
            }
            FormatError::OddHex { digits } => {
                write!(f, "not hex: {digits} digits, an odd number (if this is base64, say --format base64)")
            }
            FormatError::Base64Length { characters } => {
                write!(f, "not base64: no bytes have {characters} characters")
            }
            FormatError::Base64Bits => f.write_str("not base64: the last character has bits that belong to no byte"),
        }
    }
}

impl core::error::Error for FormatError {}

/// The format of `raw`: binary if it has a byte that is neither printable ASCII nor whitespace; else hex if
/// there is nothing but hex digits, after an optional `0x`; else base64.
///
/// What is detected as a type (MLSMessage, KeyPackage, GroupInfo, ratchet_tree) always has a byte that makes
/// it binary: a version or a presence octet.
pub fn detect_format(raw: &[u8]) -> Format {
    let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    if !raw.iter().all(is_text) {
        Format::Binary
    } else if hex_digits(raw).all(|(_, byte)| byte.is_ascii_hexdigit()) {
        Format::Hex
    } else {
        Format::Base64
    }
}

/// The bytes that `raw` stands for, in the format given or else the one detected.
///
/// # Errors
/// [`FormatError`]: the input is empty or not in this format.
pub fn read_format(raw: Vec<u8>, format: Option<Format>) -> Result<(Format, Vec<u8>), FormatError> {
    if raw.is_empty() {
        return Err(FormatError::Empty);
    }
    match format.unwrap_or_else(|| detect_format(&raw)) {
        Format::Binary => Ok((Format::Binary, raw)),
        Format::Hex => Ok((Format::Hex, read_hex(&raw)?)),
        Format::Base64 => match read_base64(&raw) {
            Err(FormatError::Character { offset, byte, .. }) if format.is_none() && !is_base64(byte) => {
                Err(FormatError::UnknownText { offset, byte })
            }
            result => Ok((Format::Base64, result?)),
        },
    }
}

/// What is no whitespace, with its position.
fn symbols(raw: &[u8]) -> impl DoubleEndedIterator<Item = (usize, u8)> {
    let positioned = raw.iter().copied().enumerate();
    positioned.filter(|(_, byte)| !byte.is_ascii_whitespace())
}

/// The symbols without the `0x` at their start.
fn hex_digits(raw: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    let start = raw.len().saturating_sub(raw.trim_ascii_start().len());
    let prefixed = matches!(raw.trim_ascii_start(), [b'0', b'x' | b'X', ..]);
    let first = if prefixed { start.saturating_add(2) } else { start };
    symbols(raw).filter(move |(offset, _)| *offset >= first)
}

fn read_hex(raw: &[u8]) -> Result<Vec<u8>, FormatError> {
    let is_wrong = |(_, byte): &(usize, u8)| !byte.is_ascii_hexdigit();
    if let Some((offset, byte)) = hex_digits(raw).find(is_wrong) {
        return Err(FormatError::Character { format: Format::Hex, offset, byte });
    }
    let digits: Vec<u8> = hex_digits(raw).map(|(_, byte)| byte).collect();
    if digits.is_empty() {
        return Err(FormatError::Empty);
    }
    let odd = |_| FormatError::OddHex { digits: digits.len() };
    HEXLOWER_PERMISSIVE.decode(&digits).map_err(odd)
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

fn read_base64(raw: &[u8]) -> Result<Vec<u8>, FormatError> {
    let characters = symbols(raw).count();
    let padding = symbols(raw).rev().take_while(|(_, byte)| *byte == b'=').count();
    let body = characters.saturating_sub(padding);
    if characters == 0 {
        return Err(FormatError::Empty);
    }
    let url_safe = symbols(raw).any(|(_, byte)| matches!(byte, b'-' | b'_'));
    let is_wrong = |(_, byte): &(usize, u8)| match byte {
        b'+' | b'/' => url_safe,
        b'=' => true,
        byte => !is_base64(*byte),
    };
    if let Some((offset, byte)) = symbols(raw).take(body).find(is_wrong) {
        return Err(FormatError::Character { format: Format::Base64, offset, byte });
    }
    if padding > 2 || (padding > 0 && !characters.is_multiple_of(4)) {
        return Err(FormatError::Base64Length { characters });
    }
    let text: Vec<u8> = symbols(raw).take(body).map(|(_, byte)| byte).collect();
    let encoding = if url_safe { BASE64URL_NOPAD } else { BASE64_NOPAD };
    encoding.decode(&text).map_err(|error| match error.kind {
        DecodeKind::Trailing => FormatError::Base64Bits,
        DecodeKind::Length | DecodeKind::Symbol | DecodeKind::Padding => FormatError::Base64Length { characters },
    })
}
