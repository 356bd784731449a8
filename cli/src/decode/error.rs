//! Why bytes are not an encoding, and where.

use core::fmt;

use super::node::Label;

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What is wrong.
    pub problem: Problem,
    /// The byte at which the integer, the length or the value at fault starts.
    pub offset: usize,
    /// From the innermost field to the whole.
    path: Vec<Label>,
}

/// How bytes can fail to be an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The input, or the vector that the value is in, ends inside it.
    Truncated {
        /// The bytes that the integer or the fixed-size field has.
        needed: usize,
        /// The bytes that are there.
        left: usize,
    },
    /// A vector goes beyond the input, or the vector that it is in.
    VectorTooLong {
        /// The bytes it claims.
        length: usize,
        /// The bytes that are there.
        left: usize,
    },
    /// A vector length starts with the bits 11.
    LengthPrefix,
    /// A vector length is not in its shortest form.
    NonMinimalLength {
        /// The length.
        length: usize,
        /// The bytes it takes.
        header: usize,
    },
    /// A presence octet that is neither 0 nor 1.
    Presence {
        /// Its value.
        value: u64,
    },
    /// A value that this enum may not have here.
    Value {
        /// The enum's name.
        name: &'static str,
        /// The value.
        value: u64,
    },
    /// Bytes after the end.
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// A ratchet tree without nodes.
    EmptyTree,
    /// A ratchet tree with an even number of nodes.
    EvenTree {
        /// How many.
        count: usize,
    },
    /// A ratchet tree whose last node is blank.
    BlankEnd,
    /// A leaf in an odd position or a parent in an even one.
    NodePosition,
    /// The grammar is at fault: a `select` has no case for the value.
    NoCase,
}

impl DecodeError {
    /// An error at a byte, in a place that [`DecodeError::inside`] builds up.
    pub fn new(offset: usize, problem: Problem) -> DecodeError {
        DecodeError { problem, offset, path: Vec::new() }
    }

    /// The same error seen from one level further out.
    #[must_use]
    pub fn inside(mut self, label: Label) -> DecodeError {
        self.path.push(label);
        self
    }

    /// The place: `MLSMessage.key_package.leaf_node`.
    pub fn place(&self) -> String {
        let place: String = self.path.iter().rev().map(Label::to_string).collect();
        // The path of a part begins with a field.
        place.trim_start_matches('.').to_owned()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {} in {}: {}", self.offset, self.place(), self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Problem::Truncated { needed, left } => {
                write!(f, "{} needed, {left} left", bytes(needed))
            }
            Problem::VectorTooLong { length, left } => {
                write!(f, "vector length {length} exceeds the {} left", bytes(left))
            }
            Problem::LengthPrefix => f.write_str("vector length starts with the bits 11"),
            Problem::NonMinimalLength { length, header } => {
                write!(f, "vector length {length} takes {}, more than it needs", bytes(header))
            }
            Problem::Presence { value } => {
                write!(f, "presence octet {value:#04x} is neither 0 nor 1")
            }
            Problem::Value { name, value: 0 } => write!(f, "{name} 0 is reserved"),
            Problem::Value { name, value } => write!(f, "{name} {value} is unknown"),
            Problem::TrailingBytes { count } => write!(f, "{} after the end", bytes(count)),
            Problem::EmptyTree => f.write_str("a ratchet tree has at least one node"),
            Problem::EvenTree { count } => {
                write!(f, "a ratchet tree has an odd number of nodes, this one has {count}")
            }
            Problem::BlankEnd => f.write_str("the last node of a ratchet tree is not blank"),
            Problem::NodePosition => f.write_str("leaves have even positions in a ratchet tree, parents odd ones"),
            Problem::NoCase => f.write_str("the grammar has no case for this value"),
        }
    }
}

impl core::error::Error for DecodeError {}

/// `1 byte`, `2 bytes`.
pub(super) fn bytes(count: usize) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}
