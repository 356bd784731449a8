//! Models as they stand in their folders, and the exact input of a prover for a variant.

use std::collections::BTreeSet;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::prover::Prover;
use crate::template::{Template, TemplateError};
use crate::theory::Theory;

/// The text of a model.
#[derive(Clone, Debug)]
pub enum Source {
    /// Of ProVerif.
    ProVerif(Template),
    /// Of Tamarin.
    Tamarin(Theory),
}

/// What a prover is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The text of the file.
    pub text: String,
    /// The arguments that choose the variant.
    pub flags: Vec<String>,
}

impl Source {
    /// Reads a model from a folder.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn load(prover: Prover, folder: &Path, file: &str) -> Result<Source, TemplateError> {
        match prover {
            Prover::ProVerif => Template::load(folder, file).map(Source::ProVerif),
            Prover::Tamarin => Theory::load(folder, file).map(Source::Tamarin),
        }
    }

    /// The files that it is in.
    pub fn files(&self) -> Vec<String> {
        match self {
            Source::ProVerif(template) => template.files().map(str::to_owned).collect(),
            Source::Tamarin(theory) => vec![theory.file.clone()],
        }
    }

    /// What its conditions name.
    pub fn switches(&self) -> &BTreeSet<String> {
        match self {
            Source::ProVerif(template) => template.switches(),
            Source::Tamarin(theory) => &theory.switches,
        }
    }

    /// What the conditions of the model name, without those of files that it shares with others.
    pub fn own_switches(&self) -> &BTreeSet<String> {
        match self {
            Source::ProVerif(template) => template.own_switches(),
            Source::Tamarin(theory) => &theory.switches,
        }
    }

    /// The input for the variant in which these switches are on, and all others off.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn input(&self, on: &[String]) -> Result<Input, TemplateError> {
        match self {
            Source::ProVerif(template) => Ok(Input { text: template.render(on)?, flags: Vec::new() }),
            Source::Tamarin(theory) => {
                let sorted: BTreeSet<&String> = on.iter().collect();
                let flags = sorted.into_iter().map(|name| format!("-D={name}")).collect();
                Ok(Input { text: theory.text.clone(), flags })
            }
        }
    }
}

impl Input {
    /// The SHA-256 of the text and, each after a line break, the flags; in lowercase hexadecimal.
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.text);
        for flag in &self.flags {
            hash.update("\n");
            hash.update(flag);
        }
        hex::encode(hash.finalize())
    }
}
