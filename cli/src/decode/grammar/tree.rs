//! Leaves, trees and KeyPackages: RFC 9420, Section 5.3, Section 7, Section 10 and
//! Section 12.4.3.3.

use super::Case::{Otherwise, When};
use super::Item::{Field, Select};
use super::StructType;
use super::Type::{self, Contents, Named, Opaque, Optional, Struct, Time, Uint, Vector};
use super::registries::{ANY_CREDENTIAL, ANY_PROPOSAL, ANY_VERSION, CREDENTIAL, EXTENSION, LEAF_SOURCE, NODE, SUITE};

pub(super) const HPKE_PUBLIC_KEY: Type = Named("HPKEPublicKey");
pub(super) const SIGNATURE_PUBLIC_KEY: Type = Named("SignaturePublicKey");

/// RFC 9420, Section 5.3.
static CERTIFICATE: StructType = StructType { name: "Certificate", items: &[Field("cert_data", Opaque)] };

/// RFC 9420, Section 5.3.
pub(super) static CREDENTIAL_STRUCT: StructType = StructType {
    name: "Credential",
    items: &[
        Field("credential_type", CREDENTIAL),
        Select(
            "credential_type",
            &[
                When("basic", &[Field("identity", Opaque)]),
                When("x509", &[Field("certificates", Vector(&Struct(&CERTIFICATE)))]),
                Otherwise(&[Field("credential_data", Opaque)]),
            ],
        ),
    ],
};

/// RFC 9420, Section 7.1.
pub(super) static PARENT_NODE: StructType = StructType {
    name: "ParentNode",
    items: &[
        Field("encryption_key", HPKE_PUBLIC_KEY),
        Field("parent_hash", Opaque),
        Field("unmerged_leaves", Vector(&Uint(4))),
    ],
};

/// RFC 9420, Section 7.2.
pub(super) static CAPABILITIES: StructType = StructType {
    name: "Capabilities",
    items: &[
        Field("versions", Vector(&ANY_VERSION)),
        Field("cipher_suites", Vector(&SUITE)),
        Field("extensions", Vector(&EXTENSION)),
        Field("proposals", Vector(&ANY_PROPOSAL)),
        Field("credentials", Vector(&ANY_CREDENTIAL)),
    ],
};

/// RFC 9420, Section 7.2.
static LIFETIME: StructType =
    StructType { name: "Lifetime", items: &[Field("not_before", Time), Field("not_after", Time)] };

/// RFC 9420, Section 7.2, in a LeafNode.
static LEAF_NODE_EXTENSION: StructType = StructType {
    name: "Extension",
    items: &[Field("extension_type", EXTENSION), Field("extension_data", Contents(&[("application_id", Opaque)]))],
};

/// RFC 9420, Section 7.2, in a KeyPackage: no type of the RFC has a meaning there.
static KEY_PACKAGE_EXTENSION: StructType =
    StructType { name: "Extension", items: &[Field("extension_type", EXTENSION), Field("extension_data", Opaque)] };

/// RFC 9420, Section 7.2.
pub(super) static LEAF_NODE: StructType = StructType {
    name: "LeafNode",
    items: &[
        Field("encryption_key", HPKE_PUBLIC_KEY),
        Field("signature_key", SIGNATURE_PUBLIC_KEY),
        Field("credential", Struct(&CREDENTIAL_STRUCT)),
        Field("capabilities", Struct(&CAPABILITIES)),
        Field("leaf_node_source", LEAF_SOURCE),
        Select(
            "leaf_node_source",
            &[
                When("key_package", &[Field("lifetime", Struct(&LIFETIME))]),
                When("update", &[]),
                When("commit", &[Field("parent_hash", Opaque)]),
            ],
        ),
        Field("extensions", Vector(&Struct(&LEAF_NODE_EXTENSION))),
        Field("signature", Opaque),
    ],
};

/// RFC 9420, Section 7.2.
pub(super) static LEAF_NODE_TBS: StructType = StructType {
    name: "LeafNodeTBS",
    items: &[
        Field("encryption_key", HPKE_PUBLIC_KEY),
        Field("signature_key", SIGNATURE_PUBLIC_KEY),
        Field("credential", Struct(&CREDENTIAL_STRUCT)),
        Field("capabilities", Struct(&CAPABILITIES)),
        Field("leaf_node_source", LEAF_SOURCE),
        Select(
            "leaf_node_source",
            &[
                When("key_package", &[Field("lifetime", Struct(&LIFETIME))]),
                When("update", &[]),
                When("commit", &[Field("parent_hash", Opaque)]),
            ],
        ),
        Field("extensions", Vector(&Struct(&LEAF_NODE_EXTENSION))),
        Select(
            "leaf_node_source",
            &[
                When("key_package", &[]),
                When("update", &[Field("group_id", Opaque), Field("leaf_index", Uint(4))]),
                When("commit", &[Field("group_id", Opaque), Field("leaf_index", Uint(4))]),
            ],
        ),
    ],
};

