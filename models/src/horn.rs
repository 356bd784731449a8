//! Facts, and clauses by which one follows from others.

use std::hash::Hash;

use rustc_hash::FxHashSet;

/// From all of the first, of which there are one or two, follows the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause<F> {
    first: F,
    second: Option<F>,
    /// What follows.
    pub to: F,
}

/// What is the case, and what would follow from what.
#[derive(Clone, Debug)]
pub struct Horn<F> {
    facts: FxHashSet<F>,
    /// None of them twice.
    clauses: Vec<Clause<F>>,
}

impl<F: Copy> Clause<F> {
    /// What it follows from.
    pub fn from(&self) -> impl Iterator<Item = F> {
        std::iter::once(self.first).chain(self.second)
    }
}

impl<F> Default for Horn<F> {
    fn default() -> Horn<F> {
        Horn { facts: FxHashSet::default(), clauses: Vec::new() }
    }
}

impl<F: Copy + Eq + Hash> Horn<F> {
    /// From `first`, and from `second` if there is one, follows `to`.
    pub fn add_clause(&mut self, first: F, second: Option<F>, to: F) {
        let clause = Clause { first, second, to };
        if self.clauses.contains(&clause) {
            return;
        }
        self.clauses.push(clause);
        if clause.from().all(|fact| self.facts.contains(&fact)) {
            self.expose([to]);
        }
    }

    /// These are the case.
    pub fn expose(&mut self, facts: impl IntoIterator<Item = F>) {
        self.facts.extend(facts);
        close(&self.clauses, &mut self.facts);
    }

    /// Whether this is the case.
    pub fn contains(&self, fact: &F) -> bool {
        self.facts.contains(fact)
    }

    /// What would be the case if these were, too.
    pub fn closure(&self, facts: &FxHashSet<F>) -> FxHashSet<F> {
        let mut reachable: FxHashSet<F> = facts.union(&self.facts).copied().collect();
        close(&self.clauses, &mut reachable);
        reachable
    }

    /// The clauses that may still say something new, if what is `reachable` is all that can ever be the case: to facts
    /// that are not yet, on the way to a goal. They are in the order of the names of their facts, which does not tell when
    /// they came about.
    pub fn open_clauses<N: Ord>(
        &self,
        reachable: &FxHashSet<F>,
        is_goal: impl Fn(&F) -> bool,
        name: impl Fn(&F) -> N,
    ) -> Vec<Clause<F>> {
        let mut open = self.clauses.clone();
        open.retain(|clause| !self.facts.contains(&clause.to) && clause.from().all(|fact| reachable.contains(&fact)));
        let mut useful: FxHashSet<F> = open.iter().map(|clause| clause.to).filter(is_goal).collect();
        loop {
            let size = useful.len();
            for clause in &open {
                if useful.contains(&clause.to) {
                    useful.extend(clause.from());
                }
            }
            if useful.len() == size {
                break;
            }
        }
        open.retain(|clause| useful.contains(&clause.to));
        open.sort_by_cached_key(|clause| (clause.from().map(|fact| name(&fact)).collect::<Vec<_>>(), name(&clause.to)));
        open
    }
}

/// Adds what follows.
fn close<F: Copy + Eq + Hash>(clauses: &[Clause<F>], facts: &mut FxHashSet<F>) {
    loop {
        let size = facts.len();
        for clause in clauses {
            if clause.from().all(|fact| facts.contains(&fact)) {
                facts.insert(clause.to);
            }
        }
        if facts.len() == size {
            return;
        }
    }
}
