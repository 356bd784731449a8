//! What the fields of `expected.toml` have to do with each other, and with the models.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Model, Problem, Property, Query, Variant, switch_of, variant_name};
use crate::input::Source;
use crate::prover::Prover;
use crate::proverif::names_of_queries;
use crate::template::is_switch;

/// The models that can be read, and all that is wrong.
pub(super) fn check(
    prover: Prover,
    folder: &Path,
    models: Vec<Model>,
    mutants: Option<&[String]>,
) -> (Vec<(Model, Source)>, Vec<Problem>) {
    let mut problems = unlisted(prover, folder, &models);
    if models.is_empty() {
        problems.push(Problem { place: "[[model]]".to_owned(), problem: "there is none".to_owned() });
    }
    let mut read = Vec::new();
    let mut seen = BTreeSet::new();
    for model in models {
        let mut complaints = Complaints { place: model.file.clone(), problems: &mut problems };
        complaints.if_(!seen.insert(model.file.clone()), "it is there twice");
        check_model(prover, &model, &mut complaints);
        for (index, variant) in model.variants.iter().enumerate() {
            complaints.place = variant_name(&model.file, &variant.switches);
            check_variant(&model, index, variant, mutants, &mut complaints);
        }
        match Source::load(prover, folder, &model.file) {
            Ok(source) => read.push((model, source)),
            Err(error) => problems.push(Problem { place: model.file, problem: error.to_string() }),
        }
    }
    check_switches(&read, &mut problems);
    check_order(&read, &mut problems);
    check_used_lemmas(&read, &mut problems);
    problems.extend(unused(folder, &read));
    (read, problems)
}

/// Where something is wrong, and all that is.
struct Complaints<'a> {
    place: String,
    problems: &'a mut Vec<Problem>,
}

impl Complaints<'_> {
    fn say(&mut self, problem: impl Into<String>) {
        self.problems.push(Problem { place: self.place.clone(), problem: problem.into() });
    }

    fn if_(&mut self, condition: bool, problem: &str) {
        if condition {
            self.say(problem);
        }
    }

    fn if_empty(&mut self, name: &str, text: &str) {
        self.if_(text.trim().is_empty(), &format!("`{name}` is empty"));
    }
}

/// The files in a folder whose names have this ending.
fn names(folder: &Path, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| name.ends_with(ending));
    names.sort();
    names
}

/// Models that nothing is expected of: nobody would notice what becomes of them.
fn unlisted(prover: Prover, folder: &Path, models: &[Model]) -> Vec<Problem> {
    let mut names = names(folder, &format!(".{}", prover.extension()));
    names.retain(|name| !models.iter().any(|model| model.file == *name));
    let problem = |place| Problem { place, problem: "the file is there, and no [[model]] has it".to_owned() };
    names.into_iter().map(problem).collect()
}

/// Parts of models that no model includes.
fn unused(folder: &Path, models: &[(Model, Source)]) -> Vec<Problem> {
    let mut names = names(folder, ".pvl");
    names.retain(|name| !models.iter().any(|(_, source)| source.files().contains(name)));
    let problem = |place| Problem { place, problem: "no model includes it".to_owned() };
    names.into_iter().map(problem).collect()
}

fn check_model(prover: Prover, model: &Model, complaints: &mut Complaints<'_>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let ending = format!(".{}", prover.extension());
    let is_file = model.file.chars().all(is_name) && model.file.ends_with(&ending);
    complaints.if_(!is_file, &format!("`file` is the name of a file that ends in {ending}"));
    for (name, text) in [("title", &model.title), ("models", &model.models), ("leaves_out", &model.leaves_out)] {
        complaints.if_empty(name, text);
    }
    complaints.if_(!model.queries.iter().any(|query| query.property.is_claim()), "it has no claim");
    complaints.if_(model.variants.is_empty(), "it has no [[model.variant]]");
    let mut seen = BTreeSet::new();
    for query in &model.queries {
        complaints.place = format!("{}, query {}", model.file, query.name);
        complaints.if_(!seen.insert(&query.name), "the name is there twice");
        complaints.if_empty("name", &query.name);
        complaints.if_empty("claim", &query.claim);
        check_companions(model, query, complaints);
    }
}

