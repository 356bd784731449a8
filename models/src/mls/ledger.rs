//! The oracle: what the adversary may know, from what was compromised and who committed what, without a look at terms.
//!
//! It is the compromise theorem of MLS* (Wallez, Protzenko, Bhargavan, *TreeKEM: A Modular Machine-Checked Symbolic
//! Security Analysis*) as Horn clauses. The theorem has ten cases in which the init secret of an epoch may be known;
//! here each is a fact or a clause:
//!
//! | case | what it says | here |
//! |---|---|---|
//! | 1, 10 | the state of a member in the epoch leaked, mine or another's | a leak gives [`Fact::Keys`] and [`Fact::Init`] |
//! | 2 | the init key of a joiner leaked, and all PSKs | init key => [`Fact::Joiner`]; joiner and PSK => [`Fact::Epoch`] |
//! | 3 | so did its signature key, before its KeyPackage was checked | the adversary made the KeyPackage: its keys are facts |
//! | 4 | the Commit had no path; the PSKs and the init secret before leaked | init of the epoch before => joiner |
//! | 5 | it had one, and a node key leaked that it was encrypted to | key => [`Fact::Path`] => [`Fact::Commit`] |
//! | 6 | a leaf was the adversary's, by a signature key that leaked before | that leaf's key is a fact |
//! | 7 | a leaf was still that of a KeyPackage whose keys leaked | that leaf's key is a fact |
//! | 8 | the signature key of the inviter leaked: all of the group may be the adversary's | [`Ledger::forged_epoch`] |
//! | 9 | the inviter was in the same group | no leak: nothing follows |
//!
//! External Commits, which the theorem leaves out, have one clause more: the external secret of the epoch before takes
//! the place of its init secret.

use std::rc::Rc;

use crate::client::Client;
use crate::horn::Horn;
use crate::mls::EpochId;
use crate::mls::shadow_tree::{ShadowStep, ShadowTree};
use crate::term::Term;

/// Something that the adversary may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// The signature key of a client.
    Signature(Client),
    /// The external PSK.
    Psk,
    /// The private key of this HPKE public key: of a leaf, a node, or a KeyPackage's `init_key`.
    Key(Term),
    /// The path secret of a step of the Commit that started this epoch.
    Path(EpochId, usize),
    /// Its commit secret.
    Commit(EpochId),
    /// `joiner_secret`.
    Joiner(EpochId),
    /// `epoch_secret`, and so all that follows.
    Epoch(EpochId),
    /// `init_secret`, which the next Commit uses.
    Init(EpochId),
    /// What else a member keeps in this epoch, but for message keys.
    Keys(EpochId),
    /// The message keys of the member at a leaf, from a generation on.
    Messages(EpochId, u32, u32),
    /// The message key of the member at a leaf in one generation.
    Skipped(EpochId, u32, u32),
}

/// An epoch, as the oracle knows it.
#[derive(Clone, Debug)]
pub struct Epoch {
    /// The one before, unless it is the first of a group.
    pub parent: Option<EpochId>,
    /// The tree, and the members in it.
    pub tree: ShadowTree,
    /// Whether it, or one before it, has seen a Commit or a group of the adversary.
    pub adversarial: bool,
}

/// What a Commit did, as far as secrets go.
#[derive(Clone, Debug)]
pub struct Committed {
    /// The epoch that it was sent in.
    pub parent: EpochId,
    /// The tree that it led to.
    pub tree: ShadowTree,
    /// The steps of its path, if it has one.
    pub path: Option<Vec<ShadowStep>>,
    /// The public keys of the path's nodes.
    pub path_keys: Vec<Term>,
    /// The leaf, the `init_key` and whether there is a path secret for it, of those it adds.
    pub joiners: Vec<(u32, Term)>,
    /// Whether it injects the PSK.
    pub psk: bool,
    /// Whether it is an external Commit.
    pub external: bool,
    /// Whether the adversary made it.
    pub forged: bool,
}

impl Fact {
    /// Whether it is the case by what is known: of a message, by any of what its key derives from.
    pub(crate) fn holds_in(self, is_known: impl Fn(Fact) -> bool) -> bool {
        match self {
            Fact::Messages(epoch, leaf, generation) => {
                let earlier = |from| is_known(Fact::Messages(epoch, leaf, from));
                is_known(Fact::Epoch(epoch))
                    || is_known(Fact::Skipped(epoch, leaf, generation))
                    || (0..=generation).any(earlier)
            }
            fact => is_known(fact),
        }
    }
}

