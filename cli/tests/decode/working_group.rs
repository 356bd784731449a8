//! The working group's `messages.json`, where it lies beside the checkout: every field of every case decodes
//! as its type, and the type that is detected is the right one.

use std::path::Path;

use data_encoding::HEXLOWER;
use pleach_cli::decode::detect::detect;
use pleach_cli::decode::grammar::find_root;
use pleach_cli::decode::reader::decode;
use serde_json::{Map, Value};

use super::properties::check_tiling;

const CASES: usize = 300;

/// The fields with their types, and the `wire_format` of those that are MLSMessages.
const FIELDS: [(&str, &str); 17] = [
    ("mls_welcome", "MLSMessage"),
    ("mls_group_info", "MLSMessage"),
    ("mls_key_package", "MLSMessage"),
    ("ratchet_tree", "ratchet_tree"),
    ("group_secrets", "GroupSecrets"),
    ("add_proposal", "Add"),
    ("update_proposal", "Update"),
    ("remove_proposal", "Remove"),
    ("pre_shared_key_proposal", "PreSharedKey"),
    ("re_init_proposal", "ReInit"),
    ("external_init_proposal", "ExternalInit"),
    ("group_context_extensions_proposal", "GroupContextExtensions"),
    ("commit", "Commit"),
    ("public_message_application", "MLSMessage"),
    ("public_message_proposal", "MLSMessage"),
    ("public_message_commit", "MLSMessage"),
    ("private_message", "MLSMessage"),
];

#[test]
fn every_field_of_messages_json_decodes() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/mlswg-vectors/messages.json");
    if !file.exists() {
        println!("skipped: {} is not there", file.display());
        return;
    }
    let cases: Vec<Map<String, Value>> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(cases.len(), CASES);
    let mut decoded = 0;
    for (index, case) in cases.iter().enumerate() {
        assert_eq!(case.len(), FIELDS.len(), "case {index}");
        for (field, name) in FIELDS {
            let bytes = HEXLOWER.decode(case[field].as_str().unwrap().as_bytes()).unwrap();
            let root = find_root(name).unwrap();
            let node =
                decode(root.name, root.ty, &bytes).unwrap_or_else(|error| panic!("case {index}, {field}: {error}"));
            assert_eq!(check_tiling(&node, 0), bytes.len());
            if root.detected {
                assert_eq!(detect(&bytes).unwrap().0.name, name, "case {index}, {field}");
            }
            decoded += 1;
        }
    }
    assert_eq!(decoded, 5100);
}
