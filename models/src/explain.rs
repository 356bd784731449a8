//! How the adversary comes to know a secret, in lines that a person can follow.

use std::collections::HashMap;

use crate::knowledge::{Deduction, Source};
use crate::term::{Node, Term};

/// Lines after which a derivation is cut.
const LONGEST: usize = 40;

/// How a term can be known: from what it is built, down to what was sent or leaked.
pub fn derivation(deduction: &Deduction<'_>, known: Term) -> Vec<String> {
    let mut explanation = Explanation { deduction, numbers: HashMap::new(), lines: Vec::new() };
    explanation.explain(known, 0);
    let mut lines = explanation.lines;
    if lines.len() > LONGEST {
        let rest = lines.len() - LONGEST;
        lines.truncate(LONGEST);
        lines.push(format!("... and {rest} lines more"));
    }
    lines
}

/// What was explained so far.
struct Explanation<'a> {
    deduction: &'a Deduction<'a>,
    /// Terms are numbered as they come up.
    numbers: HashMap<Term, usize>,
    lines: Vec<String>,
}

impl Explanation<'_> {
    fn explain(&mut self, known: Term, depth: usize) {
        if !is_told(self.deduction, known) {
            return;
        }
        let indent = "  ".repeat(depth);
        if let Some(number) = self.numbers.get(&known) {
            self.lines.push(format!("{indent}#{number}: as above"));
            return;
        }
        let number = self.numbers.len() + 1;
        self.numbers.insert(known, number);
        let (how, from) = reason(self.deduction, known);
        self.lines.push(format!("{indent}#{number} {}: {how}", describe(known)));
        for part in from {
            self.explain(part, depth + 1);
        }
    }
}

/// What everybody knows or can compute explains nothing.
fn is_told(deduction: &Deduction<'_>, known: Term) -> bool {
    match &*known.node() {
        Node::Literal(_) | Node::Hash(_) | Node::KemPublic(_) | Node::SignaturePublic(_) => false,
        Node::Concat(parts) => parts.iter().any(|part| is_told(deduction, *part)),
        _ if deduction.knowledge().source(known).is_some() => true,
        _ => deduction.used(known).into_iter().any(|part| is_told(deduction, part)),
    }
}

fn reason(deduction: &Deduction<'_>, known: Term) -> (String, Vec<Term>) {
    match deduction.knowledge().source(known) {
        Some(Source::Step(step)) => (format!("sent or leaked {}", when(deduction, step)), vec![]),
        Some(Source::Part(whole)) => match deduction.knowledge().source(whole) {
            Some(Source::Opened(_)) => ("a part of this plaintext".to_string(), vec![whole]),
            _ => first_step(deduction, whole),
        },
        Some(Source::Opened(sealed)) => match &*sealed.node() {
            Node::AeadSeal { key, .. } => ("opened with this key".to_string(), vec![*key]),
            _ => ("opened".to_string(), vec![]),
        },
        None => ("computed from".to_string(), deduction.used(known)),
    }
}

/// The step in which the message came out that a term is a part of.
fn first_step(deduction: &Deduction<'_>, part: Term) -> (String, Vec<Term>) {
    let mut whole = part;
    loop {
        match deduction.knowledge().source(whole) {
            Some(Source::Part(larger)) => whole = larger,
            Some(Source::Step(step)) => return (format!("a part of what came out {}", when(deduction, step)), vec![]),
            Some(Source::Opened(_)) => return ("a part of this plaintext".to_string(), vec![whole]),
            None => return ("a part of what is known".to_string(), vec![]),
        }
    }
}

/// In which operation of the run.
fn when(deduction: &Deduction<'_>, step: usize) -> String {
    match deduction.knowledge().operation(step) {
        0 => "before the start".to_string(),
        operation => format!("in operation {operation}"),
    }
}

/// A term, in words.
fn describe(term: Term) -> String {
    match &*term.node() {
        Node::Name(name, _) => format!("`{name}`"),
        Node::Expand { info, .. } => label_of(*info).unwrap_or_else(|| "KDF.Expand".to_string()),
        Node::Extract { .. } => "KDF.Extract".to_string(),
        Node::KemPrivate(_) => "a private key".to_string(),
        Node::SharedSecret { .. } => "a KEM shared secret".to_string(),
        Node::DiffieHellman { .. } => "a Diffie-Hellman output".to_string(),
        Node::SignaturePrivate(_) => "a signature key".to_string(),
        Node::AeadSeal { .. } => "a ciphertext".to_string(),
        Node::Mac { .. } => "a MAC".to_string(),
        Node::Signature { .. } => "a signature".to_string(),
        Node::Concat(_) => "a message".to_string(),
        _ => format!("{term:?}"),
    }
}

/// The label of `ExpandWithLabel`, after the length of what is derived: RFC 9420, Section 8.
fn label_of(info: Term) -> Option<String> {
    let parts = info.parts();
    let Node::Literal(bytes) = &*parts.first()?.node() else {
        return None;
    };
    let length = usize::from(*bytes.get(2)?);
    let label = std::str::from_utf8(bytes.get(3..3 + length)?).ok()?;
    let label = label.strip_prefix("MLS 1.0 ").or_else(|| label.strip_prefix("ART 1.0 "))?;
    Some(format!("ExpandWithLabel \"{label}\""))
}
