//! Tamarin: how it is called, and how its output is read.

use std::ffi::OsString;

use crate::expected::{Model, Outcome, Property};
use crate::prove::RunFailure;
use crate::verdict::{Quantifier, Verdict};

/// The memory that its heap may have. That of Maude is not part of it.
pub const HEAP: &str = "8g";

/// The seconds that the check of a theory's rules may take: on a machine with other work, the default is too short, and
/// the theory seems to be malformed.
const DERIVATION_CHECK: u32 = 60;

/// The arguments for the file of this name. One thread: there are as many runs as processors, and one run takes longer
/// with more threads.
pub(crate) fn arguments(file: &str, flags: &[String]) -> Vec<OsString> {
    let mut arguments = vec!["--prove".into(), format!("--derivcheck-timeout={DERIVATION_CHECK}").into()];
    arguments.extend(flags.iter().map(OsString::from));
    arguments.extend([file.into(), "+RTS".into(), "-N1".into(), format!("-M{HEAP}").into(), "-RTS".into()]);
    arguments
}

/// A line of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lemma {
    name: String,
    says: Quantifier,
    verdict: Verdict,
}

/// What came of the queries, which are the lemmas of the same names.
pub(crate) fn answers(model: &Model, stdout: &str) -> Result<Vec<Option<Outcome>>, RunFailure> {
    let Some((_, summary)) = stdout.split_once("summary of summaries:") else {
        return Err(RunFailure::Output("there is no summary".to_owned()));
    };
    if let Some(warning) = summary.lines().find(|line| line.contains("WARNING:")) {
        return Err(RunFailure::Output(warning.trim().to_owned()));
    }
    let lemmas: Vec<Lemma> = summary.lines().filter_map(lemma).collect();
    let is_declared = |lemma: &&Lemma| model.queries.iter().any(|query| query.name == lemma.name);
    if let Some(other) = lemmas.iter().find(|lemma| !is_declared(lemma)) {
        return Err(RunFailure::Output(format!("the lemma {} is no query of expected.toml", other.name)));
    }
    if lemmas.len() != model.queries.len() {
        return Err(RunFailure::Count { declared: model.queries.len(), found: lemmas.len() });
    }
    model.queries.iter().map(|query| answer(&query.name, query.property, &lemmas)).collect()
}

fn answer(name: &str, property: Property, lemmas: &[Lemma]) -> Result<Option<Outcome>, RunFailure> {
    let Some(lemma) = lemmas.iter().find(|lemma| lemma.name == name) else {
        return Err(RunFailure::Output(format!("there is no lemma {name}")));
    };
    match (property, lemma.says) {
        (Property::Reachability, Quantifier::All) => {
            Err(RunFailure::Output(format!("the lemma {name} is about reachability, but not exists-trace")))
        }
        (property, Quantifier::Exists) if property.is_claim() => {
            Err(RunFailure::Output(format!("the lemma {name} is a claim, but exists-trace")))
        }
        (property, says) => Ok(lemma.verdict.outcome(property, says)),
    }
}

/// A line as `  secrecy (all-traces): verified (12 steps)`.
fn lemma(line: &str) -> Option<Lemma> {
    let (head, verdict) = line.trim().split_once("): ")?;
    let (name, says) = head.split_once(" (")?;
    let says = match says {
        "all-traces" => Quantifier::All,
        "exists-trace" => Quantifier::Exists,
        _ => return None,
    };
    let verdicts = [
        ("verified", Verdict::True),
        ("falsified - found trace", Verdict::False),
        ("falsified - no trace found", Verdict::False),
    ];
    let found = verdicts.into_iter().find(|(text, _)| verdict.starts_with(text));
    Some(Lemma { name: name.to_owned(), says, verdict: found.map_or(Verdict::Unknown, |(_, verdict)| verdict) })
}

#[cfg(test)]
mod tests {
    use super::{Lemma, Quantifier, Verdict, lemma};

    #[test]
    fn each_form_of_a_line_is_read() {
        for (line, name, says, verdict) in [
            ("  a (all-traces): verified (12 steps)", "a", Quantifier::All, Verdict::True),
            ("  b (exists-trace): verified (9 steps)", "b", Quantifier::Exists, Verdict::True),
            ("  c (all-traces): falsified - found trace (16 steps)", "c", Quantifier::All, Verdict::False),
            ("  d (exists-trace): falsified - no trace found (3 steps)", "d", Quantifier::Exists, Verdict::False),
            ("  e (all-traces): analysis incomplete (1 steps)", "e", Quantifier::All, Verdict::Unknown),
            (
                "  f (all-traces): analysis cannot be finished (reducible operators)",
                "f",
                Quantifier::All,
                Verdict::Unknown,
            ),
        ] {
            assert_eq!(lemma(line), Some(Lemma { name: name.to_owned(), says, verdict }), "{line}");
        }
        for line in ["analyzed: art.spthy", "  processing time: 33.20s", ""] {
            assert_eq!(lemma(line), None);
        }
    }
}
