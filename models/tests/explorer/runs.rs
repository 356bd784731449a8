//! Small explorations, with what they see as numbers.

use pleach_models::explore::{Bounds, Findings, Replayed, Shard, explore, replay};
use pleach_models::mls::check::Property;
use pleach_models::mls::operation::Operation;
use pleach_models::mls::start::{Start, start};
use pleach_models::mls::world::World;

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
    assert_sound(&explored(3, Start::Full, 0, &bounds(2)), 1096);
    assert_sound(&explored(3, Start::New, 0, &bounds(2)), 773);
    assert_sound(&explored(3, Start::Alone, 0, &bounds(2)), 189);
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
