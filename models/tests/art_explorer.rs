//! The explorer of ART on the specification: what it finds is nothing, and the oracle is exact.

#![allow(clippy::panic, clippy::unwrap_used, reason = "the helpers of a test fail as the test does")]

use pleach_models::art::ledger::Fact;
use pleach_models::art::operation::{Forgery, Leak, Operation};
use pleach_models::art::start::{Start, start};
use pleach_models::art::world::World;
use pleach_models::client::Client;
use pleach_models::explore::{Bounds, Findings, Model, Replayed, Shard, explore, replay};
use pleach_models::property::Property;
use pleach_models::reading::Arrival;

const A: Client = Client(0);
const B: Client = Client(1);
const C: Client = Client(2);
const D: Client = Client(3);

fn search(members: usize, kind: &str, depth: usize, merge: bool, tampers: usize) -> Findings<World> {
    let mut world = start(members, 1, kind.parse().unwrap()).unwrap();
    world.tampers = tampers;
    let bounds = Bounds {
        depth,
        shard: Shard { index: 0, count: 1 },
        seed: 0,
        merge,
        properties: Property::ALL.to_vec(),
        stop_after: 1,
    };
    explore(&world, &bounds, &mut |_| true)
}

/// Nothing is violated, and no secret is secret that the oracle has exposed.
fn assert_holds(findings: &Findings<World>) {
    assert!(findings.complete);
    assert!(findings.attacks.is_empty(), "{:?}", findings.attacks);
    assert_eq!(findings.loose, 0);
}

/// The numbers of states are what the explorer found: they change with what can happen, and with what is merged.
#[test]
fn three_members_hold() {
    let expected =
        [("signed, new", 1796), ("signed, updated", 1501), ("unsigned, new", 1817), ("unsigned, updated", 1507)];
    for (kind, states) in expected {
        let findings = search(3, kind, 2, true, 1);
        assert_holds(&findings);
        assert_eq!(findings.states, states, "{kind}");
    }
}

#[test]
fn four_members_hold() {
    let expected =
        [("signed, new", 3729), ("signed, updated", 3078), ("unsigned, new", 3769), ("unsigned, updated", 3090)];
    for (kind, states) in expected {
        let findings = search(4, kind, 2, true, 1);
        assert_holds(&findings);
        assert_eq!(findings.states, states, "{kind}");
    }
}

/// Merging leaves states out, and nothing that can happen in them.
#[test]
fn merged_and_unmerged_search_agree() {
    for kind in Start::ALL {
        let (merged, all) = (search(3, &kind.to_string(), 2, true, 0), search(3, &kind.to_string(), 2, false, 0));
        assert_holds(&merged);
        assert_holds(&all);
        assert!(merged.merged > 0);
        assert_eq!(all.merged, 0);
        assert!(merged.states < all.states);
    }
}

fn replayed(kind: &str, operations: &[&str]) -> Replayed<World> {
    let world = start(3, 1, kind.parse().unwrap()).unwrap();
    let operations: Vec<Operation> = operations.iter().map(|operation| operation.parse().unwrap()).collect();
    replay(&world, &operations, &Property::ALL)
}

/// A member can speak for another where messages are not signed: predicted, and so no violation.
#[test]
fn a_member_forges_messages_only_where_none_is_signed() {
    let run = ["leak: state of A", "adversary: as B sends a message"];
    assert!(matches!(replayed("unsigned, new", &run), Replayed::Holds(0)));
    assert!(matches!(replayed("signed, new", &run), Replayed::Refused(1)));
}

/// The MAC key is all that an update takes, in both modes; the identity key and the signature key are what a setup takes.
#[test]
fn what_a_forgery_takes() {
    for kind in Start::ALL {
        let kind = kind.to_string();
        let holds = |run: &[&str]| matches!(replayed(&kind, run), Replayed::Holds(0));
        assert!(holds(&["leak: MAC key of A", "adversary: as B updates"]));
        assert!(!holds(&["leak: chain key of A", "adversary: as B updates"]));
        assert!(holds(&["leak: identity key of A", "leak: signature key of A", "adversary: as A sets up a group"]));
        assert!(!holds(&["leak: signature key of A", "adversary: as A sets up a group"]));
        // Of a setup that is on its way, the signature is all that protects the tree.
        let waits = ["C goes offline", "leak: signature key of A", "A sets up a group"];
        assert!(holds(&[&waits[..], &["adversary: as A changes the setup for C"]].concat()));
    }
}

