//! A second computation of ART, against which the generated cases are checked.
//!
//! It is written from the pages of the kinds and from the structures of ART, shares no code with the specification, and
//! has its primitives from elsewhere, where there is an elsewhere: X25519, Ed25519, P-256, SHA-2, HKDF, HMAC and both
//! AEADs do not come from the crates that the specification's algebra uses. P-384, P-521, X448 and Ed448 do.
//! What is not computed here, but taken as it is, are the cases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod art_messages;
mod art_state;
mod art_tree;
mod codec;
mod curves;
mod faults;
mod message_protection;
mod setup;
mod structures;
mod suite;
mod update;

use pleach_generator::{CaseList, Request, RootSeed, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::art::{Context, Keys, stage_key, tree};
use pleach_vectors::{AnyCase, Fallible, Hex, Kind, Mismatch};

use art_state::{context_hash, stage_key, stage_secrets};
use suite::Suite;

/// The second computation.
struct Independent;

/// Why it refuses something.
type Refused<T> = Result<T, &'static str>;

impl Fallible for Independent {
    type Error = &'static str;
}

impl Keys for Independent {
    fn public_key(suite: u16, private_key: &[u8]) -> Refused<Vec<u8>> {
        Suite::of(suite)?.public_key(private_key)
    }

    fn signature_public_key(suite: u16, private_key: &[u8]) -> Refused<Vec<u8>> {
        Suite::of(suite)?.signature_public_key(private_key)
    }
}

impl tree::Subject for Independent {
    fn root(n_leaves: u32) -> u32 {
        art_tree::tree(n_leaves).number
    }

    fn left(x: u32, n_leaves: u32) -> Option<u32> {
        art_tree::tree(n_leaves).children_of(x).map(|(left, _)| left)
    }

    fn right(x: u32, n_leaves: u32) -> Option<u32> {
        art_tree::tree(n_leaves).children_of(x).map(|(_, right)| right)
    }

    fn path(leaf: u32, n_leaves: u32) -> Vec<u32> {
        art_tree::tree(n_leaves).path(leaf)
    }

    fn copath(leaf: u32, n_leaves: u32) -> Vec<u32> {
        art_tree::tree(n_leaves).copath(leaf)
    }

    fn tree_keys(suite: u16, leaf_privs: &[Hex]) -> Refused<tree::TreeKeys> {
        let (suite, tree) = (Suite::of(suite)?, art_tree::tree(leaf_privs.len() as u32));
        let mut public_keys = vec![Vec::new(); 2 * leaf_privs.len() - 1];
        let tree_key = tree.keys(suite, leaf_privs, &mut public_keys)?;
        Ok(tree::TreeKeys { public_keys, tree_key })
    }

    fn path_keys(suite: u16, public_keys: &[Hex], leaf: u32, leaf_priv: &[u8]) -> Refused<tree::TreeKeys> {
        let (public_keys, tree_key) = art_tree::path_keys(Suite::of(suite)?, public_keys, leaf, leaf_priv)?;
        Ok(tree::TreeKeys { public_keys, tree_key })
    }
}

impl stage_key::Subject for Independent {
    fn context_hash(context: &Context<'_>) -> Refused<Vec<u8>> {
        context_hash(context)
    }

    fn first_chain_key(suite: u16) -> Refused<Vec<u8>> {
        Ok(vec![0; Suite::of(suite)?.hash_length()])
    }

    fn stage_key(suite: u16, chain_key: &[u8], tree_key: &[u8], context_hash: &[u8]) -> Refused<Vec<u8>> {
        stage_key(Suite::of(suite)?, chain_key, tree_key, context_hash)
    }

    fn stage_secrets(suite: u16, stage_key: &[u8]) -> Refused<stage_key::StageSecrets> {
        stage_secrets(Suite::of(suite)?, stage_key)
    }

    fn ratchet_secret(suite: u16, message_secret: &[u8], sender: u32) -> Refused<Vec<u8>> {
        let suite = Suite::of(suite)?;
        suite.expand(message_secret, "sender", &sender.to_be_bytes(), suite.hash_length())
    }
}

fn verify(case: &AnyCase) -> Result<(), Mismatch> {
    match case {
        AnyCase::ArtMessageProtection(case) => case.verify::<Independent>(),
        AnyCase::ArtPassiveClient(case) => case.verify::<Independent>(),
        AnyCase::ArtSetup(case) => case.verify::<Independent>(),
        AnyCase::ArtStageKey(case) => case.verify::<Independent>(),
        AnyCase::ArtTree(case) => case.verify::<Independent>(),
        AnyCase::ArtUpdate(case) => case.verify::<Independent>(),
        _ => panic!("no case of ART"),
    }
}

/// In all seven suites.
#[test]
fn a_second_computation_passes_every_generated_case() {
    let (kinds, suites) = (Kind::ART.to_vec(), CipherSuite::ALL.to_vec());
    let request = Request { kinds, suites, seed: RootSeed::default(), count: None };
    let mut counts = Vec::new();
    for CaseList { kind, cases } in generate(&request, &|| {}).unwrap() {
        for (index, case) in cases.iter().enumerate() {
            assert_eq!(verify(case), Ok(()), "{kind}, case {index}");
        }
        let of_suite = |suite: u16| cases.iter().filter(|case| case.suite() == Some(suite)).count();
        counts.push((kind.name(), [1, 2, 3, 4, 5, 6, 7].map(of_suite)));
    }
    assert_eq!(
        counts,
        [
            ("art-message-protection", [2; 7]),
            ("art-passive-client", [1; 7]),
            ("art-setup", [3; 7]),
            ("art-stage-key", [2; 7]),
            ("art-tree", [32, 32, 3, 3, 3, 3, 3]),
            ("art-update", [2; 7]),
        ]
    );
}

/// Of another seed, and more of them, in the suite that is fastest.
#[test]
fn a_second_computation_passes_cases_of_another_seed() {
    let kinds = Kind::ART.into_iter().filter(|kind| *kind != Kind::ArtTree).collect();
    let suites = vec![CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519];
    let request = Request { kinds, suites, seed: "0123".parse().unwrap(), count: Some(12) };
    let mut count = 0;
    for CaseList { kind, cases } in generate(&request, &|| {}).unwrap() {
        for (index, case) in cases.iter().enumerate() {
            assert_eq!(verify(case), Ok(()), "{kind}, case {index}");
            count += 1;
        }
    }
    assert_eq!(count, 60);
}
