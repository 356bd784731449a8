//! `treekem`: processing and creating UpdatePaths, RFC 9420, Section 7.4 to Section 7.9.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::{expect_bytes, expect_eq, expect_ok};
use crate::seed::Seeds;
use crate::{Fallible, Hex, Mismatch};

/// What the checker asks of an implementation. `ratchet_tree` and `update_path` are encoded.
///
/// The GroupContext for creating and processing a path is that of [`Group`], with no extensions and with the
/// tree hash of the tree *after* the path.
pub trait Subject: Fallible {
    /// The private state of a member.
    type Member;

    /// The member with these private keys.
    fn member(group: &Group<'_>, leaf: &LeafPrivate) -> Result<Self::Member, Self::Error>;

    /// The public keys of all private HPKE keys that the member holds, each with its node index, in any order.
    fn private_node_keys(member: &Self::Member) -> Result<Vec<(u32, Vec<u8>)>, Self::Error>;

    /// The public key of the member's signature private key.
    fn private_signature_key(member: &Self::Member) -> Result<Vec<u8>, Self::Error>;

    /// The `encryption_key` of a node of the tree, or `None` if the node is blank or beyond the tree.
    fn node_encryption_key(ratchet_tree: &[u8], node_index: u32) -> Result<Option<Vec<u8>>, Self::Error>;

    /// The `signature_key` of a leaf that is not blank.
    fn leaf_signature_key(ratchet_tree: &[u8], leaf_index: u32) -> Result<Vec<u8>, Self::Error>;

    /// Verifies that the path, merged into the group's tree, is parent-hash valid.
    fn verify_parent_hash(group: &Group<'_>, sender: u32, update_path: &[u8]) -> Result<(), Self::Error>;

    /// The root tree hash of the group's tree with the path merged into it.
    fn tree_hash_after(group: &Group<'_>, sender: u32, update_path: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// What a member gets out of another's path.
    fn process_update_path(
        group: &Group<'_>,
        member: &Self::Member,
        sender: u32,
        update_path: &[u8],
    ) -> Result<Processed, Self::Error>;

    /// A new path of the member's, whose leaf keeps its signature key.
    fn create_update_path(group: &Group<'_>, member: &Self::Member, seed: &[u8]) -> Result<Created, Self::Error>;
}

/// The group that all paths start from.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Group<'a> {
    pub cipher_suite: u16,
    pub group_id: &'a [u8],
    pub epoch: u64,
    pub confirmed_transcript_hash: &'a [u8],
    pub ratchet_tree: &'a [u8],
}

/// What a receiver gets out of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Processed {
    /// The path secret that the receiver decrypted.
    pub path_secret: Vec<u8>,
    /// `commit_secret`.
    pub commit_secret: Vec<u8>,
    /// The root tree hash of the receiver's tree after the path.
    pub tree_hash: Vec<u8>,
}

/// What a sender gets out of creating a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// The encoded UpdatePath.
    pub update_path: Vec<u8>,
    /// `commit_secret`.
    pub commit_secret: Vec<u8>,
    /// The root tree hash of the sender's tree after the path.
    pub tree_hash: Vec<u8>,
}

/// One tree.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub group_id: Hex,
    pub epoch: u64,
    pub confirmed_transcript_hash: Hex,
    pub ratchet_tree: Hex,
    pub leaves_private: Vec<LeafPrivate>,
    pub update_paths: Vec<UpdatePath>,
}

/// The private keys of one member.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct LeafPrivate {
    pub index: u32,
    pub encryption_priv: Hex,
    pub signature_priv: Hex,
    pub path_secrets: Vec<NodeSecret>,
}

/// The path secret of one node.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct NodeSecret {
    pub node: u32,
    pub path_secret: Hex,
}

/// The path of one sender.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct UpdatePath {
    pub sender: u32,
    pub update_path: Hex,
    pub path_secrets: Vec<Option<Hex>>,
    pub commit_secret: Hex,
    pub tree_hash_after: Hex,
}

/// The members by leaf index.
type Members<S> = BTreeMap<u32, <S as Subject>::Member>;

impl Case {
    /// The steps of `treekem/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        let group = Group {
            cipher_suite: self.cipher_suite,
            group_id: &self.group_id,
            epoch: self.epoch,
            confirmed_transcript_hash: &self.confirmed_transcript_hash,
            ratchet_tree: &self.ratchet_tree,
        };
        let mut members = Members::<S>::new();
        for (i, leaf) in self.leaves_private.iter().enumerate() {
            let at = format!("leaves_private[{i}]");
            let member = expect_ok(at.as_str(), S::member(&group, leaf))?;
            leaf.verify_consistent::<S>(&at, &group, &member)?;
            members.insert(leaf.index, member);
        }
        let count = "leaves_private (number of distinct leaves)";
        expect_eq(count, &members.len(), &self.leaves_private.len())?;

        let mut seeds = Seeds::of(&[&self.group_id, &self.ratchet_tree]);
        for (i, path) in self.update_paths.iter().enumerate() {
            let at = format!("update_paths[{i}]");
            path.verify::<S>(&at, &group, &members)?;
            path.verify_new::<S>(&at, &group, &members, &seeds.next())?;
        }
        Ok(())
    }
}

