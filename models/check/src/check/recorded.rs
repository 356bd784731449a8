//! What is recorded, against the models as they are.

use std::path::Path;

use crate::evidence::{Entry, Evidence};
use crate::expected::{Model, Suite, Variant, variant_name};
use crate::input::Source;
use crate::prove::Proof;
use crate::prover::{Installed, Prover};
use crate::report::{Basis, EvidenceProblem, Failure, Row};

/// The evidence that runs give; of those that failed, none.
pub(super) fn made(suite: &Suite, installed: &Installed, proofs: &[Proof]) -> Evidence {
    let entries = suite.variants().zip(proofs).filter_map(|((model, source, variant), proof)| {
        let answers = proof.answers.as_ref().ok()?;
        let names = model.queries.iter().map(|query| query.name.clone());
        let verdicts = names.zip(answers).filter_map(|(name, found)| found.map(|found| (name, found)));
        Some(Entry {
            file: model.file.clone(),
            switches: variant.key(),
            prover: installed.to_string(),
            sha256: source.input(&variant.switches).ok()?.sha256(),
            seconds: (proof.time.as_secs_f64() * 100.0).round() / 100.0,
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
            verdicts: verdicts.collect(),
        })
    });
    Evidence { entries: entries.collect() }
}

/// All evidence: what was made now, and of the other variants what there was.
pub(super) fn merged(suite: &Suite, made: Evidence, before: Option<Evidence>) -> Evidence {
    let before = before.unwrap_or_default();
    let entry = |(model, _, variant): (&Model, &Source, &Variant)| {
        made.of(model, variant).or_else(|| before.of(model, variant)).cloned()
    };
    Evidence { entries: suite.variants().filter_map(entry).collect() }
}

/// A row for each query, with what is recorded of the very input that the variant has.
pub(crate) fn rows(suite: &Suite, evidence: Option<&Evidence>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (model, source, variant) in suite.variants() {
        let entry = evidence.and_then(|evidence| evidence.of(model, variant));
        let entry = entry.filter(|entry| is_fresh(entry, source, variant));
        for query in &model.queries {
            let mut row = Row::new(suite.prover, model, variant, query, Basis::Recorded);
            row.found = entry.and_then(|entry| entry.verdicts.get(&query.name)).copied();
            row.seconds = entry.map(|entry| entry.seconds);
            rows.push(row);
        }
    }
    rows
}

fn is_fresh(entry: &Entry, source: &Source, variant: &Variant) -> bool {
    source.input(&variant.switches).is_ok_and(|input| input.sha256() == entry.sha256)
}

/// Whether each variant that was chosen has its evidence, and each evidence its variant.
pub(super) fn check(
    suite: &Suite,
    chosen: &Suite,
    evidence: Option<&Evidence>,
    path: &Path,
    failures: &mut Vec<Failure>,
) {
    let prover = suite.prover;
    let mut say = |problem| failures.push(Failure::Evidence { prover, path: path.to_owned(), problem });
    let Some(evidence) = evidence else {
        say(EvidenceProblem::NoFile);
        return;
    };
    for (model, source, variant) in chosen.variants() {
        for problem in problems(prover, evidence, model, source, variant) {
            say(problem);
        }
    }
    for entry in &evidence.entries {
        let is_of = |(model, _, variant): (&Model, &Source, &Variant)| {
            model.file == entry.file && variant.key() == entry.switches
        };
        if !suite.variants().any(is_of) {
            say(EvidenceProblem::Orphan(entry.variant()));
        }
    }
}

/// What is wrong with the run that the evidence is from.
fn of_the_run(prover: Prover, entry: &Entry) -> Vec<EvidenceProblem> {
    let (variant, recorded) = (entry.variant(), entry.prover.clone());
    let (oldest, limit) = (prover.oldest(), prover.default_timeout());
    let mut problems = Vec::new();
    match recorded.split_once(' ').filter(|(name, _)| *name == prover.to_string()) {
        None => problems.push(EvidenceProblem::OtherProver { variant: variant.clone(), recorded }),
        Some((_, version)) if !prover.is_new_enough(version) => {
            problems.push(EvidenceProblem::OldProver { variant: variant.clone(), recorded, oldest });
        }
        Some(_) => {}
    }
    let seconds = entry.seconds;
    if !(0.0..=limit.as_secs_f64()).contains(&seconds) {
        problems.push(EvidenceProblem::Slow { variant, seconds, limit });
    }
    problems
}

/// Whether what was made now may be recorded.
pub(super) fn check_runs(prover: Prover, made: &Evidence, path: &Path, failures: &mut Vec<Failure>) {
    let problems = made.entries.iter().flat_map(|entry| of_the_run(prover, entry));
    failures.extend(problems.map(|problem| Failure::Evidence { prover, path: path.to_owned(), problem }));
}

fn problems(
    prover: Prover,
    evidence: &Evidence,
    model: &Model,
    source: &Source,
    variant: &Variant,
) -> Vec<EvidenceProblem> {
    let name = variant_name(&model.file, &variant.switches);
    let Some(entry) = evidence.of(model, variant) else {
        return vec![EvidenceProblem::Missing(name)];
    };
    if !is_fresh(entry, source, variant) {
        return vec![EvidenceProblem::Stale(name)];
    }
    if !entry.has_the_queries_of(model) {
        return vec![EvidenceProblem::OtherQueries(name)];
    }
    let mut problems = of_the_run(prover, entry);
    for query in &model.queries {
        let expected = variant.expected(query);
        match entry.verdicts.get(&query.name) {
            Some(&recorded) if recorded != expected => {
                let (variant, query) = (name.clone(), query.name.clone());
                problems.push(EvidenceProblem::OtherVerdict { variant, query, expected, recorded });
            }
            _ => {}
        }
    }
    problems
}
