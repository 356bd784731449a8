//! The negative controls, against the provers if they are there.

use std::path::Path;
use std::time::Duration;

use pleach_models_check::expected::{Outcome, Suite};
use pleach_models_check::prove::prove;
use pleach_models_check::prover::Prover;

/// What comes of the queries of a control.
fn outcomes(prover: Prover) -> Option<Vec<Option<Outcome>>> {
    let Some(installed) = prover.find().unwrap() else {
        println!("skipped: {prover} is not there");
        return None;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("control").join(prover.id());
    let suite = Suite::load(prover, &folder, None).unwrap();
    let (model, source, variant) = suite.variants().next().unwrap();
    Some(prove(&installed, model, source, variant, Duration::from_secs(60)).answers.unwrap())
}

#[test]
fn each_query_of_the_controls_has_the_other_verdict() {
    let expected = [Outcome::Attack, Outcome::Holds, Outcome::Reached, Outcome::Unreachable].map(Some);
    for prover in Prover::ALL {
        if let Some(found) = outcomes(prover) {
            assert_eq!(found, expected, "{prover}");
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("control").join(prover.id());
        let suite = Suite::load(prover, &folder, None).unwrap();
        let (model, _, variant) = suite.variants().next().unwrap();
        let declared = model.queries.iter().map(|query| variant.expected(query));
        assert!(declared.zip(expected).all(|(declared, truth)| Some(declared) != truth), "{prover}");
    }
}
