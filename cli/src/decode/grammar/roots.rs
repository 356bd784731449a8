//! What can stand alone.

use super::Type::{self, RatchetTree, Struct};
use super::{framing, group, proposals, tree};

/// A type that `pleach decode` reads on its own.
#[derive(Debug)]
pub struct Root {
    /// The RFC's name.
    pub name: &'static str,
    /// Its encoding.
    pub ty: Type,
    /// Whether it is tried when no type is named.
    pub detected: bool,
}

/// All of them. Those that are detected come first, in the order in which they are tried.
///
/// Only these four are: each of the others has values that are a few bytes of anything.
pub static ROOTS: &[Root] = &[
    detected("MLSMessage", Struct(&framing::MLS_MESSAGE)),
    detected("KeyPackage", Struct(&tree::KEY_PACKAGE)),
    detected("GroupInfo", Struct(&group::GROUP_INFO)),
    detected("ratchet_tree", RatchetTree),
    named("Welcome", Struct(&group::WELCOME)),
    named("PublicMessage", Struct(&framing::PUBLIC_MESSAGE)),
    named("PrivateMessage", Struct(&framing::PRIVATE_MESSAGE)),
    named("Commit", Struct(&proposals::COMMIT)),
    named("Proposal", Struct(&proposals::PROPOSAL)),
    named("ProposalOrRef", Struct(&proposals::PROPOSAL_OR_REF_STRUCT)),
    named("Add", Struct(&proposals::ADD)),
    named("Update", Struct(&proposals::UPDATE)),
    named("Remove", Struct(&proposals::REMOVE)),
    named("PreSharedKey", Struct(&proposals::PRE_SHARED_KEY)),
    named("ReInit", Struct(&proposals::RE_INIT)),
    named("ExternalInit", Struct(&proposals::EXTERNAL_INIT)),
    named("GroupContextExtensions", Struct(&proposals::GROUP_CONTEXT_EXTENSIONS)),
    named("GroupContext", Struct(&group::GROUP_CONTEXT)),
    named("GroupSecrets", Struct(&group::GROUP_SECRETS)),
    named("LeafNode", Struct(&tree::LEAF_NODE)),
    named("ParentNode", Struct(&tree::PARENT_NODE)),
    named("UpdatePath", Struct(&tree::UPDATE_PATH)),
    named("Credential", Struct(&tree::CREDENTIAL_STRUCT)),
    named("Capabilities", Struct(&tree::CAPABILITIES)),
    named("Extension", Struct(&group::BARE_EXTENSION)),
    named("RequiredCapabilities", Struct(&group::REQUIRED_CAPABILITIES)),
    named("ExternalPub", Struct(&group::EXTERNAL_PUB)),
    named("external_senders", group::EXTERNAL_SENDERS),
    named("HPKECiphertext", Struct(&tree::HPKE_CIPHERTEXT)),
    named("PreSharedKeyID", Struct(&proposals::PRE_SHARED_KEY_ID)),
    named("SenderData", Struct(&framing::SENDER_DATA)),
    named("AuthenticatedContent", Struct(&framing::AUTHENTICATED_CONTENT)),
    named("FramedContentTBS", Struct(&framing::FRAMED_CONTENT_TBS)),
    named("LeafNodeTBS", Struct(&tree::LEAF_NODE_TBS)),
    named("KeyPackageTBS", Struct(&tree::KEY_PACKAGE_TBS)),
    named("GroupInfoTBS", Struct(&group::GROUP_INFO_TBS)),
    named("PrivateContentAAD", Struct(&framing::PRIVATE_CONTENT_AAD)),
    named("SenderDataAAD", Struct(&framing::SENDER_DATA_AAD)),
    named("TreeHashInput", Struct(&tree::TREE_HASH_INPUT)),
    named("ParentHashInput", Struct(&tree::PARENT_HASH_INPUT)),
    named("ConfirmedTranscriptHashInput", Struct(&framing::CONFIRMED_TRANSCRIPT_HASH_INPUT)),
    named("PSKLabel", Struct(&proposals::PSK_LABEL)),
];

const fn detected(name: &'static str, ty: Type) -> Root {
    Root { name, ty, detected: true }
}

const fn named(name: &'static str, ty: Type) -> Root {
    Root { name, ty, detected: false }
}

/// The root with this name, in upper or lower case.
pub fn find_root(name: &str) -> Option<&'static Root> {
    ROOTS.iter().find(|root| root.name.eq_ignore_ascii_case(name))
}
