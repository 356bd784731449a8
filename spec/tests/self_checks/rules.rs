//! Every rule of RFC 9420 that can be broken has its check in `spec/src`, or a reason in `spec/rule-coverage.toml`;
//! every rule of ART that can be broken has its check in the module that the catalogue names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, Item, Lit};

use crate::citations::headings;
use crate::source::{is_test_only, specification, workspace};

/// `test-vectors/rules.toml`: `R001` and what it says.
type Catalogue = BTreeMap<String, Statement>;

#[derive(Deserialize)]
struct Statement {
    section: String,
    testable: Testable,
    statement: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Testable {
    Negative,
    Positive,
    State,
    None,
}

/// `spec/rule-coverage.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    same: Vec<Same>,
    elsewhere: Vec<Elsewhere>,
}

/// Rules that one check decides.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Same {
    check: String,
    rules: Vec<String>,
}

/// Rules that need no check of their own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    #[serde(rename = "kind")]
    _kind: Kind,
    #[serde(rename = "reason")]
    _reason: String,
    rules: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Composition,
    Construction,
    Types,
    Algebra,
    Caller,
    Application,
    Sender,
}

/// The constants `Rule::Mls(N)` and `Rule::Art(N)` of a file, as `R00N` and `A00N` with their lines.
fn constants(text: &str) -> syn::Result<Vec<(String, usize)>> {
    let mut finder = Finder(Vec::new());
    finder.visit_file(&syn::parse_file(text)?);
    Ok(finder.0)
}

/// The letter of the rules that a path makes: `R` of `Rule::Mls`, `A` of `Rule::Art`.
fn document(path: &syn::Path) -> Option<char> {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["Rule", "Mls"] => Some('R'),
        ["Rule", "Art"] => Some('A'),
        _ => None,
    }
}

struct Finder(Vec<(String, usize)>);

