//! What the build of the copy refuses, and that it says where.

use crate::edits::{Edit, Mutant, Sources, apply_edits, read_table};

const FILE: &str = "tree/nodes.rs";
const TEXT: &str = "one two three two\n";

fn edit(file: &str, find: &str, replace: &str) -> Edit {
    Edit { file: file.to_string(), find: find.to_string(), replace: replace.to_string() }
}

fn mutant(id: &str, edit: Edit) -> Mutant {
    Mutant { id: id.to_string(), edit: vec![edit] }
}

fn applied(mutants: &[Mutant]) -> Result<String, String> {
    let sources = Sources::from([(FILE.to_string(), TEXT.to_string())]);
    apply_edits(&sources, mutants).map(|copy| copy[FILE].clone())
}

const A: &str = "crate::mutation::is_on(\"a\")";
const B: &str = "crate::mutation::is_on(\"b\")";

#[test]
fn edits_of_one_file_are_all_made() {
    let mutants = [mutant("b", edit(FILE, "three", B)), mutant("a", edit(FILE, "one", A))];
    assert_eq!(applied(&mutants).unwrap(), format!("{A} two {B} two\n"));
}

#[test]
fn an_edit_that_cannot_be_made_is_named() {
    let refused = [
        (edit("tree/no.rs", "one", A), "there is no such file: spec/src/tree/no.rs\none"),
        (edit(FILE, "four", A), "this text does not occur in the file: spec/src/tree/nodes.rs\nfour"),
        (edit(FILE, "two", A), "this text occurs more than once in the file: spec/src/tree/nodes.rs\ntwo"),
        (edit(FILE, "", A), "this text occurs more than once in the file: spec/src/tree/nodes.rs\n"),
    ];
    for (edit, message) in refused {
        assert_eq!(applied(&[mutant("a", edit)]), Err(format!("mutant a: {message}")));
    }
    for replace in ["1", B, &format!("{A} {B}")] {
        let asks = "the replacement has to ask crate::mutation::is_on(\"a\"), and for no other mutant";
        let expected = format!("mutant a: {asks}: spec/src/tree/nodes.rs\n{replace}");
        assert_eq!(applied(&[mutant("a", edit(FILE, "one", replace))]), Err(expected));
    }
}

#[test]
fn mutants_that_get_in_each_others_way_are_named() {
    let twice = [mutant("a", edit(FILE, "one", A)), mutant("a", edit(FILE, "three", A))];
    assert_eq!(applied(&twice), Err("models/mutants.toml: there are two mutants a".to_string()));
    let overlapping = [mutant("a", edit(FILE, "two three", A)), mutant("b", edit(FILE, "one two t", B))];
    let message = "mutants b and a: both change the same text: spec/src/tree/nodes.rs\ntwo three";
    assert_eq!(applied(&overlapping), Err(message.to_string()));
}

#[test]
fn a_table_without_a_field_is_refused() {
    assert!(read_table("[[mutant]]\nid = \"a\"").unwrap()[0].edit.is_empty());
    let Err(message) = read_table("[[mutant]]\nid = \"a\"\n[[mutant.edit]]\nfile = \"lib.rs\"") else {
        panic!("accepted");
    };
    assert!(message.starts_with("models/mutants.toml: ") && message.contains("find"), "{message}");
}
