//! `RESULTS.md`.

use crate::Checkout;

/// The page without times.
fn page(checkout: &Checkout) -> String {
    let text = checkout.read("RESULTS.md");
    let lines = text.lines().map(|line| match line.rsplit_once(" | 0.") {
        Some((before, _)) => format!("{before} | SECONDS |"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_page_has_all_of_it() {
    insta::assert_snapshot!(page(&Checkout::recorded("page")));
}

#[test]
fn what_is_not_reached_makes_a_claim_vacuous() {
    let checkout = Checkout::new("vacuous");
    checkout.replace("proverif/one.pv", "event(Reached) is false", "event(Reached) is true");
    checkout.replace("proverif/expected.toml", "unreachable = []", "unreachable = [\"received\"]");
    checkout.passes(&["--tool", "proverif", "--record"]);
    let text = page(&checkout);
    let row =
        "| What B receives, A sent. | active network | holds vacuously | ProVerif | `one.pv` | `sent` | SECONDS |";
    assert!(text.contains(row), "{text}");
    let row = "| TreeKEM | active network | `received` is not reached | Nothing leaks. | `one.pv` |";
    assert!(text.contains(row), "{text}");
}

#[test]
fn a_page_that_was_changed_is_a_failure() {
    let checkout = Checkout::recorded("changed");
    checkout.replace("RESULTS.md", "**attack**", "holds");
    let problem = "FAILED ROOT/models/RESULTS.md: it is not what the expected and recorded verdicts make it; pleach \
                   models results makes it";
    let text = checkout.fails(&[]);
    assert!(text.contains(problem), "{text}");
    let text = checkout.ends(1, &mut checkout.check_without(&["--tool", "tamarin"]));
    assert!(text.contains(problem), "{text}");
    std::fs::remove_file(checkout.path("RESULTS.md")).unwrap();
    let text = checkout.fails(&[]);
    assert!(text.contains("FAILED ROOT/models/RESULTS.md: it is not there; pleach models results makes it"), "{text}");
}

#[test]
fn the_page_is_made_of_what_is_expected_too() {
    let checkout = Checkout::recorded("reworded");
    checkout.replace("proverif/expected.toml", "Two members, one message", "Three members, one message");
    let text = checkout.ends(1, &mut checkout.check_without(&[]));
    assert!(text.contains("1 failure\n") && text.contains("RESULTS.md"), "{text}");
}

#[test]
fn what_one_tool_has_not_recorded_is_marked() {
    let checkout = Checkout::new("partial");
    checkout.passes(&["--tool", "proverif", "--record"]);
    assert!(page(&checkout).contains("| active network | **not known** | Tamarin | `two.spthy` | `agreed` | - |"));
    checkout.passes(&["--tool", "proverif"]);
    let text = checkout.fails(&[]);
    assert!(text.contains("evidence/tamarin.toml: it is not there"), "{text}");
}

#[test]
fn the_page_is_made_without_provers_of_what_is_recorded() {
    let checkout = Checkout::recorded("remade");
    let page = checkout.read("RESULTS.md");
    checkout.write("RESULTS.md", "");
    let text = checkout.ends(0, &mut checkout.command(&["results"]));
    assert!(text.ends_with("wrote ROOT/models/RESULTS.md\nAll is as expected\n"), "{text}");
    assert_eq!(checkout.read("RESULTS.md"), page);
    checkout.replace("proverif/one.pv", "The state leaks", "The whole state leaks");
    let text = checkout.ends(1, &mut checkout.command(&["results"]));
    assert!(text.contains("one.pv [LEAK] is stale"), "{text}");
    assert_eq!(checkout.read("RESULTS.md"), page);
}

#[test]
fn what_falls_with_a_defence_as_well_is_not_what_it_is_for() {
    let checkout = Checkout::new("redundant");
    checkout.replace(
        "proverif/one.pv",
        "(*> RESULT not attacker(s[]) is true. *)",
        "(*> RESULT not attacker(s[]) is false. *)",
    );
    checkout.replace("proverif/expected.toml", "attacks = []", "attacks = [\"secret\"]");
    let text = checkout.passes(&["--tool", "proverif", "--record"]);
    assert!(
        text.contains("no-psk   TreeKEM   nothing  proved now  active network; A's state leaks  one.pv [LEAK NO_PSK]"),
        "{text}"
    );
    let row = "| `no-psk` | TreeKEM | active network; A's state leaks | nothing | The state is all";
    assert!(page(&checkout).contains(row));
}
