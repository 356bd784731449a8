//! `art-update`: members replace the keys on their paths, one after the other.

use serde::{Deserialize, Serialize};

use super::stage_key::StageSecrets;
use super::{Context, Link, Member, count, expect_keys, stage_key, tree};
use crate::check::{altered, expect_bytes, expect_eq, expect_ok, expect_refusal};
use crate::seed::Seeds;
use crate::{Hex, Mismatch};

/// What the checker asks of an implementation. `update` is an encoded ArtMessageEnvelope.
pub trait Subject: tree::Subject + stage_key::Subject {
    /// The state of a group at one member.
    type Member;

    /// The state of a member in a stage with this key.
    fn member(
        context: &Context<'_>,
        stage_key: &[u8],
        index: u32,
        leaf_priv: &[u8],
    ) -> Result<Self::Member, Self::Error>;

    /// The fields of an ArtUpdate.
    fn update_fields(update: &[u8]) -> Result<UpdateFields, Self::Error>;

    /// The MAC that an update should have.
    fn update_mac(suite: u16, update_mac_key: &[u8], update: &[u8]) -> Result<Vec<u8>, Self::Error>;

    /// The state in the stage that the update of another member starts.
    fn process_update(member: &Self::Member, update: &[u8]) -> Result<Self::Member, Self::Error>;

    /// An update, and the state in the stage that it starts.
    fn create_update(member: &Self::Member, seed: &[u8]) -> Result<(Vec<u8>, Self::Member), Self::Error>;

    /// What a member shares with the others in its stage.
    fn agreement(member: &Self::Member) -> Agreement;
}

/// The fields of an ArtUpdate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct UpdateFields {
    pub group_id: Vec<u8>,
    pub stage: u64,
    pub sender: u32,
    pub path: Vec<Vec<u8>>,
    pub mac: Vec<u8>,
}

/// What a member shares with the others in its stage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Agreement {
    pub stage: u64,
    pub tree: Vec<Vec<u8>>,
    pub chain_key: Vec<u8>,
    pub update_mac_key: Vec<u8>,
    pub stage_authenticator: Vec<u8>,
}

/// A stage, and the updates that follow.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Case {
    pub cipher_suite: u16,
    pub group_id: Hex,
    pub mode: u8,
    /// Null if the group follows none, but never missing, as is the rule for all fields.
    #[serde(deserialize_with = "Option::deserialize")]
    pub link: Option<Link>,
    pub stage: u64,
    pub members: Vec<Member>,
    pub leaf_privs: Vec<Hex>,
    pub tree: Vec<Hex>,
    pub context_hash: Hex,
    pub stage_key: Hex,
    pub updates: Vec<Update>,
}

/// One update.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are documented in the kind's README")]
pub struct Update {
    pub sender: u32,
    pub leaf_priv: Hex,
    pub path: Vec<Hex>,
    pub update_mac_key: Hex,
    pub mac: Hex,
    pub update: Hex,
    pub tree: Vec<Hex>,
    pub tree_key: Hex,
    pub context_hash: Hex,
    pub stage_key: Hex,
}

/// Where the members are.
struct State<M> {
    stage: u64,
    stage_key: Hex,
    tree: Vec<Hex>,
    members: Vec<M>,
}

