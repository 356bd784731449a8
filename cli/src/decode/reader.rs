//! The reader: walks the grammar over bytes.
//!
//! Its recursion goes as deep as the grammar's types are nested, whatever the input, and it keeps one node
//! for each value that has at least one byte, so memory is in proportion to the input.

use super::error::{DecodeError, Problem};
use super::grammar::{Accepts, Case, EnumType, Item, StructType, TREE_ENTRY, Type};
use super::node::{Label, Node, Value};

/// Reads a value that must be the whole of `input`. `name` begins the path in errors.
///
/// # Errors
/// The first thing that is wrong, in the order of the bytes; of a ratchet tree's shape after its nodes.
pub fn decode(name: &'static str, ty: Type, input: &[u8]) -> Result<Node, DecodeError> {
    let mut reader = Reader {
        input,
        at: 0,
        end: input.len(),
    };
    let label = Label::Root(name);
    let node = reader.read(
        label,
        ty,
        &Scope {
            fields: &[],
            outer: None,
        },
    )?;
    match reader.left() {
        0 => Ok(node),
        count => Err(reader.error(Problem::TrailingBytes { count }).inside(label)),
    }
}

/// A part of the input.
struct Reader<'a> {
    input: &'a [u8],
    /// The next byte; at most `end`.
    at: usize,
    end: usize,
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

impl<'a> Reader<'a> {
    fn read(&mut self, label: Label, ty: Type, scope: &Scope<'_>) -> Result<Node, DecodeError> {
        let offset = self.at;
        let Read { header, value } = self
            .read_value(ty, scope)
            .map_err(|error| error.inside(label))?;
        let length = self.at.saturating_sub(offset);
        Ok(Node {
            label,
            ty,
            offset,
            length,
            header,
            value,
        })
    }

    fn read_value(&mut self, ty: Type, scope: &Scope<'_>) -> Result<Read, DecodeError> {
        match ty {
            Type::Uint(width) => Ok(Read::plain(Value::Uint(self.uint(width)?))),
            Type::Time => Ok(Read::plain(Value::Uint(self.uint(8)?))),
            Type::Enum(enumeration, accepts) => self.enumerated(enumeration, accepts),
            Type::Opaque | Type::Named(_) => {
                let (header, _) = self.vector()?;
                Ok(Read {
                    header,
                    value: Value::Bytes,
                })
            }
            Type::Fixed(length) => {
                self.take(length)?;
                Ok(Read::plain(Value::Bytes))
            }
            Type::Vector(item) => self.items(*item, scope),
            Type::Optional(value) => self.optional(*value, scope),
            Type::Struct(structure) => self.structure(structure, scope),
            Type::RatchetTree => {
                let start = self.at;
                let tree = self.items(TREE_ENTRY, scope)?;
                check_tree(start, &tree)?;
                Ok(tree)
            }
            Type::Contents(cases) => self.contents(cases, scope),
        }
    }

    fn enumerated(&mut self, ty: &EnumType, accepts: Accepts) -> Result<Read, DecodeError> {
        let offset = self.at;
        let value = self.uint(ty.width)?;
        let accepted = match accepts {
            Accepts::Any => true,
            Accepts::NotZero => value != 0,
            Accepts::Assigned => ty.assigned(value).is_some(),
        };
        if accepted {
            Ok(Read::plain(Value::Uint(value)))
        } else {
            Err(DecodeError::new(
                offset,
                Problem::Value {
                    name: ty.name,
                    value,
                },
            ))
        }
    }

    fn items(&mut self, item: Type, scope: &Scope<'_>) -> Result<Read, DecodeError> {
        let (header, mut content) = self.vector()?;
        let mut items = Vec::new();
        while content.left() > 0 {
            items.push(content.read(Label::Index(items.len()), item, scope)?);
        }
        Ok(Read {
            header,
            value: Value::Children(items),
        })
    }

    fn optional(&mut self, value: Type, scope: &Scope<'_>) -> Result<Read, DecodeError> {
        let offset = self.at;
        let children = match self.uint(1)? {
            0 => Vec::new(),
            1 => vec![self.read(Label::Field("value"), value, scope)?],
            value => return Err(DecodeError::new(offset, Problem::Presence { value })),
        };
        Ok(Read {
            header: 1,
            value: Value::Children(children),
        })
    }

    fn structure(&mut self, ty: &StructType, outer: &Scope<'_>) -> Result<Read, DecodeError> {
        let mut fields = Vec::new();
        self.fields(ty.items, &mut fields, outer)?;
        Ok(Read::plain(Value::Children(fields)))
    }

