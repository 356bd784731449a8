//! The shortest run of the explorer that violates a property where a defence of ART is off, and none where it is on.

#![allow(clippy::panic, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

use pleach_models_mutated::art::operation::Operation;
use pleach_models_mutated::art::start::{Start, start};
use pleach_models_mutated::art::world::World;
use pleach_models_mutated::explore::{Bounds, Replayed, Shard, explore, replay};
use pleach_models_mutated::property::Property;
use pleach_spec::mutation::{IDS, switch_on};

/// A mutant, the start, of three members, and the run.
struct Trace {
    id: &'static str,
    start: &'static str,
    operations: &'static [&'static str],
    property: Property,
}

const TRACES: [Trace; 10] = [
    Trace {
        id: "art-no-setup-signature",
        start: "signed, new",
        operations: &["C goes offline", "A sets up a group", "adversary: as A changes the setup for C"],
        property: Property::Secrecy,
    },
    Trace {
        id: "art-no-update-mac",
        start: "signed, new",
        operations: &["adversary: as A updates"],
        property: Property::Authentication,
    },
    Trace {
        id: "art-no-stage-chain",
        start: "signed, updated",
        operations: &["leak: key of node 0 of A"],
        property: Property::Secrecy,
    },
    Trace {
        id: "art-no-identities",
        start: "signed, new",
        operations: &["leak: state of A", "adversary: as A sets up a group of others for C"],
        property: Property::Agreement,
    },
    Trace {
        id: "art-no-tree",
        start: "signed, new",
        operations: &["leak: MAC key of A", "adversary: as A updates in another way for C"],
        property: Property::Agreement,
    },
    Trace {
        id: "art-no-path-key-check",
        start: "signed, new",
        operations: &["leak: MAC key of A", "adversary: as A updates with its own node 1"],
        property: Property::Agreement,
    },
    Trace {
        id: "art-prekey-reused",
        start: "signed, updated",
        operations: &["leak: state of B"],
        property: Property::ForwardSecrecy,
    },
    Trace {
        id: "art-leaf-keys-kept",
        start: "signed, new",
        operations: &["leak: state of A", "A updates"],
        property: Property::PostCompromiseSecurity,
    },
    Trace {
        id: "art-no-message-signature",
        start: "signed, new",
        operations: &["leak: state of A", "adversary: as B sends a message"],
        property: Property::Authentication,
    },
    Trace {
        id: "art-no-ratchet",
        start: "signed, updated",
        operations: &["A sends a message", "leak: state of A"],
        property: Property::ForwardSecrecy,
    },
];

#[test]
fn there_is_a_run_for_each_mutant() {
    let expected = IDS.iter().copied().filter(|id| id.starts_with("art-"));
    assert!(TRACES.iter().map(|trace| trace.id).eq(expected));
}

/// The adversary's last word, if that is what violates the property, is refused by the specification.
#[test]
fn only_the_mutant_is_violated() {
    for Trace { id, start: kind, operations, property } in TRACES {
        let operations: Vec<Operation> = operations.iter().map(|operation| operation.parse().unwrap()).collect();
        let run = |ids: &[&str], properties: &[Property]| {
            switch_on(ids).unwrap();
            replay(&start(3, 1, kind.parse().unwrap()).unwrap(), &operations, properties)
        };
        let holds = match run(&[], &Property::ALL) {
            Replayed::Holds(loose) => loose == 0,
            Replayed::Refused(index) => index + 1 == operations.len(),
            Replayed::Attack(_) => false,
        };
        assert!(holds, "{id}");
        let Replayed::Attack(attack) = run(&[id], &[property]) else { panic!("{id}: no violation") };
        assert_eq!(attack.operations.len(), operations.len(), "{id}");
    }
}

/// No shorter run violates it, from whatever start, with three members or four.
#[test]
fn no_run_is_shorter() {
    for Trace { id, operations, property, .. } in TRACES {
        let depth = operations.len() - 1;
        switch_on(&[id]).unwrap();
        for (kind, members) in Start::ALL.into_iter().flat_map(|kind| [(kind, 3), (kind, 4)]).filter(|_| depth > 0) {
            let world: World = start(members, 1, kind).unwrap();
            let shard = Shard { index: 0, count: 1 };
            let bounds = Bounds { depth, shard, seed: 0, merge: true, properties: vec![property], stop_after: 1 };
            let findings = explore(&world, &bounds, &mut |_| true);
            let shorter = findings.attacks.first().map(|attack| &attack.operations);
            assert!(findings.complete && shorter.is_none(), "{id}, {members} members, {kind}: {shorter:?}");
        }
    }
}
