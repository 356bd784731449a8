use pleach_models_mutated::explore::*;
use pleach_models_mutated::mls::check::Property;
use pleach_models_mutated::mls::start::*;
use pleach_models_mutated::mls::world::World;
use pleach_spec::mutation;
use std::time::*;
fn main() {
    let limit: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let only: Vec<String> = std::env::args().skip(2).collect();
    for id in mutation::IDS
        .iter()
        .filter(|id| !id.starts_with("art-"))
        .filter(|id| only.is_empty() || only.iter().any(|o| o == *id))
    {
        let t = Instant::now();
        let mut found = None;
        let strong = vec![Property::Secrecy, Property::Authentication, Property::Agreement];
        'all: for (depth, props) in [
            (1, strong.clone()),
            (2, strong.clone()),
            (1, Property::ALL.to_vec()),
            (2, Property::ALL.to_vec()),
            (3, strong.clone()),
            (4, strong.clone()),
            (5, strong),
        ] {
            for kind in [Start::Full, Start::New] {
                mutation::switch_on(&[]).unwrap();
                let Some(mut world) = start(4, kind) else { continue };
                mutation::switch_on(&[id]).unwrap();
                if let Some(w) = start(4, kind) {
                    world = w;
                } else {
                    println!("{id}: start {kind} fails");
                    found = Some((kind, 0));
                    break 'all;
                }
                world.tampers = 2.min(3 - 2);
                let bounds = Bounds {
                    depth,
                    shard: Shard { index: 0, count: 1 },
                    seed: 0,
                    merge: true,
                    properties: props.clone(),
                    stop_after: 1,
                };
                let f = explore::<World>(&world, &bounds, &mut |_| t.elapsed() < Duration::from_secs(limit));
                if let Some(a) = f.attacks.first() {
                    println!(
                        "{id}: {kind} depth {depth} {:.1}s: {}\n      {}: {}",
                        t.elapsed().as_secs_f64(),
                        a.operations.iter().map(|o| o.to_string()).collect::<Vec<_>>().join("; "),
                        a.violations[0].property,
                        a.violations[0].what
                    );
                    found = Some((kind, depth));
                    break 'all;
                }
                if t.elapsed() > Duration::from_secs(limit) {
                    break 'all;
                }
            }
        }
        if found.is_none() {
            println!("{id}: NOT FOUND {:.0}s", t.elapsed().as_secs_f64());
        }
    }
}
