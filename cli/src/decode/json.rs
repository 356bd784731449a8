//! The tree as JSON. The shape is described in the package's README and does not change.

use std::io::{self, Write};

use data_encoding::HEXLOWER;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::input::Format;
use super::node::{Label, Node, Value};
use super::text::as_text;

/// Prints a tree, with what it was read from.
///
/// # Errors
/// Those of `out`.
pub fn write_json(out: &mut impl Write, root: &Node, input: &[u8], format: Format) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Decoded { root, input, format })?;
    writeln!(out)
}

struct Decoded<'a> {
    root: &'a Node,
    input: &'a [u8],
    format: Format,
}

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", &self.format.to_string())?;
        if let Label::Root(name) = self.root.label {
            map.serialize_entry("type", name)?;
        }
        map.serialize_entry("length", &self.input.len())?;
        map.serialize_entry("root", &JsonNode { node: self.root, input: self.input })?;
        map.end()
    }
}

struct JsonNode<'a> {
    node: &'a Node,
    input: &'a [u8],
}

impl Serialize for JsonNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let JsonNode { node, input } = *self;
        let mut map = serializer.serialize_map(None)?;
        match node.label {
            Label::Root(_) => {}
            Label::Field(name) => map.serialize_entry("field", name)?,
            Label::Index(index) => map.serialize_entry("index", &index)?,
        }
        map.serialize_entry("type", &node.ty.to_string())?;
        map.serialize_entry("offset", &node.offset)?;
        map.serialize_entry("length", &node.length)?;
        if node.header > 0 {
            map.serialize_entry("header", &node.header)?;
        }
        match &node.value {
            Value::Uint(value) => {
                map.serialize_entry("value", value)?;
                if let Some(name) = node.description() {
                    map.serialize_entry("name", name)?;
                }
            }
            Value::Bytes | Value::Malformed(_) => {
                map.serialize_entry("value", &HEXLOWER.encode(node.content(input)))?;
                if let Some(text) = as_text(node, input) {
                    map.serialize_entry("text", text)?;
                }
                if let Value::Malformed(error) = &node.value {
                    map.serialize_entry("error", &error.to_string())?;
                }
            }
            Value::Children(children) => map.serialize_entry("children", &Children { children, input })?,
        }
        map.end()
    }
}

struct Children<'a> {
    children: &'a [Node],
    input: &'a [u8],
}

impl Serialize for Children<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.children.iter().map(|node| JsonNode { node, input: self.input }))
    }
}