/// All facts and how they follow.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    epochs: Vec<Rc<Epoch>>,
    horn: Horn<Fact>,
}

impl Ledger {
    /// The first epoch of a group that this client created.
    pub fn first_epoch(&mut self, tree: ShadowTree) -> EpochId {
        self.start(Epoch { parent: None, tree, adversarial: false })
    }

    /// An epoch that the adversary made up, for a joiner who believes an inviter: case 8.
    pub fn forged_epoch(&mut self, tree: ShadowTree) -> EpochId {
        let epoch = self.start(Epoch { parent: None, tree, adversarial: true });
        self.expose([Fact::Joiner(epoch), Fact::Epoch(epoch)]);
        epoch
    }

    /// The epoch that a Commit starts.
    pub fn commit(&mut self, commit: Committed) -> EpochId {
        let adversarial = commit.forged || self.epoch(commit.parent).is_some_and(|parent| parent.adversarial);
        let (parent, tree) = (commit.parent, commit.tree);
        let epoch = self.start(Epoch { parent: Some(parent), tree, adversarial });
        let init = if commit.external { Fact::Keys(parent) } else { Fact::Init(parent) };
        match &commit.path {
            None => self.horn.add_clause(init, None, Fact::Joiner(epoch)),
            Some(steps) => {
                self.add_path(epoch, steps, &commit.path_keys);
                self.horn.add_clause(init, Some(Fact::Commit(epoch)), Fact::Joiner(epoch));
                if commit.forged {
                    self.expose([Fact::Commit(epoch)]);
                    self.expose((0..steps.len()).map(|step| Fact::Path(epoch, step)));
                }
                if commit.forged && commit.external {
                    self.expose([Fact::Joiner(epoch)]);
                }
            }
        }
        self.horn.add_clause(Fact::Joiner(epoch), commit.psk.then_some(Fact::Psk), Fact::Epoch(epoch));
        for (leaf, init_key) in &commit.joiners {
            self.horn.add_clause(Fact::Key(*init_key), None, Fact::Joiner(epoch));
            let steps = commit.path.as_deref().unwrap_or_default();
            if let Some(step) = ShadowTree::first_step_above(steps, *leaf) {
                self.horn.add_clause(Fact::Key(*init_key), None, Fact::Path(epoch, step));
            }
        }
        epoch
    }

    /// The adversary had a say in this epoch.
    pub fn mark_adversarial(&mut self, epoch: EpochId) {
        if let Some(epoch) = self.epochs.get_mut(epoch.0) {
            Rc::make_mut(epoch).adversarial = true;
        }
    }

    /// These leaked, or are the adversary's own.
    pub fn expose(&mut self, facts: impl IntoIterator<Item = Fact>) {
        self.horn.expose(facts);
    }

    /// Whether the adversary may know this.
    pub fn is_exposed(&self, fact: Fact) -> bool {
        fact.holds_in(|known| self.horn.contains(&known))
    }

    /// An epoch.
    pub fn epoch(&self, epoch: EpochId) -> Option<&Epoch> {
        self.epochs.get(epoch.0).map(Rc::as_ref)
    }

    /// All epochs, in the order of their creation.
    pub fn epochs(&self) -> impl Iterator<Item = (EpochId, &Epoch)> {
        self.epochs.iter().enumerate().map(|(index, epoch)| (EpochId(index), epoch.as_ref()))
    }

    /// What is exposed, and what would follow from more.
    pub fn horn(&self) -> &Horn<Fact> {
        &self.horn
    }

    fn start(&mut self, epoch: Epoch) -> EpochId {
        let id = EpochId(self.epochs.len());
        self.epochs.push(Rc::new(epoch));
        self.horn.add_clause(Fact::Epoch(id), None, Fact::Init(id));
        self.horn.add_clause(Fact::Epoch(id), None, Fact::Keys(id));
        id
    }

    /// RFC 9420, Section 7.4: each path secret gives the next, and its node's key; the last one the commit secret.
    fn add_path(&mut self, epoch: EpochId, steps: &[ShadowStep], keys: &[Term]) {
        for (index, (step, key)) in steps.iter().zip(keys).enumerate() {
            for recipient in &step.recipients {
                self.horn.add_clause(Fact::Key(*recipient), None, Fact::Path(epoch, index));
            }
            self.horn.add_clause(Fact::Path(epoch, index), None, Fact::Key(*key));
            let is_last = index + 1 == steps.len();
            let next = if is_last { Fact::Commit(epoch) } else { Fact::Path(epoch, index + 1) };
            self.horn.add_clause(Fact::Path(epoch, index), None, next);
        }
    }
}
