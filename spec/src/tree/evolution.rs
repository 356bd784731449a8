//! RFC 9420, Section 7.4: how path secrets and node keys derive from each other.

use crate::algebra::Crypto;
use crate::cipher_suite::CipherSuite;
use crate::crypto::derive_secret;
use crate::hpke::{HpkeKeyPair, derive_key_pair};
use crate::secret::{CommitSecret, PathSecret};

/// What derives from the path secret of a node: the secrets and key pairs from that node up to the root.
#[derive(Clone, Debug, PartialEq)]
pub struct PathKeys<B> {
    /// The path secret of each node.
    pub path_secrets: Vec<PathSecret<B>>,
    /// The key pair of each node.
    pub key_pairs: Vec<HpkeKeyPair<B>>,
    /// `path_secret[n+1]`, the path secret after the last node's: RFC 9420, Section 12.4.1.
    pub commit_secret: CommitSecret<B>,
}

/// ```text
/// path_secret[n] = DeriveSecret(path_secret[n-1], "path")
/// ```
pub fn next_path_secret<B: Crypto>(suite: CipherSuite, path_secret: &PathSecret<B>) -> PathSecret<B> {
    let bytes = derive_secret(suite, &path_secret.bytes, b"path");
    PathSecret { bytes }
}

/// ```text
/// node_secret[n] = DeriveSecret(path_secret[n], "node")
/// node_priv[n], node_pub[n] = KEM.DeriveKeyPair(node_secret[n])
/// ```
pub fn node_key_pair<B: Crypto>(suite: CipherSuite, path_secret: &PathSecret<B>) -> HpkeKeyPair<B> {
    let node_secret: B = derive_secret(suite, &path_secret.bytes, b"node");
    derive_key_pair(suite, &node_secret)
}

/// The keys of `count` nodes, from the path secret `first` of the lowest one.
///
/// Choice: RFC 9420 leaves `commit_secret` open for an empty filtered direct path, that of the only member
/// of a group. With `count = 0` it is `first` itself, the path secret after those of no node. Nobody else
/// derives this value: a new member would make the path non-empty.
pub fn path_keys<B: Crypto>(suite: CipherSuite, first: PathSecret<B>, count: usize) -> PathKeys<B> {
    let mut path_secrets = Vec::new();
    let mut key_pairs = Vec::new();
    let mut next = first;
    for _ in 0..count {
        let following = next_path_secret(suite, &next);
        key_pairs.push(node_key_pair(suite, &next));
        path_secrets.push(next);
        next = following;
    }
    PathKeys { path_secrets, key_pairs, commit_secret: CommitSecret { bytes: next.bytes } }
}