impl<'ast> Visit<'ast> for Finder {
    fn visit_item(&mut self, item: &'ast Item) {
        if !matches!(item, Item::Mod(module) if is_test_only(&module.attrs)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let (Expr::Path(function), Some(Expr::Lit(argument))) = (&*call.func, call.args.first())
            && let Some(letter) = document(&function.path)
            && let Lit::Int(number) = &argument.lit
        {
            let key = format!("{letter}{:0>3}", number.base10_digits());
            self.0.push((key, number.span().start().line));
        }
        visit::visit_expr_call(self, call);
    }
}

/// What is wrong with the constants: each key with the places where it stands.
fn misnumbered(catalogue: &Catalogue, constants: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (rule, places) in constants {
        if !catalogue.contains_key(rule) {
            complaints.push(format!("{rule} does not exist: {}", places.join(", ")));
        }
        if places.len() > 1 {
            complaints.push(format!("{rule} stands in several places: {}", places.join(", ")));
        }
    }
    complaints
}

/// What is wrong with the coverage: rules without a check or a reason, with both, or with two reasons.
fn uncovered(catalogue: &Catalogue, constants: &BTreeSet<String>, coverage: &Coverage) -> Vec<String> {
    let mut complaints = Vec::new();
    for group in &coverage.same {
        if !group.rules.iter().any(|rule| constants.contains(rule)) {
            complaints.push(format!("{:?} has no constant: {}", group.rules, group.check));
        }
    }
    let same = coverage.same.iter().flat_map(|group| &group.rules);
    let elsewhere = coverage.elsewhere.iter().flat_map(|group| &group.rules);
    for rule in elsewhere.clone().filter(|rule| constants.contains(*rule)) {
        complaints.push(format!("{rule} is a constant, strike it out of `elsewhere`"));
    }
    let mut listed = BTreeSet::new();
    for rule in same.chain(elsewhere) {
        if !listed.insert(rule) {
            complaints.push(format!("{rule} is listed twice"));
        }
    }
    for rule in listed.iter().filter(|rule| !catalogue.contains_key(**rule)) {
        complaints.push(format!("{rule} does not exist"));
    }
    for (rule, statement) in catalogue {
        let can_be_broken = matches!(statement.testable, Testable::Negative | Testable::State);
        if can_be_broken && !constants.contains(rule) && !listed.contains(rule) {
            complaints.push(format!("{rule} has no check: {}", statement.statement));
        }
    }
    complaints
}

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> T {
    let text = fs::read_to_string(workspace().join(path)).expect("the file can be read");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The constants of the specification, each with the places where it stands.
fn specified() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in specification() {
        let constants = constants(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for (rule, line) in constants {
            let place = format!("spec/src/{}:{line}", file.path);
            found.entry(rule).or_default().push(place);
        }
    }
    found
}

#[test]
fn every_constant_is_a_rule_and_stands_once() {
    let complaints = misnumbered(&read("test-vectors/rules.toml"), &specified());
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_rule_that_can_be_broken_is_checked_or_has_a_reason() {
    let catalogue: Catalogue = read("test-vectors/rules.toml");
    let coverage: Coverage = read("spec/rule-coverage.toml");
    let constants: BTreeSet<String> = specified().into_keys().collect();
    let complaints = uncovered(&catalogue, &constants, &coverage);
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));

    let same: usize = coverage.same.iter().map(|group| group.rules.len()).sum();
    let elsewhere: usize = coverage.elsewhere.iter().map(|group| group.rules.len()).sum();
    println!("{} constants; {same} rules in {} shared checks;", constants.len(), coverage.same.len());
    println!("{elsewhere} rules decided without a check.");
}

#[test]
fn the_catalogue_is_whole_and_names_headings() {
    let catalogue: Catalogue = read("test-vectors/rules.toml");
    let headings = headings();
    let of_rfc: Vec<(&String, &Statement)> = catalogue.iter().filter(|(rule, _)| rule.starts_with('R')).collect();
    for (rule, Statement { section, .. }) in &of_rfc {
        let names = [format!("Section {section}"), format!("Appendix {section}")];
        assert!(names.iter().any(|name| headings.contains(name)), "{rule}: {section}");
    }
    assert_eq!(of_rfc.len(), 477);
    assert_eq!(catalogue.len(), 477 + 30);
}

/// A decoder names its rule by way of `DecodeError::rule`.
const DECODING: &str = "error";

/// What is wrong with the rules of ART: no constant for one that can be broken, or one in another module than the
/// catalogue names.
fn misplaced(catalogue: &Catalogue, constants: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (rule, Statement { section, testable, .. }) in catalogue.iter().filter(|(rule, _)| rule.starts_with('A')) {
        let can_be_broken = matches!(testable, Testable::Negative | Testable::State);
        let places = constants.get(rule).map_or(&[][..], Vec::as_slice);
        let expected = [section.as_str(), DECODING].map(|module| format!("spec/src/{module}.rs:"));
        match places {
            [] if can_be_broken => complaints.push(format!("{rule} has no constant")),
            [] => {}
            [place] if can_be_broken && expected.iter().any(|module| place.starts_with(module)) => {}
            _ => complaints.push(format!("{rule} stands in {}, not in {section}", places.join(", "))),
        }
    }
    complaints
}

#[test]
fn every_rule_of_art_that_can_be_broken_has_one_constant_in_its_module() {
    let catalogue: Catalogue = read("test-vectors/rules.toml");
    let complaints = misplaced(&catalogue, &specified());
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    for (rule, Statement { section, .. }) in catalogue.iter().filter(|(rule, _)| rule.starts_with('A')) {
        assert!(workspace().join(format!("spec/src/{section}.rs")).is_file(), "{rule}: {section}");
    }
}

mod the_check_fails {
    use super::*;

    fn catalogue() -> Catalogue {
        let row = |testable| Statement { section: "1".to_string(), testable, statement: "x".to_string() };
        let rows = [
            ("R001", Testable::Negative),
            ("R002", Testable::State),
            ("R003", Testable::Positive),
            ("R004", Testable::None),
        ];
        rows.into_iter().map(|(rule, testable)| (rule.to_string(), row(testable))).collect()
    }