/// Whether the adversary has the last message of a run, as the oracle predicts it.
fn is_read(kind: &str, operations: &[&str]) -> bool {
    let mut world = start(3, 1, kind.parse().unwrap()).unwrap();
    for operation in operations {
        let step = world.apply(operation.parse().unwrap()).unwrap();
        assert_eq!((step.violations, step.loose), (vec![], 0));
        world = step.state;
    }
    let said = world.said.last().unwrap();
    let predicted = world.ledger.is_exposed(Fact::Messages(said.stage, said.leaf, said.generation));
    assert_eq!(world.knowledge.deduction().knows(said.data), predicted);
    predicted
}

/// A member that has not itself updated keeps a leaf key that gives all stages since the setup; one that has does not.
#[test]
fn past_messages_are_safe_once_a_member_has_updated() {
    for (mode, safe) in [("new", false), ("updated", true)] {
        for signed in ["signed", "unsigned"] {
            let kind = format!("{signed}, {mode}");
            assert_eq!(is_read(&kind, &["A sends a message", "leak: state of C"]), !safe);
            assert_eq!(is_read(&kind, &["A sends a message", "leak: key of node 4 of C"]), !safe);
            assert_eq!(is_read(&kind, &["A sends a message", "B updates", "leak: state of C"]), !safe);
            assert!(!is_read(&kind, &["C updates", "A sends a message", "leak: state of C"]));
            assert!(!is_read(&kind, &["A sends a message", "A adds D", "leak: state of D"]));
        }
    }
}

/// Of the four Diffie-Hellman values, it takes both private keys of one side; the creator has deleted one of its own.
#[test]
fn a_setup_is_exposed_by_both_keys_of_a_side() {
    for kind in Start::ALL {
        let waits = ["B goes offline", "A sets up a group", "A sends a message"];
        let read = |leaks: &[&str]| is_read(&kind.to_string(), &[&waits[..], leaks].concat());
        assert!(read(&["leak: identity key of B", "leak: prekeys of B"]));
        assert!(!read(&["leak: identity key of A", "leak: prekeys of B"]));
        assert!(!read(&["leak: identity key of A", "leak: identity key of B"]));
        assert!(!read(&["leak: identity key of C", "leak: prekeys of C"]));
    }
}

/// It takes an update of each member whose state leaked, and an adversary that stays passive meanwhile.
#[test]
fn later_messages_are_safe_after_updates_that_nobody_forged() {
    for kind in Start::ALL {
        let read = |run: &[&str]| is_read(&kind.to_string(), run);
        assert!(read(&["leak: state of B", "A updates", "A sends a message"]));
        assert!(!read(&["leak: state of B", "B updates", "A sends a message"]));
        // The creator does not have the leaf keys of the others any more.
        assert!(!read(&["leak: state of A", "A updates", "B sends a message"]));
        let both = ["leak: state of A", "leak: state of B", "B updates"];
        assert!(read(&[&both[..], &["C sends a message"]].concat()));
        assert!(!read(&[&both[..], &["A updates", "C sends a message"]].concat()));
        let active = ["leak: state of B", "adversary: as A updates", "B updates"];
        assert!(read(&[&active[..], &["B sends a message"]].concat()));
        assert!(!read(&["leak: state of C", "A removes C", "A sends a message"]));
        // With the chain key alone, or the tree key alone, there is no stage key.
        assert!(!read(&["A updates", "leak: key of node 1 of A", "B sends a message"]));
        assert!(!read(&["leak: chain key of A", "A updates", "B sends a message"]));
    }
}

#[test]
fn operations_are_read_as_they_are_written() {
    let leaks = [
        Leak::State(A),
        Leak::Identity(B),
        Leak::Signature(C),
        Leak::Node(Client(30), 5),
        Leak::Chain(A),
        Leak::Mac(B),
        Leak::Prekeys(D),
    ];
    let forgeries = [
        Forgery::Update(A),
        Forgery::Split(A, B),
        Forgery::Fork(B, C),
        Forgery::Misfit(C, 3),
        Forgery::Send(A),
        Forgery::SetUp(B),
        Forgery::Misname(A, C),
        Forgery::Intercept(A, C),
        Forgery::Prekey(D),
    ];
    let honest = [
        Operation::Update(A),
        Operation::SetUp(B),
        Operation::Add(A, D),
        Operation::Remove(C, B),
        Operation::Send(A),
        Operation::Offline(C),
        Operation::Online(C, Arrival::InOrder),
    ];
    let others = leaks.map(Operation::Leak).into_iter().chain(forgeries.map(Operation::Forge));
    let mut written = Vec::new();
    for operation in honest.into_iter().chain(others) {
        let text = operation.to_string();
        assert_eq!(text.parse(), Ok(operation));
        written.push(text);
    }
    assert_eq!(written.len(), 23);
    for text in ["", "A", "A commits", "E updates now", "leak: everything", "adversary: as A goes offline"] {
        assert!(text.parse::<Operation>().is_err(), "{text}");
    }
    assert!(Start::ALL.iter().all(|start| start.to_string().parse() == Ok(*start)));
}