impl Case {
    /// The steps of `art-update/README.md`.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn verify<S: Subject>(&self) -> Result<(), Mismatch> {
        expect_eq("leaf_privs (number of entries)", &self.leaf_privs.len(), &self.members.len())?;
        let keys = expect_ok("leaf_privs", S::tree_keys(self.cipher_suite, &self.leaf_privs))?;
        expect_keys("tree", &keys.public_keys, &self.tree)?;
        let context = self.context(self.stage, &self.tree);
        expect_bytes("context_hash", S::context_hash(&context), &self.context_hash)?;
        let mut members = Vec::new();
        for (index, leaf_priv) in (0..).zip(&self.leaf_privs) {
            let member = S::member(&context, &self.stage_key, index, leaf_priv);
            members.push(expect_ok(format!("leaf_privs[{index}] (state of the member)"), member)?);
        }
        let (stage_key, tree) = (self.stage_key.clone(), self.tree.clone());
        let mut state = State { stage: self.stage, stage_key, tree, members };
        let mut seeds = Seeds::of(&[&self.group_id, &self.stage_key]);
        for (i, update) in self.updates.iter().enumerate() {
            let at = format!("updates[{i}]");
            self.verify_create::<S>(&at, update, &state, &mut seeds)?;
            state = self.verify_update::<S>(&at, update, state)?;
        }
        Ok(())
    }

    fn context<'a>(&'a self, stage: u64, tree: &'a [Hex]) -> Context<'a> {
        Context {
            cipher_suite: self.cipher_suite,
            group_id: &self.group_id,
            mode: self.mode,
            link: self.link.as_ref(),
            stage,
            members: &self.members,
            tree,
        }
    }

    fn verify_update<S: Subject>(
        &self,
        at: &str,
        update: &Update,
        before: State<S::Member>,
    ) -> Result<State<S::Member>, Mismatch> {
        let suite = self.cipher_suite;
        update.verify_path::<S>(at, suite, &before.tree)?;
        self.verify_message::<S>(at, update, &before)?;
        // The next stage.
        let secrets = expect_ok(format!("{at} (stage key before)"), S::stage_secrets(suite, &before.stage_key))?;
        let stage = before.stage.wrapping_add(1);
        let context = self.context(stage, &update.tree);
        expect_bytes(format!("{at}.context_hash"), S::context_hash(&context), &update.context_hash)?;
        let stage_key = S::stage_key(suite, &secrets.chain_key, &update.tree_key, &update.context_hash);
        expect_bytes(format!("{at}.stage_key"), stage_key, &update.stage_key)?;
        let secrets = expect_ok(format!("{at}.stage_key"), S::stage_secrets(suite, &update.stage_key))?;
        // Each member gets there: the sender from its new leaf key, the others by the message.
        let mut members = Vec::new();
        for (index, member) in (0..).zip(&before.members) {
            let here = format!("{at} (member {index})");
            let next = if index == update.sender {
                S::member(&context, &update.stage_key, index, &update.leaf_priv)
            } else {
                expect_refusal(format!("{here} (altered mac)"), S::process_update(member, &altered(&update.update)))?;
                S::process_update(member, &update.update)
            };
            let next = expect_ok(&here, next)?;
            update.expect_agreement(&here, &S::agreement(&next), stage, &secrets)?;
            members.push(next);
        }
        Ok(State { stage, stage_key: update.stage_key.clone(), tree: update.tree.clone(), members })
    }

    fn verify_message<S: Subject>(&self, at: &str, update: &Update, before: &State<S::Member>) -> Result<(), Mismatch> {
        let suite = self.cipher_suite;
        let secrets = expect_ok(format!("{at} (stage key before)"), S::stage_secrets(suite, &before.stage_key))?;
        expect_eq(format!("{at}.update_mac_key"), secrets.update_mac_key.as_slice(), &update.update_mac_key)?;
        let fields = expect_ok(format!("{at}.update"), S::update_fields(&update.update))?;
        expect_eq(format!("{at}.update (group_id)"), fields.group_id.as_slice(), &self.group_id)?;
        expect_eq(format!("{at}.update (stage)"), &fields.stage, &before.stage)?;
        expect_eq(format!("{at}.sender"), &fields.sender, &update.sender)?;
        expect_keys(&format!("{at}.path"), &fields.path, &update.path)?;
        expect_eq(format!("{at}.mac"), fields.mac.as_slice(), &update.mac)?;
        let mac = S::update_mac(suite, &update.update_mac_key, &update.update);
        expect_bytes(format!("{at}.mac (computed)"), mac, &update.mac)
    }

    /// An update of the subject's own, by the same sender in the same stage.
    fn verify_create<S: Subject>(
        &self,
        at: &str,
        update: &Update,
        state: &State<S::Member>,
        seeds: &mut Seeds,
    ) -> Result<(), Mismatch> {
        let seed = seeds.next();
        let Some(sender) = state.members.get(update.sender as usize) else {
            return expect_eq(format!("{at}.sender"), "no member", "a member");
        };
        let (own, next) = expect_ok(format!("{at} (creating)"), S::create_update(sender, &seed))?;
        let wanted = S::agreement(&next);
        expect_eq(format!("{at} (own update: stage)"), &wanted.stage, &state.stage.wrapping_add(1))?;
        for (index, member) in (0..).zip(&state.members) {
            if index != update.sender {
                let here = format!("{at} (own update at member {index})");
                let got = S::agreement(&expect_ok(&here, S::process_update(member, &own))?);
                let agrees = |same: bool| if same { "the same state" } else { "another state" };
                expect_eq(here, agrees(got == wanted), agrees(true))?;
            }
        }
        Ok(())
    }
}

impl Update {
    fn verify_path<S: Subject>(&self, at: &str, suite: u16, before: &[Hex]) -> Result<(), Mismatch> {
        let n = count("members", before.len().div_ceil(2))?;
        let keys = S::path_keys(suite, before, self.sender, &self.leaf_priv);
        let keys = expect_ok(format!("{at}.leaf_priv"), keys)?;
        expect_keys(&format!("{at}.path"), &keys.public_keys, &self.path)?;
        expect_eq(format!("{at}.tree_key"), keys.tree_key.as_slice(), &self.tree_key)?;
        let mut tree: Vec<Vec<u8>> = before.iter().map(|key| key.to_vec()).collect();
        for (x, key) in S::path(self.sender, n).into_iter().zip(&self.path) {
            if let Some(node) = tree.get_mut(x as usize) {
                *node = key.to_vec();
            }
        }
        expect_keys(&format!("{at}.tree"), &tree, &self.tree)
    }

    fn expect_agreement(&self, at: &str, got: &Agreement, stage: u64, secrets: &StageSecrets) -> Result<(), Mismatch> {
        expect_eq(format!("{at} (stage)"), &got.stage, &stage)?;
        expect_keys(&format!("{at} (tree)"), &got.tree, &self.tree)?;
        let outputs = [
            ("chain_key", &got.chain_key, &secrets.chain_key),
            ("update_mac_key", &got.update_mac_key, &secrets.update_mac_key),
            ("stage_authenticator", &got.stage_authenticator, &secrets.stage_authenticator),
        ];
        for (name, got, wanted) in outputs {
            expect_eq(format!("{at} ({name})"), got.as_slice(), wanted)?;
        }
        Ok(())
    }
}
