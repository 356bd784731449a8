//! What provers say of models, and what it comes to.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Checkout;

const TRUE: &str = "(*> RESULT inj-event(Receive(x)) ==> inj-event(Send(x)) is true. *)";

/// The models of `sample/`, but that the baseline and its variants have another line in place of the second verdict.
fn with(test: &str, line: &str) -> Checkout {
    let checkout = Checkout::recorded(test);
    checkout.replace("proverif/one.pv", TRUE, line);
    checkout
}

#[test]
fn what_is_as_expected_passes() {
    insta::assert_snapshot!(Checkout::recorded("as_expected").passes(&[]));
}

#[test]
fn a_wrong_verdict_fails() {
    let checkout = with("wrong", &TRUE.replace("true", "false"));
    insta::assert_snapshot!(checkout.fails(&["--tool", "proverif"]));
}

#[test]
fn what_is_expected_to_fall_and_holds_fails() {
    let checkout = Checkout::recorded("no_attack");
    checkout.replace(
        "proverif/one.pv",
        "(*> RESULT not attacker(s[]) is false. *)",
        "(*> RESULT not attacker(s[]) is true. *)",
    );
    let text = checkout.fails(&["--tool", "proverif"]);
    assert!(text.contains("one.pv [LEAK NO_PSK], query secret (secrecy)"), "{text}");
    assert!(text.contains("  got    holds\n  wanted attack"), "{text}");
}

#[test]
fn what_is_not_reached_fails() {
    let checkout = Checkout::recorded("not_reached");
    checkout.replace("proverif/one.pv", "event(Reached) is false", "event(Reached) is true");
    let text = checkout.fails(&["--tool", "proverif"]);
    assert!(text.contains("one.pv, query received (reachability)"), "{text}");
    assert!(text.contains("  got    unreachable\n  wanted reached"), "{text}");
}

#[test]
fn an_unknown_verdict_fails() {
    let checkout = with("unknown", &TRUE.replace("is true", "cannot be proved"));
    let text = checkout.fails(&["--tool", "proverif"]);
    assert!(text.contains("FAILED one.pv, query sent (authentication): What B receives, A sent.\n"), "{text}");
    assert!(text.contains("  got    not known: the prover gave up\n  wanted holds"), "{text}");
    assert!(text.contains("authentication  not known              one.pv  active network\n"), "{text}");
}

#[test]
fn a_verdict_too_few_or_too_many_fails() {
    let checkout = with("too_few", "(* no verdict *)");
    let text = checkout.fails(&["--tool", "proverif"]);
    assert!(text.contains("one.pv: ProVerif: expected.toml has 3 queries, the prover gave 2 verdicts"), "{text}");
    let checkout = with("too_many", &[TRUE, TRUE].join("\n"));
    let text = checkout.fails(&["--tool", "proverif"]);
    assert!(text.contains("expected.toml has 3 queries, the prover gave 4 verdicts"), "{text}");
}

#[test]
fn queries_of_proverif_that_change_places_are_refused() {
    let checkout = Checkout::recorded("swapped");
    let swap =
        |text: &str, first: &str, second: &str| text.replace(first, "$").replace(second, first).replace('$', second);
    let expected = checkout.read("proverif/expected.toml");
    checkout.write("proverif/expected.toml", &swap(&expected, "name = \"secret\"", "name = \"sent\""));
    let problem = "error: ROOT/models/proverif/expected.toml: 1 problem\n  one.pv: query 1 is \"sent\" in expected.toml, \
                   and \"secret\" in the file\n";
    assert_eq!(checkout.ends(2, &mut checkout.check(&[])), problem);
    assert_eq!(checkout.ends(2, &mut checkout.check_without(&[])), problem);
    checkout.write("proverif/expected.toml", &expected);
    let model = checkout.read("proverif/one.pv");
    checkout.write("proverif/one.pv", &swap(&model, "(* sent *)", "(* received *)"));
    let problem = "query 2 is \"sent\" in expected.toml, and \"received\" in the file";
    assert!(checkout.ends(2, &mut checkout.check(&["--record"])).contains(problem));
}

#[test]
fn a_prover_that_fails_proves_nothing() {
    let checkout = with("crash", &[TRUE, "(*! crash *)"].join("\n"));
    let text = checkout.fails(&["--tool", "proverif"]);
    assert!(text.contains("one.pv: ProVerif: the prover failed (exit status: 2):\n  Error: no more memory."), "{text}");
}

fn is_running(process: &str) -> bool {
    Command::new("kill").args(["-0", process]).stderr(Stdio::null()).status().unwrap().success()
}

/// Waits for the child of a stand-in that hangs, and returns its number.
fn child(checkout: &Checkout) -> String {
    let start = Instant::now();
    loop {
        match fs::read_to_string(checkout.root.join("child")) {
            Ok(number) if number.ends_with('\n') => return number.trim().to_owned(),
            _ => assert!(start.elapsed() < Duration::from_secs(60), "the stand-in did not start"),
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn assert_ends(process: &str) {
    let start = Instant::now();
    while is_running(process) {
        assert!(start.elapsed() < Duration::from_secs(10), "{process} goes on");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Hangs in the variant with the mutant alone.
fn hanging(test: &str) -> Checkout {
    let checkout = Checkout::recorded(test);
    checkout.replace("proverif/one.pv", "(*> RESULT not attacker(s[]) is false. *)", "(*! hang *)");
    checkout
}

#[test]
fn a_prover_that_does_not_end_is_killed_with_its_children() {
    let checkout = hanging("timeout");
    let text = checkout.fails(&["--tool", "proverif", "--timeout", "1"]);
    assert!(text.contains("one.pv [LEAK NO_PSK]: ProVerif: no result after 1 seconds"), "{text}");
    assert_ends(&child(&checkout));
}

#[test]
fn an_interrupt_ends_the_provers() {
    let checkout = hanging("interrupt");
    let mut check = checkout.check(&["--tool", "proverif"]);
    let running = check.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let child = child(&checkout);
    Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(checkout.text(&output.stderr), "error: interrupted\n");
    assert_ends(&child);
}

#[test]
fn tamarin_is_read_by_the_names_of_its_lemmas() {
    let checkout = Checkout::recorded("tamarin");
    let fails = |from: &str, to: &str, problem: &str| {
        let before = checkout.read("tamarin/two.spthy");
        checkout.replace("tamarin/two.spthy", from, to);
        let text = checkout.fails(&["--tool", "tamarin"]);
        assert!(text.contains(problem), "{text}");
        checkout.write("tamarin/two.spthy", &before);
    };
    fails("falsified - found", "analysis incomplete; found", "two.spthy, query agreed (agreement): Both have the same");
    fails("> done (exists-trace): verified", "> done (exists-trace): falsified - no trace found", "got    unreachable");
    fails(
        "> sources (all-traces): verified",
        "> sources (all-traces): falsified - found trace",
        "query sources (helper)",
    );
    fails("//> sources", "// sources", "two.spthy: Tamarin: expected.toml has 3 queries, the prover gave 2 verdicts");
    fails("//> sources", "//> other", "two.spthy: Tamarin: the lemma other is no query of expected.toml");
    fails("done (exists-trace)", "done (all-traces)", "the lemma done is about reachability, but not exists-trace");
    fails("agreed (all-traces)", "agreed (exists-trace)", "the lemma agreed is a claim, but exists-trace");
    let warning = "//> WARNING: 1 wellformedness check failed!\n//> sources";
    fails("//> sources", warning, "two.spthy: Tamarin: WARNING: 1 wellformedness check failed!");
}
