//! Messages built by hand, from the RFC's structs and nothing else. No signature or ciphertext in them means
//! anything.

/// `opaque value<V>`, or the content of any vector with its length.
pub(crate) fn vector(content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let header = match length {
        0..0x40 => vec![length as u8],
        0x40..0x4000 => (0x4000 | length as u16).to_be_bytes().to_vec(),
        _ => (0x8000_0000 | length as u32).to_be_bytes().to_vec(),
    };
    join(&[&header, content])
}

pub(crate) fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// A vector of `uint16`.
fn u16s(values: &[u16]) -> Vec<u8> {
    vector(&values.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<u8>>())
}

fn extension(kind: u16, data: &[u8]) -> Vec<u8> {
    join(&[&kind.to_be_bytes(), &vector(data)])
}

fn basic(identity: &[u8]) -> Vec<u8> {
    join(&[&[0, 1], &vector(identity)])
}

fn x509(certificates: &[&[u8]]) -> Vec<u8> {
    let chain: Vec<u8> = certificates.iter().flat_map(|data| vector(data)).collect();
    join(&[&[0, 2], &vector(&chain)])
}

/// Versions, suites, extensions, proposals, credentials; with GREASE, unknown and private values.
fn capabilities() -> Vec<u8> {
    join(&[
        &u16s(&[1]),
        &u16s(&[1, 7, 0x1a1a]),
        &u16s(&[0x2a2a, 0xf001]),
        &u16s(&[0x0009, 0xeaea]),
        &u16s(&[1, 2, 0xfafa]),
    ])
}

/// A LeafNode; `source` is its `leaf_node_source` with what belongs to it.
fn leaf_node(credential: &[u8], source: &[u8], extensions: &[u8]) -> Vec<u8> {
    join(&[
        &vector(&[0xe1; 32]),
        &vector(&[0x51; 32]),
        credential,
        &capabilities(),
        source,
        &vector(extensions),
        &vector(&[0x5a; 64]),
    ])
}

fn lifetime() -> Vec<u8> {
    join(&[&[1], &1_700_000_000_u64.to_be_bytes(), &u64::MAX.to_be_bytes()])
}

/// A LeafNode from a KeyPackage, with an `application_id`.
pub(crate) fn key_package_leaf() -> Vec<u8> {
    let extensions = join(&[&extension(1, &vector(b"laptop")), &extension(0x2a2a, &[1, 2, 3])]);
    leaf_node(&basic(b"alice"), &lifetime(), &extensions)
}

pub(crate) fn update_leaf() -> Vec<u8> {
    leaf_node(&x509(&[&[0x30, 0x82, 0x01], &[0x30]]), &[2], &[])
}

fn commit_leaf() -> Vec<u8> {
    leaf_node(&join(&[&[0xf0, 0], &vector(&[9, 9])]), &join(&[&[3], &vector(&[0xba; 32])]), &[])
}

pub(crate) fn key_package() -> Vec<u8> {
    join(&[
        &[0, 1, 0, 1],
        &vector(&[0x11; 32]),
        &key_package_leaf(),
        &vector(&extension(0xaaaa, b"")),
        &vector(&[0x5b; 64]),
    ])
}

fn parent_node() -> Vec<u8> {
    join(&[&vector(&[0xe2; 32]), &vector(&[]), &vector(&2_u32.to_be_bytes())])
}

fn leaf_entry(leaf: &[u8]) -> Vec<u8> {
    join(&[&[1, 1], leaf])
}

fn parent_entry() -> Vec<u8> {
    join(&[&[1, 2], &parent_node()])
}

/// Four leaves, the second of them blank; of the parents only the left one is not blank.
pub(crate) fn tree_entries() -> Vec<Vec<u8>> {
    vec![
        leaf_entry(&commit_leaf()),
        parent_entry(),
        vec![0],
        vec![0],
        leaf_entry(&update_leaf()),
        vec![0],
        leaf_entry(&key_package_leaf()),
    ]
}

pub(crate) fn ratchet_tree() -> Vec<u8> {
    vector(&tree_entries().concat())
}

fn required_capabilities() -> Vec<u8> {
    join(&[&u16s(&[5]), &u16s(&[4]), &u16s(&[1])])
}

fn external_senders() -> Vec<u8> {
    vector(&join(&[&vector(&[0x52; 32]), &basic(b"server")]))
}

pub(crate) fn group_context() -> Vec<u8> {
    let extensions = join(&[&extension(3, &required_capabilities()), &extension(5, &external_senders())]);
    join(&[
        &[0, 1, 0, 1],
        &vector(b"group"),
        &258_u64.to_be_bytes(),
        &vector(&[0x7e; 32]),
        &vector(&[0xc7; 32]),
        &vector(&extensions),
    ])
}

/// The last extension is a `required_capabilities`, which has no meaning here.
pub(crate) fn group_info_with(ratchet_tree: &[u8]) -> Vec<u8> {
    let extensions = join(&[
        &extension(2, ratchet_tree),
        &extension(4, &vector(&[0xe3; 32])),
        &extension(3, &required_capabilities()),
    ]);
    join(&[&group_context(), &vector(&extensions), &vector(&[0xcf; 32]), &1_u32.to_be_bytes(), &vector(&[0x5c; 64])])
}

pub(crate) fn group_info() -> Vec<u8> {
    group_info_with(&ratchet_tree())
}

