//! What a case says is what is checked: changing any of its leaves makes it fail, apart from what its kind
//! leaves free.

use std::panic::catch_unwind;

use pleach_cli::engine::spec::Specification;
use pleach_generator::{RootSeed, generate_one};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{Kind, LocateError, Origin, locate, parse};
use serde_json::Value;

use super::leaves::changes;

/// A leaf that its kind leaves free, in part at least, and why.
type Free = (Kind, &'static str, &'static str);

/// Those of every case.
const FREE: &[Free] = &[
    (Kind::PskSecret, "cipher_suite", SAME_HASH),
    (Kind::SecretTree, "cipher_suite", SAME_HASH),
    (Kind::TranscriptHashes, "cipher_suite", SAME_HASH),
    (Kind::TreeOperations, "cipher_suite", SAME_HASH),
    (Kind::SecretTree, "sender_data.ciphertext", "only the first KDF.Nh bytes are sampled: RFC 9420, Section 6.3.2"),
    (Kind::TreeOperations, "proposal_sender", "who sends an Add or a Remove is no part of its effect"),
];

/// More of them in the case of the registry's set.
const FREE_IN_REGISTRY: &[Free] = &[
    (Kind::PassiveClientHandlingCommit, "external_psks[0].psk_id", UNUSED_PSK),
    (Kind::PassiveClientHandlingCommit, "external_psks[0].psk", UNUSED_PSK),
    (Kind::PassiveClientRandom, "external_psks[0].psk_id", UNUSED_PSK),
    (Kind::PassiveClientRandom, "external_psks[0].psk", UNUSED_PSK),
    (Kind::TreeOperations, "proposal", ADDED_LEAF),
];

/// More of them in the cases that are generated.
const FREE_IN_GENERATED: &[Free] = &[
    (Kind::PassiveClientWelcome, "welcome", OTHER_JOINERS),
    (Kind::TreeOperations, "proposal", ADDED_LEAF),
    (Kind::Welcome, "welcome", OTHER_JOINERS),
    (Kind::PassiveClientEncryptedHandshakes, "welcome", OTHER_JOINERS),
    (Kind::PassiveClientLinkedGroups, "epochs[0].linked_group.welcome", OTHER_JOINERS),
    (Kind::PassiveClientLinkedGroups, "epochs[0].linked_group.epochs[1].linked_group.welcome", OTHER_JOINERS),
    (Kind::PassiveClientLinkedGroups, "epochs[2].linked_group.welcome", OTHER_JOINERS),
];

const UNUSED_PSK: &str = "no Commit of the story uses the PSK";

const ADDED_LEAF: &str = "of the KeyPackage in an Add, nothing but the leaf becomes part of the tree";

const OTHER_JOINERS: &str = "the client cannot read what a Welcome has for other joiners";

/// The case is of suite 1, and becomes one of suite 2.
const SAME_HASH: &str = "the kind uses hash, KDF and AEAD only, which the suites 1 and 2 share";

/// How many bytes of a string are changed, at most; fewer in generated cases, of which some are long.
const BYTES: usize = 32;
const BYTES_OF_GENERATED: usize = 8;

/// The steps of a long story that are kept.
const EPOCHS: usize = 3;

/// The smallest of the published cases with the fewest empty lists, and where it is from. `None` for the one kind that
/// the registry's set lacks.
fn published_case(kind: Kind) -> Option<(Origin, Value)> {
    let located = match locate(&[], Some(kind)) {
        Err(LocateError::NoFile(..)) if kind == Kind::Deserialization => return None,
        located => located.unwrap(),
    };
    let text = std::fs::read_to_string(&located.files[0].1).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    let size = |case: &Value| {
        let text = case.to_string();
        (text.matches("[]").count(), text.len())
    };
    let mut case = cases.into_iter().min_by_key(size).unwrap();
    if let Some(epochs) = case.get_mut("epochs").and_then(Value::as_array_mut) {
        epochs.truncate(EPOCHS);
    }
    Some((located.origin, case))
}

/// A case of suite 1.
fn generated_case(kind: Kind, index: u32) -> Value {
    let suite = CipherSuite::X25519Aes128GcmSha256Ed25519;
    let case = generate_one(kind, suite, index, &RootSeed::default()).unwrap();
    serde_json::to_value(&case).unwrap()
}

/// Whether the specification verifies a case; a case that does not load is not verified.
fn passes(kind: Kind, case: &Value) -> bool {
    let text = Value::Array(vec![case.clone()]).to_string();
    match parse(kind, text.as_bytes()) {
        Ok(cases) => cases.iter().all(|case| case.verify::<Specification>().is_ok()),
        Err(_) => false,
    }
}