    fn coverage(text: &str) -> Coverage {
        toml::from_str(text).expect("the snippet is a coverage file")
    }

    fn complaints(constants: &[&str], text: &str) -> Vec<String> {
        let constants = constants.iter().map(ToString::to_string).collect();
        uncovered(&catalogue(), &constants, &coverage(text))
    }

    #[test]
    fn on_a_rule_without_check_or_reason() {
        let nothing = "same = []\nelsewhere = []";
        assert_eq!(complaints(&["R001"], nothing), ["R002 has no check: x"]);
        assert_eq!(complaints(&["R001", "R002"], nothing), [""; 0]);
    }

    #[test]
    fn on_a_reason_for_a_rule_that_is_checked() {
        let text = "same = []\n[[elsewhere]]\nkind = \"types\"\nreason = \"x\"\nrules = [\"R002\"]";
        assert_eq!(complaints(&["R001"], text), [""; 0]);
        assert_eq!(complaints(&["R001", "R002"], text).len(), 1);
    }

    #[test]
    fn on_a_shared_check_that_no_constant_names() {
        let text = "elsewhere = []\n[[same]]\ncheck = \"x\"\nrules = [\"R001\", \"R002\"]";
        assert_eq!(complaints(&["R002"], text), [""; 0]);
        assert_eq!(complaints(&[], text).len(), 1);
    }

    #[test]
    fn on_a_rule_listed_twice_or_unknown() {
        let group = "[[same]]\ncheck = \"x\"\nrules = [\"R001\", \"R002\"]\n";
        assert_eq!(complaints(&["R002"], &format!("elsewhere = []\n{group}{group}")).len(), 2);
        let text = "elsewhere = []\n[[same]]\ncheck = \"x\"\nrules = [\"R001\", \"R005\"]";
        assert_eq!(complaints(&["R001", "R002"], text), ["R005 does not exist"]);
    }

    #[test]
    fn on_a_constant_that_is_unknown_or_stands_twice() {
        let places = |rule: &str, count| (rule.to_string(), vec!["place".to_string(); count]);
        let complaints = |rule, count| misnumbered(&catalogue(), &BTreeMap::from([places(rule, count)]));
        assert_eq!(complaints("R001", 1), [""; 0]);
        assert_eq!(complaints("R001", 2).len(), 1);
        assert_eq!(complaints("R005", 1).len(), 1);
    }

    #[test]
    fn on_a_rule_of_art_without_its_constant_or_elsewhere() {
        let row = |testable| Statement { section: "art/key".to_string(), testable, statement: "x".to_string() };
        let complaints = |testable, places: &[&str]| {
            let catalogue = BTreeMap::from([("A001".to_string(), row(testable))]);
            let places: Vec<String> = places.iter().map(ToString::to_string).collect();
            let constants = BTreeMap::from([("A001".to_string(), places)]);
            misplaced(&catalogue, &constants).len()
        };
        assert_eq!(complaints(Testable::Negative, &["spec/src/art/key.rs:1"]), 0);
        assert_eq!(complaints(Testable::State, &["spec/src/error.rs:1"]), 0);
        assert_eq!(complaints(Testable::Positive, &[]), 0);
        assert_eq!(complaints(Testable::Negative, &[]), 1);
        assert_eq!(complaints(Testable::Negative, &["spec/src/art/tree.rs:1"]), 1);
        assert_eq!(complaints(Testable::Positive, &["spec/src/art/key.rs:1"]), 1);
        assert_eq!(complaints(Testable::Negative, &["spec/src/art/key.rs:1", "spec/src/art/key.rs:2"]), 1);
    }

    #[test]
    fn because_constants_are_found() {
        let text = "const A: Rule = Rule::Mls(7);\nfn f() -> Rule {\n    Rule::Art(12)\n}\n#[cfg(test)]\nmod tests { const B: Rule = Rule::Mls(9); }";
        let found = constants(text).expect("the snippet is Rust");
        assert_eq!(found, [("R007".to_string(), 1), ("A012".to_string(), 3)]);
    }
}
