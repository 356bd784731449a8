//! A Tamarin model with switches. Tamarin reads them itself: `-D=NAME`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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
    /// Whether the proofs of other lemmas may use this one: if it is false, they prove nothing.
    pub fn is_used_by_others(&self, lemma: &str) -> bool {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let after = self.text.match_indices("lemma").filter_map(|(start, word)| {
            let rest = self.text.get(start..)?.strip_prefix(word)?.trim_start().strip_prefix(lemma)?;
            (!rest.starts_with(is_name)).then(|| rest.trim_start())
        });
        let attributes = after.filter_map(|rest| rest.strip_prefix('[')?.split_once(']'));
        attributes
            .flat_map(|(attributes, _)| attributes.split(','))
            .any(|attribute| ["reuse", "sources"].contains(&attribute.trim()))
    }
}
