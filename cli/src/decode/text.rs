//! The tree as text: a line per value, with its offset and length before it.

use core::fmt;
use std::io::{self, Write};

use data_encoding::HEXLOWER;

use super::error::bytes;
use super::grammar::Type;
use super::node::{Label, Node, Value};

/// How many bytes of a longer value are shown where not all are asked for.
const SHORTENED: usize = 32;

/// Prints a tree. Unless `full`, of a value of more than 32 bytes only the first 32 are shown.
///
/// # Errors
/// Those of `out`.
pub fn write_text(out: &mut impl Write, root: &Node, input: &[u8], full: bool) -> io::Result<()> {
    let width = input.len().to_string().len().max("offset".len());
    let printer = Printer { input, width, shown: if full { usize::MAX } else { SHORTENED } };
    writeln!(out, "{:>width$} {:>width$}", "offset", "length")?;
    printer.write(out, root, 0)
}

struct Printer<'a> {
    input: &'a [u8],
    width: usize,
    shown: usize,
}

impl Printer<'_> {
    fn write(&self, out: &mut impl Write, node: &Node, depth: usize) -> io::Result<()> {
        let (width, indent) = (self.width, depth.saturating_mul(2).saturating_add(1));
        write!(out, "{:>width$} {:>width$} {:indent$}", node.offset, node.length, "")?;
        match node.label {
            Label::Root(name) => write!(out, "{name}")?,
            Label::Field(name) => write!(out, "{name}:")?,
            Label::Index(index) => write!(out, "[{index}]")?,
        }
        self.write_value(out, node)?;
        writeln!(out)?;
        for child in node.children() {
            self.write(out, child, depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn write_value(&self, out: &mut impl Write, node: &Node) -> io::Result<()> {
        match &node.value {
            Value::Uint(value) => write_uint(out, node, *value),
            Value::Bytes => self.write_bytes(out, node),
            Value::Malformed(error) => {
                self.write_bytes(out, node)?;
                write!(out, " (does not decode: {error})")
            }
            Value::Children(children) => match (node.ty, node.label) {
                (Type::Struct(structure), Label::Root(name)) if structure.name == name => Ok(()),
                (Type::Struct(structure), _) => write!(out, " {}", structure.name),
                (Type::Optional(_), _) => out.write_all(if children.is_empty() { b" absent" } else { b" present" }),
                (Type::Contents(_), _) => Ok(()),
                _ => {
                    let count = children.len();
                    let noun = if count == 1 { "entry" } else { "entries" };
                    write!(out, " {count} {noun}")
                }
            },
        }
    }

    fn write_bytes(&self, out: &mut impl Write, node: &Node) -> io::Result<()> {
        let content = node.content(self.input);
        write!(out, " {}", bytes(content.len()))?;
        if content.is_empty() {
            return Ok(());
        }
        match content.get(..self.shown) {
            Some(start) if start.len() < content.len() => {
                write!(out, " {}...", HEXLOWER.encode(start))?;
            }
            _ => write!(out, " {}", HEXLOWER.encode(content))?,
        }
        match as_text(node, self.input) {
            Some(text) if content.len() <= self.shown => {
                write!(out, " \"{}\"", text.escape_debug())
            }
            _ => Ok(()),
        }
    }
}

fn write_uint(out: &mut impl Write, node: &Node, value: u64) -> io::Result<()> {
    match node.ty {
        Type::Enum(ty, _) => {
            let digits = ty.width.saturating_mul(2);
            write!(out, " 0x{value:0digits$x} {}", ty.describe(value).unwrap_or("unknown"))
        }
        Type::Time => match Time::at(value) {
            Some(time) => write!(out, " {value} ({time})"),
            None => write!(out, " {value}"),
        },
        _ => write!(out, " {value}"),
    }
}

/// The text that an `opaque<V>` holds, if it is nothing but printable ASCII.
pub(super) fn as_text<'a>(node: &Node, input: &'a [u8]) -> Option<&'a str> {
    let content = node.content(input);
    let is_printable = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let is_free = matches!(node.ty, Type::Opaque | Type::Contents(_));
    if !is_free || content.is_empty() || !content.iter().all(is_printable) {
        return None;
    }
    core::str::from_utf8(content).ok()
}

/// A time in UTC.
struct Time {
    year: u64,
    month: u64,
    day: u64,
    second: u64,
}

impl Time {
    /// The time so many seconds after 1970 began; `None` after the year 9999.
    fn at(seconds: u64) -> Option<Time> {
        const DAY: u64 = 86_400;
        const YEAR_10000: u64 = 253_402_300_800;
        if seconds >= YEAR_10000 {
            return None;
        }
        let (mut year, mut day) = (1970, seconds / DAY);
        while day >= days_in_year(year) {
            day -= days_in_year(year);
            year += 1;
        }
        let mut month = 1;
        while day >= days_in_month(year, month) {
            day -= days_in_month(year, month);
            month += 1;
        }
        Some(Time { year, month, day: day + 1, second: seconds % DAY })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        write!(f, "{:04}-{:02}-{:02}T", self.year, self.month, self.day)?;
        write!(f, "{hour:02}:{minute:02}:{second:02}Z")
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_year(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in_month(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn times_are_those_of_the_calendar() {
        let at = |seconds| Time::at(seconds).map(|time| time.to_string());
        assert_eq!(at(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(at(951_782_399).as_deref(), Some("2000-02-28T23:59:59Z"));
        assert_eq!(at(951_782_400).as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(at(1_709_251_199).as_deref(), Some("2024-02-29T23:59:59Z"));
        assert_eq!(at(253_402_300_799).as_deref(), Some("9999-12-31T23:59:59Z"));
        assert_eq!(at(253_402_300_800), None);
        assert_eq!(at(u64::MAX), None);
    }
}
