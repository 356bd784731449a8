//! How the adversary comes to know a secret, in lines that a person can follow.

use std::collections::HashSet;

use crate::knowledge::{Deduction, Source};
use crate::term::{Node, Term};

/// Lines after which a derivation is cut.
const LONGEST: usize = 40;

/// How a term can be known: from what it is built, down to what was sent or leaked.
pub fn derivation(deduction: &Deduction<'_>, known: Term) -> Vec<String> {
    let mut lines = Vec::new();
    explain(deduction, known, 0, &mut HashSet::new(), &mut lines);
    if lines.len() > LONGEST {
        let rest = lines.len() - LONGEST;
        lines.truncate(LONGEST);
        lines.push(format!("... and {rest} lines more"));
    }
    lines
}

fn explain(deduction: &Deduction<'_>, known: Term, depth: usize, seen: &mut HashSet<Term>, lines: &mut Vec<String>) {
    if matches!(&*known.node(), Node::Literal(_)) || !is_told(known) {
        return;
    }
    let indent = "  ".repeat(depth);
    if !seen.insert(known) {
        lines.push(format!("{indent}{}: as above", describe(known)));
        return;
    }
    let (how, from) = reason(deduction, known);
    lines.push(format!("{indent}{}: {how}", describe(known)));
    for part in from {
        explain(deduction, part, depth + 1, seen, lines);
    }
}

/// Hashes and public keys are known to everybody, and explain nothing.
fn is_told(known: Term) -> bool {
    match &*known.node() {
        Node::Hash(_) | Node::KemPublic(_) | Node::SignaturePublic(_) => false,
        Node::Concat(parts) => parts.iter().any(|part| is_told(*part)),
        _ => true,
    }
}

fn reason(deduction: &Deduction<'_>, known: Term) -> (String, Vec<Term>) {
    match deduction.knowledge().source(known) {
        Some(Source::Step(step)) => (format!("sent or leaked in step {step}"), vec![]),
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
            Some(Source::Step(step)) => return (format!("in a message of step {step}"), vec![]),
            Some(Source::Opened(_)) => return ("a part of this plaintext".to_string(), vec![whole]),
            None => return ("a part of what is known".to_string(), vec![]),
        }
    }
}

/// A term, in words.
fn describe(term: Term) -> String {
    match &*term.node() {
        Node::Name(name, _) => format!("`{name}`"),
        Node::Expand { info, .. } => format!("{term:?}, {}", label_of(*info)),
        Node::Extract { .. } => format!("{term:?}, KDF.Extract"),
        Node::KemPrivate(_) => format!("{term:?}, a private key"),
        Node::SharedSecret { .. } => format!("{term:?}, a KEM shared secret"),
        Node::DiffieHellman { .. } => format!("{term:?}, a Diffie-Hellman output"),
        Node::SignaturePrivate(_) => format!("{term:?}, a signature key"),
        Node::AeadSeal { .. } => format!("{term:?}, a ciphertext"),
        Node::Concat(_) => format!("{term:?}, a message"),
        _ => format!("{term:?}"),
    }
}

/// The readable part of a label: `ExpandWithLabel` puts it into the first literal.
fn label_of(info: Term) -> String {
    let first = info.parts().first().copied();
    let bytes = match first.map(Term::node).as_deref() {
        Some(Node::Literal(bytes)) => bytes.clone(),
        _ => Vec::new(),
    };
    let text: String =
        bytes.iter().map(|byte| char::from(*byte)).filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
    match text.split_once("MLS 1.0 ").or_else(|| text.split_once("ART 1.0 ")) {
        Some((_, label)) => format!("ExpandWithLabel \"{}\"", label.trim()),
        None => "KDF.Expand".to_string(),
    }
}
