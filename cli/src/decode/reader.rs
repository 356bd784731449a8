//! The reader: walks the grammar over bytes.
//!
//! Its recursion goes as deep as the grammar's types are nested, whatever the input, and it keeps one node
//! for each value that has at least one byte, so memory is in proportion to the input.

use super::cursor::Cursor;
use super::error::{DecodeError, Problem};
use super::grammar::{Accepts, Case, EnumType, Item, StructType, TREE_ENTRY, Type};
use super::node::{Label, Node, Value};

/// Reads a value that must be the whole of `input`. `name` begins the path in errors.
///
/// # Errors
/// The first thing that is wrong, in the order of the bytes; of a ratchet tree's shape after its nodes.
pub fn decode(name: &'static str, ty: Type, input: &[u8]) -> Result<Node, DecodeError> {
    let nothing = Scope { fields: &[], outer: None };
    read_whole(&mut Cursor::new(input), Label::Root(name), ty, &nothing)
}

/// The fields read so far, of the struct that is being read and of those around it.
struct Scope<'a> {
    fields: &'a [Node],
    outer: Option<&'a Scope<'a>>,
}

/// What [`Node`] keeps of a value beside its place.
struct Read {
    header: usize,
    value: Value,
}

impl Read {
    fn plain(value: Value) -> Read {
        Read { header: 0, value }
    }
}

fn read(cursor: &mut Cursor<'_>, label: Label, ty: Type, scope: &Scope<'_>) -> Result<Node, DecodeError> {
    let offset = cursor.at;
    let Read { header, value } = read_value(cursor, ty, scope).map_err(|error| error.inside(label))?;
    let length = cursor.at.saturating_sub(offset);
    Ok(Node { label, ty, offset, length, header, value })
}

fn read_value(cursor: &mut Cursor<'_>, ty: Type, scope: &Scope<'_>) -> Result<Read, DecodeError> {
    match ty {
        Type::Uint(width) => Ok(Read::plain(Value::Uint(cursor.uint(width)?))),
        Type::Time => Ok(Read::plain(Value::Uint(cursor.uint(8)?))),
        Type::Enum(enumeration, accepts) => read_enum(cursor, enumeration, accepts),
        Type::Opaque | Type::Named(_) => {
            let (header, _) = cursor.vector()?;
            Ok(Read { header, value: Value::Bytes })
        }
        Type::Fixed(length) => {
            cursor.take(length)?;
            Ok(Read::plain(Value::Bytes))
        }
        Type::Vector(item) => read_vector(cursor, *item, scope),
        Type::Optional(value) => read_optional(cursor, *value, scope),
        Type::Struct(structure) => read_struct(cursor, structure, scope),
        Type::RatchetTree => {
            let start = cursor.at;
            let tree = read_vector(cursor, TREE_ENTRY, scope)?;
            check_tree(start, &tree)?;
            Ok(tree)
        }
        Type::Contents(cases) => read_contents(cursor, cases, scope),
    }
}

fn read_enum(cursor: &mut Cursor<'_>, ty: &EnumType, accepts: Accepts) -> Result<Read, DecodeError> {
    let offset = cursor.at;
    let value = cursor.uint(ty.width)?;
    let accepted = match accepts {
        Accepts::Any => true,
        Accepts::NotZero => value != 0,
        Accepts::Assigned => ty.assigned(value).is_some(),
    };
    if accepted {
        Ok(Read::plain(Value::Uint(value)))
    } else {
        Err(DecodeError::new(offset, Problem::Value { name: ty.name, value }))
    }
}

fn read_vector(cursor: &mut Cursor<'_>, item: Type, scope: &Scope<'_>) -> Result<Read, DecodeError> {
    let (header, mut content) = cursor.vector()?;
    let mut items = Vec::new();
    while content.left() > 0 {
        items.push(read(&mut content, Label::Index(items.len()), item, scope)?);
    }
    Ok(Read { header, value: Value::Children(items) })
}

fn read_optional(cursor: &mut Cursor<'_>, value: Type, scope: &Scope<'_>) -> Result<Read, DecodeError> {
    let offset = cursor.at;
    let children = match cursor.uint(1)? {
        0 => Vec::new(),
        1 => vec![read(cursor, Label::Field("value"), value, scope)?],
        value => return Err(DecodeError::new(offset, Problem::Presence { value })),
    };
    Ok(Read { header: 1, value: Value::Children(children) })
}