fn check_companions(model: &Model, query: &Query, complaints: &mut Complaints<'_>) {
    let names = &query.reached_by;
    if !query.property.is_claim() {
        complaints.if_(!names.is_empty(), "`reached_by` is for claims alone");
        return;
    }
    complaints.if_(names.is_empty(), "a claim needs `reached_by`");
    let is_companion = |name: &String, query: &Query| query.name == *name && query.property == Property::Reachability;
    for name in names.iter().filter(|name| !model.queries.iter().any(|query| is_companion(name, query))) {
        complaints.say(format!("`reached_by` has {name:?}, which is no query with property = \"reachability\""));
    }
    let distinct: BTreeSet<&String> = names.iter().collect();
    complaints.if_(distinct.len() < names.len(), "`reached_by` has a name twice");
}

/// The queries of a ProVerif model are known by their places: the names that stand before them have to be those of
/// `expected.toml`, in its order. The first variant in which they are not is named.
fn check_order(models: &[(Model, Source)], problems: &mut Vec<Problem>) {
    for (model, source) in models.iter().filter(|(_, source)| matches!(source, Source::ProVerif(_))) {
        let problem = |variant: &Variant| {
            // Where there is no such text, that is said elsewhere.
            let text = source.input(&variant.switches).ok()?.text;
            let problem = order_problem(model, &names_of_queries(&text))?;
            Some(Problem { place: variant_name(&model.file, &variant.switches), problem })
        };
        problems.extend(model.variants.iter().find_map(problem));
    }
}

fn order_problem(model: &Model, found: &[Option<String>]) -> Option<String> {
    let length = model.queries.len().max(found.len());
    (0..length).find_map(|index| {
        let place = index.saturating_add(1);
        match (model.queries.get(index), found.get(index)) {
            (Some(query), None) => Some(format!("query {place} is {:?} in expected.toml, and not there in the file", query.name)),
            (None, Some(Some(name))) => Some(format!("query {place} is {name:?} in the file, and not there in expected.toml")),
            (None, Some(None)) => Some(format!("query {place} of the file is not there in expected.toml")),
            (Some(query), Some(None)) => Some(format!(
                "query {place} is {:?} in expected.toml, and has no name in the file: a comment (* NAME *) right before it",
                query.name
            )),
            (Some(query), Some(Some(name))) if query.name != *name => {
                Some(format!("query {place} is {:?} in expected.toml, and {name:?} in the file", query.name))
            }
            _ => None,
        }
    })
}

fn check_variant(
    model: &Model,
    index: usize,
    variant: &Variant,
    mutants: Option<&[String]>,
    complaints: &mut Complaints<'_>,
) {
    complaints.if_empty("adversary", &variant.adversary);
    complaints.if_empty("why", &variant.why);
    let same = |other: &&Variant| other.key() == variant.key();
    let before = model.variants.iter().take(index);
    complaints.if_(before.clone().any(|other| same(&other)), "a variant with these switches is there already");
    let distinct: BTreeSet<&String> = variant.switches.iter().collect();
    complaints.if_(distinct.len() < variant.switches.len(), "a switch is there twice");
    for name in variant.switches.iter().filter(|name| !is_switch(name)) {
        complaints.say(format!("{name:?} is no name of a switch: they are in UPPER_SNAKE_CASE"));
    }
    let may_fall = |property| property != Property::Reachability;
    check_names(model, "attacks", &variant.attacks, may_fall, "a claim", complaints);
    let is_reachability = |property| property == Property::Reachability;
    let kind = "one with property = \"reachability\"";
    check_names(model, "unreachable", &variant.unreachable, is_reachability, kind, complaints);
    if let Some(mutant) = &variant.mutant {
        complaints.if_(index == 0, "the first variant is the baseline, and cannot have `mutant`");
        check_mutant(model, variant, mutant, complaints);
        if mutants.is_some_and(|ids| !ids.contains(mutant)) {
            complaints.say(format!("`mutant` is {mutant:?}, which is no id in mutants.toml"));
        }
    }
}

