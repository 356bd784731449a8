//! The reader on any input.

use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use proptest::sample::{Index, select};

use pleach_cli::decode::detect::detect;
use pleach_cli::decode::grammar::{Case, Item, ROOTS, Type};
use pleach_cli::decode::input::read_format;
use pleach_cli::decode::node::{Node, Value};
use pleach_cli::decode::reader::decode;

use super::samples;

/// Goes through a tree in order; each node must start where the one before it ended, have its header and its
/// children or content, and end where they end. Returns where it ends.
pub(crate) fn check_tiling(node: &Node, start: usize) -> usize {
    assert_eq!(node.offset, start, "{node:?}");
    let mut end = start + node.header;
    match &node.value {
        Value::Children(children) => {
            for child in children {
                end = check_tiling(child, end);
            }
        }
        Value::Uint(_) | Value::Bytes | Value::Malformed(_) => end = start + node.length,
    }
    assert_eq!(end, start + node.length, "{node:?}");
    end
}

#[test]
fn samples_are_tiled() {
    for (name, _, bytes) in samples::all() {
        let (_, node) = detect(&bytes).unwrap();
        assert_eq!(check_tiling(&node, 0), bytes.len(), "{name}");
    }
}

/// The bytes that no value of a type is shorter than.
fn least(ty: Type) -> usize {
    match ty {
        Type::Uint(width) | Type::Fixed(width) => width,
        Type::Time => 8,
        Type::Enum(enumeration, _) => enumeration.width,
        Type::Struct(structure) => structure.items.iter().map(least_item).sum(),
        _ => 1,
    }
}

fn least_item(item: &Item) -> usize {
    match item {
        Item::Field(_, ty) => least(*ty),
        Item::Select(..) => 0,
    }
}

/// Checks the parts of a type and returns how deep they nest. A grammar with a cycle never ends here.
fn check_type(ty: Type) -> usize {
    match ty {
        Type::Vector(item) => {
            assert!(least(*item) > 0, "a vector of {item} may have entries without a byte");
            1 + check_type(*item)
        }
        Type::Optional(value) => 1 + check_type(*value),
        Type::Struct(structure) => 1 + check_items(structure.items),
        Type::Contents(cases) => 1 + cases.iter().map(|(_, ty)| check_type(*ty)).max().unwrap_or(0),
        _ => 1,
    }
}

fn check_items(items: &[Item]) -> usize {
    let depth = |item: &Item| match item {
        Item::Field(_, ty) => check_type(*ty),
        Item::Select(_, cases) => cases.iter().map(check_case).max().unwrap_or(0),
    };
    items.iter().map(depth).max().unwrap_or(0)
}

fn check_case(case: &Case) -> usize {
    match case {
        Case::When(_, items) | Case::Otherwise(items) => check_items(items),
    }
}

#[test]
fn the_grammar_nests_boundedly_and_no_entry_is_empty() {
    for root in ROOTS {
        let depth = check_type(root.ty);
        assert!(depth <= 20, "{} nests {depth} deep", root.name);
    }
}

#[test]
fn every_prefix_of_every_sample_is_an_error() {
    for (name, expected, bytes) in samples::all() {
        let root = ROOTS.iter().find(|root| root.name == expected).unwrap();
        for end in 0..bytes.len() {
            let error = decode(root.name, root.ty, &bytes[..end]).unwrap_err();
            assert!(error.offset <= end, "{name}, {end}: {error}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_input_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for root in ROOTS {
            if let Ok(node) = decode(root.name, root.ty, &bytes) {
                prop_assert_eq!(check_tiling(&node, 0), bytes.len());
            }
        }
        let _ = read_format(bytes, None);
    }

    #[test]
    fn mutated_messages_are_errors_or_tiled(
        sample in select(samples::all()),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..4),
    ) {
        let (_, expected, mut bytes) = sample;
        for (position, value) in changes {
            let position = position.index(bytes.len());
            bytes[position] = value;
        }
        let root = ROOTS.iter().find(|root| root.name == expected).unwrap();
        if let Ok(node) = decode(root.name, root.ty, &bytes) {
            prop_assert_eq!(check_tiling(&node, 0), bytes.len());
        }
    }
}
