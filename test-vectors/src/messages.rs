//! `messages`: decoding and encoding again, RFC 9420, Section 2.1 and every struct on the wire.

use serde::{Deserialize, Serialize};

use crate::check::{expect_all, expect_bytes};
use crate::{Fallible, Hex, Mismatch, Step};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// Decodes `bytes`, all of them, as the structure named, and encodes the result.
    ///
    /// Must go through the implementation's own decoded form: returning `bytes` would check nothing.
    fn decode_and_encode(structure: Structure, bytes: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

/// What a field of a case encodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// MLSMessage with the wire format `mls_welcome`.
    MlsWelcome,
    /// MLSMessage with the wire format `mls_group_info`.
    MlsGroupInfo,
    /// MLSMessage with the wire format `mls_key_package`.
    MlsKeyPackage,
    /// `optional<Node> ratchet_tree<V>`.
    RatchetTree,
    /// GroupSecrets.
    GroupSecrets,
    /// Add: as in all seven proposals, the body alone, without the `ProposalType`.
    Add,
    /// Update.
    Update,
    /// Remove.
    Remove,
    /// PreSharedKey.
    PreSharedKey,
    /// ReInit.
    ReInit,
    /// ExternalInit.
    ExternalInit,
    /// GroupContextExtensions.
    GroupContextExtensions,
    /// Commit.
    Commit,
    /// MLSMessage with the wire format `mls_public_message` and the content type `application`.
    PublicMessageApplication,
    /// MLSMessage with the wire format `mls_public_message` and the content type `proposal`.
    PublicMessageProposal,
    /// MLSMessage with the wire format `mls_public_message` and the content type `commit`.
    PublicMessageCommit,
    /// MLSMessage with the wire format `mls_private_message`.
    PrivateMessage,
}

/// One of each structure.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub mls_welcome: Hex,
    pub mls_group_info: Hex,
    pub mls_key_package: Hex,
    pub ratchet_tree: Hex,
    pub group_secrets: Hex,
    pub add_proposal: Hex,
    pub update_proposal: Hex,
    pub remove_proposal: Hex,
    pub pre_shared_key_proposal: Hex,
    pub re_init_proposal: Hex,
    pub external_init_proposal: Hex,
    pub group_context_extensions_proposal: Hex,
    pub commit: Hex,
    pub public_message_application: Hex,
    pub public_message_proposal: Hex,
    pub public_message_commit: Hex,
    pub private_message: Hex,
}

impl Case {
    /// The steps of `messages/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        expect_all(self.verify_each::<S>())
    }

    /// The same, field by field: of a subject that does not have all structures.
    pub fn verify_each<S: Subject>(&self) -> [Step; 17] {
        self.fields().map(|(field, structure, bytes)| {
            let encoded = S::decode_and_encode(structure, bytes);
            (field, expect_bytes(field, encoded, bytes))
        })
    }

    /// Every field: its name, what it encodes, its bytes.
    pub fn fields(&self) -> [(&'static str, Structure, &Hex); 17] {
        [
            ("mls_welcome", Structure::MlsWelcome, &self.mls_welcome),
            ("mls_group_info", Structure::MlsGroupInfo, &self.mls_group_info),
            ("mls_key_package", Structure::MlsKeyPackage, &self.mls_key_package),
            ("ratchet_tree", Structure::RatchetTree, &self.ratchet_tree),
            ("group_secrets", Structure::GroupSecrets, &self.group_secrets),
            ("add_proposal", Structure::Add, &self.add_proposal),
            ("update_proposal", Structure::Update, &self.update_proposal),
            ("remove_proposal", Structure::Remove, &self.remove_proposal),
            ("pre_shared_key_proposal", Structure::PreSharedKey, &self.pre_shared_key_proposal),
            ("re_init_proposal", Structure::ReInit, &self.re_init_proposal),
            ("external_init_proposal", Structure::ExternalInit, &self.external_init_proposal),
            (
                "group_context_extensions_proposal",
                Structure::GroupContextExtensions,
                &self.group_context_extensions_proposal,
            ),
            ("commit", Structure::Commit, &self.commit),
            ("public_message_application", Structure::PublicMessageApplication, &self.public_message_application),
            ("public_message_proposal", Structure::PublicMessageProposal, &self.public_message_proposal),
            ("public_message_commit", Structure::PublicMessageCommit, &self.public_message_commit),
            ("private_message", Structure::PrivateMessage, &self.private_message),
        ]
    }
}
