//! A decoded value and where it was.

use core::fmt;

use super::error::DecodeError;
use super::grammar::Type;

/// A field, an entry of a vector, or the whole, with its place in the input.
///
/// The encoding of a node is its header followed by either its children or its content, so the headers and
/// contents of a tree cover the input, every byte once.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is called where it stands.
    pub label: Label,
    /// Its type.
    pub ty: Type,
    /// Where its encoding starts.
    pub offset: usize,
    /// The bytes of its encoding, header included.
    pub length: usize,
    /// The bytes of its vector length or presence octet; 0 if its type has neither.
    pub header: usize,
    /// What it holds.
    pub value: Value,
}

/// What a node is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The whole, by the name of its type.
    Root(&'static str),
    /// A field of a struct.
    Field(&'static str),
    /// An entry of a vector, counted from 0.
    Index(usize),
}

/// As a step of a path: `KeyPackage`, `.leaf_node`, `[3]`.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Label::Root(name) => f.write_str(name),
            Label::Field(name) => write!(f, ".{name}"),
            Label::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// An integer.
    Uint(u64),
    /// The bytes after the header.
    Bytes,
    /// The bytes after the header, which should have had a structure.
    Malformed(Box<DecodeError>),
    /// Fields, entries, or the value of an `optional` that is present.
    Children(Vec<Node>),
}

impl Node {
    /// The bytes after the header.
    pub fn content<'a>(&self, input: &'a [u8]) -> &'a [u8] {
        let start = self.offset.saturating_add(self.header);
        let end = self.offset.saturating_add(self.length);
        input.get(start..end).unwrap_or_default()
    }

    /// The children; none for a leaf of the tree.
    pub fn children(&self) -> &[Node] {
        match &self.value {
            Value::Children(children) => children,
            Value::Uint(_) | Value::Bytes | Value::Malformed(_) => &[],
        }
    }

    /// How the value of an enum is called.
    pub fn description(&self) -> Option<&'static str> {
        match (&self.ty, &self.value) {
            (Type::Enum(enumeration, _), Value::Uint(value)) => enumeration.describe(*value),
            _ => None,
        }
    }
}
