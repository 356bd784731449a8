//! Bounded search: all sequences of operations up to a length, each state once.

use std::fmt::{Debug, Display};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

use rustc_hash::FxHashMap;

use crate::property::Property;
use crate::term::{forget_since, mark};

/// What can be explored.
pub trait Model: Clone {
    /// What can happen.
    type Operation: Copy + Debug + Display + FromStr + Hash + Eq;
    /// What must not.
    type Violation: Clone + Debug;

    /// What may be tried in this state, in a fixed order.
    fn operations(&self) -> Vec<Self::Operation>;

    /// The kind of an operation: one bit.
    fn kind(operation: Self::Operation) -> Kinds;

    /// The kinds of operations that need not follow this one: whatever follows leads to the same state in the other
    /// order, and that order is explored, or leads there without this one. Clients are not told apart here, for states
    /// in which they have changed places are merged.
    fn needless_after(previous: Self::Operation) -> Kinds;

    /// The state after it. `None` if it cannot happen here, or changes nothing.
    fn apply(&self, operation: Self::Operation) -> Option<Step<Self>>;

    /// What shows all that is held in this state. It is tried before the state is left out for one with the same
    /// fingerprint, which sees what should be held, and no secret that was kept too long.
    fn disclosures(&self) -> Vec<Self::Operation>;

    /// Equal for two states of which one need not be explored.
    fn fingerprint(&self) -> u64;

    /// What went wrong in the last operation, for a person: one line, and those that show why.
    fn describe(&self, violation: &Self::Violation) -> Described;
}

/// A set of kinds of operations, of which each is a bit.
pub type Kinds = u32;

/// The kinds whose bits are lower than that of this one.
pub(crate) fn kinds_before(kind: Kinds) -> Kinds {
    kind - 1
}

/// A violation, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The property.
    pub property: Property,
    /// What happened.
    pub what: String,
    /// For a secret, how the adversary knows it.
    pub derivation: Vec<String>,
}

/// A step of a run.
#[derive(Clone, Debug)]
pub struct Step<M: Model> {
    /// The state after it.
    pub state: M,
    /// What went wrong in it.
    pub violations: Vec<M::Violation>,
    /// How many secrets are secret though the oracle has them exposed.
    pub loose: usize,
}

/// How far to go.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The number of operations in a run.
    pub depth: usize,
    /// Which part of the runs, of how many.
    pub shard: Shard,
    /// Changes the order in which operations are tried, and nothing else. 0: as they are listed.
    pub seed: u64,
    /// Whether states with the same fingerprint are explored once.
    pub merge: bool,
    /// The properties whose violations are reported; a run goes on after others.
    pub properties: Vec<Property>,
    /// After this many violations, stop.
    pub stop_after: usize,
}

/// The number of operations by which runs are dealt out to shards.
const DEALT: usize = 2;

/// A part of the runs: each run is in exactly one. The numbers of all shards add up to those of the whole, but that each
/// shard merges states for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    pub index: u64,
    /// At least 1.
    pub count: u64,
}

/// A run that ends in a violation.
#[derive(Clone, Debug)]
pub struct Attack<M: Model> {
    /// From the start.
    pub operations: Vec<M::Operation>,
    /// What went wrong in the last one.
    pub violations: Vec<Described>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Findings<M: Model> {
    /// States that were explored.
    pub states: usize,
    /// Steps that were taken.
    pub steps: usize,
    /// Steps that led to a state that was known.
    pub merged: usize,
    /// Secrets that are secret though the oracle has them exposed, over all steps.
    pub loose: usize,
    /// Violations.
    pub attacks: Vec<Attack<M>>,
    /// Whether all runs were explored.
    pub complete: bool,
}

/// How far a state was explored.
#[derive(Clone, Copy)]
struct Explored {
    /// The number of operations that were left.
    left: usize,
    /// What was left out, for what came before.
    needless: Kinds,
}

/// A search that is under way.
pub struct Search<'a, M: Model> {
    bounds: &'a Bounds,
    findings: Findings<M>,
    /// How each state was explored, by its fingerprint.
    explored: FxHashMap<u64, Explored>,
    run: Vec<M::Operation>,
    progress: &'a mut dyn FnMut(&Findings<M>) -> bool,
    stopped: bool,
}

/// Searches from this state on, until `progress`, which is told of each state, says no.
pub fn explore<M: Model>(start: &M, bounds: &Bounds, progress: &mut dyn FnMut(&Findings<M>) -> bool) -> Findings<M> {
    let findings = Findings { states: 0, steps: 0, merged: 0, loose: 0, attacks: Vec::new(), complete: true };
    let mut search =
        Search { bounds, findings, explored: FxHashMap::default(), run: Vec::new(), progress, stopped: false };
    search.visit(start, bounds.depth, Kinds::MAX);
    search.findings.complete = !search.stopped && search.findings.attacks.len() < bounds.stop_after;
    search.findings
}

