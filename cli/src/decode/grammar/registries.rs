//! Enums and registries: RFC 9420, Section 6, Section 7.2, Section 7.8, Section 8.4, Section 12.4 and
//! Section 17.

use super::Accepts::{Any, Assigned, NotZero};
use super::{EnumType, Type};

/// Where only `mls10` is defined.
pub(super) const MLS10: Type = Type::Enum(&PROTOCOL_VERSION, Assigned);
/// Where a version is a subject of the message: any is read.
pub(super) const ANY_VERSION: Type = Type::Enum(&PROTOCOL_VERSION, Any);
pub(super) const SUITE: Type = Type::Enum(&CIPHER_SUITE, Any);
pub(super) const EXTENSION: Type = Type::Enum(&EXTENSION_TYPE, Any);
/// As the `select` of a Proposal needs it.
pub(super) const PROPOSAL: Type = Type::Enum(&PROPOSAL_TYPE, NotZero);
/// As a list of capabilities may have it.
pub(super) const ANY_PROPOSAL: Type = Type::Enum(&PROPOSAL_TYPE, Any);
/// As the `select` of a Credential needs it.
pub(super) const CREDENTIAL: Type = Type::Enum(&CREDENTIAL_TYPE, NotZero);
/// As a list of capabilities may have it.
pub(super) const ANY_CREDENTIAL: Type = Type::Enum(&CREDENTIAL_TYPE, Any);
pub(super) const FORMAT: Type = Type::Enum(&WIRE_FORMAT, Assigned);
pub(super) const CONTENT: Type = Type::Enum(&CONTENT_TYPE, Assigned);
pub(super) const SENDER: Type = Type::Enum(&SENDER_TYPE, Assigned);
pub(super) const LEAF_SOURCE: Type = Type::Enum(&LEAF_NODE_SOURCE, Assigned);
pub(super) const NODE: Type = Type::Enum(&NODE_TYPE, Assigned);
pub(super) const PSK: Type = Type::Enum(&PSK_TYPE, Assigned);
pub(super) const PSK_USAGE: Type = Type::Enum(&RESUMPTION_PSK_USAGE, Assigned);
pub(super) const PROPOSAL_OR_REF: Type = Type::Enum(&PROPOSAL_OR_REF_TYPE, Assigned);

static PROTOCOL_VERSION: EnumType =
    EnumType { name: "ProtocolVersion", width: 2, registry: false, values: &[(1, "mls10")] };

static CIPHER_SUITE: EnumType = EnumType {
    name: "CipherSuite",
    width: 2,
    registry: true,
    values: &[
        (1, "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"),
        (2, "MLS_128_DHKEMP256_AES128GCM_SHA256_P256"),
        (3, "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519"),
        (4, "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448"),
        (5, "MLS_256_DHKEMP521_AES256GCM_SHA512_P521"),
        (6, "MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448"),
        (7, "MLS_256_DHKEMP384_AES256GCM_SHA384_P384"),
    ],
};

static EXTENSION_TYPE: EnumType = EnumType {
    name: "ExtensionType",
    width: 2,
    registry: true,
    values: &[
        (1, "application_id"),
        (2, "ratchet_tree"),
        (3, "required_capabilities"),
        (4, "external_pub"),
        (5, "external_senders"),
    ],
};

static PROPOSAL_TYPE: EnumType = EnumType {
    name: "ProposalType",
    width: 2,
    registry: true,
    values: &[
        (1, "add"),
        (2, "update"),
        (3, "remove"),
        (4, "psk"),
        (5, "reinit"),
        (6, "external_init"),
        (7, "group_context_extensions"),
    ],
};

static CREDENTIAL_TYPE: EnumType =
    EnumType { name: "CredentialType", width: 2, registry: true, values: &[(1, "basic"), (2, "x509")] };

static WIRE_FORMAT: EnumType = EnumType {
    name: "WireFormat",
    width: 2,
    registry: true,
    values: &[
        (1, "mls_public_message"),
        (2, "mls_private_message"),
        (3, "mls_welcome"),
        (4, "mls_group_info"),
        (5, "mls_key_package"),
    ],
};

static CONTENT_TYPE: EnumType = EnumType {
    name: "ContentType",
    width: 1,
    registry: false,
    values: &[(1, "application"), (2, "proposal"), (3, "commit")],
};

static SENDER_TYPE: EnumType = EnumType {
    name: "SenderType",
    width: 1,
    registry: false,
    values: &[(1, "member"), (2, "external"), (3, "new_member_proposal"), (4, "new_member_commit")],
};

static LEAF_NODE_SOURCE: EnumType = EnumType {
    name: "LeafNodeSource",
    width: 1,
    registry: false,
    values: &[(1, "key_package"), (2, "update"), (3, "commit")],
};

static NODE_TYPE: EnumType =
    EnumType { name: "NodeType", width: 1, registry: false, values: &[(1, "leaf"), (2, "parent")] };

static PSK_TYPE: EnumType =
    EnumType { name: "PSKType", width: 1, registry: false, values: &[(1, "external"), (2, "resumption")] };

static RESUMPTION_PSK_USAGE: EnumType = EnumType {
    name: "ResumptionPSKUsage",
    width: 1,
    registry: false,
    values: &[(1, "application"), (2, "reinit"), (3, "branch")],
};

static PROPOSAL_OR_REF_TYPE: EnumType =
    EnumType { name: "ProposalOrRefType", width: 1, registry: false, values: &[(1, "proposal"), (2, "reference")] };

/// The value of the cipher suite with this name, in upper or lower case.
pub fn suite_named(name: &str) -> Option<u16> {
    let suite = CIPHER_SUITE.values.iter().find(|entry| entry.1.eq_ignore_ascii_case(name))?;
    u16::try_from(suite.0).ok()
}
