//! The life of a group, once over terms and once over bytes.

use std::collections::BTreeSet;

use pleach_spec::algebra::{Bytes, Crypto};
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, Source};
use crate::life::{decoded_shapes, scenario};
use pleach_models::term::{Term, name, reads};

impl Source for Term {
    fn fresh(label: &str) -> Term {
        name(label, 32)
    }
}

impl Source for Octets {
    fn fresh(label: &str) -> Octets {
        Octets::hash(SUITE, &Octets::from(label.as_bytes()))
    }
}

#[test]
fn a_group_lives_alike_over_terms_and_over_bytes() {
    let (terms, tree_of_terms) = scenario::<Term>();
    let (octets, tree_of_octets) = scenario::<Octets>();
    let (shapes, expected) = (decoded_shapes(&terms), decoded_shapes(&octets));
    assert_eq!(shapes.len(), 16);
    for (shape, expected) in shapes.iter().zip(&expected) {
        assert_eq!(shape, expected);
    }
    assert_eq!(tree_of_terms.length(), tree_of_octets.length());
}

/// Opaque values cannot become literals; the specification does not even try. All it reads are integers and
/// padding.
#[test]
fn only_integers_and_padding_are_read() {
    let before = reads();
    assert!(before.literals.is_empty());
    scenario::<Term>();
    let reads = reads();
    assert_eq!(reads.refused, 0);
    let lengths: BTreeSet<usize> =
        reads.literals.iter().filter(|bytes| bytes.iter().any(|byte| *byte != 0)).map(Vec::len).collect();
    assert_eq!(lengths, BTreeSet::from([1, 2, 4, 8]));
    let zeros = reads.literals.iter().filter(|bytes| bytes.len() == 11);
    assert_eq!(zeros.count(), 1);
}
