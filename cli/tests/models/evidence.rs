//! What is recorded, and whether it is of the models as they are.

use crate::Checkout;

fn fails(checkout: &Checkout, problem: &str) {
    let text = checkout.ends(1, &mut checkout.check_without(&["--tool", "proverif"]));
    assert!(text.contains(problem), "{text}");
}

#[test]
fn fresh_evidence_takes_the_place_of_a_prover() {
    let checkout = Checkout::recorded("fresh");
    insta::assert_snapshot!(checkout.ends(0, &mut checkout.check_without(&[])));
}

#[test]
fn stale_evidence_is_named_with_the_command_that_renews_it() {
    let checkout = Checkout::recorded("stale");
    checkout.replace("proverif/one.pv", "(* The state leaks. *)", "(* The whole state leaks. *)");
    insta::assert_snapshot!(checkout.ends(1, &mut checkout.check_without(&[])));
    // The prover decides anew, but what is recorded has to be renewed all the same.
    let text = checkout.fails(&[]);
    assert!(text.contains("one.pv [LEAK] is stale: the model was changed since"), "{text}");
    checkout.passes(&["--tool", "proverif", "--record"]);
    checkout.ends(0, &mut checkout.check_without(&[]));
}

#[test]
fn a_change_of_what_is_included_makes_evidence_stale() {
    let checkout = Checkout::recorded("stale_include");
    checkout.replace("proverif/base.pvl", "c: channel", "d: channel");
    fails(&checkout, "FAILED ROOT/models/evidence/proverif.toml: one.pv is stale: the model was changed since");
}

#[test]
fn a_theory_has_the_hash_of_its_bytes_and_flags() {
    let checkout = Checkout::recorded("theory");
    let text = checkout.read("evidence/tamarin.toml");
    let hash = |flags: &str| {
        use sha2::Digest;
        let bytes = format!("{}{flags}", checkout.read("tamarin/two.spthy"));
        format!("sha256 = \"{}\"", data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes)))
    };
    assert!(text.contains(&hash("")) && text.contains(&hash("\n-D=PASSIVE")), "{text}");
}

#[test]
fn no_evidence_is_a_failure() {
    let checkout = Checkout::recorded("no_evidence");
    std::fs::remove_file(checkout.path("evidence/proverif.toml")).unwrap();
    fails(&checkout, "FAILED ROOT/models/evidence/proverif.toml: it is not there");
    fails(&checkout, "To record what ProVerif says now: pleach models check --tool proverif --record");
}

#[test]
fn a_variant_without_evidence_is_a_failure() {
    let checkout = Checkout::recorded("missing");
    let variant = "\n[[model.variant]]\nswitches = [\"NO_PSK\"]\nadversary = \"a\"\nattacks = []\nwhy = \"w\"\n";
    checkout.write("proverif/expected.toml", &[&checkout.read("proverif/expected.toml"), variant].concat());
    fails(&checkout, "FAILED ROOT/models/evidence/proverif.toml: it has nothing on one.pv [NO_PSK]");
}

#[test]
fn evidence_without_a_variant_is_a_failure() {
    let checkout = Checkout::recorded("orphan");
    let text = checkout.read("proverif/expected.toml");
    let (before, _) = text.rsplit_once("[[model.variant]]").unwrap();
    checkout.write("proverif/expected.toml", before);
    checkout.replace("proverif/one.pv", "#if NO_PSK", "#if LEAK");
    fails(&checkout, "one.pv [LEAK NO_PSK] is no variant in expected.toml");
}

#[test]
fn recorded_verdicts_are_held_to_the_expected_ones() {
    let checkout = Checkout::recorded("other_verdict");
    checkout.replace("proverif/expected.toml", "attacks = [\"secret\"]", "attacks = []");
    fails(&checkout, "one.pv [LEAK NO_PSK], query secret\n  recorded attack\n  wanted   holds");
    let checkout = Checkout::recorded("other_queries");
    checkout.replace("evidence/proverif.toml", "sent = \"holds\"", "authentic = \"holds\"");
    fails(&checkout, "one.pv has other queries in expected.toml");
}

#[test]
fn evidence_is_of_a_run_of_the_prover_as_the_models_need_it() {
    let checkout = Checkout::recorded("other_run");
    let recorded = checkout.read("evidence/proverif.toml");
    let seconds = recorded.lines().find(|line| line.starts_with("seconds = ")).unwrap();
    for (from, to, problem) in [
        ("ProVerif 2.05", "Tamarin 2.05", "one.pv is of \"Tamarin 2.05\", another program"),
        ("ProVerif 2.05", "ProVerif", "one.pv is of \"ProVerif\", another program"),
        ("ProVerif 2.05", "ProVerif 2.04", "one.pv is of ProVerif 2.04; the models need 2.05 or later"),
        ("ProVerif 2.05", "ProVerif new", "one.pv is of ProVerif new; the models need 2.05 or later"),
        (seconds, "seconds = 60.01", "one.pv took 60.01 seconds; a run may take 60"),
        (seconds, "seconds = -1.0", "one.pv took -1 seconds; a run may take 60"),
        (seconds, "seconds = nan", "one.pv took NaN seconds; a run may take 60"),
    ] {
        checkout.write("evidence/proverif.toml", &recorded.replacen(from, to, 1));
        fails(&checkout, &format!("FAILED ROOT/models/evidence/proverif.toml: {problem}\n"));
    }
    // Newer ones are taken, and what took as long as a run may take.
    checkout
        .write("evidence/proverif.toml", &recorded.replacen("2.05", "2.10", 1).replacen(seconds, "seconds = 60.0", 1));
    checkout.ends(0, &mut checkout.command(&["results"]));
    checkout.ends(0, &mut checkout.check_without(&["--tool", "proverif"]));
    let text = checkout.read("evidence/tamarin.toml");
    checkout.write("evidence/tamarin.toml", &text.replacen("Tamarin 1.8.0", "Tamarin 1.7.0", 1));
    let text = checkout.ends(1, &mut checkout.check_without(&["--tool", "tamarin"]));
    assert!(text.contains("two.spthy is of Tamarin 1.7.0; the models need 1.8 or later"), "{text}");
}

