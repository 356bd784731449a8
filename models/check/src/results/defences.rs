//! The defences one by one: what falls without each, and what the provers and the explorer show of it.

use super::markdown;
use crate::explorer::mutants::{Mutant, Shown};
use crate::table::MutantLine;

/// The table; nothing if there is no table of mutants.
pub(super) fn defences(mutants: &[Mutant], lines: &[MutantLine<'_>]) -> String {
    if mutants.is_empty() {
        return String::new();
    }
    let head = ["id", "protocol", "defence", "falls without it", "against", "provers", "explorer"];
    let cells = mutants.iter().map(|mutant| {
        [
            format!("`{}`", mutant.id),
            mutant.protocol.clone(),
            mutant.defence.clone(),
            falls(mutant),
            mutant.against.clone().unwrap_or_else(|| "-".to_owned()),
            provers(mutant, lines),
            mutant.shown().as_ref().map_or_else(|| "-".to_owned(), explorer),
        ]
    });
    format!(
        "### Each defence\n\nA run of the explorer ends in a violation while the defence is off, and in none while it is \
         on: it holds, or\nthe adversary is refused. Where nothing falls, its search over the specification without the \
         defence found nothing.\n\n{}\n### The provers' variants\n\n",
        markdown::table(head, cells)
    )
}

fn falls(mutant: &Mutant) -> String {
    match (&mutant.falls, &mutant.redundant) {
        (Some(property), _) => property.clone(),
        (None, Some(reason)) => format!("nothing. {reason}"),
        (None, None) => "-".to_owned(),
    }
}

/// Of each file that has a variant without the defence, what falls in one of them.
fn provers(mutant: &Mutant, lines: &[MutantLine<'_>]) -> String {
    let mut files: Vec<(&str, Vec<String>)> = Vec::new();
    for line in lines.iter().filter(|line| line.mutant == mutant.id) {
        let (file, falling) = (line.first.file.as_str(), line.falling());
        match files.iter_mut().find(|(other, _)| *other == file) {
            Some((_, verdicts)) if verdicts.contains(&falling) => {}
            Some((_, verdicts)) => verdicts.push(falling),
            None => files.push((file, vec![falling])),
        }
    }
    if files.is_empty() {
        return "-".to_owned();
    }
    let words = files.into_iter().map(|(file, verdicts)| format!("`{file}`: {}", verdicts.join("; ")));
    words.collect::<Vec<_>>().join("<br>")
}

fn explorer(shown: &Shown) -> String {
    match shown {
        Shown::Falls { scene, run, property } => {
            format!("{scene}: {}. Falls: {property}", run.join("; "))
        }
        Shown::Redundant(parameters) => format!("{}, depth {}: nothing", parameters.scene, parameters.depth),
    }
}
