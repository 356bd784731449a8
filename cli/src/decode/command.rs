//! `pleach decode`.

use core::fmt;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use crate::args::DecodeArgs;

use super::detect::{Undetected, detect};
use super::error::DecodeError;
use super::grammar::{Root, find_root};
use super::input::{Format, FormatError, read_format};
use super::json::write_json;
use super::node::Node;
use super::reader::decode;
use super::text::write_text;

/// Why there is nothing to print.
#[derive(Debug)]
pub enum Unusable {
    /// No file was named, and nothing is piped in.
    NoInput,
    /// The input cannot be read.
    Read(Source, io::Error),
    /// The input is not in its format.
    Format(Source, FormatError),
    /// The input is not of the type named.
    Type(Source, Encoding, DecodeError),
    /// The input is of none of the types that are detected.
    Undetected(Source, Encoding, Undetected),
    /// The result cannot be written.
    Write(io::Error),
}

/// Where the input comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// The form of the bytes that an error counts.
#[derive(Clone, Copy, Debug)]
pub struct Encoding {
    /// The format that they were read from.
    pub format: Format,
    /// How many there are.
    pub length: usize,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Stdin => f.write_str("standard input"),
            Source::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Says what the offsets count, where the input itself has others.
impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.format {
            Format::Binary => write!(f, "{} bytes", self.length),
            format => write!(f, "{} bytes in {format}", self.length),
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unusable::NoInput => {
                f.write_str("no FILE is named and standard input is a terminal; name a file, or - to type the input")
            }
            Unusable::Read(source, error) => write!(f, "{source}: {error}"),
            Unusable::Format(source, error) => write!(f, "{source}: {error}"),
            Unusable::Type(source, encoding, error) => write!(f, "{source} ({encoding}): {error}"),
            Unusable::Undetected(source, encoding, error) => {
                write!(f, "{source} ({encoding}): {error}")
            }
            Unusable::Write(error) => write!(f, "standard output: {error}"),
        }
    }
}

impl core::error::Error for Unusable {}

/// Decodes what `args` name and prints it to `out`; if anything is wrong, prints nothing.
///
/// # Errors
/// [`Unusable`].
pub fn run(args: &DecodeArgs, out: &mut impl Write) -> Result<(), Unusable> {
    let source = find_source(args.file.as_deref())?;
    let raw = read_source(&source).map_err(|error| Unusable::Read(source.clone(), error))?;
    let (format, input) = read_format(raw, args.format).map_err(|error| Unusable::Format(source.clone(), error))?;
    let root = args.type_name.as_deref().and_then(find_root);
    let node = find_node(root, source, format, &input)?;
    let written =
        if args.json { write_json(out, &node, &input, format) } else { write_text(out, &node, &input, args.full) };
    written.and_then(|()| out.flush()).map_err(Unusable::Write)
}

fn find_node(root: Option<&'static Root>, source: Source, format: Format, input: &[u8]) -> Result<Node, Unusable> {
    let encoding = Encoding { format, length: input.len() };
    match root {
        Some(root) => decode(root.name, root.ty, input).map_err(|error| Unusable::Type(source, encoding, error)),
        None => match detect(input) {
            Ok((_, node)) => Ok(node),
            Err(error) => Err(Unusable::Undetected(source, encoding, error)),
        },
    }
}

fn find_source(file: Option<&Path>) -> Result<Source, Unusable> {
    match file {
        Some(path) if path.as_os_str() != "-" => Ok(Source::File(path.to_owned())),
        None if io::stdin().is_terminal() => Err(Unusable::NoInput),
        _ => Ok(Source::Stdin),
    }
}

fn read_source(source: &Source) -> io::Result<Vec<u8>> {
    match source {
        Source::File(path) => fs::read(path),
        Source::Stdin => {
            let mut raw = Vec::new();
            io::stdin().lock().read_to_end(&mut raw)?;
            Ok(raw)
        }
    }
}