impl<M: Model> Search<'_, M> {
    fn visit(&mut self, state: &M, left: usize, kinds: Kinds) {
        self.findings.states += usize::from(self.counts());
        self.stopped |= !(self.progress)(&self.findings);
        if left > 0 {
            self.go_on(state, left, kinds);
        }
    }

    /// Tries the operations of these kinds.
    fn go_on(&mut self, state: &M, left: usize, kinds: Kinds) {
        for operation in self.ordered(state.operations()) {
            if self.stopped || self.findings.attacks.len() >= self.bounds.stop_after {
                return;
            }
            if M::kind(operation) & kinds == 0 {
                continue;
            }
            let before = mark();
            self.run.push(operation);
            if self.is_mine()
                && let Some(step) = state.apply(operation)
            {
                self.arrive(step, operation, left - 1);
            }
            self.run.pop();
            forget_since(before);
        }
    }

    fn arrive(&mut self, step: Step<M>, operation: M::Operation, left: usize) {
        let counts = self.counts();
        self.findings.steps += usize::from(counts);
        self.findings.loose += if counts { step.loose } else { 0 };
        let violations = described(&step, &self.bounds.properties);
        if !violations.is_empty() {
            if counts {
                self.findings.attacks.push(Attack { operations: self.run.clone(), violations });
            }
            return;
        }
        let needless = M::needless_after(operation);
        if !self.bounds.merge || left == 0 {
            self.visit(&step.state, left, !needless);
            return;
        }
        let fingerprint = step.state.fingerprint();
        match self.explored.get(&fingerprint).copied() {
            Some(before) if before.left >= left => {
                self.findings.merged += usize::from(counts);
                self.disclose(&step.state);
                // What was left out then may not be needless now.
                let again = before.needless & !needless;
                if before.left == left {
                    self.explored.insert(fingerprint, Explored { left, needless: before.needless & needless });
                }
                if again != 0 {
                    self.go_on(&step.state, left, again);
                }
            }
            _ => {
                self.explored.insert(fingerprint, Explored { left, needless });
                self.visit(&step.state, left, !needless);
            }
        }
    }

    /// Tries what shows all that is held, and goes no further.
    fn disclose(&mut self, state: &M) {
        for operation in state.disclosures() {
            let before = mark();
            self.run.push(operation);
            if let Some(step) = state.apply(operation) {
                let violations = described(&step, &self.bounds.properties);
                self.findings.loose += if self.counts() { step.loose } else { 0 };
                if !violations.is_empty() && self.counts() {
                    self.findings.attacks.push(Attack { operations: self.run.clone(), violations });
                }
            }
            self.run.pop();
            forget_since(before);
        }
    }

    /// Whether what happens now is told by this shard. All shards take the first operations, and the first one tells of
    /// them.
    fn counts(&self) -> bool {
        self.run.len() >= DEALT || self.bounds.shard.index == 0
    }

    /// Runs are dealt out by their first operations.
    fn is_mine(&self) -> bool {
        let shard = self.bounds.shard;
        match self.run.len() {
            DEALT => {
                let words: Vec<String> = self.run.iter().map(|operation| operation.to_string()).collect();
                fnv1a(words.join("; ").as_bytes()) % shard.count == shard.index
            }
            _ => true,
        }
    }

    fn ordered(&self, operations: Vec<M::Operation>) -> Vec<M::Operation> {
        let mut operations = operations;
        if self.bounds.seed != 0 {
            operations.sort_by_cached_key(|operation| {
                let mut hasher = DefaultHasher::new();
                (self.bounds.seed, operation).hash(&mut hasher);
                hasher.finish()
            });
        }
        operations
    }
}

/// The 64-bit FNV-1a hash: the same on every machine, so that shards of different machines fit.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The run without what is not needed for a violation of the same property.
pub fn minimise<M: Model>(start: &M, attack: Attack<M>) -> Attack<M> {
    let Some(property) = attack.violations.first().map(|violation| violation.property) else {
        return attack;
    };
    let mut shortest = attack;
    let mut left_out = 0;
    while left_out < shortest.operations.len() {
        let mut operations = shortest.operations.clone();
        operations.remove(left_out);
        match replay(start, &operations, &[property]) {
            Replayed::Attack(attack) => {
                shortest = attack;
                left_out = 0;
            }
            _ => left_out += 1,
        }
    }
    shortest
}

/// How a given run ends.
#[derive(Clone, Debug)]
pub enum Replayed<M: Model> {
    /// Without a violation, with so many loose secrets.
    Holds(usize),
    /// This operation cannot happen where it stands.
    Refused(usize),
    /// With a violation, maybe before its end.
    Attack(Attack<M>),
}

/// The violations of these properties in a step.
fn described<M: Model>(step: &Step<M>, properties: &[Property]) -> Vec<Described> {
    let all = step.violations.iter().map(|violation| step.state.describe(violation));
    all.filter(|violation| properties.contains(&violation.property)).collect()
}

/// Runs these operations.
pub fn replay<M: Model>(start: &M, operations: &[M::Operation], properties: &[Property]) -> Replayed<M> {
    let mut state = start.clone();
    let mut loose = 0;
    for (index, operation) in operations.iter().enumerate() {
        let Some(step) = state.apply(*operation) else {
            return Replayed::Refused(index);
        };
        loose += step.loose;
        let violations = described(&step, properties);
        if !violations.is_empty() {
            let operations = operations.iter().take(index + 1).copied().collect();
            return Replayed::Attack(Attack { operations, violations });
        }
        state = step.state;
    }
    Replayed::Holds(loose)
}