fn read_struct(cursor: &mut Cursor<'_>, ty: &StructType, outer: &Scope<'_>) -> Result<Read, DecodeError> {
    let mut fields = Vec::new();
    read_items(cursor, ty.items, &mut fields, outer)?;
    Ok(Read::plain(Value::Children(fields)))
}

/// Reads lines of a struct, or of a case of a `select` in it, to the fields before them.
fn read_items(
    cursor: &mut Cursor<'_>,
    items: &[Item],
    fields: &mut Vec<Node>,
    outer: &Scope<'_>,
) -> Result<(), DecodeError> {
    for item in items {
        let scope = Scope { fields, outer: Some(outer) };
        match item {
            Item::Field(name, ty) => {
                let node = read(cursor, Label::Field(name), *ty, &scope)?;
                fields.push(node);
            }
            Item::Select(path, cases) => {
                let case = scope.find(path).and_then(|node| chosen(node, cases));
                let case = case.ok_or(cursor.error(Problem::NoCase))?;
                read_items(cursor, case, fields, outer)?;
            }
        }
    }
    Ok(())
}

fn read_contents(
    cursor: &mut Cursor<'_>,
    cases: &'static [(&'static str, Type)],
    scope: &Scope<'_>,
) -> Result<Read, DecodeError> {
    let (header, mut content) = cursor.vector()?;
    let kind = scope.find("extension_type").and_then(Node::description);
    let known = cases.iter().find(|(name, _)| Some(*name) == kind);
    let value = match known {
        None => Value::Bytes,
        Some((name, ty)) => match read_whole(&mut content, Label::Field(name), *ty, scope) {
            Ok(node) => Value::Children(vec![node]),
            Err(error) => Value::Malformed(Box::new(error)),
        },
    };
    Ok(Read { header, value })
}

/// A value that must be the whole of what is left.
fn read_whole(cursor: &mut Cursor<'_>, label: Label, ty: Type, scope: &Scope<'_>) -> Result<Node, DecodeError> {
    let node = read(cursor, label, ty, scope)?;
    match cursor.left() {
        0 => Ok(node),
        count => Err(cursor.error(Problem::TrailingBytes { count }).inside(label)),
    }
}

impl Scope<'_> {
    /// The field at a path such as `content.sender.sender_type`, in the innermost struct that has it.
    fn find(&self, path: &str) -> Option<&Node> {
        match find_in(self.fields, path) {
            Some(node) => Some(node),
            None => self.outer.and_then(|outer| outer.find(path)),
        }
    }
}

fn find_in<'a>(fields: &'a [Node], path: &str) -> Option<&'a Node> {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let node = fields.iter().find(|node| matches!(node.label, Label::Field(n) if n == name))?;
    match rest {
        None => Some(node),
        Some(rest) => find_in(node.children(), rest),
    }
}

/// The lines of a `select` for the value of its field.
fn chosen(node: &Node, cases: &'static [Case]) -> Option<&'static [Item]> {
    let name = match (&node.ty, &node.value) {
        (Type::Enum(enumeration, _), Value::Uint(value)) => enumeration.assigned(*value),
        _ => None,
    };
    let named = cases.iter().find_map(|case| match case {
        Case::When(case, items) if Some(*case) == name => Some(*items),
        _ => None,
    });
    let otherwise = cases.iter().find_map(|case| match case {
        Case::Otherwise(items) => Some(*items),
        Case::When(..) => None,
    });
    named.or(otherwise)
}

/// RFC 9420, Section 12.4.3.3: not empty, of odd length, the last node not blank, leaves and parents in turn.
fn check_tree(start: usize, tree: &Read) -> Result<(), DecodeError> {
    let Value::Children(entries) = &tree.value else {
        return Ok(());
    };
    let Some(last) = entries.last() else {
        return Err(DecodeError::new(start, Problem::EmptyTree));
    };
    if entries.len().is_multiple_of(2) {
        let problem = Problem::EvenTree { count: entries.len() };
        return Err(DecodeError::new(start, problem));
    }
    if last.children().is_empty() {
        return Err(DecodeError::new(last.offset, Problem::BlankEnd).inside(last.label));
    }
    for (index, entry) in entries.iter().enumerate() {
        let expected = if index.is_multiple_of(2) { "leaf" } else { "parent" };
        let node_type = entry.children().first().and_then(|node| node.children().first());
        if let Some(node_type) = node_type
            && node_type.description() != Some(expected)
        {
            let error = DecodeError::new(node_type.offset, Problem::NodePosition);
            let error = error.inside(node_type.label).inside(Label::Field("value"));
            return Err(error.inside(entry.label));
        }
    }
    Ok(())
}
