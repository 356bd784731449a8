//! RFC 9420, Section 12.4.3.1 and Section 12.4.3.3: the tree of a group that one joins.

use crate::algebra::{Bytes, Crypto};
use crate::cipher_suite::CipherSuite;
use crate::codec::decode_exact;
use crate::error::{Error, Misuse, Place, Rule, require};
use crate::extension::{ExtensionHolder, RATCHET_TREE, check_extensions, extension_data};
use crate::policy::Policy;
use crate::proposal_list::individual::check_external_senders;
use crate::tree::capabilities::supports_extension;
use crate::tree::nodes::Capabilities;
use crate::tree::ratchet_tree::{RatchetTree, decode_ratchet_tree, leaf_at};
use crate::tree::tree_hash::root_tree_hash;
use crate::tree::validation::check_tree;
use crate::welcome::group_info::{GroupInfo, verify_group_info};

/// The signer is a non-blank leaf.
const SIGNER: Rule = Rule::Mls(370);
/// The tree hash of the ratchet tree is that of the GroupInfo.
const TREE_HASH: Rule = Rule::Mls(373);
/// The joiner is not a member of a group of that id.
const GROUP_ID_UNIQUE: Rule = Rule::Mls(371);
/// The joiner supports every extension of the GroupContext.
const EXTENSION_SUPPORTED: Rule = Rule::Mls(417);

/// What a joiner brings to a GroupInfo.
#[derive(Clone, Copy, Debug)]
pub struct Joiner<'a, B> {
    /// What the joiner supports.
    pub capabilities: &'a Capabilities,
    /// The tree, if the GroupInfo does not carry it.
    pub ratchet_tree: Option<&'a RatchetTree<B>>,
    /// The ids of the groups that the joiner is a member of.
    pub current_groups: &'a [B],
    /// The application's policy.
    pub policy: &'a Policy<B>,
}

/// The tree of the GroupInfo: that of its `ratchet_tree` extension, or else the joiner's.
///
/// # Errors
/// [`Misuse::NoRatchetTree`] if there is neither.
pub fn ratchet_tree<B: Bytes>(
    group_info: &GroupInfo<B>,
    separate: Option<&RatchetTree<B>>,
) -> Result<RatchetTree<B>, Error> {
    match (extension_data(&group_info.extensions, RATCHET_TREE), separate) {
        (Some(data), _) => Ok(decode_exact(&data, decode_ratchet_tree)?),
        (None, Some(tree)) => Ok(tree.clone()),
        (None, None) => Err(Error::Misuse(Misuse::NoRatchetTree)),
    }
}

/// Verifies a GroupInfo and the tree that comes with it, in the order of RFC 9420, Section 12.4.3.1; returns the tree.
///
/// # Errors
/// The first rule broken.
pub fn verify_group_info_and_tree<B: Crypto>(
    suite: CipherSuite,
    group_info: &GroupInfo<B>,
    joiner: &Joiner<'_, B>,
) -> Result<RatchetTree<B>, Error> {
    let tree = ratchet_tree(group_info, joiner.ratchet_tree)?;
    let group_context = &group_info.group_context;
    check_extensions(&group_info.extensions, ExtensionHolder::GroupInfo)?;
    check_extensions(&group_context.extensions, ExtensionHolder::GroupContext)?;
    check_extensions_supported(group_info, joiner.capabilities)?;
    // Verify the signature on the GroupInfo.
    let signer = group_info.signer;
    match leaf_at(&tree, signer) {
        Some(leaf) => verify_group_info(suite, group_info, &leaf.signature_key)?,
        None => require(false, SIGNER, Place::Leaf(signer.0))?,
    }
    // Verify that the group_id is unique among the groups of the client.
    let is_new = !joiner.current_groups.contains(&group_context.group_id);
    require(is_new, GROUP_ID_UNIQUE, Place::Message)?;
    // Verify the integrity of the ratchet tree.
    let same_hash = root_tree_hash(suite, &tree) == group_context.tree_hash;
    require(same_hash, TREE_HASH, Place::Message)?;
    let (group_id, extensions) = (&group_context.group_id, &group_context.extensions);
    check_tree(suite, &tree, group_id, extensions, &joiner.policy.leaf)?;
    let service = &joiner.policy.leaf.authentication;
    check_external_senders(extensions, service, Place::Message)?;
    Ok(tree)
}

/// RFC 9420, Section 13.4: a joiner supports every extension of the GroupContext, or does not join.
fn check_extensions_supported<B: Bytes>(group_info: &GroupInfo<B>, capabilities: &Capabilities) -> Result<(), Error> {
    let extensions = &group_info.group_context.extensions;
    let mut verdict = Ok(());
    for index in 0..extensions.len() {
        verdict = match (verdict, extensions.get(index)) {
            (Ok(()), Some(extension)) => require(
                supports_extension(capabilities, extension.extension_type),
                EXTENSION_SUPPORTED,
                Place::Entry(index as u32),
            ),
            (verdict, _) => verdict,
        };
    }
    Ok(verdict?)
}
