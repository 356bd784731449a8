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

/// Of each query and lemma in a text, in their order, the name in the comment right before it.
pub(crate) fn names_of_queries(text: &str) -> Vec<Option<String>> {
    let mut names = Vec::new();
    let mut tokens = tokens(text).into_iter();
    while let Some(token) = tokens.next() {
        if token != Token::Text("query") && token != Token::Text("lemma") {
            continue;
        }
        let statement: Vec<Token<'_>> = tokens.by_ref().take_while(|token| *token != Token::Text(".")).collect();
        let parts = statement.split(|token| *token == Token::Text(";"));
        // The types of the variables come first.
        names.extend(
            parts.enumerate().filter(|(index, part)| *index > 0 || !is_declaration(part)).map(|(_, part)| name(part)),
        );
    }
    names
}

/// `x: bitstring, y: leaf`: a query has parentheses.
fn is_declaration(part: &[Token<'_>]) -> bool {
    part.contains(&Token::Text(":")) && !part.contains(&Token::Text("("))
}

fn name(part: &[Token<'_>]) -> Option<String> {
    let comments = part.iter().take_while(|token| matches!(token, Token::Comment(_)));
    let Some(Token::Comment(comment)) = comments.last() else {
        return None;
    };
    let name = comment.trim();
    (!name.is_empty() && name.chars().all(is_name)).then(|| name.to_owned())
}

/// What a text consists of: comments, words, and other characters one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// What is inside one; it may hold others.
    Comment(&'a str),
    Text(&'a str),
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '\''
}

fn tokens(mut text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    loop {
        text = text.trim_start();
        let Some(first) = text.chars().next() else {
            return tokens;
        };
        if let Some(inside) = text.strip_prefix("(*") {
            let end = end_of_comment(inside);
            let (comment, rest) = inside.split_at(end);
            tokens.push(Token::Comment(comment));
            text = rest.strip_prefix("*)").unwrap_or(rest);
            continue;
        }
        let length = match text.find(|c| !is_name(c)) {
            Some(0) => first.len_utf8(),
            Some(end) => end,
            None => text.len(),
        };
        let (word, rest) = text.split_at(length);
        tokens.push(Token::Text(word));
        text = rest;
    }
}

/// Where the comment ends whose inside this text begins with. Comments are nested.
fn end_of_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut from = 0;
    while let Some((start, mark)) = next_mark(text, from) {
        match (mark, depth) {
            ("*)", 0) => return start,
            ("*)", _) => depth = depth.saturating_sub(1),
            _ => depth = depth.saturating_add(1),
        }
        from = start.saturating_add(mark.len());
    }
    text.len()
}

fn next_mark(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(from..)?;
    let marks = ["(*", "*)"].into_iter().filter_map(|mark| Some((from.saturating_add(rest.find(mark)?), mark)));
    marks.min()
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
    use super::{Verdict, names_of_queries, verdicts};

    #[test]
    fn queries_are_named_by_the_comments_before_them() {
        let text = "\
(* query no (* nested *) query. *)
free query_key: bitstring.
lemma x: bitstring; (* helper *) event(E(x)) ==> event(F(x)).
query g: bitstring, x: leaf; (* what it is about *) (* first *)
  attacker(m); (* second *)
  event(A(g)) (* not a name *) ==> event(B(x));
  attacker(n) [induction];
  (* not a name *) attacker(o).
query (* alone *) attacker(p).
query attacker(q). (* too late *)
process (* query *) 0
";
        let names: Vec<Option<&str>> =
            vec![Some("helper"), Some("first"), Some("second"), None, None, Some("alone"), None];
        let found = names_of_queries(text);
        assert_eq!(found.iter().map(Option::as_deref).collect::<Vec<_>>(), names);
    }

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
