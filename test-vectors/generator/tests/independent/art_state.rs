//! Stage keys, and the state of a group at one member.

use std::collections::HashSet;

use pleach_vectors::Hex;
use pleach_vectors::art::stage_key::StageSecrets;
use pleach_vectors::art::{Context, Link, Member};

use crate::Refused;
use crate::faults::{Fault, has};
use crate::structures::context;
use crate::suite::Suite;

pub(crate) fn context_hash(values: &Context<'_>) -> Refused<Vec<u8>> {
    Ok(Suite::of(values.cipher_suite)?.hash(&context(values)?))
}

pub(crate) fn stage_key(suite: Suite, chain_key: &[u8], tree_key: &[u8], context_hash: &[u8]) -> Refused<Vec<u8>> {
    let chain_key = if has(Fault::NoChain) { &[] } else { chain_key };
    let context_hash = if has(Fault::NoContext) { &[] } else { context_hash };
    suite.expand(&suite.extract(chain_key, tree_key), "stage", context_hash, suite.hash_length())
}

pub(crate) fn stage_secrets(suite: Suite, stage_key: &[u8]) -> Refused<StageSecrets> {
    Ok(StageSecrets {
        chain_key: suite.derive(stage_key, "chain")?,
        update_mac_key: suite.derive(stage_key, "update")?,
        stage_authenticator: suite.derive(stage_key, "link")?,
        sender_data_secret: suite.derive(stage_key, "sender data")?,
        message_secret: suite.derive(stage_key, "message")?,
    })
}

/// The state of a group at one member. It forgets nothing of a stage: what is used is remembered instead.
#[derive(Clone)]
pub(crate) struct Group {
    pub(crate) suite: Suite,
    pub(crate) index: u32,
    pub(crate) leaf_priv: Vec<u8>,
    pub(crate) signature_priv: Vec<u8>,
    pub(crate) agreed: Agreed,
    pub(crate) secrets: StageSecrets,
    /// The senders and generations of the messages that were read in this stage.
    pub(crate) read: HashSet<(u32, u32)>,
}

/// An ArtContext.
#[derive(Clone)]
pub(crate) struct Agreed {
    pub(crate) cipher_suite: u16,
    pub(crate) group_id: Vec<u8>,
    pub(crate) mode: u8,
    pub(crate) link: Option<Link>,
    pub(crate) stage: u64,
    pub(crate) members: Vec<Member>,
    pub(crate) tree: Vec<Hex>,
}

impl Agreed {
    pub(crate) fn of(context: &Context<'_>) -> Agreed {
        Agreed {
            cipher_suite: context.cipher_suite,
            group_id: context.group_id.to_vec(),
            mode: context.mode,
            link: context.link.cloned(),
            stage: context.stage,
            members: context.members.to_vec(),
            tree: context.tree.to_vec(),
        }
    }

    pub(crate) fn hash(&self) -> Refused<Vec<u8>> {
        context_hash(&Context {
            cipher_suite: self.cipher_suite,
            group_id: &self.group_id,
            mode: self.mode,
            link: self.link.as_ref(),
            stage: self.stage,
            members: &self.members,
            tree: &self.tree,
        })
    }
}

impl Group {
    /// The state in the stage after, with this tree.
    pub(crate) fn next(&self, tree: Vec<Hex>, tree_key: &[u8], leaf_priv: &[u8]) -> Refused<Group> {
        let agreed = Agreed { stage: self.agreed.stage + 1, tree, ..self.agreed.clone() };
        let stage_key = stage_key(self.suite, &self.secrets.chain_key, tree_key, &agreed.hash()?)?;
        Ok(Group {
            leaf_priv: leaf_priv.to_vec(),
            agreed,
            secrets: stage_secrets(self.suite, &stage_key)?,
            read: HashSet::new(),
            ..self.clone()
        })
    }

    /// Whether a message is to this group in this stage.
    pub(crate) fn expects(&self, group_id: &[u8], stage: u64) -> Refused<()> {
        if self.agreed.group_id == group_id && self.agreed.stage == stage { Ok(()) } else { Err("group or stage") }
    }
}
