//! `spec/src` keeps to a subset of Rust that verification tools read; every exception is listed here.

mod checker;
mod form;
mod forms_are_found;
mod names;
mod syntax;

use checker::{Violation, check};
use form::Form;

use crate::source::specification;

/// A place where the specification leaves the subset.
struct Exception {
    /// The path below `spec/src`.
    file: &'static str,
    /// The item, as [`Violation::item`] has it.
    item: &'static str,
    form: Form,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "secret.rs",
        item: "secrets",
        form: Form::MacroDefinition,
        reason: "a struct and its `Debug` for each of 37 secrets, which differ in their names only",
    },
    Exception {
        file: "secret.rs",
        item: "secrets",
        form: Form::Macro,
        reason: "the one call of that macro: a list of names",
    },
    Exception {
        file: "tree/ratchet_tree.rs",
        item: "with_leaf",
        form: Form::Index,
        reason: "assigns one element, inside a check that there is one",
    },
    Exception {
        file: "tree/ratchet_tree.rs",
        item: "with_parent",
        form: Form::Index,
        reason: "assigns one element, inside a check that there is one",
    },
];

impl Exception {
    fn covers(&self, file: &str, violation: &Violation) -> bool {
        self.file == file && self.item == violation.item && self.form == violation.form
    }
}

#[test]
fn the_specification_keeps_to_the_subset() {
    let files = specification();
    assert!(files.len() >= 115, "only {} files", files.len());
    let mut complaints = Vec::new();
    let mut used = vec![false; EXCEPTIONS.len()];
    for file in &files {
        let violations = check(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for violation in violations {
            match EXCEPTIONS.iter().position(|e| e.covers(&file.path, &violation)) {
                Some(index) => used[index] = true,
                None => complaints.push(format!(
                    "spec/src/{}:{}: {} ({}) in `{}`",
                    file.path, violation.line, violation.form, violation.detail, violation.item
                )),
            }
        }
    }
    for (exception, used) in EXCEPTIONS.iter().zip(used) {
        if !used {
            complaints.push(format!(
                "spec/src/{}: `{}` has no {} any more, strike out the exception: {}",
                exception.file, exception.item, exception.form, exception.reason
            ));
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}
