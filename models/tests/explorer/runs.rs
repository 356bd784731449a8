//! Small explorations, with what they see as numbers.

use std::collections::BTreeSet;

use pleach_models::explore::{Bounds, Findings, Kinds, Model, Replayed, Shard, Step, explore, replay};
use pleach_models::mls::operation::Operation;
use pleach_models::mls::start::{Start, start};
use pleach_models::mls::world::World;
use pleach_models::property::Property;
use pleach_models::term::{forget_since, mark};

const WHOLE: Shard = Shard { index: 0, count: 1 };

fn bounds(depth: usize) -> Bounds {
    Bounds { depth, shard: WHOLE, seed: 0, merge: true, properties: Property::ALL.to_vec(), stop_after: 1 }
}

fn explored(members: usize, from: Start, tampers: usize, bounds: &Bounds) -> Findings<World> {
    let mut world = start(members, from).unwrap();
    world.tampers = tampers;
    explore(&world, bounds, &mut |_| true)
}

fn assert_sound(findings: &Findings<World>, states: usize) {
    assert!(findings.complete);
    let attacks = findings.attacks.iter().map(|attack| (&attack.operations, &attack.violations));
    assert_eq!(attacks.collect::<Vec<_>>(), vec![]);
    assert_eq!(findings.loose, 0, "the oracle is as sharp as the protocol");
    assert_eq!(findings.states, states);
}

#[test]
fn nothing_is_found_with_three_members() {
    assert_sound(&explored(3, Start::Full, 0, &bounds(2)), 1152);
    assert_sound(&explored(3, Start::New, 0, &bounds(2)), 808);
    assert_sound(&explored(3, Start::Alone, 0, &bounds(2)), 197);
}

#[test]
fn nothing_is_found_with_edited_messages() {
    assert_sound(&explored(4, Start::Full, 1, &bounds(1)), 65);
}

#[test]
fn merging_states_and_their_order_change_nothing_but_the_work() {
    let merged = explored(3, Start::Full, 0, &bounds(2));
    let whole = explored(3, Start::Full, 0, &Bounds { merge: false, ..bounds(2) });
    let reordered = explored(3, Start::Full, 0, &Bounds { seed: 7, ..bounds(2) });
    assert!(merged.complete && whole.complete && reordered.complete);
    assert!(merged.states < whole.states);
    assert_eq!((whole.merged, whole.attacks.len(), reordered.attacks.len()), (0, 0, 0));
}

/// The fingerprints of all states that runs of so many operations of these kinds lead to, each of which may be followed
/// by the kinds that `then` says.
fn states(world: &World, depth: usize, kinds: Kinds, then: fn(Operation) -> Kinds, found: &mut BTreeSet<u64>) {
    found.insert(world.fingerprint());
    let operations = world.operations().into_iter().filter(|operation| World::kind(*operation) & kinds != 0);
    for operation in operations.filter(|_| depth > 0) {
        let before = mark();
        if let Some(step) = world.apply(operation) {
            states(&step.state, depth - 1, then(operation), then, found);
        }
        forget_since(before);
    }
}

#[test]
fn what_may_be_left_out_after_an_operation_is_reached_without_it_or_in_the_other_order() {
    let world = start(3, Start::Full).unwrap();
    let (mut left_out, mut lost) = (0, Vec::new());
    for first in world.operations() {
        let Some(after_first) = world.apply(first) else {
            continue;
        };
        for second in after_first.state.operations() {
            if World::needless_after(first) & World::kind(second) == 0 {
                continue;
            }
            let Some(both) = after_first.state.apply(second) else {
                continue;
            };
            left_out += 1;
            let explored = |step: &Step<World>| step.state.fingerprint() == both.state.fingerprint();
            let alone = world.apply(second);
            let kept = World::needless_after(second) & World::kind(first) == 0;
            let other = alone.as_ref().and_then(|step| step.state.apply(first)).filter(|_| kept);
            if !other.as_ref().is_some_and(explored) && !alone.as_ref().is_some_and(explored) {
                lost.push(format!("{first}; {second}"));
            }
        }
    }
    assert_eq!(lost, Vec::<String>::new());
    assert_eq!(left_out, 320);
}

#[test]
fn no_state_is_lost_by_what_is_left_out() {
    let world = start(3, Start::Full).unwrap();
    let (mut whole, mut explored) = (BTreeSet::new(), BTreeSet::new());
    states(&world, 2, Kinds::MAX, |_| Kinds::MAX, &mut whole);
    states(&world, 2, Kinds::MAX, |operation| !World::needless_after(operation), &mut explored);
    assert_eq!(whole, explored);
    assert_eq!(whole.len(), 689);
}

#[test]
fn shards_are_disjoint_and_together_the_whole() {
    let unmerged = Bounds { merge: false, ..bounds(2) };
    let whole = explored(3, Start::Full, 0, &unmerged);
    let parts: Vec<Findings<World>> = (0..3)
        .map(|index| explored(3, Start::Full, 0, &Bounds { shard: Shard { index, count: 3 }, ..unmerged.clone() }))
        .collect();
    let sum = |count: fn(&Findings<World>) -> usize| parts.iter().map(count).sum::<usize>();
    assert_eq!(sum(|part| part.states), whole.states);
    assert_eq!(sum(|part| part.steps), whole.steps);
    assert!(parts.iter().all(|part| part.states > 0));
}

#[test]
fn what_the_theorem_allows_to_be_known_is_known() {
    let world = start(4, Start::Full).unwrap();
    let run = ["leak: state of A", "B sends a message", "B commits", "A commits", "B sends a message"];
    let operations: Vec<Operation> = run.iter().map(|words| words.parse().unwrap()).collect();
    match replay(&world, &operations, &Property::ALL) {
        Replayed::Holds(loose) => assert_eq!(loose, 0),
        other => panic!("{other:?}"),
    }
}
