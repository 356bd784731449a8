//! The grammar: the presentation language of RFC 9420, Section 2.1, as data.
//!
//! A struct of the RFC is a table of its fields; [`super::reader`] walks the tables. Nothing here is shared
//! with the specification's codec, so each can find mistakes in the other.
//!
//! Choice: RFC 9420 leaves the body of an unknown proposal or credential type open. Here it is one
//! `opaque<V>`, without which nothing after it could be read.

mod framing;
mod group;
mod proposals;
mod registries;
mod roots;
mod tree;

use core::fmt;

pub use registries::suite_named;
pub use roots::{ROOTS, Root, find_root};
pub(super) use tree::TREE_ENTRY;

/// A type of the presentation language.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// `uint8` to `uint64`: the number of bytes.
    Uint(usize),
    /// A `uint64` that counts seconds since 1970-01-01T00:00:00Z.
    Time,
    /// An integer with named values, and which of them are read.
    Enum(&'static EnumType, Accepts),
    /// `opaque value<V>`.
    Opaque,
    /// `opaque NAME<V>`, under its own name.
    Named(&'static str),
    /// `opaque value[n]`.
    Fixed(usize),
    /// `T values<V>`.
    Vector(&'static Type),
    /// `optional<T>`.
    Optional(&'static Type),
    /// A struct.
    Struct(&'static StructType),
    /// `optional<Node> ratchet_tree<V>`, with the conditions of RFC 9420, Section 12.4.3.3, on its shape.
    RatchetTree,
    /// `opaque extension_data<V>`, and what is inside for each `extension_type` that has a meaning there.
    ///
    /// What does not decode is shown as opaque, with a note: an Extension is valid as an encoding whatever it
    /// carries.
    Contents(&'static [(&'static str, Type)]),
}

/// The `opaque` vector inside `Contents` and the aliases of it are all leaves of the printed tree.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Uint(width) => write!(f, "uint{}", width.saturating_mul(8)),
            Type::Time => f.write_str("uint64"),
            Type::Enum(enumeration, _) => f.write_str(enumeration.name),
            Type::Opaque | Type::Contents(_) => f.write_str("opaque<V>"),
            Type::Named(name) => f.write_str(name),
            Type::Fixed(length) => write!(f, "opaque[{length}]"),
            Type::Vector(item) => write!(f, "{item}<V>"),
            Type::Optional(value) => write!(f, "optional<{value}>"),
            Type::Struct(structure) => f.write_str(structure.name),
            Type::RatchetTree => f.write_str("optional<Node><V>"),
        }
    }
}

/// A struct: its name in the RFC, and its fields in order.
#[derive(Debug)]
pub struct StructType {
    /// The RFC's name.
    pub name: &'static str,
    /// What it consists of.
    pub items: &'static [Item],
}

/// A line of a struct.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// `T name;`
    Field(&'static str, Type),
    /// `select (path) { .. }`. The path leads from this struct, or the nearest one around it in which the path
    /// leads anywhere, to a field that has been read.
    Select(&'static str, &'static [Case]),
}

/// A case of a `select`.
#[derive(Clone, Copy, Debug)]
pub enum Case {
    /// `case name:`
    When(&'static str, &'static [Item]),
    /// Every value without a case of its own.
    Otherwise(&'static [Item]),
}

/// An enum, or an integer whose values an IANA registry names.
#[derive(Debug)]
pub struct EnumType {
    /// The RFC's name.
    pub name: &'static str,
    /// Bytes on the wire.
    pub width: usize,
    /// Whether a registry with GREASE and private values stands behind it.
    pub registry: bool,
    /// The assigned values, without `reserved(0)`.
    pub values: &'static [(u64, &'static str)],
}

/// Which values of an enum are read; the others are errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Every value.
    Any,
    /// Every value but 0.
    NotZero,
    /// The assigned values.
    Assigned,
}

impl EnumType {
    /// The name of an assigned value.
    pub fn assigned(&self, value: u64) -> Option<&'static str> {
        self.values.iter().find(|entry| entry.0 == value).map(|entry| entry.1)
    }

    /// How a value is called: its name, or which part of the registry it is in. `None` if nothing is known.
    pub fn describe(&self, value: u64) -> Option<&'static str> {
        match value {
            0 => Some("reserved"),
            value if self.registry && is_grease(value) => Some("GREASE"),
            0xf000..=0xffff if self.registry => Some("private use"),
            value => self.assigned(value),
        }
    }
}

/// `0x?A?A` with twice the same digit but `F`: RFC 9420, Section 13.5.
fn is_grease(value: u64) -> bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff && value != 0xfafa
}
