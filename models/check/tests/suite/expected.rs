//! `expected.toml`: each rule is broken once.

use pleach_models_check::expected::{Outcome, Suite};
use pleach_models_check::prover::Prover;

use crate::folder;

const EXPECTED: &str = r#"
[[model]]
file = "a.pv"
protocol = "Sender Keys"
title = "t"
models = "m"
leaves_out = "l"

[[model.query]]
name = "secret"
property = "post-compromise security"
claim = "c"
reached_by = "done"

[[model.query]]
name = "done"
property = "reachability"
claim = "d"

[[model.variant]]
switches = []
adversary = "a"
attacks = []
unreachable = []
why = "w"

[[model.variant]]
switches = ["NO_PSK"]
adversary = "a"
attacks = ["secret"]
unreachable = ["done"]
why = "w"
mutant = "no-psk"
"#;

const MODEL: &str = "query (* secret *) attacker(s); (* done *) event(Done).\n#if NO_PSK\n#endif\n";

fn load(expected: &str, model: &str, mutants: Option<&[&str]>) -> Result<Suite, String> {
    let folder = folder(&[("expected.toml", expected), ("a.pv", model)]);
    let mutants: Option<Vec<String>> = mutants.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
    let suite = Suite::load(Prover::ProVerif, folder.path(), mutants.as_deref());
    suite.map_err(|error| error.to_string().replace(folder.path().to_str().unwrap(), "FOLDER"))
}

#[test]
fn the_fields_are_read() {
    let suite = load(EXPECTED, MODEL, Some(&["no-psk"])).unwrap();
    let outcomes: Vec<Vec<Outcome>> = suite
        .variants()
        .map(|(model, _, variant)| model.queries.iter().map(|query| variant.expected(query)).collect())
        .collect();
    assert_eq!(outcomes, [[Outcome::Holds, Outcome::Reached], [Outcome::Attack, Outcome::Unreachable]]);
    let [(model, _)] = suite.models.as_slice() else {
        panic!("there is one model");
    };
    let vacuous: Vec<bool> = model.variants.iter().map(|variant| variant.is_vacuous(&model.queries[0])).collect();
    assert_eq!(vacuous, [false, true]);
}

#[test]
fn what_is_no_field_or_no_value_is_refused_with_its_line() {
    for (from, to, problem) in [
        ("title = \"t\"", "titel = \"t\"", "line 5: unknown field `titel`"),
        ("claim = \"c\"", "clame = \"c\"", "line 12: unknown field `clame`"),
        ("attacks = [\"secret\"]", "atacks = []", "line 30: unknown field `atacks`"),
        ("\"Sender Keys\"", "\"Signal\"", "line 4: unknown variant `Signal`"),
        ("\"post-compromise security\"", "\"PCS\"", "line 11: unknown variant `PCS`"),
        ("adversary = \"a\"\nattacks = [\"", "attacks = [\"", "missing field `adversary`"),
        ("reached_by = \"done\"", "reached_by = 1", "line 13: `reached_by` is a name or a list of names"),
        ("claim = \"d\"", "claim = 1", "line 18: invalid type: integer `1`"),
    ] {
        let text = EXPECTED.replacen(from, to, 1);
        assert_ne!(text, EXPECTED, "{from}");
        let error = load(&text, MODEL, None).unwrap_err();
        assert!(error.starts_with("FOLDER/expected.toml, line ") && error.contains(problem), "{error}");
    }
}

/// What is said of a text in which something was replaced.
fn refused(from: &str, to: &str) -> String {
    let text = EXPECTED.replacen(from, to, 1);
    assert_ne!(text, EXPECTED, "{from}");
    load(&text, MODEL, Some(&["no-psk"])).unwrap_err()
}