    /// Reads lines of a struct, or of a case of a `select` in it, to the fields before them.
    fn fields(
        &mut self,
        items: &[Item],
        fields: &mut Vec<Node>,
        outer: &Scope<'_>,
    ) -> Result<(), DecodeError> {
        for item in items {
            let scope = Scope {
                fields,
                outer: Some(outer),
            };
            match item {
                Item::Field(name, ty) => {
                    let node = self.read(Label::Field(name), *ty, &scope)?;
                    fields.push(node);
                }
                Item::Select(path, cases) => {
                    let case = scope.find(path).and_then(|node| chosen(node, cases));
                    let case = case.ok_or(self.error(Problem::NoCase))?;
                    self.fields(case, fields, outer)?;
                }
            }
        }
        Ok(())
    }

    fn contents(
        &mut self,
        cases: &'static [(&'static str, Type)],
        scope: &Scope<'_>,
    ) -> Result<Read, DecodeError> {
        let (header, mut content) = self.vector()?;
        let kind = scope.find("extension_type").and_then(Node::description);
        let known = cases.iter().find(|(name, _)| Some(*name) == kind);
        let value = match known {
            None => Value::Bytes,
            Some((name, ty)) => match content.whole(Label::Field(name), *ty, scope) {
                Ok(node) => Value::Children(vec![node]),
                Err(error) => Value::Malformed(Box::new(error)),
            },
        };
        Ok(Read { header, value })
    }

    /// A value that must be the whole of what is left.
    fn whole(&mut self, label: Label, ty: Type, scope: &Scope<'_>) -> Result<Node, DecodeError> {
        let node = self.read(label, ty, scope)?;
        match self.left() {
            0 => Ok(node),
            count => Err(self.error(Problem::TrailingBytes { count }).inside(label)),
        }
    }

    /// The length of a vector, and a reader of its content, which this one steps over: RFC 9420, Section 2.1.2.
    fn vector(&mut self) -> Result<(usize, Reader<'a>), DecodeError> {
        let start = self.at;
        let first = self.peek()?;
        let (header, mask, shortest) = match first >> 6 {
            0 => (1, 0x3f, 0),
            1 => (2, 0x3fff, 0x40),
            2 => (4, 0x3fff_ffff, 0x4000),
            _ => return Err(self.error(Problem::LengthPrefix)),
        };
        let length = usize::try_from(self.uint(header)? & mask).unwrap_or(usize::MAX);
        if length < shortest {
            return Err(DecodeError::new(
                start,
                Problem::NonMinimalLength { length, header },
            ));
        }
        let content_start = self.at;
        if length > self.left() {
            let left = self.left();
            return Err(DecodeError::new(
                start,
                Problem::VectorTooLong { length, left },
            ));
        }
        self.take(length)?;
        Ok((
            header,
            Reader {
                input: self.input,
                at: content_start,
                end: self.at,
            },
        ))
    }

    /// A big-endian integer.
    fn uint(&mut self, width: usize) -> Result<u64, DecodeError> {
        let bytes = self.take(width)?;
        Ok(bytes
            .iter()
            .fold(0, |value, byte| (value << 8) | u64::from(*byte)))
    }

    fn peek(&self) -> Result<u8, DecodeError> {
        let rest = self.input.get(self.at..self.end).unwrap_or_default();
        rest.first()
            .copied()
            .ok_or(self.error(Problem::Truncated { needed: 1, left: 0 }))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let left = self.left();
        if length > left {
            return Err(self.error(Problem::Truncated {
                needed: length,
                left,
            }));
        }
        let start = self.at;
        self.at = start.saturating_add(length);
        Ok(self.input.get(start..self.at).unwrap_or_default())
    }

    fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }

    fn error(&self, problem: Problem) -> DecodeError {
        DecodeError::new(self.at, problem)
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
    let node = fields
        .iter()
        .find(|node| matches!(node.label, Label::Field(n) if n == name))?;
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
        let problem = Problem::EvenTree {
            count: entries.len(),
        };
        return Err(DecodeError::new(start, problem));
    }
    if last.children().is_empty() {
        return Err(DecodeError::new(last.offset, Problem::BlankEnd).inside(last.label));
    }
    for (index, entry) in entries.iter().enumerate() {
        let expected = if index.is_multiple_of(2) {
            "leaf"
        } else {
            "parent"
        };
        let node_type = entry
            .children()
            .first()
            .and_then(|node| node.children().first());
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
