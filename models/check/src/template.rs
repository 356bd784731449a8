//! A ProVerif model with switches, and the text that a variant of it is.
//!
//! The lines `#if NAME`, `#elif NAME`, `#else`, `#endif` and `#include "FILE"` are for this module; no other line begins
//! with `#`. The preprocessor of C gives the same text, up to blank lines.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value};

/// A model and the files that it includes.
#[derive(Clone, Debug)]
pub struct Template {
    file: String,
    /// The text of each file, by its name.
    texts: BTreeMap<String, String>,
    /// What its conditions name.
    switches: BTreeSet<String>,
    /// What its own conditions name, without those of the files that it includes.
    own_switches: BTreeSet<String>,
}

/// What is wrong with a model, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The file.
    pub file: String,
    /// The line, from 1; `None` if it is the file as a whole.
    pub line: Option<usize>,
    /// What is wrong there.
    pub problem: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.problem),
            None => write!(f, "{}: {}", self.file, self.problem),
        }
    }
}

impl core::error::Error for TemplateError {}

/// What the engine never finds in a model, in place of its delimiters: [`Template::load`] refuses the character.
const ABSENT: char = '\u{1}';

const FORMS: &str = "#if NAME, #elif NAME, #else, #endif and #include \"FILE\" are all that there is";

impl Template {
    /// Reads a model, and what it includes, from a folder.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn load(folder: &Path, file: &str) -> Result<Template, TemplateError> {
        let mut template = Template {
            file: file.to_owned(),
            texts: BTreeMap::new(),
            switches: BTreeSet::new(),
            own_switches: BTreeSet::new(),
        };
        template.read(folder, file, &mut Vec::new())?;
        Ok(template)
    }

    /// What its conditions name.
    pub fn switches(&self) -> &BTreeSet<String> {
        &self.switches
    }

    /// What its own conditions name, without those of the files that it includes.
    pub fn own_switches(&self) -> &BTreeSet<String> {
        &self.own_switches
    }

    /// The files that it was read from.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The text of the variant in which these switches are on, and all others off.
    ///
    /// # Errors
    /// [`TemplateError`], also if the model does not have a switch.
    pub fn render(&self, on: &[String]) -> Result<String, TemplateError> {
        let whole = |problem| TemplateError { file: self.file.clone(), line: None, problem };
        if let Some(unknown) = on.iter().find(|name| !self.switches.contains(*name)) {
            return Err(whole(format!("it has no switch {unknown}; it has {}", list(&self.switches))));
        }
        let engine_error = |error: minijinja::Error| self.located(&error);
        let mut engine = Environment::empty();
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        engine.set_syntax(syntax().map_err(engine_error)?);
        for (name, text) in &self.texts {
            engine.add_template(name, text).map_err(engine_error)?;
        }
        let values = self.switches.iter().map(|name| (name.as_str(), on.contains(name)));
        let model = engine.get_template(&self.file).map_err(engine_error)?;
        model.render(Value::from_pairs(values)).map_err(engine_error)
    }

    /// The place of an error of the engine: of one in an included file, that file.
    fn located(&self, error: &minijinja::Error) -> TemplateError {
        let source = core::error::Error::source(error).and_then(|source| source.downcast_ref());
        if let Some(inner) = source {
            return self.located(inner);
        }
        TemplateError {
            file: error.name().unwrap_or(&self.file).to_owned(),
            line: error.line(),
            problem: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
        }
    }

    /// `open` are the files that are being read: one that includes itself has no end.
    fn read(&mut self, folder: &Path, file: &str, open: &mut Vec<String>) -> Result<(), TemplateError> {
        if self.texts.contains_key(file) && !open.iter().any(|name| name == file) {
            return Ok(());
        }
        let error = |line, problem: String| TemplateError { file: file.to_owned(), line, problem };
        let text = fs::read_to_string(folder.join(file)).map_err(|problem| error(None, problem.to_string()))?;
        if text.contains(ABSENT) {
            return Err(error(None, "it holds a control character".to_owned()));
        }
        self.texts.insert(file.to_owned(), text.clone());
        open.push(file.to_owned());
        for (number, line) in (1..).zip(text.lines()) {
            match Directive::of(line).ok_or_else(|| error(Some(number), FORMS.to_owned()))? {
                Directive::None => {}
                Directive::Condition(name) => {
                    self.switches.insert(name.to_owned());
                    if file == self.file {
                        self.own_switches.insert(name.to_owned());
                    }
                }
                Directive::Include(name) if open.iter().any(|file| file == name) => {
                    return Err(error(Some(number), format!("{name} includes itself")));
                }
                Directive::Include(name) if !folder.join(name).is_file() => {
                    return Err(error(Some(number), format!("there is no file {name} beside it")));
                }
                Directive::Include(name) => self.read(folder, name, open)?,
            }
        }
        open.pop();
        Ok(())
    }
}

fn list(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn syntax() -> Result<SyntaxConfig, minijinja::Error> {
    let mut syntax = SyntaxConfig::builder();
    syntax.block_delimiters(format!("{ABSENT}b"), format!("{ABSENT}e"));
    syntax.variable_delimiters(format!("{ABSENT}v"), format!("{ABSENT}w"));
    syntax.comment_delimiters(format!("{ABSENT}c"), format!("{ABSENT}d"));
    syntax.line_statement_prefix("#").keep_trailing_newline(true);
    syntax.build()
}

/// What a line is for the preprocessor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Directive<'a> {
    /// Nothing, or an `#else` or `#endif`, whose places the engine checks.
    None,
    Condition(&'a str),
    Include(&'a str),
}

impl Directive<'_> {
    /// `None` if it begins with `#` and is of no form that there is.
    fn of(line: &str) -> Option<Directive<'_>> {
        let Some(directive) = line.trim_start().strip_prefix('#') else {
            return Some(Directive::None);
        };
        let (word, rest) = directive.trim_end().split_once(' ').unwrap_or((directive.trim_end(), ""));
        match word {
            "if" | "elif" if is_switch(rest) => Some(Directive::Condition(rest)),
            "else" | "endif" if rest.is_empty() => Some(Directive::None),
            "include" => {
                let file = rest.strip_prefix('"')?.strip_suffix('"')?;
                let is_name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
                (file.ends_with(".pvl") && file.chars().all(is_name)).then_some(Directive::Include(file))
            }
            _ => None,
        }
    }
}

/// Whether a switch may have this name: `UPPER_SNAKE_CASE`.
pub(crate) fn is_switch(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}
