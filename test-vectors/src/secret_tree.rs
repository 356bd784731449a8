//! `secret-tree`: keys and nonces of messages, RFC 9420, Section 6.3.2 and Section 9.

use serde::{Deserialize, Serialize};

use crate::check::{expect_bytes, expect_eq, expect_ok};
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// A secret tree and its ratchets.
    type SecretTree;

    /// `sender_data_key` of a PrivateMessage with this ciphertext.
    fn sender_data_key(suite: u16, sender_data_secret: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// `sender_data_nonce` of a PrivateMessage with this ciphertext.
    fn sender_data_nonce(suite: u16, sender_data_secret: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// The secret tree of a group with `n_leaves` leaves.
    fn secret_tree(suite: u16, n_leaves: u32, encryption_secret: &[u8]) -> Result<Self::SecretTree, Self::Error>;

    /// The key and the nonce of one generation, and the tree after it: they may be used up.
    ///
    /// The checker asks for the generations of a ratchet in ascending order, skipping some.
    fn key_and_nonce(
        tree: Self::SecretTree,
        ratchet: Ratchet,
        leaf_index: u32,
        generation: u32,
    ) -> Result<(Self::SecretTree, KeyAndNonce), Self::Error>;
}

/// The two ratchets of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratchet {
    /// For Proposals and Commits.
    Handshake,
    /// For application data.
    Application,
}

/// What a generation of a ratchet gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyAndNonce {
    /// `ratchet_key_[N]_[j]`.
    pub key: Vec<u8>,
    /// `ratchet_nonce_[N]_[j]`.
    pub nonce: Vec<u8>,
}

/// One secret tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub sender_data: SenderData,
    pub encryption_secret: Hex,
    pub leaves: Vec<Vec<Generation>>,
}

/// Input and output of the sender data keys.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct SenderData {
    pub sender_data_secret: Hex,
    pub ciphertext: Hex,
    pub key: Hex,
    pub nonce: Hex,
}

/// One generation of both ratchets of a leaf.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Generation {
    pub generation: u32,
    pub handshake_key: Hex,
    pub handshake_nonce: Hex,
    pub application_key: Hex,
    pub application_nonce: Hex,
}

impl Case {
    /// The steps of `secret-tree/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let suite = self.cipher_suite;
        let SenderData { sender_data_secret, ciphertext, key, nonce } = &self.sender_data;
        let got = S::sender_data_key(suite, sender_data_secret, ciphertext);
        expect_bytes("sender_data.key", got, key)?;
        let got = S::sender_data_nonce(suite, sender_data_secret, ciphertext);
        expect_bytes("sender_data.nonce", got, nonce)?;

        let n_leaves = u32::try_from(self.leaves.len());
        let n_leaves = expect_ok("leaves (their number)", n_leaves)?;
        let tree = S::secret_tree(suite, n_leaves, &self.encryption_secret);
        let mut tree = expect_ok("encryption_secret", tree)?;
        for (leaf_index, generations) in (0..n_leaves).zip(&self.leaves) {
            for (j, generation) in generations.iter().enumerate() {
                let at = format!("leaves[{leaf_index}][{j}]");
                tree = generation.verify::<S>(&at, tree, leaf_index)?;
            }
        }
        Ok(())
    }
}

impl Generation {
    fn verify<S: Subject>(&self, at: &str, tree: S::SecretTree, leaf_index: u32) -> Result<S::SecretTree, Mismatch> {
        let handshake = S::key_and_nonce(tree, Ratchet::Handshake, leaf_index, self.generation);
        let (tree, got) = expect_ok(format!("{at}.handshake_key"), handshake)?;
        expect_eq(format!("{at}.handshake_key"), got.key.as_slice(), &self.handshake_key)?;
        expect_eq(format!("{at}.handshake_nonce"), got.nonce.as_slice(), &self.handshake_nonce)?;

        let application = S::key_and_nonce(tree, Ratchet::Application, leaf_index, self.generation);
        let (tree, got) = expect_ok(format!("{at}.application_key"), application)?;
        expect_eq(format!("{at}.application_key"), got.key.as_slice(), &self.application_key)?;
        let nonce = got.nonce.as_slice();
        expect_eq(format!("{at}.application_nonce"), nonce, &self.application_nonce)?;
        Ok(tree)
    }
}
