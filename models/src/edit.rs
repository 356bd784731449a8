//! Copies of a message, each with one change.
//!
//! A field is a byte of what is public, or a whole opaque value. In its place comes another byte, a value of the
//! adversary, or another value of the message.

use pleach_spec::algebra::{Bytes, Crypto};

use crate::term::{Node, SUITE, Term, name};

/// Copies of an encoding, each with one change, and what that is. Not all of them decode.
pub fn edited(encoded: Term) -> Vec<(String, Term)> {
    let parts = encoded.parts();
    let mut copies = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        for (what, other) in others(*part, &parts) {
            let copy = parts.iter().enumerate().map(|(place, kept)| if place == index { other } else { *kept });
            let copy = copy.fold(Term::literal(&[]), |whole, part| whole.concat(&part));
            copies.push((format!("{what} in part {index}"), copy));
        }
    }
    copies
}

/// What can stand in the place of a part.
fn others(part: Term, parts: &[Term]) -> Vec<(String, Term)> {
    let length = part.length();
    if let Ok(bytes) = part.to_literal() {
        let changed = (0..bytes.len()).map(|at| {
            let mut bytes = bytes.clone();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = byte.wrapping_add(1);
            }
            (format!("another byte {at}"), Term::literal(&bytes))
        });
        return changed.collect();
    }
    let own = own_value(part, length).map(|own| ("a value of the adversary".to_string(), own));
    let alike =
        parts.iter().copied().filter(|other| *other != part && other.length() == length && kind(*other) == kind(part));
    own.into_iter().chain(alike.map(|other| ("another value of the message".to_string(), other))).collect()
}

/// Something of the same kind that the adversary has.
fn own_value(part: Term, length: usize) -> Option<Term> {
    let own = name("adversary's value", 32);
    match &*part.node() {
        Node::KemPublic(_) => Term::kem_public_key(SUITE, &Term::kem_derive_private_key(SUITE, &own)),
        Node::SignaturePublic(_) => Term::signature_public_key(SUITE, &Term::signature_derive_private_key(SUITE, &own)),
        Node::Signature { message, .. } => {
            let private_key = Term::signature_derive_private_key(SUITE, &own);
            Term::signature_sign(SUITE, &private_key, message, &own)
        }
        _ => Some(name(&format!("adversary's {length} bytes"), length)),
    }
}

fn kind(term: Term) -> std::mem::Discriminant<Node> {
    std::mem::discriminant(&*term.node())
}
