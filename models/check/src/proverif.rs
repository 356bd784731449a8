//! ProVerif: how it is called, and how its output is read.

use std::ffi::OsString;

use crate::expected::{Model, Outcome};
use crate::prove::RunFailure;
use crate::verdict::{Quantifier, Verdict};

/// The arguments for the file of this name.
pub(crate) fn arguments(file: &str) -> Vec<OsString> {
    vec![file.into()]
}

/// What came of the queries, which stand in the output as in the file.
pub(crate) fn answers(model: &Model, stdout: &str) -> Result<Vec<Option<Outcome>>, RunFailure> {
    let verdicts = verdicts(stdout);
    if verdicts.len() != model.queries.len() {
        return Err(RunFailure::Count { declared: model.queries.len(), found: verdicts.len() });
    }
    let outcome = |(query, verdict): (&crate::expected::Query, &Verdict)| {
        // `query event(E)` is about all traces: it is true if none has E.
        verdict.outcome(query.property, Quantifier::All)
    };
    Ok(model.queries.iter().zip(&verdicts).map(outcome).collect())
}

const RESULT: &str = "RESULT ";

/// The verdicts in an output. What is in parentheses after a `RESULT` is a remark on the verdict before it.
fn verdicts(stdout: &str) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut lines = stdout.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(result) = line.strip_prefix(RESULT).filter(|result| !result.starts_with('(')) else {
            continue;
        };
        let mut result = result.to_owned();
        // A long query may take several lines.
        while verdict(&result).is_none() {
            let goes_on = |line: &&str| !line.trim().is_empty() && !line.starts_with(RESULT) && !line.starts_with("--");
            let Some(line) = lines.next_if(goes_on) else {
                break;
            };
            result.push(' ');
            result.push_str(line.trim());
        }
        verdicts.push(verdict(&result).unwrap_or(Verdict::Unknown));
    }
    verdicts
}

fn verdict(result: &str) -> Option<Verdict> {
    let result = result.trim_end().trim_end_matches('.');
    let result = match result.rsplit_once(" (bad ") {
        Some((before, "derivable)" | "not derivable)")) => before,
        _ => result,
    };
    let endings = [(" is true", Verdict::True), (" is false", Verdict::False), (" cannot be proved", Verdict::Unknown)];
    endings.into_iter().find(|(ending, _)| result.ends_with(ending)).map(|(_, verdict)| verdict)
}

#[cfg(test)]
mod tests {
    use super::{Verdict, verdicts};

    #[test]
    fn each_form_of_a_result_is_read() {
        let text = "\
-- Query not attacker(m[]) in process 0.
RESULT not attacker(m[]) is true.
RESULT not event(Reach) is false.
RESULT inj-event(Recv(x)) ==> inj-event(Send(x)) is false.
RESULT (even event(Recv(x)) ==> event(Send(x)) is false.)
RESULT inj-event(Recv(x)) ==> inj-event(Send(x)) cannot be proved.
RESULT (but event(Recv(x)) ==> event(Send(x)) is true.)
RESULT Observational equivalence is true.
RESULT Observational equivalence cannot be proved.
RESULT Weak secret w is true (bad not derivable).
RESULT Non-interference n cannot be proved (bad derivable).
RESULT event(Accept(alice,bob,group)) && event(Accept(carol,
  bob,group)) ==> event(Commit(bob))
  is true.
RESULT event(Cut) ==> event(Off)

--------------------------------------------------------------
Verification summary:
Query not attacker(m[]) is true.
";
        use Verdict::{False, True, Unknown};
        assert_eq!(verdicts(text), [True, False, False, Unknown, True, Unknown, True, Unknown, True, Unknown]);
    }
}
