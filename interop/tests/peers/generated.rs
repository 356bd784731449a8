//! Files that this project generates.

use pleach_generator::{Request, RootSeed, generate};
use pleach_interop::{MlsRs, OpenMls, Peer};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::Kind;
use pleach_vectors::passive_client::{Case, Joiner};

use crate::common::{SUITES, assert_all_pass, passive_client};

/// The first cases of the default seed: so many of each suite.
fn generated(kind: Kind, count: u32) -> Vec<Case> {
    let request =
        Request { kinds: vec![kind], suites: CipherSuite::ALL.into(), seed: RootSeed::default(), count: Some(count) };
    let lists = generate(&request, &|| {}).unwrap();
    lists.into_iter().flat_map(|list| list.cases).map(passive_client).collect()
}

#[test]
fn both_peers_pass_what_is_generated_of_passive_client_welcome() {
    let cases = generated(Kind::PassiveClientWelcome, 8);
    assert_all_pass::<MlsRs>(&cases, 8);
    assert_all_pass::<OpenMls>(&cases, 8);
    for case in cases.iter().filter(|case| SUITES.contains(&case.cipher_suite)) {
        assert_eq!(check_own_key_package::<MlsRs>(case), Ok(()), "{}", MlsRs::NAME);
        assert_eq!(check_own_key_package::<OpenMls>(case), Ok(()), "{}", OpenMls::NAME);
    }
}

/// Any member would add the client.
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