fn check_names(
    model: &Model,
    field: &str,
    names: &[String],
    fits: fn(Property) -> bool,
    kind: &str,
    complaints: &mut Complaints<'_>,
) {
    for name in names {
        match model.queries.iter().find(|query| query.name == *name) {
            None => complaints.say(format!("`{field}` has {name:?}, which is no query of the model")),
            Some(query) if !fits(query.property) => {
                complaints.say(format!("`{field}` has {name:?}, which is not {kind}"));
            }
            Some(_) => {}
        }
    }
    let distinct: BTreeSet<&String> = names.iter().collect();
    complaints.if_(distinct.len() < names.len(), &format!("`{field}` has a name twice"));
}

/// A mutant is a variant beside one that differs in nothing but the defence.
fn check_mutant(model: &Model, variant: &Variant, mutant: &str, complaints: &mut Complaints<'_>) {
    let switch = switch_of(mutant);
    if !variant.switches.contains(&switch) {
        complaints.say(format!("`mutant` is {mutant:?}, and its switch {switch} is not among `switches`"));
        return;
    }
    let rest: Vec<String> = variant.key().into_iter().filter(|name| *name != switch).collect();
    if !model.variants.iter().any(|other| other.key() == rest) {
        let sibling = variant_name(&model.file, &rest);
        complaints.say(format!("there is no variant {sibling} to compare the mutant {mutant:?} with"));
    }
}

/// What variants turn on is there to turn on, and the other way round.
fn check_switches(models: &[(Model, Source)], problems: &mut Vec<Problem>) {
    let mut unused = BTreeSet::new();
    for (model, source) in models {
        for variant in &model.variants {
            for name in variant.switches.iter().filter(|name| !source.switches().contains(*name)) {
                let place = variant_name(&model.file, &variant.switches);
                problems.push(Problem { place, problem: format!("the model has no switch {name}") });
            }
        }
        let turns_on = |model: &Model, name: &String| model.variants.iter().any(|one| one.switches.contains(name));
        for name in source.own_switches().iter().filter(|name| !turns_on(model, name)) {
            let problem = format!("the model has a switch {name}, and no variant turns it on");
            problems.push(Problem { place: model.file.clone(), problem });
        }
        // Of a file that models share, each model uses what it needs.
        let is_shared = |name: &&String| !source.own_switches().contains(*name);
        let any_turns_on = |name: &String| models.iter().any(|(model, _)| turns_on(model, name));
        for name in source.switches().iter().filter(is_shared).filter(|name| !any_turns_on(name)) {
            if !unused.insert(name) {
                continue;
            }
            let problem =
                format!("a file that it includes has a switch {name}, and no variant of any model turns it on");
            problems.push(Problem { place: model.file.clone(), problem });
        }
    }
}

/// A lemma that other proofs rely on cannot be one that is expected to fall.
fn check_used_lemmas(models: &[(Model, Source)], problems: &mut Vec<Problem>) {
    for (model, source) in models {
        for variant in &model.variants {
            for name in &variant.attacks {
                let is_helper = |query: &Query| query.name == *name && query.property == Property::Helper;
                let is_used = match source {
                    Source::ProVerif(_) => Ok(model.queries.iter().any(is_helper)),
                    Source::Tamarin(theory) => theory.is_used_by_others(name, &variant.switches),
                };
                let problem = match is_used {
                    Ok(false) => continue,
                    Ok(true) => format!("`attacks` has {name:?}, which the proofs of others use"),
                    Err(error) => error.to_string(),
                };
                problems.push(Problem { place: variant_name(&model.file, &variant.switches), problem });
            }
        }
    }
}