/// RFC 9420, Section 7.6.
pub(super) static HPKE_CIPHERTEXT: StructType =
    StructType { name: "HPKECiphertext", items: &[Field("kem_output", Opaque), Field("ciphertext", Opaque)] };

/// RFC 9420, Section 7.6.
static UPDATE_PATH_NODE: StructType = StructType {
    name: "UpdatePathNode",
    items: &[
        Field("encryption_key", HPKE_PUBLIC_KEY),
        Field("encrypted_path_secret", Vector(&Struct(&HPKE_CIPHERTEXT))),
    ],
};

/// RFC 9420, Section 7.6.
pub(super) static UPDATE_PATH: StructType = StructType {
    name: "UpdatePath",
    items: &[Field("leaf_node", Struct(&LEAF_NODE)), Field("nodes", Vector(&Struct(&UPDATE_PATH_NODE)))],
};

/// RFC 9420, Section 7.8.
static LEAF_NODE_HASH_INPUT: StructType = StructType {
    name: "LeafNodeHashInput",
    items: &[Field("leaf_index", Uint(4)), Field("leaf_node", Optional(&Struct(&LEAF_NODE)))],
};

/// RFC 9420, Section 7.8.
static PARENT_NODE_HASH_INPUT: StructType = StructType {
    name: "ParentNodeHashInput",
    items: &[
        Field("parent_node", Optional(&Struct(&PARENT_NODE))),
        Field("left_hash", Opaque),
        Field("right_hash", Opaque),
    ],
};

/// RFC 9420, Section 7.8.
pub(super) static TREE_HASH_INPUT: StructType = StructType {
    name: "TreeHashInput",
    items: &[
        Field("node_type", NODE),
        Select(
            "node_type",
            &[
                When("leaf", &[Field("leaf_node", Struct(&LEAF_NODE_HASH_INPUT))]),
                When("parent", &[Field("parent_node", Struct(&PARENT_NODE_HASH_INPUT))]),
            ],
        ),
    ],
};

/// RFC 9420, Section 7.9.
pub(super) static PARENT_HASH_INPUT: StructType = StructType {
    name: "ParentHashInput",
    items: &[
        Field("encryption_key", HPKE_PUBLIC_KEY),
        Field("parent_hash", Opaque),
        Field("original_sibling_tree_hash", Opaque),
    ],
};

/// RFC 9420, Section 10.
pub(super) static KEY_PACKAGE: StructType = StructType {
    name: "KeyPackage",
    items: &[
        Field("version", ANY_VERSION),
        Field("cipher_suite", SUITE),
        Field("init_key", HPKE_PUBLIC_KEY),
        Field("leaf_node", Struct(&LEAF_NODE)),
        Field("extensions", Vector(&Struct(&KEY_PACKAGE_EXTENSION))),
        Field("signature", Opaque),
    ],
};

/// RFC 9420, Section 10.
pub(super) static KEY_PACKAGE_TBS: StructType = StructType {
    name: "KeyPackageTBS",
    items: &[
        Field("version", ANY_VERSION),
        Field("cipher_suite", SUITE),
        Field("init_key", HPKE_PUBLIC_KEY),
        Field("leaf_node", Struct(&LEAF_NODE)),
        Field("extensions", Vector(&Struct(&KEY_PACKAGE_EXTENSION))),
    ],
};

/// RFC 9420, Section 12.4.3.3.
static NODE_STRUCT: StructType = StructType {
    name: "Node",
    items: &[
        Field("node_type", NODE),
        Select(
            "node_type",
            &[
                When("leaf", &[Field("leaf_node", Struct(&LEAF_NODE))]),
                When("parent", &[Field("parent_node", Struct(&PARENT_NODE))]),
            ],
        ),
    ],
};

/// An entry of `ratchet_tree`.
pub(in crate::decode) static TREE_ENTRY: Type = Optional(&Struct(&NODE_STRUCT));
