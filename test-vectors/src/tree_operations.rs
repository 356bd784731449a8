//! `tree-operations`: applying Add, Update and Remove to a tree, RFC 9420, Section 7.7 and Section 12.1.

use serde::{Deserialize, Serialize};

use crate::check::{expect_bytes, expect_eq, expect_ok};
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation.
pub trait Subject: Fallible {
    /// The root tree hash of an encoded `ratchet_tree`.
    fn tree_hash(suite: u16, ratchet_tree: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// The encoded `ratchet_tree` after an encoded Proposal (`add`, `update` or `remove`), which the member
    /// with the leaf index `sender` sent.
    fn apply_proposal(ratchet_tree: &[u8], proposal: &[u8], sender: u32) -> Result<Vec<u8>, Self::Error>;
}

/// One proposal. An older generation of the kind has neither `cipher_suite` nor the two hashes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cipher_suite: Option<u16>,
    pub tree_before: Hex,
    pub proposal: Hex,
    pub proposal_sender: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree_hash_before: Option<Hex>,
    pub tree_after: Hex,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree_hash_after: Option<Hex>,
}

impl Case {
    /// The steps of `tree-operations/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let hashes = self.hashes()?;
        if let Some((suite, before, _)) = hashes {
            expect_bytes("tree_hash_before", S::tree_hash(suite, &self.tree_before), before)?;
        }
        let after = S::apply_proposal(&self.tree_before, &self.proposal, self.proposal_sender);
        let after = expect_ok("proposal", after)?;
        expect_eq("tree_after", after.as_slice(), &self.tree_after)?;
        if let Some((suite, _, wanted)) = hashes {
            expect_bytes("tree_hash_after", S::tree_hash(suite, &after), wanted)?;
        }
        Ok(())
    }

    /// The fields that this case does not have, being of the older generation.
    pub fn absent_fields(&self) -> &'static [&'static str] {
        match self.cipher_suite {
            Some(_) => &[],
            None => &["cipher_suite", "tree_hash_before", "tree_hash_after"],
        }
    }

    /// The suite and the two hashes: all three or none, or the case is a mixture of two generations.
    fn hashes(&self) -> Result<Option<(u16, &Hex, &Hex)>, Mismatch> {
        match (self.cipher_suite, &self.tree_hash_before, &self.tree_hash_after) {
            (Some(suite), Some(before), Some(after)) => Ok(Some((suite, before, after))),
            (None, None, None) => Ok(None),
            _ => Err(Mismatch {
                field: "cipher_suite, tree_hash_before, tree_hash_after".into(),
                got: "some of the three".into(),
                wanted: "all three, or none of them (the older generation)".into(),
            }),
        }
    }
}
