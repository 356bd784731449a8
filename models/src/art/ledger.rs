//! The oracle: what the adversary may know, from what was compromised and who did what, without a look at terms.
//!
//! It is the freshness condition of the ART paper as Horn clauses: a stage key is fresh unless one of these applies.
//!
//! | case | here |
//! |---|---|
//! | the leaf key of a member is revealed, in the stage or in one before that has the same leaf | a leaf key gives the keys above it, since the other child of each node is public; the root's and the chain key of the stage before give [`Fact::Stage`] |
//! | a leaf key of the setup can be computed: the identity key and the setup key of the creator, or the identity key and the prekey of the member, are revealed | each pair => the leaf key |
//! | the stage key of the stage before is revealed, and the tree key of this one | [`Fact::Chain`] and the root's key => [`Fact::Stage`] |
//! | the adversary was active: it updated as a member, with the MAC key of the stage; or it was the creator | its leaf key, or its setup key, is a fact |
//!
//! The first stage of a group follows none: its tree key alone gives its stage key. Neither pair can be mixed with the
//! other: of the four Diffie-Hellman values, `ik_0` and `ek_i` do not give DH(suk, IK_i), nor `ik_i` and `suk`
//! DH(ik_0, EK_i).

use crate::art::StageId;
use crate::art::shadow_tree::ShadowTree;
use crate::client::Client;
use crate::horn::Horn;
use crate::term::Term;

/// Something that the adversary may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// The signature key of a client.
    Signature(Client),
    /// The private key of this public key: of an identity, a prekey, or a node of a tree.
    Key(Term),
    /// The setup key of the creator, by the stage that the setup starts.
    SetupKey(StageId),
    /// The stage key, and so all that follows.
    Stage(StageId),
    /// The chain key, which the next stage key derives from.
    Chain(StageId),
    /// The MAC key of the update that ends the stage.
    Mac(StageId),
    /// The stage authenticator.
    Link(StageId),
    /// The sender data secret.
    SenderData(StageId),
    /// The message keys of the member at a leaf, from a generation on.
    Messages(StageId, u32, u32),
    /// The message key of the member at a leaf in one generation.
    Skipped(StageId, u32, u32),
}

/// A stage, as the oracle knows it.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The one before in its group; `None` for the first.
    pub parent: Option<StageId>,
    /// The first one of its group.
    pub first: StageId,
    /// The tree, and the members.
    pub tree: ShadowTree,
    /// Whether messages are signed.
    pub signed: bool,
    /// Whether the adversary had a say in it, or in one before it.
    pub adversarial: bool,
}

/// From what a creator makes the leaf key of a member, beside the setup key: public keys.
#[derive(Clone, Copy, Debug)]
pub struct Exchange {
    /// `IK_0`.
    pub creator: Term,
    /// `IK_i`.
    pub member: Term,
    /// `EK_i`.
    pub ephemeral_key: Term,
}

/// A setup.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// Members and keys.
    pub tree: ShadowTree,
    /// Of each member but the creator, in their order.
    pub exchanges: Vec<Exchange>,
    /// Whether messages are signed.
    pub signed: bool,
    /// The stage that it says that it follows.
    pub follows: Option<StageId>,
    /// Whether the adversary had a say in it.
    pub adversarial: bool,
    /// Whether the setup key is the adversary's.
    pub own_setup_key: bool,
    /// The public keys of private keys that are the adversary's.
    pub own_keys: Vec<Term>,
}

/// An update.
#[derive(Clone, Debug)]
pub struct Updated {
    /// The stage that it ends.
    pub parent: StageId,
    /// Whose path it replaces.
    pub leaf: u32,
    /// The keys on it.
    pub path: Vec<Term>,
    /// Whether the adversary made it.
    pub forged: bool,
    /// The public keys of private keys that are the adversary's.
    pub own_keys: Vec<Term>,
}

