//! Rows put together: protocol, property, adversary, and what came of the claims.

use core::fmt;
use std::collections::BTreeSet;

use crate::expected::{Outcome, Property, Protocol};
use crate::report::{Basis, Row};

/// What came of claims: how many of them hold, and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Proved.
    pub holds: usize,
    /// Proved, but of something that does not happen.
    pub vacuous: usize,
    /// False, with a trace.
    pub attacks: usize,
    /// Nothing is known.
    pub open: usize,
}

impl Count {
    fn add(&mut self, row: &Row) {
        let counter = match row.found {
            None => &mut self.open,
            Some(Outcome::Attack) => &mut self.attacks,
            Some(_) if row.is_vacuous => &mut self.vacuous,
            Some(_) => &mut self.holds,
        };
        *counter = counter.saturating_add(1);
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts =
            [(self.holds, "holds"), (self.attacks, "attack"), (self.vacuous, "vacuous"), (self.open, "not known")];
        let words = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| match count {
            1 => word.to_owned(),
            _ => format!("{word} ({count})"),
        });
        f.pad(&words.collect::<Vec<_>>().join(", "))
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The protocol.
    pub protocol: Protocol,
    /// The property.
    pub property: Property,
    /// The adversary.
    pub adversary: String,
    /// The defence that is switched off.
    pub mutant: Option<String>,
    /// What came of the claims.
    pub count: Count,
    /// Where the verdicts are from.
    pub bases: BTreeSet<Basis>,
    /// The files of the models.
    pub files: BTreeSet<String>,
}

/// The table: of the claims in these rows, those with the same protocol, property, adversary and mutant together.
pub fn table<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for row in rows.into_iter().filter(|row| row.property.is_claim()) {
        let is_same = |line: &&mut Line| {
            (line.protocol, line.property, &line.adversary, &line.mutant)
                == (row.protocol, row.property, &row.adversary, &row.mutant)
        };
        let mut new = Line {
            protocol: row.protocol,
            property: row.property,
            adversary: row.adversary.clone(),
            mutant: row.mutant.clone(),
            count: Count::default(),
            bases: BTreeSet::new(),
            files: BTreeSet::new(),
        };
        match lines.iter_mut().find(is_same) {
            Some(line) => add(line, row),
            None => {
                add(&mut new, row);
                lines.push(new);
            }
        }
    }
    // A stable sort: adversaries stay in the order of the models.
    lines.sort_by_key(|line| (line.protocol, line.property));
    lines
}

fn add(line: &mut Line, row: &Row) {
    line.count.add(row);
    line.bases.insert(row.basis);
    line.files.insert(row.file.clone());
}
