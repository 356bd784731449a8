//! `expected.toml`: what the models of a prover are about, and which verdicts their variants should have.

mod error;
mod rules;

use core::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;

pub use error::{ExpectedError, Problem};

use crate::input::Source;
use crate::prover::Prover;

/// The name of the file.
pub const EXPECTED: &str = "expected.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "model")]
    models: Vec<Model>,
}

/// A model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The name of its file.
    pub file: String,
    /// What it is a model of.
    pub protocol: Protocol,
    /// What happens in it.
    pub title: String,
    /// What is modelled, and its bounds.
    pub models: String,
    /// What is abstracted, or not modelled at all.
    pub leaves_out: String,
    /// ProVerif: in the order of the file. Tamarin: by the names of the lemmas.
    #[serde(default, rename = "query")]
    pub queries: Vec<Query>,
    /// The first one is the baseline.
    #[serde(default, rename = "variant")]
    pub variants: Vec<Variant>,
}

/// A protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Protocol {
    /// TreeKEM, with the framing of MLS.
    #[serde(rename = "TreeKEM")]
    TreeKem,
    /// Asynchronous Ratcheting Trees.
    #[serde(rename = "ART")]
    Art,
    /// Sender Keys.
    #[serde(rename = "Sender Keys")]
    SenderKeys,
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Protocol::TreeKem => "TreeKEM",
            Protocol::Art => "ART",
            Protocol::SenderKeys => "Sender Keys",
        })
    }
}

/// What a query is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are what they mean")]
pub enum Property {
    Secrecy,
    Authentication,
    Agreement,
    #[serde(rename = "forward secrecy")]
    ForwardSecrecy,
    #[serde(rename = "post-compromise security")]
    PostCompromiseSecurity,
    #[serde(rename = "removed member")]
    RemovedMember,
    #[serde(rename = "new member")]
    NewMember,
    Insider,
    #[serde(rename = "unknown key share")]
    UnknownKeyShare,
    #[serde(rename = "cross-group")]
    CrossGroup,
    /// Not a claim: that something happens at all, so that claims about it say something.
    Reachability,
    /// Not a claim: a lemma that the proofs of others use.
    Helper,
}

impl Property {
    /// Whether it is a property of the protocol, and not of the model.
    pub fn is_claim(self) -> bool {
        !matches!(self, Property::Reachability | Property::Helper)
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Property::Secrecy => "secrecy",
            Property::Authentication => "authentication",
            Property::Agreement => "agreement",
            Property::ForwardSecrecy => "forward secrecy",
            Property::PostCompromiseSecurity => "post-compromise security",
            Property::RemovedMember => "removed member",
            Property::NewMember => "new member",
            Property::Insider => "insider",
            Property::UnknownKeyShare => "unknown key share",
            Property::CrossGroup => "cross-group",
            Property::Reachability => "reachability",
            Property::Helper => "helper",
        })
    }
}

/// A query of a model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Its name; of a lemma: the lemma's.
    pub name: String,
    /// What it is about.
    pub property: Property,
    /// What it says, in a sentence.
    pub claim: String,
    /// The queries that show that there is something to claim; of some other kind of query, none.
    #[serde(default, deserialize_with = "one_or_more")]
    pub reached_by: Vec<String>,
}

/// A name alone, or a list of names.
fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "`reached_by` is a name or a list of names")]
    enum Names {
        One(String),
        More(Vec<String>),
    }
    Ok(match Names::deserialize(deserializer)? {
        Names::One(name) => vec![name],
        Names::More(names) => names,
    })
}

/// A model with some switches on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The switches that are on.
    pub switches: Vec<String>,
    /// The adversary.
    pub adversary: String,
    /// The claims that do not hold.
    pub attacks: Vec<String>,
    /// What is not reached, although a query asks for it.
    #[serde(default)]
    pub unreachable: Vec<String>,
    /// The idea of each attack's trace, or why there is none.
    pub why: String,
    /// The defence that is switched off.
    pub mutant: Option<String>,
}

