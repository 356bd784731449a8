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
    let text = check(&checkout, 1);
    assert!(text.contains(failure), "{text}");
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

#[test]
fn campaigns_that_are_required_have_to_be_recorded() {
    let checkout = explored("explored_required");
    let required = "[[campaign]]\nprotocol = \"mls\"\nmembers = 2\nstart = \"alone\"\ndepth = 1\n";
    checkout.write("explorer.toml", &format!("{SAMPLE}{required}"));
    let of = "FAILED the explorer, campaign (MLS, 2 members, start `alone`, depth 1): ";
    let command =
        "\n  To record it: pleach models explore --protocol mls --members 2 --start alone --depth 1 --record\n";
    let missing = format!("{of}it has to be recorded, and is not{command}");
    let lacks = |text: &str| {
        let said = check(&checkout, 1);
        assert!(said.contains(&format!("{of}{text}{command}")), "{said}");
    };
    assert!(check(&checkout, 1).contains(&missing));
    // That of other runs is no help.
    let explore = ["explore", "--protocol", "mls", "--members", "2", "--start", "alone", "--record", "--depth"];
    for depth in ["0", "1"] {
        lacks("it has to be recorded, and is not");
        checkout.ends(0, &mut checkout.command(&[&explore[..], &[depth]].concat()));
    }
    checkout.ends(0, &mut checkout.command(&["results"]));
    check(&checkout, 0);
    let recorded = checkout.read("evidence/explorer.toml");
    let edited = |from: &str, to: &str| {
        assert!(recorded.contains(from), "{recorded}");
        checkout.write("evidence/explorer.toml", &recorded.replace(from, to));
    };
    edited("sha256 = \"", "sha256 = \"0");
    lacks("what is recorded is stale: the sources were changed since");
    edited("complete = true", "complete = false");
    lacks("what is recorded is not all of it");
    edited("loose = 0", "loose = 1");
    lacks("what is recorded has violations, or loose secrets");
    for (from, to) in [("properties = []", "properties = [\"secrecy\"]"), ("shard = \"1/1\"", "shard = \"1/2\"")] {
        edited(from, to);
        lacks("it has to be recorded, and is not");
    }
    // In whatever order it was explored, and if there is a stale one, too.
    edited("seed = 0", "seed = 7");
    let stale = recorded.replace("sha256 = \"", "sha256 = \"0").replace("# ", "");
    let (_, stale) = stale.split_once("\n\n").unwrap();
    checkout.write("evidence/explorer.toml", &format!("{stale}\n{}", checkout.read("evidence/explorer.toml")));
    checkout.ends(0, &mut checkout.command(&["results"]));
    check(&checkout, 0);
}

#[test]
fn the_command_that_records_a_campaign_is_said() {
    let checkout = explored("explored_command");
    let required = "[[campaign]]\nprotocol = \"art\"\nmembers = 3\nstart = \"signed, new\"\ntampers = 1\ndepth = 2\n";
    checkout.write("explorer.toml", &format!("{SAMPLE}{required}"));
    let text = check(&checkout, 1);
    let of = "campaign (ART, 3 members, start `signed, new`, messages of the first operation edited, depth 2): ";
    let command =
        "pleach models explore --protocol art --members 3 --start 'signed, new' --tampers 1 --depth 2 --record\n";
    assert!(text.contains(of) && text.contains(command), "{text}");
}
