//! The file that says where a generated set is from: which command makes it again, and what it then holds.

use std::collections::BTreeMap;
use std::fmt::Write;

use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{FileEntry, GENERATED, Kind, ProvenanceError};

use crate::Request;

const DESCRIPTION: &str = "Test vectors that the specification of this project made. The command is to be run here.";
const GENERATOR: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// What a set is made from. Sets of different parameters are not mixed: no one command would make them again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    generator: String,
    seed: String,
    count: Option<u32>,
    /// None if it is all of them.
    suites: Option<Vec<u16>>,
}

/// The content of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Provenance {
    pub(crate) parameters: Parameters,
    pub(crate) files: BTreeMap<Kind, FileEntry>,
}

impl Parameters {
    /// Those of a request.
    pub(crate) fn of(request: &Request) -> Parameters {
        let suites: Vec<u16> =
            CipherSuite::ALL.iter().filter(|suite| request.suites.contains(suite)).map(|suite| suite.value()).collect();
        Parameters {
            generator: GENERATOR.to_owned(),
            seed: request.seed.to_string(),
            count: request.count,
            suites: (suites.len() < CipherSuite::ALL.len()).then_some(suites),
        }
    }

    /// Each by its name, as a reader of the file would know it.
    fn named(&self) -> [(&'static str, String); 4] {
        let count = self.count.map_or("its kinds' own".to_owned(), |count| count.to_string());
        let suites = self.suites.as_ref().map_or("all".to_owned(), |suites| format!("{suites:?}"));
        let (generator, seed) = (self.generator.clone(), self.seed.clone());
        [("generator", generator), ("seed", seed), ("count", count), ("suites", suites)]
    }

    /// The first that differs: its name, its value here and there.
    pub fn difference(&self, other: &Parameters) -> Option<(&'static str, String, String)> {
        let mut pairs = self.named().into_iter().zip(other.named());
        let (here, there) = pairs.find(|(here, there)| here != there)?;
        Some((here.0, here.1, there.1))
    }
}

impl Provenance {
    /// The command that makes the set again, to be run in its folder.
    fn command(&self) -> String {
        let mut command = format!("pleach vectors generate --out . --force --seed {}", self.parameters.seed);
        if let Some(count) = self.parameters.count {
            command.push_str(&format!(" --count {count}"));
        }
        for suite in self.parameters.suites.iter().flatten() {
            command.push_str(&format!(" --suite {suite}"));
        }
        if self.files.len() < Kind::ALL.len() {
            for kind in self.files.keys() {
                command.push_str(&format!(" --kind {kind}"));
            }
        }
        command
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> String {
        let Parameters { generator, seed, count, suites } = &self.parameters;
        let mut text =
            String::from("# Written by `pleach vectors generate`, and not to be edited by hand.\n\n[generated]\n");
        let mut line = |key: &str, value: String| {
            // Writing to a String does not fail.
            let _ = writeln!(text, "{key} = {value}");
        };
        line("description", quoted(DESCRIPTION));
        line("generator", quoted(generator));
        line("command", quoted(&self.command()));
        line("licence", quoted("MIT OR Apache-2.0"));
        line("seed", quoted(seed));
        if let Some(count) = count {
            line("count", count.to_string());
        }
        if let Some(suites) = suites {
            line("suites", format!("{suites:?}"));
        }
        text.push_str("\n[generated.files]\n");
        for (kind, FileEntry { cases, sha256 }) in &self.files {
            text.push_str(&format!("\"{kind}/{GENERATED}\" = {{ cases = {cases}, sha256 = \"{sha256}\" }}\n"));
        }
        text
    }

    /// Reads what [`Provenance::text`] writes. The error says what is in its way.
    pub(crate) fn parse(text: &str) -> Result<Provenance, ProvenanceError> {
        let provenance = pleach_vectors::Provenance::parse(text)?.ok_or(ProvenanceError::NoTable)?;
        let pleach_vectors::Provenance { generator, seed, count, suites, files, .. } = provenance;
        let kind = |name: &str| name.strip_suffix(GENERATED)?.strip_suffix('/')?.parse().ok();
        let entries = files.into_iter().map(|(name, entry)| match kind(&name) {
            Some(kind) => Ok((kind, entry)),
            None => Err(ProvenanceError::UnknownFile(name)),
        });
        let parameters = Parameters { generator, seed, count, suites };
        Ok(Provenance { parameters, files: entries.collect::<Result<_, _>>()? })
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