fn hpke_ciphertext(plaintext_length: usize) -> Vec<u8> {
    join(&[&vector(&[0xee; 32]), &vector(&vec![0xc1; plaintext_length + 16])])
}

pub(crate) fn welcome() -> Vec<u8> {
    let secrets = join(&[&vector(&[0x4e; 32]), &hpke_ciphertext(70)]);
    join(&[&[0, 1], &vector(&secrets), &vector(&[0xc2; 100])])
}

fn external_psk() -> Vec<u8> {
    join(&[&[1], &vector(b"psk"), &vector(&[0x0c; 32])])
}

fn resumption_psk(usage: u8) -> Vec<u8> {
    join(&[&[2, usage], &vector(b"group"), &7_u64.to_be_bytes(), &vector(&[0x0d; 32])])
}

pub(crate) fn group_secrets() -> Vec<u8> {
    let psks = join(&[&external_psk(), &resumption_psk(3)]);
    join(&[&vector(&[0x1a; 32]), &[1], &vector(&[0x9a; 32]), &vector(&psks)])
}

/// All seven, and one that is unknown.
pub(crate) fn proposals() -> Vec<Vec<u8>> {
    let reinit = join(&[&vector(b"next"), &[0, 2, 0, 3], &vector(&[])]);
    vec![
        join(&[&[0, 1], &key_package()]),
        join(&[&[0, 2], &update_leaf()]),
        join(&[&[0, 3], &3_u32.to_be_bytes()]),
        join(&[&[0, 4], &resumption_psk(1)]),
        join(&[&[0, 5], &reinit]),
        join(&[&[0, 6], &vector(&[0xee; 32])]),
        join(&[&[0, 7], &vector(&extension(3, &required_capabilities()))]),
        join(&[&[0xf0, 0x0f], &vector(b"body")]),
    ]
}

/// Every proposal by value, one by reference, and a path.
pub(crate) fn commit() -> Vec<u8> {
    let by_value = proposals().into_iter().flat_map(|proposal| join(&[&[1], &proposal]));
    let mut list: Vec<u8> = by_value.collect();
    list.extend(join(&[&[2], &vector(&[0x4f; 32])]));
    let path_node = join(&[&vector(&[0xe4; 32]), &vector(&hpke_ciphertext(32))]);
    join(&[&vector(&list), &[1], &commit_leaf(), &vector(&path_node)])
}

/// The senders, each with its fields.
pub(crate) const MEMBER: &[u8] = &[1, 0, 0, 0, 2];
pub(crate) const EXTERNAL: &[u8] = &[2, 0, 0, 0, 0];
pub(crate) const NEW_MEMBER_PROPOSAL: &[u8] = &[3];
pub(crate) const NEW_MEMBER_COMMIT: &[u8] = &[4];

/// A PublicMessage; `content` starts with the content type.
fn public_message(sender: &[u8], content: &[u8]) -> Vec<u8> {
    let is_commit = content.first() == Some(&3);
    let tag = |present| {
        if present { vector(&[0x7a; 32]) } else { Vec::new() }
    };
    join(&[
        &vector(b"group"),
        &258_u64.to_be_bytes(),
        sender,
        &vector(b""),
        content,
        &vector(&[0x5d; 64]),
        &tag(is_commit),
        &tag(sender.first() == Some(&1)),
    ])
}

fn private_message() -> Vec<u8> {
    join(&[
        &vector(b"group"),
        &258_u64.to_be_bytes(),
        &[1],
        &vector(b"authenticated"),
        &vector(&[0xc3; 28]),
        &vector(&[0xc4; 300]),
    ])
}

pub(crate) fn mls_message(wire_format: u8, body: &[u8]) -> Vec<u8> {
    join(&[&[0, 1, 0, wire_format], body])
}

/// A message of each type: its name, the type that `pleach decode` takes it for, its bytes.
pub(crate) fn all() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let application = join(&[&[1], &vector(b"hello")]);
    let remove = join(&[&[2], &[0, 3], &3_u32.to_be_bytes()]);
    let add = join(&[&[2], &[0, 1], &key_package()]);
    let commit_content = join(&[&[3], &commit()]);
    let empty_commit = [3, 0, 0];
    let public = |sender, content: &[u8]| mls_message(1, &public_message(sender, content));
    vec![
        ("public_message_application", "MLSMessage", public(MEMBER, &application)),
        ("public_message_proposal", "MLSMessage", public(EXTERNAL, &remove)),
        ("public_message_new_member", "MLSMessage", public(NEW_MEMBER_PROPOSAL, &add)),
        ("public_message_commit", "MLSMessage", public(MEMBER, &commit_content)),
        ("public_message_external_commit", "MLSMessage", public(NEW_MEMBER_COMMIT, &empty_commit)),
        ("private_message", "MLSMessage", mls_message(2, &private_message())),
        ("welcome", "MLSMessage", mls_message(3, &welcome())),
        ("group_info", "MLSMessage", mls_message(4, &group_info())),
        ("key_package", "MLSMessage", mls_message(5, &key_package())),
        ("bare_key_package", "KeyPackage", key_package()),
        ("bare_group_info", "GroupInfo", group_info()),
        ("ratchet_tree", "ratchet_tree", ratchet_tree()),
    ]
}

/// What has to be named.
pub(crate) fn named() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("Welcome", welcome()),
        ("Commit", commit()),
        ("Proposal", proposals().swap_remove(4)),
        ("GroupContext", group_context()),
        ("LeafNode", update_leaf()),
        ("GroupSecrets", group_secrets()),
    ]
}
