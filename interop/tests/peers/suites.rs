//! Which suites the peers have.

use pleach_interop::{MlsRs, OpenMls, Peer};
use pleach_vectors::{Kind, checkout, registry_vectors};

use crate::common::{MISSING_SUITES, SUITES, cases};

#[test]
fn both_peers_have_five_of_the_seven_suites() {
    assert_eq!(MlsRs::suites(), SUITES);
    assert_eq!(OpenMls::suites(), SUITES);
}

#[test]
fn a_case_of_a_suite_that_a_peer_does_not_have_is_refused() {
    let cases = cases(&registry_vectors(&checkout()).unwrap(), Kind::PassiveClientWelcome);
    for suite in MISSING_SUITES {
        let case = cases.iter().find(|case| case.cipher_suite == suite).unwrap();
        for mismatch in [case.verify::<MlsRs>(), case.verify::<OpenMls>()] {
            let mismatch = mismatch.unwrap_err();
            let found = (mismatch.field.as_str(), mismatch.got.as_str());
            assert_eq!(found, ("signature_priv", "refused: AWS-LC lacks the cipher suite"));
        }
    }
}