#[test]
fn rules_of_models_and_queries() {
    for (from, to, problem) in [
        ("models = \"m\"", "models = \" \"", "a.pv: `models` is empty"),
        ("\"a.pv\"", "\"b.pv\"", "a.pv: the file is there, and no [[model]] has it"),
        ("\"a.pv\"", "\"b.pv\"", "b.pv: b.pv: No such file"),
        ("\"a.pv\"", "\"../a.pv\"", "`file` is the name of a file that ends in .pv"),
        ("\nreached_by = \"done\"", "", "a.pv, query secret: a claim needs `reached_by`"),
        ("reached_by = \"done\"", "reached_by = \"secret\"", "`reached_by` has \"secret\", which is no query with"),
        ("reached_by = \"done\"", "reached_by = []", "a.pv, query secret: a claim needs `reached_by`"),
        (
            "reached_by = \"done\"",
            "reached_by = [\"done\", \"dome\"]",
            "`reached_by` has \"dome\", which is no query with",
        ),
        ("reached_by = \"done\"", "reached_by = [\"done\", \"done\"]", "query secret: `reached_by` has a name twice"),
        ("claim = \"d\"", "claim = \"d\"\nreached_by = \"done\"", "query done: `reached_by` is for claims alone"),
        ("name = \"done\"", "name = \"secret\"", "a.pv, query secret: the name is there twice"),
        ("\"post-compromise security\"", "\"helper\"", "a.pv: it has no claim"),
    ] {
        let error = refused(from, to);
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn a_claim_is_vacuous_if_one_of_its_companions_is_not_reached() {
    let begun = "\n[[model.query]]\nname = \"begun\"\nproperty = \"reachability\"\nclaim = \"b\"\n";
    let more = EXPECTED.replace("reached_by = \"done\"", "reached_by = [\"begun\", \"done\"]").replacen(
        "\n[[model.variant]]",
        &format!("{begun}\n[[model.variant]]"),
        1,
    );
    let model = MODEL.replace("event(Done)", "event(Done); (* begun *) event(Begun)");
    let suite = load(&more, &model, None).unwrap();
    let [(model, _)] = suite.models.as_slice() else {
        panic!("there is one model");
    };
    let vacuous: Vec<bool> = model.variants.iter().map(|variant| variant.is_vacuous(&model.queries[0])).collect();
    assert_eq!(vacuous, [false, true]);
}

#[test]
fn queries_of_proverif_are_those_of_the_file_in_its_order() {
    let names = "(* secret *) attacker(s); (* done *) event(Done)";
    let cases = [
        (
            "(* done *) event(Done); (* secret *) attacker(s)",
            "query 1 is \"secret\" in expected.toml, and \"done\" in the file",
        ),
        ("(* secret *) attacker(s)", "query 2 is \"done\" in expected.toml, and not there in the file"),
        (
            "(* secret *) attacker(s); event(Done)",
            "query 2 is \"done\" in expected.toml, and has no name in the file: a comment",
        ),
        (
            &format!("{names}; (* more *) event(More)"),
            "query 3 is \"more\" in the file, and not there in expected.toml",
        ),
        (&format!("{names}; event(More)"), "query 3 of the file is not there in expected.toml"),
    ];
    for (queries, problem) in cases {
        let error = load(EXPECTED, &MODEL.replace(names, queries), None).unwrap_err();
        assert!(error.starts_with("FOLDER/expected.toml: 1 problem\n  a.pv: query "), "{error}");
        assert!(error.contains(problem), "{error}");
    }
    // In one variant alone.
    let other = format!("{names}.\n#if NO_PSK\nquery (* more *) event(More).\n#endif\nfree x: bitstring");
    let error = load(EXPECTED, &MODEL.replace(names, &other), None).unwrap_err();
    assert!(error.contains("a.pv [NO_PSK]: query 3 is \"more\" in the file, and not there"), "{error}");
}

#[test]
fn rules_of_variants() {
    for (from, to, problem) in [
        (
            "attacks = [\"secret\"]",
            "attacks = [\"sekret\"]",
            "a.pv [NO_PSK]: `attacks` has \"sekret\", which is no query",
        ),
        ("attacks = [\"secret\"]", "attacks = [\"done\"]", "`attacks` has \"done\", which is not a claim"),
        (
            "[\"done\"]",
            "[\"secret\"]",
            "`unreachable` has \"secret\", which is not one with property = \"reachability\"",
        ),
        ("attacks = [\"secret\"]", "attacks = [\"secret\", \"secret\"]", "`attacks` has a name twice"),
        ("why = \"w\"\nmutant", "why = \"\"\nmutant", "a.pv [NO_PSK]: `why` is empty"),
        ("[\"NO_PSK\"]", "[\"NO_PSK\", \"NO_PSK\"]", "a switch is there twice"),
        ("[\"NO_PSK\"]", "[\"no_psk\"]", "\"no_psk\" is no name of a switch"),
        ("[\"NO_PSK\"]", "[\"NO_PKS\"]", "a.pv [NO_PKS]: the model has no switch NO_PKS"),
        ("[\"NO_PSK\"]", "[]", "a.pv: the model has a switch NO_PSK, and no variant turns it on"),
        ("[\"NO_PSK\"]", "[]", "a.pv: a variant with these switches is there already"),
        ("switches = []", "switches = [\"NO_PSK\"]", "there is no variant a.pv to compare the mutant \"no-psk\" with"),
        ("mutant = \"no-psk\"", "mutant = \"no-path\"", "\"no-path\", and its switch NO_PATH is not among `switches`"),
        ("mutant = \"no-psk\"", "mutant = \"no-path\"", "\"no-path\", which is no id in mutants.toml"),
        (
            "why = \"w\"",
            "why = \"w\"\nmutant = \"no-psk\"",
            "the first variant is the baseline, and cannot have `mutant`",
        ),
    ] {
        let error = refused(from, to);
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn without_a_table_of_mutants_any_id_will_do() {
    assert!(load(EXPECTED, MODEL, None).is_ok());
    let error = load(EXPECTED, MODEL, Some(&["no-path"])).unwrap_err();
    assert!(error.contains("a.pv [NO_PSK]: `mutant` is \"no-psk\", which is no id in mutants.toml"), "{error}");
}

#[test]
fn all_problems_are_named_at_once() {
    let text = EXPECTED.replace("why = \"w\"", "why = \"\"");
    let error = load(&text, MODEL, Some(&[])).unwrap_err();
    let lines = [
        "FOLDER/expected.toml: 3 problems",
        "  a.pv: `why` is empty",
        "  a.pv [NO_PSK]: `why` is empty",
        "  a.pv [NO_PSK]: `mutant` is \"no-psk\", which is no id in mutants.toml",
    ];
    assert_eq!(error, lines.join("\n"));
}

#[test]
fn a_shared_file_has_no_switch_that_nobody_turns_on() {
    let second = EXPECTED.replace("a.pv", "b.pv").replace("NO_PSK", "NO_PATH").replace("no-psk", "no-path");
    let shared = "#if NO_PSK\n#elif NO_PATH\n#endif\nquery (* secret *) attacker(s); (* done *) event(Done).\n";
    let include = "#include \"shared.pvl\"\n";
    let files = |shared| {
        [
            ("expected.toml", &*[EXPECTED, &second].concat()),
            ("a.pv", include),
            ("b.pv", include),
            ("shared.pvl", shared),
        ]
        .map(|(name, text)| (name, text.to_owned()))
    };
    let load = |shared| {
        let files = files(shared);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let suite = Suite::load(Prover::ProVerif, folder(&files).path(), None);
        suite.map(|suite| suite.models.len()).map_err(|error| error.to_string())
    };
    assert_eq!(load(shared), Ok(2));
    let error = load(&[shared, "#if NO_TREE\n#endif\n"].concat()).unwrap_err();
    assert!(error.contains("a file that it includes has a switch NO_TREE, and no variant of any model"), "{error}");
    let path = folder(&[("expected.toml", EXPECTED), ("a.pv", MODEL), ("shared.pvl", "")]);
    let error = Suite::load(Prover::ProVerif, path.path(), None).unwrap_err().to_string();
    assert!(error.contains("shared.pvl: no model includes it"), "{error}");
}

fn load_theory(theory: &str) -> Result<Suite, String> {
    let expected = EXPECTED.replace("a.pv", "a.spthy");
    let folder = folder(&[("expected.toml", &expected), ("a.spthy", theory)]);
    Suite::load(Prover::Tamarin, folder.path(), None).map_err(|error| error.to_string())
}

#[test]
fn rules_of_theories() {
    let theory = "theory A begin\n#ifdef NO_PSK\n#endif\nlemma secret: \"T\"\nlemma secret_too [reuse]: \"T\"\nend\n";
    assert!(load_theory(theory).is_ok());
    for (from, to, problem) in [
        ("#ifdef NO_PSK", "#include \"b.spthy\"", "line 2: a model that includes another is not covered by its hash"),
        ("#ifdef NO_PSK", "#ifdef NO_PSK | not(LEAK)", "the model has a switch LEAK, and no variant turns it on"),
        ("#ifdef NO_PSK", "#ifdef psk", "line 2: psk is no name of a switch"),
        ("lemma secret:", "lemma secret [heuristic=S,\n  reuse]:", "\"secret\", which the proofs of others use"),
    ] {
        let error = load_theory(&theory.replace(from, to)).unwrap_err();
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn a_helper_may_fall_where_nothing_uses_it() {
    let expected = EXPECTED.replace("a.pv", "a.spthy").replace("[\"secret\"]", "[\"secret\", \"helper\"]");
    let helper = "\n[[model.query]]\nname = \"helper\"\nproperty = \"helper\"\nclaim = \"h\"\n";
    let expected = expected.replacen("\n[[model.variant]]", &format!("{helper}\n[[model.variant]]"), 1);
    let load = |prover, file, theory: &str| {
        let expected = expected.replace("a.spthy", file);
        let folder = folder(&[("expected.toml", &expected), (file, theory)]);
        Suite::load(prover, folder.path(), None).map(|_| ()).map_err(|error| error.to_string())
    };
    let theory = "#ifdef NO_PSK\nlemma helper: \"T\"\n#else\nlemma helper [reuse]: \"T\"\n#endif\n";
    assert_eq!(load(Prover::Tamarin, "a.spthy", theory), Ok(()));
    let error = load(Prover::Tamarin, "a.spthy", &theory.replace("helper:", "helper [sources]:")).unwrap_err();
    assert!(error.contains("a.spthy [NO_PSK]: `attacks` has \"helper\", which the proofs of others use"), "{error}");
    let error = load(Prover::ProVerif, "a.pv", MODEL).unwrap_err();
    assert!(error.contains("a.pv [NO_PSK]: `attacks` has \"helper\", which the proofs of others use"), "{error}");
}
