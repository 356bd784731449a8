//! Facts, and clauses by which one follows from others.

use std::hash::Hash;

use rustc_hash::FxHashSet;

/// What is the case, and what would follow from what.
#[derive(Clone, Debug)]
pub struct Horn<F> {
    facts: FxHashSet<F>,
    /// From all of the first follows the second. None of them twice.
    clauses: Vec<(Vec<F>, F)>,
}

impl<F> Default for Horn<F> {
    fn default() -> Horn<F> {
        Horn { facts: FxHashSet::default(), clauses: Vec::new() }
    }
}

impl<F: Copy + Eq + Hash> Horn<F> {
    /// From all of these follows that.
    pub fn add_clause(&mut self, from: Vec<F>, to: F) {
        if self.clauses.iter().any(|clause| clause.1 == to && clause.0 == from) {
            return;
        }
        if from.iter().all(|fact| self.facts.contains(fact)) {
            self.expose([to]);
        }
        self.clauses.push((from, to));
    }

    /// These are the case.
    pub fn expose(&mut self, facts: impl IntoIterator<Item = F>) {
        self.facts.extend(facts);
        self.facts = self.closure(&self.facts);
    }

    /// Whether this is the case.
    pub fn contains(&self, fact: &F) -> bool {
        self.facts.contains(fact)
    }

    /// All that is the case.
    pub fn facts(&self) -> impl Iterator<Item = &F> {
        self.facts.iter()
    }

    /// What would be the case if these were, too.
    pub fn closure(&self, facts: &FxHashSet<F>) -> FxHashSet<F> {
        let mut reachable: FxHashSet<F> = facts.union(&self.facts).copied().collect();
        loop {
            let size = reachable.len();
            for (from, to) in &self.clauses {
                if !reachable.contains(to) && from.iter().all(|fact| reachable.contains(fact)) {
                    reachable.insert(*to);
                }
            }
            if reachable.len() == size {
                return reachable;
            }
        }
    }

    /// The clauses that may still say something new, if these are all facts that can ever be exposed directly: to facts
    /// that are not the case, from such as can be, on the way to a goal.
    pub fn open_clauses(&self, held: &FxHashSet<F>, is_goal: impl Fn(&F) -> bool) -> Vec<&(Vec<F>, F)> {
        let reachable = self.closure(held);
        let open = self
            .clauses
            .iter()
            .filter(|(from, to)| !self.facts.contains(to) && from.iter().all(|fact| reachable.contains(fact)));
        let open: Vec<&(Vec<F>, F)> = open.collect();
        let mut useful: FxHashSet<F> = open.iter().map(|(_, to)| *to).filter(is_goal).collect();
        loop {
            let size = useful.len();
            for (from, to) in &open {
                if useful.contains(to) {
                    useful.extend(from.iter().copied());
                }
            }
            if useful.len() == size {
                break;
            }
        }
        open.into_iter().filter(|(_, to)| useful.contains(to)).collect()
    }
}
