//! Each way in which bytes can fail to be an encoding: what, where, at which byte.

use pleach_cli::decode::detect::detect;
use pleach_cli::decode::grammar::find_root;
use pleach_cli::decode::reader::decode;

use super::samples;

fn error(name: &str, bytes: &[u8]) -> String {
    let root = find_root(name).unwrap();
    decode(root.name, root.ty, bytes).unwrap_err().to_string()
}

/// `bytes` with those from `offset` on replaced.
fn changed(mut bytes: Vec<u8>, offset: usize, new: &[u8]) -> Vec<u8> {
    bytes[offset..offset + new.len()].copy_from_slice(new);
    bytes
}

#[test]
fn integers_end_inside_the_input() {
    assert_eq!(error("MLSMessage", &[]), "at byte 0 in MLSMessage.version: 2 bytes needed, 0 left");
    assert_eq!(error("Remove", &[0, 0, 0]), "at byte 0 in Remove.removed: 4 bytes needed, 3 left");
    assert_eq!(error("Capabilities", &[3, 0, 1, 0]), "at byte 3 in Capabilities.versions[1]: 2 bytes needed, 1 left");
}

#[test]
fn vectors_end_inside_what_they_are_in() {
    assert_eq!(
        error("ExternalInit", &[0x44, 0xb0, 1, 2]),
        "at byte 0 in ExternalInit.kem_output: vector length 1200 exceeds the 2 bytes left"
    );
    assert_eq!(
        error("GroupContextExtensions", &[4, 0, 9, 2, 1, 1]),
        "at byte 3 in GroupContextExtensions.extensions[0].extension_data: \
         vector length 2 exceeds the 1 byte left"
    );
    assert_eq!(error("ExternalInit", &[0x80, 0, 0x40]), "at byte 0 in ExternalInit.kem_output: 4 bytes needed, 3 left");
}

#[test]
fn lengths_are_in_their_shortest_form() {
    let long = |bytes: &[u8], length: usize| [bytes, &vec![0; length]].concat();
    assert_eq!(
        error("ExternalInit", &long(&[0x40, 0x3f], 63)),
        "at byte 0 in ExternalInit.kem_output: vector length 63 takes 2 bytes, more than it needs"
    );
    assert_eq!(
        error("ExternalInit", &long(&[0x80, 0, 0x3f, 0xff], 16383)),
        "at byte 0 in ExternalInit.kem_output: vector length 16383 takes 4 bytes, more than it needs"
    );
    assert_eq!(
        error("ExternalInit", &[0xc0; 9]),
        "at byte 0 in ExternalInit.kem_output: vector length starts with the bits 11"
    );
    let root = find_root("ExternalInit").unwrap();
    for length in [0, 63, 64, 16383, 16384] {
        let bytes = samples::vector(&vec![7; length]);
        assert!(decode(root.name, root.ty, &bytes).is_ok(), "{length}");
    }
}

#[test]
fn presence_is_0_or_1() {
    assert_eq!(error("Commit", &[0, 2]), "at byte 1 in Commit.path: presence octet 0x02 is neither 0 nor 1");
}

#[test]
fn enums_have_assigned_values() {
    let message = samples::mls_message(5, &samples::key_package());
    assert_eq!(
        error("MLSMessage", &changed(message.clone(), 0, &[0, 2])),
        "at byte 0 in MLSMessage.version: ProtocolVersion 2 is unknown"
    );
    assert_eq!(
        error("MLSMessage", &changed(message.clone(), 2, &[0, 0])),
        "at byte 2 in MLSMessage.wire_format: WireFormat 0 is reserved"
    );
    assert_eq!(
        error("MLSMessage", &changed(message, 2, &[0xf0, 0])),
        "at byte 2 in MLSMessage.wire_format: WireFormat 61440 is unknown"
    );
    assert_eq!(
        error("PreSharedKeyID", &[2, 4, 0]),
        "at byte 1 in PreSharedKeyID.usage: ResumptionPSKUsage 4 is unknown"
    );
    assert_eq!(
        error("Credential", &[0, 0, 0]),
        "at byte 0 in Credential.credential_type: CredentialType 0 is reserved"
    );
    assert_eq!(
        error("Commit", &[3, 1, 0, 0, 0]),
        "at byte 2 in Commit.proposals[0].proposal.proposal_type: ProposalType 0 is reserved"
    );
    assert_eq!(error("ProposalOrRef", &[3]), "at byte 0 in ProposalOrRef.type: ProposalOrRefType 3 is unknown");
}

#[test]
fn versions_that_are_a_subject_are_any() {
    let root = find_root("KeyPackage").unwrap();
    let bytes = changed(samples::key_package(), 0, &[0xff, 0xff, 0xff, 0xff]);
    assert!(decode(root.name, root.ty, &bytes).is_ok());
    let root = find_root("GroupContext").unwrap();
    assert!(decode(root.name, root.ty, &changed(samples::group_context(), 0, &[0, 2])).is_err());
}

#[test]
fn nothing_comes_after_the_end() {
    assert_eq!(error("Remove", &[0; 6]), "at byte 4 in Remove: 2 bytes after the end");
}

#[test]
fn ratchet_trees_have_their_shape() {
    let tree = |entries: &[Vec<u8>]| samples::vector(&entries.concat());
    let entries = samples::tree_entries();
    assert_eq!(error("ratchet_tree", &[0]), "at byte 0 in ratchet_tree: a ratchet tree has at least one node");
    assert_eq!(
        error("ratchet_tree", &tree(&entries[..2])),
        "at byte 0 in ratchet_tree: a ratchet tree has an odd number of nodes, this one has 2"
    );
    let blank_end = tree(&entries[..3]);
    assert_eq!(
        error("ratchet_tree", &blank_end),
        format!("at byte {} in ratchet_tree[2]: the last node of a ratchet tree is not blank", blank_end.len() - 1)
    );
    let swapped = [entries[1].clone(), entries[0].clone(), entries[6].clone()];
    assert_eq!(
        error("ratchet_tree", &tree(&swapped)),
        "at byte 3 in ratchet_tree[0].value.node_type: \
         leaves have even positions in a ratchet tree, parents odd ones"
    );
}

#[test]
fn undetected_input_has_the_error_of_each_attempt() {
    let message = samples::mls_message(3, &[0, 1, 0]);
    assert_eq!(
        detect(&message).unwrap_err().to_string(),
        "none of the types that are detected fits\n  \
         at byte 7 in MLSMessage.welcome.encrypted_group_info: 1 byte needed, 0 left\n  \
         at byte 7 in KeyPackage.leaf_node.signature_key: 1 byte needed, 0 left\n  \
         at byte 5 in GroupInfo.group_context.epoch: 8 bytes needed, 2 left\n  \
         at byte 0 in ratchet_tree: a ratchet tree has at least one node\n  \
         with --type it decodes as: Welcome, ParentHashInput"
    );
    let leaf = detect(&samples::update_leaf()).unwrap_err();
    assert_eq!(leaf.fitting, ["Update", "LeafNode"]);
}
