//! Byte strings over terms: concatenation, splitting and XOR, in canonical form.

use std::collections::BTreeSet;

use pleach_spec::algebra::Bytes;
use pleach_spec::error::DecodeError;

use crate::term::{Node, Term, join_known, join_made, literal, literal_was_read, refusal, term};

/// The concatenation of parts that are in canonical form already.
fn joined(parts: Vec<Term>) -> Term {
    match parts.as_slice() {
        [] => Term::literal(&[]),
        [part] => *part,
        _ => term(Node::Concat(parts)),
    }
}

/// The concatenation of two lists of parts, neither of them empty.
fn concatenation(parts: Vec<Term>, others: &[Term]) -> Term {
    let (mut parts, mut others) = (parts, others);
    if let ([.., last], [first, rest @ ..]) = (parts.as_slice(), others)
        && let (Some(before), Some(after)) = (last.content(), first.content())
    {
        parts.pop();
        parts.push(Term::literal(&[before, after].concat()));
        others = rest;
    }
    parts.extend_from_slice(others);
    joined(parts)
}

impl Term {
    /// The literal and the other operands that this is the XOR of.
    fn operands(self) -> (Vec<u8>, BTreeSet<Term>) {
        let (literals, others): (Vec<Term>, Vec<Term>) = match &*self.node() {
            Node::Xor(operands) => operands.iter().partition(|term| term.content().is_some()),
            Node::Literal(_) => (vec![self], vec![]),
            _ => (vec![], vec![self]),
        };
        let zero = vec![0; self.length()];
        let literal = literals.first().and_then(Term::content).unwrap_or(zero);
        (literal, BTreeSet::from_iter(others))
    }
}

impl Bytes for Term {
    fn literal(bytes: &[u8]) -> Term {
        literal(bytes)
    }

    fn length(&self) -> usize {
        self.known_length()
    }

    fn concat(&self, other: &Term) -> Term {
        if self.length() == 0 {
            return *other;
        }
        if other.length() == 0 {
            return *self;
        }
        let operands = (*self, *other);
        if let Some(joined) = join_known(operands) {
            return joined;
        }
        let joined = concatenation(self.parts(), &other.parts());
        join_made(operands, joined);
        joined
    }

    fn split_at(&self, at: usize) -> Result<(Term, Term), DecodeError> {
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        let mut missing = at;
        for part in self.parts() {
            let length = part.length();
            if missing == 0 {
                rest.push(part);
            } else if length <= missing {
                missing -= length;
                first.push(part);
            } else {
                let Some(content) = part.content() else {
                    return Err(refusal());
                };
                let (before, after) = content.split_at(missing);
                first.push(Term::literal(before));
                rest.push(Term::literal(after));
                missing = 0;
            }
        }
        match missing {
            0 => Ok((joined(first), joined(rest))),
            _ => Err(DecodeError::Truncated),
        }
    }

    fn to_literal(&self) -> Result<Vec<u8>, DecodeError> {
        let content = self.content().ok_or_else(refusal)?;
        literal_was_read(&content);
        Ok(content)
    }

    fn xor(&self, other: &Term) -> Term {
        let length = self.length().max(other.length());
        let extended = |value: &Term| value.concat(&Term::literal(&vec![0; length - value.length()]));
        let (mut literal, these) = extended(self).operands();
        let (other_literal, those) = extended(other).operands();
        for (byte, other) in literal.iter_mut().zip(other_literal) {
            *byte ^= other;
        }
        let mut operands: BTreeSet<Term> = &these ^ &those;
        if operands.is_empty() || literal.iter().any(|byte| *byte != 0) {
            operands.insert(Term::literal(&literal));
        }
        let operands = Vec::from_iter(operands);
        match operands.as_slice() {
            [operand] => *operand,
            _ => term(Node::Xor(operands)),
        }
    }
}
