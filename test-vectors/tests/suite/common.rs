//! What several tests share.

use std::path::{Path, PathBuf};

use pleach_vectors::{Kind, checkout};
use serde_json::{Value, json};

/// The folder of the working group's set, if it is beside the checkout; says so if it is not.
pub(crate) fn working_group_set() -> Option<PathBuf> {
    let folder = checkout().join("../shared/mlswg-vectors");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: {} does not exist", folder.display());
        None
    }
}

/// The folder of the registry's set. Cargo needs the network for it, once.
pub(crate) fn registry_set() -> PathBuf {
    pleach_vectors::registry_vectors(&checkout()).expect("the registry's set")
}

/// A file of a kind that every machine has: the registry's, or a small one of our own for the kinds that the
/// registry does not have.
pub(crate) fn sample(kind: Kind) -> Vec<u8> {
    match kind {
        Kind::Deserialization => br#"[{"vlbytes_header": "4040", "length": 64}]"#.to_vec(),
        _ if Kind::OURS.contains(&kind) => Value::Array(vec![story(story(Value::Null))]).to_string().into_bytes(),
        _ => read(&registry_set(), kind),
    }
}

/// A story that has every field and means nothing, with a linked group.
fn story(linked_group: Value) -> Value {
    let exporter = json!({"label": "", "context": "", "length": 0, "secret": ""});
    let message = json!({"message": "", "epoch": 0, "sender": 0, "authenticated_data": "", "application_data": ""});
    json!({
        "cipher_suite": 1,
        "external_psks": [{"psk_id": "", "psk": ""}],
        "key_package": "",
        "signature_priv": "",
        "encryption_priv": "",
        "init_priv": "",
        "time": null,
        "past_epochs": 0,
        "welcome": "",
        "ratchet_tree": null,
        "initial_epoch_authenticator": "00",
        "initial_exporter": exporter,
        "initial_messages": [message],
        "epochs": [{
            "time": null,
            "proposals": [""],
            "commit": "",
            "epoch_authenticator": "",
            "exporter": exporter,
            "messages": [message],
            "linked_group": linked_group,
        }],
    })
}

/// The sample of a kind, and the working group's file if it has one and the set is there.
pub(crate) fn files(kind: Kind) -> Vec<Vec<u8>> {
    let set = working_group_set().filter(|_| Kind::WORKING_GROUP.contains(&kind));
    [sample(kind)].into_iter().chain(set.map(|set| read(&set, kind))).collect()
}

/// The file of a kind in a folder.
pub(crate) fn read(folder: &Path, kind: Kind) -> Vec<u8> {
    std::fs::read(folder.join(format!("{kind}.json"))).expect("a file of the set")
}
