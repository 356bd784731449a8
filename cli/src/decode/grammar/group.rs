//! Groups: RFC 9420, Section 8.1, Section 11.1, Section 12.1.8.1 and Section 12.4.3.

use super::Item::Field;
use super::StructType;
use super::Type::{self, Contents, Named, Opaque, Optional, RatchetTree, Struct, Uint, Vector};
use super::framing::MAC;
use super::proposals::PRE_SHARED_KEY_ID;
use super::registries::{ANY_CREDENTIAL, ANY_PROPOSAL, EXTENSION, MLS10, SUITE};
use super::tree::{CREDENTIAL_STRUCT, HPKE_CIPHERTEXT, HPKE_PUBLIC_KEY, SIGNATURE_PUBLIC_KEY};

/// RFC 9420, Section 7.2, in a GroupContext.
pub(super) static GROUP_CONTEXT_EXTENSION: StructType = StructType {
    name: "Extension",
    items: &[
        Field("extension_type", EXTENSION),
        Field(
            "extension_data",
            Contents(&[
                ("required_capabilities", Struct(&REQUIRED_CAPABILITIES)),
                ("external_senders", EXTERNAL_SENDERS),
            ]),
        ),
    ],
};

/// RFC 9420, Section 7.2, in a GroupInfo.
static GROUP_INFO_EXTENSION: StructType = StructType {
    name: "Extension",
    items: &[
        Field("extension_type", EXTENSION),
        Field("extension_data", Contents(&[("ratchet_tree", RatchetTree), ("external_pub", Struct(&EXTERNAL_PUB))])),
    ],
};

/// RFC 9420, Section 7.2, outside of any object: every type has its meaning.
pub(super) static BARE_EXTENSION: StructType = StructType {
    name: "Extension",
    items: &[
        Field("extension_type", EXTENSION),
        Field(
            "extension_data",
            Contents(&[
                ("application_id", Opaque),
                ("ratchet_tree", RatchetTree),
                ("required_capabilities", Struct(&REQUIRED_CAPABILITIES)),
                ("external_pub", Struct(&EXTERNAL_PUB)),
                ("external_senders", EXTERNAL_SENDERS),
            ]),
        ),
    ],
};

/// RFC 9420, Section 8.1.
pub(super) static GROUP_CONTEXT: StructType = StructType {
    name: "GroupContext",
    items: &[
        Field("version", MLS10),
        Field("cipher_suite", SUITE),
        Field("group_id", Opaque),
        Field("epoch", Uint(8)),
        Field("tree_hash", Opaque),
        Field("confirmed_transcript_hash", Opaque),
        Field("extensions", Vector(&Struct(&GROUP_CONTEXT_EXTENSION))),
    ],
};

/// RFC 9420, Section 11.1.
pub(super) static REQUIRED_CAPABILITIES: StructType = StructType {
    name: "RequiredCapabilities",
    items: &[
        Field("extension_types", Vector(&EXTENSION)),
        Field("proposal_types", Vector(&ANY_PROPOSAL)),
        Field("credential_types", Vector(&ANY_CREDENTIAL)),
    ],
};

/// RFC 9420, Section 12.1.8.1.
static EXTERNAL_SENDER: StructType = StructType {
    name: "ExternalSender",
    items: &[Field("signature_key", SIGNATURE_PUBLIC_KEY), Field("credential", Struct(&CREDENTIAL_STRUCT))],
};

/// RFC 9420, Section 12.1.8.1.
pub(super) const EXTERNAL_SENDERS: Type = Vector(&Struct(&EXTERNAL_SENDER));

/// RFC 9420, Section 12.4.3.
pub(super) static GROUP_INFO: StructType = StructType {
    name: "GroupInfo",
    items: &[
        Field("group_context", Struct(&GROUP_CONTEXT)),
        Field("extensions", Vector(&Struct(&GROUP_INFO_EXTENSION))),
        Field("confirmation_tag", MAC),
        Field("signer", Uint(4)),
        Field("signature", Opaque),
    ],
};

/// RFC 9420, Section 12.4.3.
pub(super) static GROUP_INFO_TBS: StructType = StructType {
    name: "GroupInfoTBS",
    items: &[
        Field("group_context", Struct(&GROUP_CONTEXT)),
        Field("extensions", Vector(&Struct(&GROUP_INFO_EXTENSION))),
        Field("confirmation_tag", MAC),
        Field("signer", Uint(4)),
    ],
};

/// RFC 9420, Section 12.4.3.1.
static PATH_SECRET: StructType = StructType { name: "PathSecret", items: &[Field("path_secret", Opaque)] };

/// RFC 9420, Section 12.4.3.1.
pub(super) static GROUP_SECRETS: StructType = StructType {
    name: "GroupSecrets",
    items: &[
        Field("joiner_secret", Opaque),
        Field("path_secret", Optional(&Struct(&PATH_SECRET))),
        Field("psks", Vector(&Struct(&PRE_SHARED_KEY_ID))),
    ],
};

/// RFC 9420, Section 12.4.3.1.
static ENCRYPTED_GROUP_SECRETS: StructType = StructType {
    name: "EncryptedGroupSecrets",
    items: &[Field("new_member", Named("KeyPackageRef")), Field("encrypted_group_secrets", Struct(&HPKE_CIPHERTEXT))],
};

/// RFC 9420, Section 12.4.3.1.
pub(super) static WELCOME: StructType = StructType {
    name: "Welcome",
    items: &[
        Field("cipher_suite", SUITE),
        Field("secrets", Vector(&Struct(&ENCRYPTED_GROUP_SECRETS))),
        Field("encrypted_group_info", Opaque),
    ],
};

/// RFC 9420, Section 12.4.3.2.
pub(super) static EXTERNAL_PUB: StructType =
    StructType { name: "ExternalPub", items: &[Field("external_pub", HPKE_PUBLIC_KEY)] };