#[test]
fn malformed_evidence_is_an_error_until_it_is_recorded_again() {
    let checkout = Checkout::recorded("malformed");
    checkout.replace("evidence/proverif.toml", "seconds =", "minutes =");
    let text = checkout.ends(2, &mut checkout.check_without(&[]));
    assert!(text.starts_with("error: ROOT/models/evidence/proverif.toml, line "), "{text}");
    assert!(text.contains("unknown field `minutes`"), "{text}");
    checkout.passes(&["--record"]);
    let entries =
        checkout.read("evidence/proverif.toml").replace("\"NO_PSK\"", "").replace("[\"LEAK\", ]", "[\"LEAK\"]");
    checkout.write("evidence/proverif.toml", &entries);
    let text = checkout.ends(2, &mut checkout.check_without(&[]));
    assert!(text.contains("one.pv [LEAK] is there twice"), "{text}");
}

#[test]
fn only_what_is_as_expected_is_recorded() {
    let checkout = Checkout::recorded("record");
    let before = ["evidence/proverif.toml", "evidence/tamarin.toml", "RESULTS.md"].map(|name| checkout.read(name));
    checkout.replace("proverif/one.pv", "Receive(x)) ==> inj-event(Send(x)) is true", "Receive(x)) is false");
    let text = checkout.fails(&["--record"]);
    assert!(text.contains("one.pv, query sent") && !text.contains("wrote"), "{text}");
    let after = ["evidence/proverif.toml", "evidence/tamarin.toml", "RESULTS.md"].map(|name| checkout.read(name));
    assert_eq!(before, after);
}

#[test]
fn recording_needs_the_prover() {
    let checkout = Checkout::new("record_without");
    let text = checkout.ends(2, &mut checkout.check_without(&["--record"]));
    let problem =
        "error: --record needs ProVerif: there is no proverif on PATH, and PROVERIF is not set; --tool leaves it out\n";
    assert_eq!(text, problem);
}

#[test]
fn files_are_checked_and_recorded_alone() {
    let checkout = Checkout::recorded("files");
    let before = checkout.read("evidence/proverif.toml");
    checkout.replace("proverif/one.pv", "The state leaks", "The whole state leaks");
    checkout.replace("tamarin/two.spthy", "A model of nothing", "A model of something");
    let text = checkout.fails(&["two.spthy"]);
    assert!(text.contains("two.spthy is stale") && !text.contains("one.pv") && !text.contains("ProVerif"), "{text}");
    let text = checkout.passes(&["--record", "two.spthy"]);
    assert!(text.contains("Tamarin 1.8.0 (CLI/tests/models/fake/tamarin-prover): 6 of 6 queries"), "{text}");
    assert_eq!(checkout.read("evidence/proverif.toml"), before);
    fails(&checkout, "one.pv [LEAK] is stale");
    checkout.ends(0, &mut checkout.check_without(&["two.spthy", "--tool", "tamarin"]));
    // The page is on all models.
    let page = checkout.read("RESULTS.md");
    assert!(page.contains("| active network; A's state leaks | **not known** |"), "{page}");
    let text = checkout.ends(2, &mut checkout.check(&["three.pv"]));
    assert_eq!(text, "error: no model that is checked has the file \"three.pv\"\n");
    let text = checkout.ends(2, &mut checkout.check(&["--tool", "proverif", "two.spthy"]));
    assert_eq!(text, "error: no model that is checked has the file \"two.spthy\"\n");
    std::fs::remove_file(checkout.path("tamarin/expected.toml")).unwrap();
    checkout.passes(&["--record", "one.pv"]);
}

#[test]
fn what_is_recorded_of_other_files_stays() {
    let checkout = Checkout::recorded("others");
    let model = checkout.read("proverif/expected.toml").replace("one.pv", "other.pv");
    checkout.write("proverif/expected.toml", &[&checkout.read("proverif/expected.toml"), "\n", &model].concat());
    checkout.write("proverif/other.pv", &checkout.read("proverif/one.pv"));
    checkout.replace("evidence/proverif.toml", "ProVerif 2.05", "ProVerif 2.06");
    checkout.passes(&["--record", "other.pv"]);
    let evidence = checkout.read("evidence/proverif.toml");
    let count = |text| evidence.matches(text).count();
    assert_eq!([count("ProVerif 2.06"), count("ProVerif 2.05"), count("[[proof]]")], [3, 3, 6]);
    checkout.passes(&[]);
}
