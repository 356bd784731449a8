//! Files that this project generates.

use pleach_generator::{Request, RootSeed, generate};
use pleach_interop::{MlsRs, OpenMls, Peer};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::Kind;
use pleach_vectors::passive_client::{Case, Joiner};

use crate::common::{SUITES, all_pass, all_pass_in_suite_1, assert_both, passive_client};

/// Of the default seed: the first `count` cases of each suite, by default as many as the generator makes.
fn generated(kind: Kind, suites: &[CipherSuite], count: Option<u32>) -> Vec<Case> {
    let request = Request { kinds: vec![kind], suites: suites.into(), seed: RootSeed::default(), count };
    let lists = generate(&request, &|| {}).unwrap();
    lists.into_iter().flat_map(|list| list.cases).map(passive_client).collect()
}

#[test]
fn both_peers_pass_the_default_set() {
    let default_set = |kind| generated(kind, &CipherSuite::ALL, None);
    assert_both(&default_set(Kind::PassiveClientWelcome), &all_pass(4));
    assert_both(&default_set(Kind::PassiveClientHandlingCommit), &all_pass(14));
    assert_both(&default_set(Kind::PassiveClientRandom), &all_pass(1));
}

/// Enough for each way to join, and for each list of proposals that the generator has.
#[test]
fn both_peers_pass_more_of_suite_1() {
    let more = |kind, count| generated(kind, &CipherSuite::ALL[..1], Some(count));
    assert_both(&more(Kind::PassiveClientWelcome, 16), &all_pass_in_suite_1(16));
    assert_both(&more(Kind::PassiveClientHandlingCommit, 28), &all_pass_in_suite_1(28));
    assert_both(&more(Kind::PassiveClientRandom, 10), &all_pass_in_suite_1(10));
}

#[test]
fn both_peers_would_add_the_clients_that_join() {
    let cases = generated(Kind::PassiveClientWelcome, &CipherSuite::ALL, Some(1));
    let run: Vec<&Case> = cases.iter().filter(|case| SUITES.contains(&case.cipher_suite)).collect();
    assert_eq!(run.len(), 5);
    for case in run {
        assert_eq!(check_own_key_package::<MlsRs>(case), Ok(()), "{}", MlsRs::NAME);
        assert_eq!(check_own_key_package::<OpenMls>(case), Ok(()), "{}", OpenMls::NAME);
    }
}

fn check_own_key_package<P: Peer>(case: &Case) -> Result<(), P::Error> {
    let joiner = Joiner {
        cipher_suite: case.cipher_suite,
        external_psks: &case.external_psks,
        key_package: &case.key_package,
        signature_priv: &case.signature_priv,
        encryption_priv: &case.encryption_priv,
        init_priv: &case.init_priv,
    };
    let member = P::join(&joiner, &case.welcome, case.ratchet_tree.as_deref())?;
    P::check_key_package(&member, &case.key_package)
}
