//! Messages: RFC 9420, Section 6 and Section 8.2.

use super::Case::When;
use super::Item::{Field, Select};
use super::StructType;
use super::Type::{self, Fixed, Named, Opaque, Struct, Uint};
use super::group::{GROUP_CONTEXT, GROUP_INFO, WELCOME};
use super::proposals::{COMMIT, PROPOSAL};
use super::registries::{CONTENT, FORMAT, MLS10, SENDER};
use super::tree::KEY_PACKAGE;

pub(super) const MAC: Type = Named("MAC");

/// RFC 9420, Section 6.
pub(super) static MLS_MESSAGE: StructType = StructType {
    name: "MLSMessage",
    items: &[
        Field("version", MLS10),
        Field("wire_format", FORMAT),
        Select(
            "wire_format",
            &[
                When("mls_public_message", &[Field("public_message", Struct(&PUBLIC_MESSAGE))]),
                When("mls_private_message", &[Field("private_message", Struct(&PRIVATE_MESSAGE))]),
                When("mls_welcome", &[Field("welcome", Struct(&WELCOME))]),
                When("mls_group_info", &[Field("group_info", Struct(&GROUP_INFO))]),
                When("mls_key_package", &[Field("key_package", Struct(&KEY_PACKAGE))]),
            ],
        ),
    ],
};

/// RFC 9420, Section 6.
static SENDER_STRUCT: StructType = StructType {
    name: "Sender",
    items: &[
        Field("sender_type", SENDER),
        Select(
            "sender_type",
            &[
                When("member", &[Field("leaf_index", Uint(4))]),
                When("external", &[Field("sender_index", Uint(4))]),
                When("new_member_commit", &[]),
                When("new_member_proposal", &[]),
            ],
        ),
    ],
};

/// RFC 9420, Section 6.
static FRAMED_CONTENT: StructType = StructType {
    name: "FramedContent",
    items: &[
        Field("group_id", Opaque),
        Field("epoch", Uint(8)),
        Field("sender", Struct(&SENDER_STRUCT)),
        Field("authenticated_data", Opaque),
        Field("content_type", CONTENT),
        Select(
            "content_type",
            &[
                When("application", &[Field("application_data", Opaque)]),
                When("proposal", &[Field("proposal", Struct(&PROPOSAL))]),
                When("commit", &[Field("commit", Struct(&COMMIT))]),
            ],
        ),
    ],
};

/// RFC 9420, Section 6.1. The content is a field of the struct around it.
static FRAMED_CONTENT_AUTH_DATA: StructType = StructType {
    name: "FramedContentAuthData",
    items: &[
        Field("signature", Opaque),
        Select(
            "content.content_type",
            &[When("commit", &[Field("confirmation_tag", MAC)]), When("application", &[]), When("proposal", &[])],
        ),
    ],
};

/// RFC 9420, Section 6.1.
pub(super) static AUTHENTICATED_CONTENT: StructType = StructType {
    name: "AuthenticatedContent",
    items: &[
        Field("wire_format", FORMAT),
        Field("content", Struct(&FRAMED_CONTENT)),
        Field("auth", Struct(&FRAMED_CONTENT_AUTH_DATA)),
    ],
};

/// RFC 9420, Section 6.1.
///
/// Choice: RFC 9420 leaves open whether `new_member_commit` signs over the GroupContext; here it does, as the
/// struct has it.
pub(super) static FRAMED_CONTENT_TBS: StructType = StructType {
    name: "FramedContentTBS",
    items: &[
        Field("version", MLS10),
        Field("wire_format", FORMAT),
        Field("content", Struct(&FRAMED_CONTENT)),
        Select(
            "content.sender.sender_type",
            &[
                When("member", &[Field("context", Struct(&GROUP_CONTEXT))]),
                When("new_member_commit", &[Field("context", Struct(&GROUP_CONTEXT))]),
                When("external", &[]),
                When("new_member_proposal", &[]),
            ],
        ),
    ],
};

/// RFC 9420, Section 6.2.
pub(super) static PUBLIC_MESSAGE: StructType = StructType {
    name: "PublicMessage",
    items: &[
        Field("content", Struct(&FRAMED_CONTENT)),
        Field("auth", Struct(&FRAMED_CONTENT_AUTH_DATA)),
        Select(
            "content.sender.sender_type",
            &[
                When("member", &[Field("membership_tag", MAC)]),
                When("external", &[]),
                When("new_member_commit", &[]),
                When("new_member_proposal", &[]),
            ],
        ),
    ],
};

/// RFC 9420, Section 6.3. What is encrypted stays opaque.
pub(super) static PRIVATE_MESSAGE: StructType = StructType {
    name: "PrivateMessage",
    items: &[
        Field("group_id", Opaque),
        Field("epoch", Uint(8)),
        Field("content_type", CONTENT),
        Field("authenticated_data", Opaque),
        Field("encrypted_sender_data", Opaque),
        Field("ciphertext", Opaque),
    ],
};

/// RFC 9420, Section 6.3.1.
pub(super) static PRIVATE_CONTENT_AAD: StructType = StructType {
    name: "PrivateContentAAD",
    items: &[
        Field("group_id", Opaque),
        Field("epoch", Uint(8)),
        Field("content_type", CONTENT),
        Field("authenticated_data", Opaque),
    ],
};

/// RFC 9420, Section 6.3.2.
pub(super) static SENDER_DATA: StructType = StructType {
    name: "SenderData",
    items: &[Field("leaf_index", Uint(4)), Field("generation", Uint(4)), Field("reuse_guard", Fixed(4))],
};

/// RFC 9420, Section 6.3.2.
pub(super) static SENDER_DATA_AAD: StructType = StructType {
    name: "SenderDataAAD",
    items: &[Field("group_id", Opaque), Field("epoch", Uint(8)), Field("content_type", CONTENT)],
};

/// RFC 9420, Section 8.2.
pub(super) static CONFIRMED_TRANSCRIPT_HASH_INPUT: StructType = StructType {
    name: "ConfirmedTranscriptHashInput",
    items: &[Field("wire_format", FORMAT), Field("content", Struct(&FRAMED_CONTENT)), Field("signature", Opaque)],
};
