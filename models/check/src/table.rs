//! Rows put together: protocol, property, adversary, and what came of the claims.

use core::fmt;
use std::collections::BTreeSet;

use crate::expected::{Outcome, Property, Protocol, switch_of};
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
    /// What came of the claims.
    pub count: Count,
    /// Where the verdicts are from.
    pub bases: BTreeSet<Basis>,
    /// The files of the models.
    pub files: BTreeSet<String>,
}

/// The table: of the claims in these rows, those with the same protocol, property and adversary together. Mutants have
/// a table of their own, [`mutants`].
pub fn table(rows: &[Row]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for row in rows.iter().filter(|row| row.property.is_claim() && row.mutant.is_none()) {
        let is_same = |line: &Line| {
            (line.protocol, line.property, &line.adversary) == (row.protocol, row.property, &row.adversary)
        };
        let index = lines.iter().position(is_same).unwrap_or_else(|| {
            lines.push(Line::of(row));
            lines.len().saturating_sub(1)
        });
        if let Some(line) = lines.get_mut(index) {
            line.add(row);
        }
    }
    // A stable sort: adversaries stay in the order of the models.
    lines.sort_by_key(|line| (line.protocol, line.property));
    lines
}

impl Line {
    fn of(row: &Row) -> Line {
        Line {
            protocol: row.protocol,
            property: row.property,
            adversary: row.adversary.clone(),
            count: Count::default(),
            bases: BTreeSet::new(),
            files: BTreeSet::new(),
        }
    }

    fn add(&mut self, row: &Row) {
        self.count.add(row);
        self.bases.extend(row.found.map(|_| row.basis));
        self.files.insert(row.file.clone());
    }
}

/// A variant in which a defence is switched off.
#[derive(Clone, Debug, PartialEq)]
pub struct MutantLine<'a> {
    /// The defence.
    pub mutant: &'a str,
    /// A query of the variant, for what all of them have in common.
    pub first: &'a Row,
    /// The properties that fall, each with its query. What falls with the defence as well is not among them.
    pub falls: Vec<(Property, &'a str)>,
    /// Whether some claim was not decided, with the defence or without it.
    pub is_open: bool,
}

/// The variants in which a defence is switched off, in the order of the defences' names.
pub fn mutants(rows: &[Row]) -> Vec<MutantLine<'_>> {
    let mut lines: Vec<MutantLine<'_>> = Vec::new();
    for row in rows.iter().filter(|row| row.property.is_claim()) {
        let Some(mutant) = &row.mutant else {
            continue;
        };
        let variant = |row: &Row| (row.prover, row.file.clone(), row.switches.clone());
        if lines.last().is_none_or(|line| variant(line.first) != variant(row)) {
            lines.push(MutantLine { mutant, first: row, falls: Vec::new(), is_open: false });
        }
        if let Some(line) = lines.last_mut() {
            let with_defence = with_defence(rows, row, mutant).and_then(|row| row.found);
            line.is_open |= row.found.is_none() || with_defence.is_none();
            if row.found == Some(Outcome::Attack) && with_defence != Some(Outcome::Attack) {
                line.falls.push((row.property, &row.query));
            }
        }
    }
    lines.sort_by_key(|line| line.mutant);
    lines
}

/// The same query in the variant that differs in nothing but that the defence is on.
fn with_defence<'a>(rows: &'a [Row], row: &Row, mutant: &str) -> Option<&'a Row> {
    let switch = switch_of(mutant);
    let rest: BTreeSet<&String> = row.switches.iter().filter(|name| **name != switch).collect();
    rows.iter().find(|other| {
        (other.prover, &other.file, &other.query) == (row.prover, &row.file, &row.query)
            && other.switches.iter().collect::<BTreeSet<_>>() == rest
    })
}

impl MutantLine<'_> {
    /// The properties that fall, or that none does.
    pub fn falling(&self) -> String {
        let properties: BTreeSet<Property> = self.falls.iter().map(|(property, _)| *property).collect();
        let properties: Vec<String> = properties.iter().map(Property::to_string).collect();
        match (self.is_open, properties.is_empty()) {
            (true, _) => "not known".to_owned(),
            (false, true) => "nothing".to_owned(),
            (false, false) => properties.join(", "),
        }
    }
}
