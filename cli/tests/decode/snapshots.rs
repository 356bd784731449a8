//! What `pleach decode` prints for a message of each type.

use pleach_cli::decode::detect::detect;
use pleach_cli::decode::grammar::find_root;
use pleach_cli::decode::input::Format;
use pleach_cli::decode::json::write_json;
use pleach_cli::decode::node::Node;
use pleach_cli::decode::reader::decode;
use pleach_cli::decode::text::write_text;

use super::samples;

fn text(node: &Node, input: &[u8], full: bool) -> String {
    let mut out = Vec::new();
    write_text(&mut out, node, input, full).unwrap();
    String::from_utf8(out).unwrap()
}

fn decode_named(name: &str, input: &[u8]) -> Node {
    let root = find_root(name).unwrap();
    decode(root.name, root.ty, input).unwrap()
}

#[test]
fn each_detected_type_is_printed() {
    for (name, expected, bytes) in samples::all() {
        let (root, node) = detect(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(root.name, expected, "{name}");
        insta::assert_snapshot!(name, text(&node, &bytes, false));
    }
}

#[test]
fn each_named_type_is_printed() {
    for (name, bytes) in samples::named() {
        // No two snapshots may differ in case only.
        let snapshot = format!("named_{name}");
        insta::assert_snapshot!(snapshot, text(&decode_named(name, &bytes), &bytes, false));
    }
}

#[test]
fn full_text_has_every_byte() {
    let bytes = samples::mls_message(3, &samples::welcome());
    let (_, node) = detect(&bytes).unwrap();
    insta::assert_snapshot!("welcome_full", text(&node, &bytes, true));
}

#[test]
fn json_has_the_same_tree() {
    for (name, node, bytes) in [
        ("bare_key_package_json", decode_named("KeyPackage", &samples::key_package()), samples::key_package()),
        ("welcome_json", decode_named("Welcome", &samples::welcome()), samples::welcome()),
        ("commit_json", decode_named("Commit", &samples::commit()), samples::commit()),
    ] {
        let mut out = Vec::new();
        write_json(&mut out, &node, &bytes, Format::Binary).unwrap();
        insta::assert_snapshot!(name, String::from_utf8(out).unwrap());
    }
}

#[test]
fn malformed_extension_contents_are_shown_as_opaque_with_a_note() {
    let bytes = samples::mls_message(4, &samples::group_info_with(&samples::vector(&[0, 0])));
    let (_, node) = detect(&bytes).unwrap();
    insta::assert_snapshot!("malformed_extension", text(&node, &bytes, false));
}
