//! The switches of ProVerif models.

use pleach_models_check::template::Template;

use crate::folder;

fn load(model: &str) -> Result<Template, String> {
    let files = [("a.pv", model), ("b.pvl", "b\n#if B\nB\n#endif\n#include \"c.pvl\"\n"), ("c.pvl", "c\n")];
    Template::load(folder(&files).path(), "a.pv").map_err(|error| error.to_string())
}

fn render(model: &str, on: &[&str]) -> String {
    let on: Vec<String> = on.iter().map(|name| (*name).to_owned()).collect();
    load(model).unwrap().render(&on).unwrap()
}

#[test]
fn conditions_choose_lines() {
    let model = "1\n#if A\n2\n#if B\n3\n#else\n4\n#endif\n#elif C\n5\n#else\n6\n#endif\n7\n";
    assert_eq!(render(model, &[]), "1\n6\n7\n");
    assert_eq!(render(model, &["A"]), "1\n2\n4\n7\n");
    assert_eq!(render(model, &["A", "B"]), "1\n2\n3\n7\n");
    assert_eq!(render(model, &["C"]), "1\n5\n7\n");
    assert_eq!(render(model, &["A", "B", "C"]), "1\n2\n3\n7\n");
}

#[test]
fn what_is_included_is_rendered_too() {
    let model = "1\n  #include \"b.pvl\"\n2\n#if A\n#include \"c.pvl\"\n#endif\n";
    assert_eq!(render(model, &[]), "1\nb\nc\n2\n");
    assert_eq!(render(model, &["A", "B"]), "1\nb\nB\nc\n2\nc\n");
}

#[test]
fn nothing_else_is_touched() {
    let model = "{{ a }} {% b %} {# c #}\n(* # *) x # y\n<&>'\"\n\n\tlast, without a line break";
    assert_eq!(render(model, &[]), model);
}

#[test]
fn what_is_no_directive_is_refused() {
    const FORMS: &str = "#if NAME, #elif NAME, #else, #endif and #include \"FILE\" are all that there is";
    for line in [
        "#ifdef A",
        "# if A",
        "#if a",
        "#if A and B",
        "#if !A",
        "#if",
        "#if A (* a *)",
        "#else A",
        "#endif (* A *)",
        "#define A",
        "#include <b.pvl>",
        "#include \"../b.pvl\"",
        "#include \"b.pv\"",
        "#for a in B",
        "#",
    ] {
        let error = load(&format!("1\n{line}\n")).unwrap_err();
        assert_eq!(error, format!("a.pv, line 2: {FORMS}"), "{line}");
    }
    assert_eq!(load("#include \"d.pvl\"").unwrap_err(), "a.pv, line 1: there is no file d.pvl beside it");
    assert_eq!(load("a\u{1}b").unwrap_err(), "a.pv: it holds a control character");
}

#[test]
fn conditions_are_closed() {
    for (model, line) in [("#if A\n1\n", 2), ("1\n#endif\n", 2), ("#if A\n#else\n#else\n#endif\n", 3)] {
        let error = load(model).unwrap().render(&[]).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("a.pv", Some(line)), "{error}");
    }
}

#[test]
fn a_file_that_includes_itself_is_refused() {
    let files =
        [("a.pv", "#include \"b.pvl\"\n"), ("b.pvl", "\n#include \"c.pvl\"\n"), ("c.pvl", "#include \"b.pvl\"\n")];
    let error = Template::load(folder(&files).path(), "a.pv").unwrap_err();
    assert_eq!(error.to_string(), "c.pvl, line 1: b.pvl includes itself");
}

#[test]
fn a_switch_that_the_model_does_not_have_is_refused() {
    let template = load("#if A\n#include \"b.pvl\"\n#endif\n").unwrap();
    let error = template.render(&["D".to_owned()]).unwrap_err();
    assert_eq!(error.to_string(), "a.pv: it has no switch D; it has A, B");
    assert_eq!(template.own_switches().iter().collect::<Vec<_>>(), ["A"]);
}