/// Every change of these cases is found but those of the leaves that are free: each of these has one that is not.
fn every_change_is_found(kind: Kind, cases: &[Value], bytes: usize, free: &[&[Free]]) {
    assert!(cases.iter().all(|case| passes(kind, case)));
    // A panic is no way to find a change.
    let survives = |value: &Value| catch_unwind(|| passes(kind, value)).unwrap_or(true);
    let changed = cases.iter().flat_map(|case| changes(case, bytes));
    let survivors = changed.filter(|changed| survives(&changed.value));
    let mut survivors: Vec<(String, String)> = survivors.map(|changed| (changed.path, changed.change)).collect();
    for (_, path, reason) in free.iter().copied().flatten().filter(|free| free.0 == kind) {
        let all = survivors.len();
        survivors.retain(|survivor| survivor.0 != *path);
        // The registry's older format has no suite in tree-operations.
        let is_absent = *path == "cipher_suite" && cases.iter().all(|case| case.get(path).is_none());
        let is_free = survivors.len() < all;
        assert!(is_free || is_absent, "no change of {path} passes, although {reason}");
    }
    assert!(survivors.is_empty(), "{survivors:#?}");
}

fn every_change_of_a_published_case_is_found(kind: Kind) {
    let Some((origin, case)) = published_case(kind) else {
        return;
    };
    let more = match origin {
        Origin::Registry(_) => FREE_IN_REGISTRY,
        Origin::WorkingGroup(_) | Origin::Given => &[],
    };
    every_change_is_found(kind, &[case], BYTES, &[FREE, more]);
}

macro_rules! published {
    ($($test:ident $kind:ident,)*) => {
        mod published {
            $(
                #[test]
                fn $test() {
                    super::every_change_of_a_published_case_is_found(pleach_vectors::Kind::$kind);
                }
            )*
        }
    };
}

published! {
    crypto_basics CryptoBasics,
    deserialization Deserialization,
    key_schedule KeySchedule,
    message_protection MessageProtection,
    passive_client_handling_commit PassiveClientHandlingCommit,
    passive_client_random PassiveClientRandom,
    passive_client_welcome PassiveClientWelcome,
    psk_secret PskSecret,
    secret_tree SecretTree,
    transcript_hashes TranscriptHashes,
    tree_math TreeMath,
    tree_operations TreeOperations,
    tree_validation TreeValidation,
    treekem TreeKem,
    welcome Welcome,
}

fn every_change_of_generated_cases_is_found(kind: Kind, indices: &[u32]) {
    let cases: Vec<Value> = indices.iter().map(|index| generated_case(kind, *index)).collect();
    every_change_is_found(kind, &cases, BYTES_OF_GENERATED, &[FREE, FREE_IN_GENERATED]);
}

macro_rules! generated {
    ($($test:ident $kind:ident $indices:expr,)*) => {
        mod generated {
            $(
                #[test]
                fn $test() {
                    super::every_change_of_generated_cases_is_found(pleach_vectors::Kind::$kind, &$indices);
                }
            )*
        }
    };
}

generated! {
    crypto_basics CryptoBasics [0],
    deserialization Deserialization [0, 13],
    key_schedule KeySchedule [0],
    message_protection MessageProtection [0],
    passive_client_handling_commit PassiveClientHandlingCommit [0, 3],
    passive_client_random PassiveClientRandom [0],
    passive_client_welcome PassiveClientWelcome [3],
    psk_secret PskSecret [2],
    secret_tree SecretTree [0],
    transcript_hashes TranscriptHashes [0],
    tree_math TreeMath [2],
    tree_operations TreeOperations [0, 2],
    tree_validation TreeValidation [1],
    treekem TreeKem [2],
    welcome Welcome [0],
    passive_client_application_messages PassiveClientApplicationMessages [0],
    passive_client_custom_proposals PassiveClientCustomProposals [0],
    passive_client_encrypted_handshakes PassiveClientEncryptedHandshakes [0],
    passive_client_external_commit PassiveClientExternalCommit [0],
    passive_client_external_proposals PassiveClientExternalProposals [0],
    passive_client_lifetimes PassiveClientLifetimes [0],
    passive_client_linked_groups PassiveClientLinkedGroups [0],
    passive_client_x509 PassiveClientX509 [0],
    art_message_protection ArtMessageProtection [0, 1],
    art_passive_client ArtPassiveClient [0],
    art_setup ArtSetup [0, 2],
    art_stage_key ArtStageKey [0, 1],
    art_tree ArtTree [0, 4],
    art_update ArtUpdate [0, 1],
}

/// Each structure is decoded and encoded again, so that contents are as good as any other: what this kind
/// says of a field is where it ends.
#[test]
fn messages_end_where_they_end() {
    let (_, published) = published_case(Kind::Messages).unwrap();
    for case in [published, generated_case(Kind::Messages, 0)] {
        ends_are_found(&case);
    }
}

fn ends_are_found(case: &Value) {
    assert!(passes(Kind::Messages, case));
    for (field, value) in case.as_object().unwrap() {
        let hex = value.as_str().unwrap();
        for other in [&hex[2..], &hex[..hex.len() - 2], &format!("{hex}00")] {
            let mut changed = case.clone();
            changed[field] = other.into();
            assert!(!passes(Kind::Messages, &changed), "{field}: {other}");
        }
    }
}