impl LeafPrivate {
    /// Every private key is there, and is that of a node that is not blank.
    fn verify_consistent<S: Subject>(&self, at: &str, group: &Group<'_>, member: &S::Member) -> Result<(), Mismatch> {
        let tree = group.ratchet_tree;
        let keys = expect_ok(format!("{at} (private keys)"), S::private_node_keys(member))?;
        let keys: BTreeMap<u32, Vec<u8>> = keys.into_iter().collect();
        let mut wanted: Vec<u32> = self.path_secrets.iter().map(|secret| secret.node).collect();
        wanted.push(self.index.saturating_mul(2));
        wanted.sort_unstable();
        let nodes: Vec<u32> = keys.keys().copied().collect();
        let field = format!("{at} (nodes with a private key)");
        expect_eq(field, nodes.as_slice(), wanted.as_slice())?;

        for (node, key) in &keys {
            let field = format!("{at} (public key of node {node})");
            let in_tree = expect_ok(field.as_str(), S::node_encryption_key(tree, *node))?;
            match in_tree {
                Some(in_tree) => expect_eq(field, key.as_slice(), in_tree.as_slice())?,
                None => expect_eq(field, "a private key", "none, since the node is blank")?,
            }
        }
        let field = format!("{at}.signature_priv (its public key)");
        let own = expect_ok(field.as_str(), S::private_signature_key(member))?;
        let in_tree = expect_ok(field.as_str(), S::leaf_signature_key(tree, self.index))?;
        expect_eq(field, own.as_slice(), in_tree.as_slice())
    }
}

impl UpdatePath {
    /// The path of the file.
    fn verify<S: Subject>(&self, at: &str, group: &Group<'_>, members: &Members<S>) -> Result<(), Mismatch> {
        let verdict = S::verify_parent_hash(group, self.sender, &self.update_path);
        expect_ok(format!("{at}.update_path (parent hash)"), verdict)?;
        let receivers = self.receivers::<S>(at, group, members)?;
        for (leaf, member) in receivers {
            let processed = S::process_update_path(group, member, self.sender, &self.update_path);
            let processed = expect_ok(format!("{at}.update_path (leaf {leaf})"), processed)?;
            let path_secret = self.path_secrets.get(leaf as usize).and_then(Option::as_ref);
            let path_secret = path_secret.map_or(&[][..], |secret| &secret.0);
            let field = format!("{at}.path_secrets[{leaf}]");
            expect_eq(field, processed.path_secret.as_slice(), path_secret)?;
            let field = format!("{at}.commit_secret (leaf {leaf})");
            expect_eq(field, processed.commit_secret.as_slice(), &self.commit_secret)?;
            let field = format!("{at}.tree_hash_after (leaf {leaf})");
            expect_eq(field, processed.tree_hash.as_slice(), &self.tree_hash_after)?;
        }
        let tree_hash = S::tree_hash_after(group, self.sender, &self.update_path);
        expect_bytes(format!("{at}.tree_hash_after"), tree_hash, &self.tree_hash_after)
    }

    /// A new path of the same sender.
    fn verify_new<S: Subject>(
        &self,
        at: &str,
        group: &Group<'_>,
        members: &Members<S>,
        seed: &[u8],
    ) -> Result<(), Mismatch> {
        let new = |what: &str| format!("{at} (new path: {what})");
        let sender = expect_ok(new("sender"), members.get(&self.sender).ok_or("no such leaf"))?;
        let created = expect_ok(new("creating"), S::create_update_path(group, sender, seed))?;
        let verdict = S::verify_parent_hash(group, self.sender, &created.update_path);
        expect_ok(new("parent hash"), verdict)?;
        for (leaf, member) in self.receivers::<S>(at, group, members)? {
            let processed = S::process_update_path(group, member, self.sender, &created.update_path);
            let processed = expect_ok(new(&format!("leaf {leaf}")), processed)?;
            let field = new(&format!("commit_secret of leaf {leaf}"));
            let wanted = created.commit_secret.as_slice();
            expect_eq(field, processed.commit_secret.as_slice(), wanted)?;
            let field = new(&format!("tree hash of leaf {leaf}"));
            expect_eq(field, processed.tree_hash.as_slice(), created.tree_hash.as_slice())?;
        }
        let tree_hash = S::tree_hash_after(group, self.sender, &created.update_path);
        let tree_hash = expect_ok(new("tree hash"), tree_hash)?;
        expect_eq(new("tree hash"), tree_hash.as_slice(), created.tree_hash.as_slice())
    }

    /// The members at all leaves that are not blank, without the sender. They must be those that the file
    /// gives a path secret for, so that a file cannot leave one out.
    fn receivers<'a, S: Subject>(
        &self,
        at: &str,
        group: &Group<'_>,
        members: &'a Members<S>,
    ) -> Result<Vec<(u32, &'a S::Member)>, Mismatch> {
        let mut receivers = Vec::new();
        for (leaf, path_secret) in (0..).zip(&self.path_secrets) {
            let field = format!("{at}.path_secrets[{leaf}]");
            let node: u32 = 2 * leaf;
            let key = S::node_encryption_key(group.ratchet_tree, node);
            let is_receiver = leaf != self.sender && expect_ok(field.as_str(), key)?.is_some();
            match (is_receiver, path_secret, members.get(&leaf)) {
                (true, Some(_), Some(member)) => receivers.push((leaf, member)),
                (false, None, _) => {}
                (true, None, _) => expect_eq(field, "null", "a path secret for this leaf")?,
                (true, Some(_), None) => expect_eq(field, "no entry", "one in leaves_private")?,
                (false, Some(_), _) => {
                    expect_eq(field, "a path secret", "null: the leaf is blank or the sender")?;
                }
            }
        }
        let others = members.keys().filter(|leaf| **leaf != self.sender).count();
        expect_eq(format!("{at}.path_secrets (receivers)"), &receivers.len(), &others)?;
        Ok(receivers)
    }
}
