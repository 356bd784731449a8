//! The explorer as a part of `pleach models check`.

use crate::Checkout;

const SAMPLE: &str = "\
[[sample]]
protocol = \"mls\"
members = 2
start = \"alone\"
depth = 1
states = 18
steps = 17
";

const MUTANTS: &str = "\
[[mutant]]
id = \"no-psk\"
protocol = \"MLS\"
defence = \"A Commit can inject a PSK.\"
falls = \"post-compromise security\"
against = \"the network\"
[mutant.explorer]
start = \"full\"
members = 2
run = [\"leak: state of A\", \"B commits the PSK\"]
property = \"post-compromise security\"
[[mutant.edit]]
[[mutant]]
id = \"no-reuse-guard\"
protocol = \"MLS\"
defence = \"Nonces have four random bytes.\"
redundant = \"Each key is used once.\"
[mutant.explorer]
start = \"full\"
members = 2
depth = 1
[[mutant.edit]]
";

/// Models with something to explore, and the page on them.
fn explored(test: &str) -> Checkout {
    let checkout = Checkout::recorded(test);
    checkout.write("explorer.toml", SAMPLE);
    checkout.write("mutants.toml", MUTANTS);
    checkout.ends(0, &mut checkout.command(&["results"]));
    checkout
}

fn check(checkout: &Checkout, code: i32) -> String {
    let text = checkout.ends(code, &mut checkout.check_without(&["--tool", "explorer"]));
    let lines = text.lines().map(|line| match line.split_once("; in ") {
        Some((before, _)) => format!("{before}; in SECONDS s\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn samples_and_mutants_are_explored() {
    let checkout = explored("explored");
    insta::assert_snapshot!(check(&checkout, 0));
    let page = checkout.read("RESULTS.md");
    let (_, page) = page.split_once("## Mutants").unwrap();
    let (page, _) = page.split_once("### The provers' variants").unwrap();
    insta::assert_snapshot!(page.trim());
    let page = checkout.read("RESULTS.md");
    let (_, page) = page.split_once("## The explorer").unwrap();
    let (page, _) = page.split_once("## The models").unwrap();
    insta::assert_snapshot!(page.trim());
}

#[test]
fn other_numbers_are_a_failure() {
    let checkout = explored("explored_numbers");
    checkout.replace("explorer.toml", "states = 18", "states = 19");
    let text = check(&checkout, 1);
    let failure = "FAILED the explorer, sample (MLS, 2 members, start `alone`, depth 1):\n  got    states = 18, steps = 17\n  \
                   wanted states = 19, steps = 17\n";
    assert!(text.contains(failure), "{text}");
}

#[test]
fn a_run_has_to_end_in_the_violation_without_the_defence_alone() {
    let checkout = explored("explored_runs");
    checkout.replace("mutants.toml", "property = \"post", "property = \"secrecy\" #");
    let failure = "FAILED the explorer, mutant no-psk: without it, the run does not end in a violation of secrecy: it holds \
                   to its end";
    assert!(check(&checkout, 1).contains(failure));
    checkout.write("mutants.toml", &MUTANTS.replace("the PSK\"]", "the PSK\", \"A commits\"]"));
    assert!(check(&checkout, 1).contains("mutant no-psk: without it, the run does not end in a violation of post-"));
    checkout.write("mutants.toml", &MUTANTS.replace("leak: state of A", "A adds B"));
    let text = check(&checkout, 1);
    assert!(text.contains("operation 1, `A adds B`, cannot happen there, or changes nothing"), "{text}");
    for copy in ["the copy", "the specification"] {
        assert!(text.contains(&format!("over {copy}, the run neither holds nor has the adversary refused")), "{text}");
    }
    checkout.write("mutants.toml", &MUTANTS.replace("leak: state of A", "A leaks"));
    assert!(check(&checkout, 1).contains("mutant no-psk: no operation is written `A leaks`"));
    // A search that finds something.
    checkout.write("mutants.toml", &MUTANTS.replace("\"no-reuse-guard\"", "\"no-generation-check\""));
    assert!(check(&checkout, 1).contains("mutant no-generation-check: after `A sends a message`, "));
}

#[test]
fn a_table_that_breaks_rules_is_an_error() {
    let checkout = explored("explored_rules");
    checkout.replace("mutants.toml", "depth = 1", "depth = 1\nwidth = 2");
    let text = checkout.ends(2, &mut checkout.check_without(&["--tool", "explorer"]));
    assert!(text.starts_with("error: ROOT/models/mutants.toml, line ") && text.contains("`width`"), "{text}");
    checkout.replace("mutants.toml", "depth = 1\nwidth = 2", "");
    let text = checkout.ends(2, &mut checkout.check_without(&["--tool", "explorer"]));
    let problem = "error: ROOT/models/mutants.toml: 1 problem\n  no-reuse-guard: without `run` there is a `depth`, and no \
                   `property`\n";
    assert_eq!(text, problem);
}

#[test]
fn campaigns_are_recorded_and_may_be_of_earlier_sources() {
    let checkout = explored("explored_campaigns");
    let explore = ["explore", "--members", "2", "--start", "alone", "--depth", "1", "--jobs", "1", "--record"];
    checkout.ends(0, &mut checkout.command(&explore));
    // The same campaign again takes the place of the first.
    checkout.ends(0, &mut checkout.command(&explore));
    let recorded = checkout.read("evidence/explorer.toml");
    assert_eq!(recorded.matches("[[campaign]]").count(), 1);
    checkout.ends(0, &mut checkout.command(&["results"]));
    assert!(
        check(&checkout, 0)
            .contains(", of these sources: MLS, 2 members, start `alone`, depth 1, states merged, 18 states\n")
    );
    assert!(checkout.read("RESULTS.md").contains(" | nothing | as they are |\n"));
    checkout.write("evidence/explorer.toml", &recorded.replace("sha256 = \"", "sha256 = \"0"));
    checkout.ends(0, &mut checkout.command(&["results"]));
    assert!(check(&checkout, 0).contains(", of earlier sources: MLS, 2 members"));
    assert!(checkout.read("RESULTS.md").contains(" | nothing | earlier ones |\n"));
    checkout.write("evidence/explorer.toml", &recorded.replace("loose = 0", "loose = 2"));
    let text = check(&checkout, 1);
    let problem = "recorded campaign (MLS, 2 members, start `alone`, depth 1, states merged): 2 secrets are secret though the oracle has \
                   them exposed";
    assert!(text.contains(problem), "{text}");
    let attack = "[[campaign.attack]]\noperations = [\"A commits\"]\n[[campaign.attack.violation]]\nproperty = \
                  \"secrecy\"\nwhat = \"all is known\"\n";
    checkout.write("evidence/explorer.toml", &format!("{recorded}\n{attack}"));
    let text = check(&checkout, 1);
    assert!(text.contains("merged): after `A commits`, secrecy: all is known"), "{text}");
}
