//! What a case says is what is checked: changing any of its leaves makes it fail, apart from what its kind
//! leaves free.

use std::panic::catch_unwind;

use pleach_cli::engine::spec::Specification;
use pleach_generator::{Request, RootSeed, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{Kind, LocateError, Origin, locate, parse};
use serde_json::Value;

use super::leaves::changes;

/// Leaves that their kind leaves free, in part at least, and why.
const FREE: &[(Kind, &str, &str)] = &[
    (Kind::PskSecret, "cipher_suite", SAME_HASH),
    (Kind::SecretTree, "cipher_suite", SAME_HASH),
    (Kind::TranscriptHashes, "cipher_suite", SAME_HASH),
    (Kind::TreeOperations, "cipher_suite", SAME_HASH),
    (Kind::SecretTree, "sender_data.ciphertext", "only the first KDF.Nh bytes are sampled: RFC 9420, Section 6.3.2"),
    (Kind::TreeOperations, "proposal_sender", "who sends an Add or a Remove is no part of its effect"),
    (Kind::PassiveClientEncryptedHandshakes, "welcome", OTHER_JOINERS),
    (Kind::PassiveClientLinkedGroups, "epochs[0].linked_group.welcome", OTHER_JOINERS),
    (Kind::PassiveClientLinkedGroups, "epochs[0].linked_group.epochs[1].linked_group.welcome", OTHER_JOINERS),
    (Kind::PassiveClientLinkedGroups, "epochs[2].linked_group.welcome", OTHER_JOINERS),
];

/// More of them in the case of the registry's set.
const FREE_IN_REGISTRY: &[(Kind, &str, &str)] = &[
    (Kind::PassiveClientHandlingCommit, "external_psks[0].psk_id", UNUSED_PSK),
    (Kind::PassiveClientHandlingCommit, "external_psks[0].psk", UNUSED_PSK),
    (Kind::PassiveClientRandom, "external_psks[0].psk_id", UNUSED_PSK),
    (Kind::PassiveClientRandom, "external_psks[0].psk", UNUSED_PSK),
    (Kind::TreeOperations, "proposal", "of the KeyPackage in an Add, nothing but the leaf becomes part of the tree"),
];

const UNUSED_PSK: &str = "no Commit of the story uses the PSK";

const OTHER_JOINERS: &str = "the client cannot read what a Welcome has for other joiners";

/// The case is of suite 1, and becomes one of suite 2.
const SAME_HASH: &str = "the kind uses hash, KDF and AEAD only, which the suites 1 and 2 share";

/// How many bytes of a string are changed, at most; fewer in our own stories, which are longer.
const BYTES: usize = 32;
const BYTES_OF_STORIES: usize = 8;

/// The steps of a long story that are kept.
const EPOCHS: usize = 3;

/// The smallest of the cases with the fewest empty lists, and where it is from. `None` for the one kind that the
/// registry's set lacks.
fn small_case(kind: Kind) -> Option<(Origin, Value)> {
    if Kind::OURS.contains(&kind) {
        return Some((Origin::Given, generated_case(kind)));
    }
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

/// The case of suite 1.
fn generated_case(kind: Kind) -> Value {
    let suites = vec![CipherSuite::X25519Aes128GcmSha256Ed25519];
    let request = Request { kinds: vec![kind], suites, seed: RootSeed::default(), count: Some(1) };
    let lists = generate(&request, &|| {}).unwrap();
    serde_json::to_value(&lists[0].cases[0]).unwrap()
}

/// Whether the specification verifies a case; a case that does not load is not verified.
fn passes(kind: Kind, case: &Value) -> bool {
    let text = Value::Array(vec![case.clone()]).to_string();
    match parse(kind, text.as_bytes()) {
        Ok(cases) => cases.iter().all(|case| case.verify::<Specification>().is_ok()),
        Err(_) => false,
    }
}

fn every_change_is_found(kind: Kind) {
    let Some((origin, case)) = small_case(kind) else {
        return;
    };
    assert!(passes(kind, &case));
    let mut survivors: Vec<(String, String)> = Vec::new();
    let bytes = if Kind::OURS.contains(&kind) { BYTES_OF_STORIES } else { BYTES };
    for changed in changes(&case, bytes) {
        // A panic is no way to find a change.
        let survives = catch_unwind(|| passes(kind, &changed.value)).unwrap_or(true);
        if survives {
            survivors.push((changed.path, changed.change));
        }
    }
    let more = match origin {
        Origin::Registry(_) => FREE_IN_REGISTRY,
        Origin::WorkingGroup(_) | Origin::Given => &[],
    };
    for (_, path, reason) in FREE.iter().chain(more).filter(|free| free.0 == kind) {
        let all = survivors.len();
        survivors.retain(|survivor| survivor.0 != *path);
        // The registry's older format has no suite in tree-operations.
        let is_absent = *path == "cipher_suite" && case.get(path).is_none();
        let is_free = survivors.len() < all;
        assert!(is_free || is_absent, "no change of {path} passes, although {reason}");
    }
    assert!(survivors.is_empty(), "{survivors:#?}");
}

macro_rules! kinds {
    ($($test:ident $kind:ident,)*) => {
        $(
            #[test]
            fn $test() {
                every_change_is_found(Kind::$kind);
            }
        )*
    };
}

kinds! {
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
    passive_client_application_messages PassiveClientApplicationMessages,
    passive_client_custom_proposals PassiveClientCustomProposals,
    passive_client_encrypted_handshakes PassiveClientEncryptedHandshakes,
    passive_client_external_commit PassiveClientExternalCommit,
    passive_client_external_proposals PassiveClientExternalProposals,
    passive_client_lifetimes PassiveClientLifetimes,
    passive_client_linked_groups PassiveClientLinkedGroups,
    passive_client_x509 PassiveClientX509,
}

/// Each structure is decoded and encoded again, so that contents are as good as any other: what this kind
/// says of a field is where it ends.
#[test]
fn messages_end_where_they_end() {
    let (_, case) = small_case(Kind::Messages).unwrap();
    assert!(passes(Kind::Messages, &case));
    for (field, value) in case.as_object().unwrap() {
        let hex = value.as_str().unwrap();
        for other in [&hex[2..], &hex[..hex.len() - 2], &format!("{hex}00")] {
            let mut changed = case.clone();
            changed[field] = other.into();
            assert!(!passes(Kind::Messages, &changed), "{field}: {other}");
        }
    }
}
