//! Proposals and Commits: RFC 9420, Section 8.4, Section 12.1 and Section 12.4.

use super::Case::{Otherwise, When};
use super::Item::{Field, Select};
use super::StructType;
use super::Type::{Named, Opaque, Optional, Struct, Uint, Vector};
use super::group::GROUP_CONTEXT_EXTENSION;
use super::registries::{ANY_VERSION, PROPOSAL as PROPOSAL_TYPE, PROPOSAL_OR_REF, PSK, PSK_USAGE, SUITE};
use super::tree::{KEY_PACKAGE, LEAF_NODE, UPDATE_PATH};

/// RFC 9420, Section 8.4.
pub(super) static PRE_SHARED_KEY_ID: StructType = StructType {
    name: "PreSharedKeyID",
    items: &[
        Field("psktype", PSK),
        Select(
            "psktype",
            &[
                When("external", &[Field("psk_id", Opaque)]),
                When(
                    "resumption",
                    &[Field("usage", PSK_USAGE), Field("psk_group_id", Opaque), Field("psk_epoch", Uint(8))],
                ),
            ],
        ),
        Field("psk_nonce", Opaque),
    ],
};

/// RFC 9420, Section 8.4.
pub(super) static PSK_LABEL: StructType = StructType {
    name: "PSKLabel",
    items: &[Field("id", Struct(&PRE_SHARED_KEY_ID)), Field("index", Uint(2)), Field("count", Uint(2))],
};

/// RFC 9420, Section 12.1.
pub(super) static PROPOSAL: StructType = StructType {
    name: "Proposal",
    items: &[
        Field("proposal_type", PROPOSAL_TYPE),
        Select(
            "proposal_type",
            &[
                When("add", &[Field("add", Struct(&ADD))]),
                When("update", &[Field("update", Struct(&UPDATE))]),
                When("remove", &[Field("remove", Struct(&REMOVE))]),
                When("psk", &[Field("psk", Struct(&PRE_SHARED_KEY))]),
                When("reinit", &[Field("reinit", Struct(&RE_INIT))]),
                When("external_init", &[Field("external_init", Struct(&EXTERNAL_INIT))]),
                When(
                    "group_context_extensions",
                    &[Field("group_context_extensions", Struct(&GROUP_CONTEXT_EXTENSIONS))],
                ),
                Otherwise(&[Field("proposal_data", Opaque)]),
            ],
        ),
    ],
};

/// RFC 9420, Section 12.1.1.
pub(super) static ADD: StructType = StructType { name: "Add", items: &[Field("key_package", Struct(&KEY_PACKAGE))] };

/// RFC 9420, Section 12.1.2.
pub(super) static UPDATE: StructType = StructType { name: "Update", items: &[Field("leaf_node", Struct(&LEAF_NODE))] };

/// RFC 9420, Section 12.1.3.
pub(super) static REMOVE: StructType = StructType { name: "Remove", items: &[Field("removed", Uint(4))] };

/// RFC 9420, Section 12.1.4.
pub(super) static PRE_SHARED_KEY: StructType =
    StructType { name: "PreSharedKey", items: &[Field("psk", Struct(&PRE_SHARED_KEY_ID))] };

/// RFC 9420, Section 12.1.5. Its extensions are those of the new group's GroupContext.
pub(super) static RE_INIT: StructType = StructType {
    name: "ReInit",
    items: &[
        Field("group_id", Opaque),
        Field("version", ANY_VERSION),
        Field("cipher_suite", SUITE),
        Field("extensions", Vector(&Struct(&GROUP_CONTEXT_EXTENSION))),
    ],
};

/// RFC 9420, Section 12.1.6.
pub(super) static EXTERNAL_INIT: StructType =
    StructType { name: "ExternalInit", items: &[Field("kem_output", Opaque)] };

/// RFC 9420, Section 12.1.7.
pub(super) static GROUP_CONTEXT_EXTENSIONS: StructType = StructType {
    name: "GroupContextExtensions",
    items: &[Field("extensions", Vector(&Struct(&GROUP_CONTEXT_EXTENSION)))],
};

/// RFC 9420, Section 12.4.
pub(super) static PROPOSAL_OR_REF_STRUCT: StructType = StructType {
    name: "ProposalOrRef",
    items: &[
        Field("type", PROPOSAL_OR_REF),
        Select(
            "type",
            &[
                When("proposal", &[Field("proposal", Struct(&PROPOSAL))]),
                When("reference", &[Field("reference", Named("ProposalRef"))]),
            ],
        ),
    ],
};

/// RFC 9420, Section 12.4.
pub(super) static COMMIT: StructType = StructType {
    name: "Commit",
    items: &[
        Field("proposals", Vector(&Struct(&PROPOSAL_OR_REF_STRUCT))),
        Field("path", Optional(&Struct(&UPDATE_PATH))),
    ],
};
