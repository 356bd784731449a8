//! A Tamarin model with switches. Tamarin reads them itself: `-D=NAME`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use minijinja::{Environment, Value};

use crate::template::{TemplateError, is_switch};

/// A Tamarin model.
#[derive(Clone, Debug)]
pub struct Theory {
    /// The name of its file.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What its conditions name.
    pub switches: BTreeSet<String>,
}

impl Theory {
    /// Reads a model from a folder.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn load(folder: &Path, file: &str) -> Result<Theory, TemplateError> {
        let error = |line, problem: String| TemplateError { file: file.to_owned(), line, problem };
        let text = fs::read_to_string(folder.join(file)).map_err(|problem| error(None, problem.to_string()))?;
        let mut switches = BTreeSet::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.starts_with("#include") {
                return Err(error(Some(number), "a model that includes another is not covered by its hash".to_owned()));
            }
            let Some(condition) = line.strip_prefix("#ifdef") else {
                continue;
            };
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let words = condition.split(|c| !is_name(c)).filter(|word| !word.is_empty() && *word != "not");
            for word in words {
                if !is_switch(word) {
                    return Err(error(Some(number), format!("{word} is no name of a switch: they have capitals")));
                }
                switches.insert(word.to_owned());
            }
        }
        Ok(Theory { file: file.to_owned(), text, switches })
    }
}

impl Theory {
    /// Whether the proofs of other lemmas may use this one, if these switches are on. If it is false, they prove nothing.
    ///
    /// # Errors
    /// [`TemplateError`], if a condition cannot be read.
    pub fn is_used_by_others(&self, lemma: &str, on: &[String]) -> Result<bool, TemplateError> {
        let text = self.variant(on)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let after = text.match_indices("lemma").filter_map(|(start, word)| {
            let rest = text.get(start..)?.strip_prefix(word)?.trim_start().strip_prefix(lemma)?;
            (!rest.starts_with(is_name)).then(|| rest.trim_start())
        });
        let mut attributes = after
            .filter_map(|rest| rest.strip_prefix('[')?.split_once(']'))
            .flat_map(|(attributes, _)| attributes.split(','));
        Ok(attributes.any(|attribute| ["reuse", "sources"].contains(&attribute.trim())))
    }

    /// The lines that are read if these switches are on.
    fn variant(&self, on: &[String]) -> Result<String, TemplateError> {
        let mut text = String::new();
        // For each condition that is open, whether its lines are read.
        let mut open: Vec<bool> = Vec::new();
        for (number, line) in (1..).zip(self.text.lines()) {
            match line.trim() {
                "#else" => {
                    if let Some(last) = open.last_mut() {
                        *last = !*last;
                    }
                }
                "#endif" => drop(open.pop()),
                directive => match directive.strip_prefix("#ifdef") {
                    Some(condition) => open.push(self.holds(number, condition, on)?),
                    None if open.iter().all(|is_read| *is_read) => text.extend([line, "\n"]),
                    None => {}
                },
            }
        }
        Ok(text)
    }

    /// Tamarin writes `&`, `|` and `not(..)`.
    fn holds(&self, line: usize, condition: &str, on: &[String]) -> Result<bool, TemplateError> {
        let words = condition.replace('&', " and ").replace('|', " or ");
        let switches = self.switches.iter().map(|name| (name.as_str(), on.contains(name)));
        let engine = Environment::empty();
        let value = engine.compile_expression(words.trim()).and_then(|words| words.eval(Value::from_pairs(switches)));
        value.map(|value| value.is_true()).map_err(|_| TemplateError {
            file: self.file.clone(),
            line: Some(line),
            problem: format!("{:?} is no condition", condition.trim()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Theory;

    #[test]
    fn conditions_are_those_of_tamarin() {
        let text = "1\n#ifdef A & not(B)\n2\n#ifdef C | B\n3\n#else\n4\n  #i. x\n#endif\n#else\n5\n#endif\n6\n";
        let switches = ["A", "B", "C"].map(str::to_owned).into();
        let theory = Theory { file: "a.spthy".to_owned(), text: text.to_owned(), switches };
        for (on, lines) in [
            (&[][..], "1\n5\n6\n"),
            (&["A"], "1\n2\n4\n  #i. x\n6\n"),
            (&["A", "C"], "1\n2\n3\n6\n"),
            (&["A", "B"], "1\n5\n6\n"),
        ] {
            let on: Vec<String> = on.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(theory.variant(&on).unwrap(), lines, "{on:?}");
        }
    }
}
