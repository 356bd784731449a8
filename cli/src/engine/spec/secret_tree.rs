//! `secret-tree`.

use pleach_spec::cipher_suite::CipherSuite;
use pleach_spec::error::Misuse;
use pleach_spec::framing::sender_data::{sender_data_key, sender_data_nonce};
use pleach_spec::secret::{EncryptionSecret, SenderDataSecret};
use pleach_spec::secret_tree::{RatchetType, SecretTree, key_for, secret_tree};
use pleach_spec::tree::math::{LeafCount, LeafIndex};
use pleach_spec_concrete::Octets;
use pleach_vectors::secret_tree::{KeyAndNonce, Ratchet, Subject};

use super::policy::GENERATIONS;
use super::{Refusal, Specification, octets, suite};

/// A secret tree of a suite.
#[derive(Debug)]
pub struct SuiteTree {
    suite: CipherSuite,
    tree: SecretTree<Octets>,
}

impl Subject for Specification {
    type SecretTree = SuiteTree;

    fn sender_data_key(suite_value: u16, sender_data_secret: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, Refusal> {
        let bytes = octets(sender_data_secret);
        let (suite, ciphertext) = (suite(suite_value)?, octets(ciphertext));
        let key = sender_data_key(suite, &SenderDataSecret { bytes }, &ciphertext);
        Ok(key.bytes.into())
    }

    fn sender_data_nonce(suite_value: u16, sender_data_secret: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, Refusal> {
        let bytes = octets(sender_data_secret);
        let (suite, ciphertext) = (suite(suite_value)?, octets(ciphertext));
        let nonce = sender_data_nonce(suite, &SenderDataSecret { bytes }, &ciphertext);
        Ok(nonce.bytes.into())
    }

    fn secret_tree(suite_value: u16, n_leaves: u32, encryption_secret: &[u8]) -> Result<SuiteTree, Refusal> {
        let suite = suite(suite_value)?;
        let n = usize::try_from(n_leaves).ok().and_then(LeafCount::new);
        let bytes = octets(encryption_secret);
        let tree = secret_tree(EncryptionSecret { bytes }, n.ok_or(Misuse::Unknown)?);
        Ok(SuiteTree { suite, tree })
    }

    fn key_and_nonce(
        tree: SuiteTree,
        ratchet: Ratchet,
        leaf_index: u32,
        generation: u32,
    ) -> Result<(SuiteTree, KeyAndNonce), Refusal> {
        let SuiteTree { suite, tree } = tree;
        let ratchet = match ratchet {
            Ratchet::Handshake => RatchetType::Handshake,
            Ratchet::Application => RatchetType::Application,
        };
        let leaf = LeafIndex(leaf_index);
        let (tree, key) = key_for(suite, tree, leaf, ratchet, generation, &GENERATIONS)?;
        let key_and_nonce = KeyAndNonce { key: key.key.bytes.into(), nonce: key.nonce.bytes.into() };
        Ok((SuiteTree { suite, tree }, key_and_nonce))
    }
}
