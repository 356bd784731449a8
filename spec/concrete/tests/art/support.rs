//! What the tests share.

use pleach_spec::algebra::Crypto;
use pleach_spec_concrete::Octets;

use crate::client::{SUITE, Source};

impl Source for Octets {
    fn fresh(label: &str) -> Octets {
        Octets::hash(SUITE, &Octets::from(label.as_bytes()))
    }
}
