//! Updates.

use std::collections::HashSet;

use pleach_vectors::Hex;
use pleach_vectors::art::Context;
use pleach_vectors::art::update::{Agreement, Subject, UpdateFields};

use crate::art_state::{Agreed, Group, stage_secrets};
use crate::codec::opaque;
use crate::faults::{Fault, has};
use crate::structures::{Update, VERSION, read_update, wrapped};
use crate::suite::Suite;
use crate::{Independent, Refused, art_tree};

impl Subject for Independent {
    type Member = Group;

    fn member(context: &Context<'_>, stage_key: &[u8], index: u32, leaf_priv: &[u8]) -> Refused<Group> {
        let suite = Suite::of(context.cipher_suite)?;
        Ok(Group {
            suite,
            index,
            leaf_priv: leaf_priv.to_vec(),
            signature_priv: Vec::new(),
            agreed: Agreed::of(context),
            secrets: stage_secrets(suite, stage_key)?,
            read: HashSet::new(),
        })
    }

    fn update_fields(update: &[u8]) -> Refused<UpdateFields> {
        let Update { group_id, stage, sender, path, mac } = read_update(update)?;
        Ok(UpdateFields { group_id, stage, sender, path: path.into_iter().map(|key| key.0).collect(), mac })
    }

    fn update_mac(suite: u16, update_mac_key: &[u8], update: &[u8]) -> Refused<Vec<u8>> {
        Ok(mac(Suite::of(suite)?, update_mac_key, &read_update(update)?))
    }

    fn process_update(member: &Group, update: &[u8]) -> Refused<Group> {
        let update = read_update(update)?;
        member.expects(&update.group_id, update.stage)?;
        let nodes = art_tree::tree(member.agreed.members.len() as u32).path(update.sender);
        let is_other = update.sender != member.index && (update.sender as usize) < member.agreed.members.len();
        if !is_other || nodes.len() != update.path.len() {
            return Err("sender or path");
        }
        let expected = mac(member.suite, &member.secrets.update_mac_key, &update);
        if update.mac != expected && !has(Fault::Mac) {
            return Err("mac");
        }
        let tree = with_path(&member.agreed.tree, &nodes, &update.path);
        let tree_key = checked_tree_key(member.suite, &tree, member.index, &member.leaf_priv)?;
        member.next(tree, &tree_key, &member.leaf_priv)
    }

    fn create_update(member: &Group, seed: &[u8]) -> Refused<(Vec<u8>, Group)> {
        let leaf_priv = member.suite.derive_key(seed)?;
        let tree = &member.agreed.tree;
        let (path, tree_key) = art_tree::path_keys(member.suite, tree, member.index, &leaf_priv)?;
        let nodes = art_tree::tree(member.agreed.members.len() as u32).path(member.index);
        let mut update = Update {
            group_id: member.agreed.group_id.clone(),
            stage: member.agreed.stage,
            sender: member.index,
            path: path.into_iter().map(Hex).collect(),
            mac: Vec::new(),
        };
        update.mac = mac(member.suite, &member.secrets.update_mac_key, &update);
        let next = member.next(with_path(tree, &nodes, &update.path), &tree_key, &leaf_priv)?;
        Ok((wrapped(3, &[update.without_mac(), opaque(&update.mac)].concat()), next))
    }

    fn agreement(member: &Group) -> Agreement {
        Agreement {
            stage: member.agreed.stage,
            tree: member.agreed.tree.iter().map(|key| key.to_vec()).collect(),
            chain_key: member.secrets.chain_key.clone(),
            update_mac_key: member.secrets.update_mac_key.clone(),
            stage_authenticator: member.secrets.stage_authenticator.clone(),
        }
    }
}

/// Of an ArtUpdateTBM.
fn mac(suite: Suite, key: &[u8], update: &Update) -> Vec<u8> {
    suite.mac(key, &[VERSION.as_slice(), &update.without_mac()].concat())
}

fn with_path(tree: &[Hex], nodes: &[u32], path: &[Hex]) -> Vec<Hex> {
    let mut tree = tree.to_vec();
    for (node, key) in nodes.iter().zip(path) {
        tree[*node as usize] = key.clone();
    }
    tree
}

/// The tree key, if all public keys that the member computes are those of the tree.
pub(crate) fn checked_tree_key(suite: Suite, tree: &[Hex], leaf: u32, leaf_priv: &[u8]) -> Refused<Vec<u8>> {
    let (keys, tree_key) = art_tree::path_keys(suite, tree, leaf, leaf_priv)?;
    let nodes = art_tree::tree(tree.len() as u32 / 2 + 1).path(leaf);
    let agrees = nodes.iter().zip(&keys).all(|(node, key)| tree[*node as usize].0 == *key);
    if agrees || has(Fault::Path) { Ok(tree_key) } else { Err("path") }
}
