use pleach_models::explore::*;
use pleach_models::mls::check::Property;
use pleach_models::mls::start::*;
use pleach_models::mls::world::World;
use std::time::Instant;
fn main() {
    let a: Vec<usize> = std::env::args().skip(1).map(|x| x.parse().unwrap()).collect();
    let (members, depth, merge) = (a[0], a[1], a.get(2) != Some(&0));
    let t = Instant::now();
    let mut world = start(members, Start::Full).expect("start");
    world.tampers = a.get(3).copied().unwrap_or(0);
    println!("start {:?} terms {}", t.elapsed(), 0);
    let bounds = Bounds {
        depth,
        shard: Shard { index: 0, count: 1 },
        seed: 0,
        merge,
        properties: Property::ALL.to_vec(),
        stop_after: 5,
    };
    let t = Instant::now();
    let f = explore::<World>(&world, &bounds, &mut |_| true);
    let s = t.elapsed().as_secs_f64();
    println!(
        "states {} steps {} merged {} loose {} in {s:.1}s: {:.0} steps/s",
        f.states,
        f.steps,
        f.merged,
        f.loose,
        f.steps as f64 / s
    );
    for a in &f.attacks {
        println!("{}", a.operations.iter().map(|o| o.to_string()).collect::<Vec<_>>().join("; "));
        for v in &a.violations {
            println!("   {} {}", v.property, v.what);
        }
    }
}
