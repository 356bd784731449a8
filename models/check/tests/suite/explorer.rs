//! The table `explorer` of a mutant.

use pleach_models_check::explorer::mutants::Shown;
use pleach_models_check::explorer::tables::{TableError, Tables};

use crate::folder;

/// An entry with these lines, in the table `explorer` and beside it.
fn entry(beside: &str, lines: &str) -> String {
    format!(
        "[[mutant]]\nid = \"m\"\nprotocol = \"MLS\"\n{beside}\n[mutant.explorer]\nstart = \"full\"\nmembers = 4\n{lines}\n"
    )
}

fn load(text: &str) -> Result<Tables, TableError> {
    Tables::load(folder(&[("mutants.toml", text)]).path())
}

fn problem(text: &str) -> String {
    match load(text) {
        Err(TableError::Problems(_, problems)) => problems.join("\n"),
        Err(error) => error.to_string(),
        Ok(tables) => panic!("{tables:?}"),
    }
}

const FALLS: &str = "falls = \"secrecy\"\nedit = [{ file = \"f\" }]";
const REDUNDANT: &str = "redundant = \"It is.\"\nedit = [{ file = \"f\" }]";
const RUN: &str = "run = [\"A commits\"]\nproperty = \"secrecy\"";

#[test]
fn a_run_or_a_depth_is_read() {
    let shown = |text: &str| load(text).unwrap().mutants.first().and_then(|mutant| mutant.shown());
    assert!(matches!(shown(&entry(FALLS, RUN)), Some(Shown::Falls { run, .. }) if run == ["A commits"]));
    let searched = shown(&entry(REDUNDANT, "depth = 2\ntampers = 1"));
    let Some(Shown::Redundant(parameters)) = searched else { panic!("{searched:?}") };
    assert_eq!((parameters.depth, parameters.scene.tampers, parameters.mutants), (2, 1, vec!["m".to_owned()]));
}

#[test]
fn an_entry_with_edits_has_something_to_explore_and_no_other() {
    assert_eq!(
        problem("[[mutant]]\nid = \"m\"\nprotocol = \"MLS\"\nedit = [{ file = \"f\" }]\n"),
        "m: it has edits, but no table `explorer`"
    );
    assert_eq!(problem(&entry("falls = \"secrecy\"", RUN)), "m: it has no edits, so `explorer` has nothing to explore");
    let other = entry(FALLS, RUN).replace("MLS", "Sender Keys");
    assert_eq!(problem(&other), "m: the explorer has no model of Sender Keys");
    // Of protocols that there is no model of, nothing is asked.
    assert!(load("[[mutant]]\nid = \"m\"\nprotocol = \"Sender Keys\"\nedit = [{ file = \"f\" }]\n").is_ok());
    assert!(load("[[mutant]]\nid = \"m\"\nprotocol = \"MLS\"\n").is_ok());
}

#[test]
fn a_run_is_for_what_falls_and_a_depth_for_what_is_redundant() {
    assert_eq!(problem(&entry(REDUNDANT, RUN)), "m: it is redundant, so there is no `run`, but a `depth`");
    assert_eq!(problem(&entry(FALLS, "depth = 2")), "m: something falls, so there has to be a `run`");
    let both = "m: with `run` there is a `property`, and no `depth`";
    assert_eq!(problem(&entry(FALLS, &format!("{RUN}\ndepth = 2"))), both);
    assert_eq!(problem(&entry(FALLS, "run = [\"A commits\"]")), both);
    let neither = "m: without `run` there is a `depth`, and no `property`";
    assert_eq!(problem(&entry(REDUNDANT, "")), neither);
    assert_eq!(problem(&entry(REDUNDANT, "depth = 2\nproperty = \"secrecy\"")), neither);
}

#[test]
fn a_run_has_one_to_six_operations_and_a_property_of_the_explorer() {
    let run = |count: usize| format!("run = {:?}\nproperty = \"secrecy\"", vec!["A commits"; count]);
    assert_eq!(problem(&entry(FALLS, &run(0))), "m: `run` has 0 operations: it has 1 to 6");
    assert_eq!(problem(&entry(FALLS, &run(7))), "m: `run` has 7 operations: it has 1 to 6");
    assert!(load(&entry(FALLS, &run(6))).is_ok());
    let property = RUN.replace("secrecy", "beauty");
    assert_eq!(problem(&entry(FALLS, &property)), "m: the explorer has no property `beauty`");
}

#[test]
fn unknown_fields_are_refused() {
    assert!(problem(&entry(FALLS, &format!("{RUN}\nseed = 7"))).contains("unknown field `seed`"));
    let samples = folder(&[("explorer.toml", "[[sample]]\nprotocol = \"mls\"\nmember = 4\n")]);
    let error = Tables::load(samples.path()).unwrap_err().to_string();
    assert!(error.contains("explorer.toml, line 3: unknown field `member`"), "{error}");
}