/// What should come of a query, or what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The claim, or the helping lemma, is proved.
    Holds,
    /// The claim is false, and there is a trace.
    Attack,
    /// There is a trace to what should be reached.
    Reached,
    /// It is proved that there is none.
    Unreachable,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Outcome::Holds => "holds",
            Outcome::Attack => "attack",
            Outcome::Reached => "reached",
            Outcome::Unreachable => "unreachable",
        })
    }
}

impl Variant {
    /// What should come of a query.
    pub fn expected(&self, query: &Query) -> Outcome {
        let is_in = |list: &[String]| list.contains(&query.name);
        match query.property {
            Property::Reachability if is_in(&self.unreachable) => Outcome::Unreachable,
            Property::Reachability => Outcome::Reached,
            _ if is_in(&self.attacks) => Outcome::Attack,
            _ => Outcome::Holds,
        }
    }

    /// Whether some of what a claim is about does not happen: then it holds, but says less, or nothing.
    pub fn is_vacuous(&self, query: &Query) -> bool {
        query.reached_by.iter().any(|companion| self.unreachable.contains(companion))
    }

    /// The switches, sorted.
    pub fn key(&self) -> Vec<String> {
        let mut switches = self.switches.clone();
        switches.sort();
        switches
    }
}

/// The models of a prover.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The prover.
    pub prover: Prover,
    /// The models, each with its text.
    pub models: Vec<(Model, Source)>,
}

/// The switch of a mutant: its id in upper snake case.
pub fn switch_of(mutant: &str) -> String {
    mutant.replace('-', "_").to_uppercase()
}

/// How a variant is called: the file, and in brackets what is on.
pub fn variant_name(file: &str, switches: &[String]) -> String {
    if switches.is_empty() { file.to_owned() } else { format!("{file} [{}]", switches.join(" ")) }
}

impl Suite {
    /// Reads `expected.toml` in a folder, and the models that it names. `mutants` are the ids that there are; with
    /// `None`, any will do.
    ///
    /// # Errors
    /// [`ExpectedError`].
    pub fn load(prover: Prover, folder: &Path, mutants: Option<&[String]>) -> Result<Suite, ExpectedError> {
        let path = folder.join(EXPECTED);
        let text = fs::read_to_string(&path).map_err(|error| ExpectedError::Unreadable(path.clone(), error))?;
        let file: File = parse_toml(&text).map_err(|(line, message)| {
            let path = path.clone();
            ExpectedError::Malformed { path, line, message }
        })?;
        let (models, problems) = rules::check(prover, folder, file.models, mutants);
        if problems.is_empty() { Ok(Suite { prover, models }) } else { Err(ExpectedError::Problems(path, problems)) }
    }

    /// As [`Suite::load`], but none if the folder has no such file.
    ///
    /// # Errors
    /// [`ExpectedError`].
    pub fn load_if_there(
        prover: Prover,
        folder: &Path,
        mutants: Option<&[String]>,
    ) -> Result<Option<Suite>, ExpectedError> {
        match Suite::load(prover, folder, mutants) {
            Err(ExpectedError::Unreadable(_, error)) if error.kind() == ErrorKind::NotFound => Ok(None),
            suite => suite.map(Some),
        }
    }

    /// Every variant, in the order of the file.
    pub fn variants(&self) -> impl Iterator<Item = (&Model, &Source, &Variant)> {
        self.models
            .iter()
            .flat_map(|(model, source)| model.variants.iter().map(move |variant| (model, source, variant)))
    }
}

/// Parses TOML; else the line, from 1, and what is wrong there.
pub(crate) fn parse_toml<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, (usize, String)> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let before = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(before).filter(|byte| *byte == b'\n').count() + 1;
        (line, error.message().to_owned())
    })
}
