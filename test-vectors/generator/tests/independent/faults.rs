//! Faults that an implementation can have: the second computation can be given one, and a case finds it.

use core::cell::Cell;

use pleach_generator::{CaseList, Request, RootSeed, generate};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::Kind;

use crate::verify;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Trees are balanced in another way.
    OtherTree,
    /// Stage keys do not follow each other.
    NoChain,
    /// Stage keys bind neither members nor tree.
    NoContext,
    /// The signature of a prekey is not verified.
    PrekeySignature,
    /// The signature of a setup is not verified.
    SetupSignature,
    /// A setup that follows another group is taken for one that follows this.
    Link,
    /// A prekey is used twice.
    PrekeyTwice,
    /// The public keys of a path are not compared.
    Path,
    /// The MAC of an update is not verified.
    Mac,
    /// The signature of a message is not verified.
    MessageSignature,
    /// A message is read twice.
    MessageTwice,
    /// The authenticated data of a message are not.
    AuthenticatedData,
}

thread_local! {
    static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// Whether this is wrong at the moment.
pub(crate) fn has(fault: Fault) -> bool {
    FAULT.get() == Some(fault)
}

/// Where the first case of each kind fails.
fn found(fault: Fault) -> Vec<String> {
    let (kinds, suites) = (Kind::ART.to_vec(), vec![CipherSuite::X25519ChaCha20Poly1305Sha256Ed25519]);
    let request = Request { kinds, suites, seed: RootSeed::default(), count: None };
    let mut found = Vec::new();
    FAULT.set(Some(fault));
    for CaseList { kind, cases } in generate(&request, &|| {}).unwrap() {
        if let Some(mismatch) = cases.iter().find_map(|case| verify(case).err()) {
            found.push(format!("{kind}: {}", mismatch.field));
        }
    }
    FAULT.set(None);
    found
}

/// The faults, and where they are found.
const FAULTS: [(Fault, &[&str]); 12] = [
    (
        Fault::OtherTree,
        &["art-passive-client: groups[1].setup", "art-setup: tree[1]", "art-tree: root", "art-update: tree[1]"],
    ),
    (
        Fault::NoChain,
        &[
            "art-passive-client: groups[0].stages[0].stage_authenticator",
            "art-stage-key: stages[1].stage_key",
            "art-update: updates[0].stage_key",
        ],
    ),
    (
        Fault::NoContext,
        &[
            "art-passive-client: groups[0].initial_stage_authenticator",
            "art-setup: invitees[0] (stage_authenticator)",
            "art-stage-key: stages[0].stage_key",
            "art-update: updates[0].stage_key",
        ],
    ),
    (
        Fault::PrekeySignature,
        &[
            "art-passive-client: prekeys[0].prekey (altered signature)",
            "art-setup: invitees[0].prekey.prekey (altered signature)",
        ],
    ),
    (Fault::SetupSignature, &["art-setup: invitees[0] (joining by an altered signature)"]),
    (Fault::Link, &["art-setup: invitees[0] (joining while another group is to be followed)"]),
    (
        Fault::PrekeyTwice,
        &["art-passive-client: groups[0].setup (once more)", "art-setup: invitees[0] (joining with a used prekey)"],
    ),
    (Fault::Path, &["art-setup: tree (path of leaf 0) (another key at 0)"]),
    (Fault::Mac, &["art-update: updates[0] (member 0) (altered mac)"]),
    (Fault::MessageSignature, &["art-message-protection: messages[0] (receiver 1) (signature keys of others)"]),
    (Fault::MessageTwice, &["art-passive-client: groups[0].initial_messages[0].message (once more)"]),
    (
        Fault::AuthenticatedData,
        &[
            "art-message-protection: messages[0].message (content)",
            "art-passive-client: groups[0].initial_messages[0].message",
        ],
    ),
];

#[test]
fn every_fault_is_found() {
    for (fault, expected) in FAULTS {
        assert_eq!(found(fault), expected, "{fault:?}");
    }
}
