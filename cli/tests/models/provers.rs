//! Where provers are, and whether they can be believed.

use crate::Checkout;

#[test]
fn a_prover_that_is_not_where_it_is_said_to_be_is_an_error() {
    let checkout = Checkout::recorded("nowhere");
    let text = checkout.ends(2, checkout.check(&[]).env("PROVERIF", "no/such/program"));
    let problem =
        "error: the environment variable PROVERIF is \"no/such/program\", which is no program that can be run\n";
    assert_eq!(text, problem);
    let file = checkout.path("proverif/one.pv");
    let text = checkout.ends(2, checkout.check(&[]).env("TAMARIN_PROVER", file));
    assert!(text.contains("TAMARIN_PROVER is \"ROOT/models/proverif/one.pv\", which is no program"), "{text}");
    // Of a prover that is not asked for, nothing is asked.
    checkout.ends(0, checkout.check(&["--tool", "tamarin"]).env("PROVERIF", ""));
}

#[test]
fn an_old_prover_is_an_error() {
    let checkout = Checkout::recorded("old");
    let text = checkout.ends(2, checkout.check(&["--tool", "proverif"]).env("FAKE_VERSION", "2.04"));
    assert_eq!(text, "error: CLI/tests/models/fake/proverif is ProVerif 2.04; the models need 2.05 or later\n");
    let text = checkout.ends(2, checkout.check(&["--tool", "proverif"]).env("FAKE_VERSION", "five"));
    assert!(text.contains("does not say its version: it printed \"Proverif five."), "{text}");
}

#[test]
fn a_prover_on_the_path_is_found() {
    let checkout = Checkout::recorded("path");
    let fake = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/fake");
    let path = format!("{}:{}", fake.display(), std::env::var("PATH").unwrap());
    let text = checkout.ends(0, checkout.check_without(&[]).env("PATH", path));
    assert!(
        text.contains("ProVerif 2.05 (CLI/tests/models/fake/proverif): 9 of 9 queries in 3 variants decided now"),
        "{text}"
    );
}

#[test]
fn a_prover_that_does_not_see_the_broken_model_is_not_believed() {
    let checkout = Checkout::recorded("blind");
    let text = checkout.ends(1, checkout.check(&["--tool", "proverif"]).env("FAKE_CONTROL", "blind"));
    let problem = "the model of ProVerif that is broken on purpose was not reported as broken: the query lost is declared \
                   wrongly, and passed";
    assert!(text.contains(problem), "{text}");
    let text = checkout.ends(1, checkout.check(&["--record"]).env("FAKE_CONTROL", "blind"));
    assert!(!text.contains("wrote"), "{text}");
}

#[test]
fn what_is_not_there_is_said() {
    let checkout = Checkout::new("not_there");
    let text = checkout.ends(2, &mut checkout.check(&["--models", "elsewhere"]));
    assert_eq!(text, "error: elsewhere has no proverif/expected.toml, tamarin/expected.toml or explorer.toml\n");
    let text = checkout.ends(2, checkout.check(&[]).current_dir("/"));
    let problem = "error: neither / nor a folder above it has models/proverif/expected.toml, \
                   models/tamarin/expected.toml or models/explorer.toml; --models DIR says where the models are\n";
    assert_eq!(text, problem);
}

#[test]
fn models_are_found_from_a_folder_below() {
    let checkout = Checkout::recorded("below");
    checkout.ends(0, checkout.check(&[]).current_dir(checkout.path("evidence")));
    checkout.ends(0, checkout.check(&["--models"]).arg(checkout.path("")).current_dir("/"));
}

#[test]
fn models_that_are_not_as_they_should_be_are_an_error() {
    let checkout = Checkout::recorded("unusable");
    checkout.write("mutants.toml", "[[mutant]]\nid = \"no-path\"\nanything = \"else\"\n");
    let text = checkout.ends(2, &mut checkout.check(&["--tool", "tamarin"]));
    let problem = "error: ROOT/models/proverif/expected.toml: 1 problem\n  one.pv [LEAK NO_PSK]: `mutant` is \"no-psk\", \
                   which is no id in mutants.toml\n";
    assert_eq!(text, problem);
    checkout.replace("mutants.toml", "no-path", "no-psk");
    checkout.passes(&["--record"]);
    checkout.replace("mutants.toml", "id =", "ids =");
    let text = checkout.ends(2, &mut checkout.check(&[]));
    assert_eq!(text, "error: ROOT/models/mutants.toml, line 1: missing field `id`\n");
    checkout.replace("mutants.toml", "ids =", "id =");
    std::fs::remove_file(checkout.path("tamarin/expected.toml")).unwrap();
    let text = checkout.ends(2, &mut checkout.check(&[]));
    assert!(text.starts_with("error: ROOT/models/tamarin/expected.toml: No such file"), "{text}");
}