impl Fact {
    /// Whether it is the case by what is known: of a message, by any of what its key derives from.
    pub(crate) fn holds_in(self, is_known: impl Fn(Fact) -> bool) -> bool {
        match self {
            Fact::Messages(stage, leaf, generation) => {
                let earlier = |from| is_known(Fact::Messages(stage, leaf, from));
                is_known(Fact::Stage(stage))
                    || is_known(Fact::Skipped(stage, leaf, generation))
                    || (0..=generation).any(earlier)
            }
            fact => is_known(fact),
        }
    }
}

/// All stages, facts, and how they follow.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    stages: Vec<Stage>,
    horn: Horn<Fact>,
}

impl Ledger {
    /// The first stage of a group.
    pub fn set_up(&mut self, setup: SetUp) -> StageId {
        let (first, signed) = (StageId(self.stages.len()), setup.signed);
        let stage = Stage { parent: None, first, tree: setup.tree, signed, adversarial: setup.adversarial };
        let stage = self.start(stage);
        for (leaf, exchange) in (1..).zip(&setup.exchanges) {
            self.add_exchange(stage, leaf, exchange);
        }
        self.expose(setup.own_keys.into_iter().map(Fact::Key));
        self.expose(setup.own_setup_key.then_some(Fact::SetupKey(stage)));
        // The setup shows it.
        self.expose(setup.follows.map(Fact::Link));
        stage
    }

    /// The stage that an update starts.
    pub fn update(&mut self, update: Updated) -> Option<StageId> {
        let parent = self.stage(update.parent)?;
        let stage = Stage {
            parent: Some(update.parent),
            first: parent.first,
            tree: parent.tree.with_path(update.leaf, &update.path),
            signed: parent.signed,
            adversarial: parent.adversarial || update.forged,
        };
        let stage = self.start(stage);
        self.expose(update.own_keys.into_iter().map(Fact::Key));
        Some(stage)
    }

    /// The adversary had a say in this stage.
    pub fn mark_adversarial(&mut self, stage: StageId) {
        if let Some(stage) = self.stages.get_mut(stage.0) {
            stage.adversarial = true;
        }
    }

    /// Whether it had.
    pub fn is_adversarial(&self, stage: StageId) -> bool {
        self.stage(stage).is_some_and(|stage| stage.adversarial)
    }

    /// These leaked, or are the adversary's own.
    pub fn expose(&mut self, facts: impl IntoIterator<Item = Fact>) {
        self.horn.expose(facts);
    }

    /// Whether the adversary may know this.
    pub fn is_exposed(&self, fact: Fact) -> bool {
        fact.holds_in(|known| self.horn.contains(&known))
    }

    /// A stage.
    pub fn stage(&self, stage: StageId) -> Option<&Stage> {
        self.stages.get(stage.0)
    }

    /// What is exposed, and what would follow from more.
    pub fn horn(&self) -> &Horn<Fact> {
        &self.horn
    }

    fn start(&mut self, stage: Stage) -> StageId {
        let id = StageId(self.stages.len());
        for family in stage.tree.families() {
            let key = |node| stage.tree.key(node).map(Fact::Key);
            if let (Some(parent), Some(left), Some(right)) = (key(family.parent), key(family.left), key(family.right)) {
                self.horn.add_clause(left, None, parent);
                self.horn.add_clause(right, None, parent);
            }
        }
        if let Some(root) = stage.tree.root_key() {
            self.horn.add_clause(Fact::Key(root), stage.parent.map(Fact::Chain), Fact::Stage(id));
        }
        for secret in [Fact::Chain, Fact::Mac, Fact::Link, Fact::SenderData] {
            self.horn.add_clause(Fact::Stage(id), None, secret(id));
        }
        self.stages.push(stage);
        id
    }

    fn add_exchange(&mut self, stage: StageId, leaf: u32, exchange: &Exchange) {
        let tree = self.stage(stage).map(|stage| &stage.tree);
        let Some(key) = tree.and_then(|tree| tree.key(tree.leaf_node(leaf)?)) else {
            return;
        };
        let (creator, member) = (Fact::Key(exchange.creator), Fact::Key(exchange.member));
        self.horn.add_clause(creator, Some(Fact::SetupKey(stage)), Fact::Key(key));
        self.horn.add_clause(member, Some(Fact::Key(exchange.ephemeral_key)), Fact::Key(key));
    }
}
