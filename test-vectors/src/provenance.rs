//! `PROVENANCE.toml`: where a generated set is from, and what each of its files holds. It stands in the set's folder.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{Kind, LocateError};

/// The name of the file.
pub const PROVENANCE: &str = "PROVENANCE.toml";

/// The name of a generated file, in the folder of its kind.
pub const GENERATED: &str = "generated.json";

/// The table that is read of the file. Others may say something of files that nobody generated.
#[derive(Deserialize)]
struct File {
    generated: Option<Provenance>,
}

/// The table `generated` of the file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// What the set is.
    pub description: String,
    /// The program that made it, and its version.
    pub generator: String,
    /// The command that makes it again.
    pub command: String,
    /// Its licence.
    pub licence: String,
    /// The seed, in hexadecimal.
    pub seed: String,
    /// How many cases there are of each kind and suite; `None` if that is each kind's own number.
    pub count: Option<u32>,
    /// The suites; `None` if it is all of them.
    pub suites: Option<Vec<u16>>,
    /// Of each file, by its path from the folder, with `/` between the names.
    pub files: BTreeMap<String, FileEntry>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// The number of cases.
    pub cases: usize,
    /// Of its bytes, in lowercase hexadecimal.
    pub sha256: String,
}

/// A file of a set, as the set's provenance has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its kind.
    pub kind: Kind,
    /// Where it should be.
    pub path: PathBuf,
    /// What it should hold.
    pub entry: FileEntry,
}

impl Provenance {
    /// Reads the text of the file. `None` if it says nothing of a generated set.
    ///
    /// # Errors
    /// What is wrong with it, and in which line.
    pub fn parse(text: &str) -> Result<Option<Provenance>, ProvenanceError> {
        let file: Result<File, toml::de::Error> = toml::from_str(text);
        file.map(|file| file.generated).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(before).filter(|byte| *byte == b'\n').count() + 1;
            ProvenanceError::Malformed { line, message: error.message().to_owned() }
        })
    }
}

/// Why a text is not the provenance of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProvenanceError {
    /// Not TOML, or not the fields of a [`Provenance`].
    Malformed {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// It says nothing of a generated set.
    NoTable,
    /// It names a file that is of no kind.
    UnknownFile(String),
}

impl fmt::Display for ProvenanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProvenanceError::Malformed { line, message } => write!(f, "line {line}: {message}"),
            ProvenanceError::NoTable => f.write_str("it has no table \"generated\""),
            ProvenanceError::UnknownFile(name) => write!(f, "{name:?} is no file of any kind"),
        }
    }
}

impl std::error::Error for ProvenanceError {}

/// The SHA-256 of bytes, in lowercase hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The files of a kind, or of any, that the provenance in a folder names: none, if there is no such file.
pub(crate) fn recorded(folder: &Path, kind: Option<Kind>) -> Result<Vec<Recorded>, LocateError> {
    let path = folder.join(PROVENANCE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(LocateError::Unreadable(path, error)),
    };
    let unusable = |problem| LocateError::Provenance(path.clone(), problem);
    let provenance = Provenance::parse(&text).map_err(unusable)?;
    let mut recorded = Vec::new();
    for (name, entry) in provenance.into_iter().flat_map(|provenance| provenance.files) {
        let file = folder.join(&name);
        let Some(of_file) = Kind::of_path(&file) else {
            return Err(unusable(ProvenanceError::UnknownFile(name)));
        };
        if kind.is_none_or(|kind| kind == of_file) {
            recorded.push(Recorded { kind: of_file, path: file, entry });
        }
    }
    Ok(recorded)
}

#[cfg(test)]
mod tests {
    use super::{Provenance, ProvenanceError, sha256};

    /// The example of FIPS 180-4 for a message of one block.
    #[test]
    fn sha256_is_the_published_one() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    const TEXT: &str = "[generated]\ndescription = \"\"\ngenerator = \"\"\ncommand = \"\"\nlicence = \"\"\nseed = \"00\"\n\n\
                        [generated.files]\n\"welcome/generated.json\" = { cases = 14, sha256 = \"ab\" }\n";

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert_eq!(Provenance::parse(TEXT).unwrap().unwrap().files["welcome/generated.json"].cases, 14);
        let error = Provenance::parse(&TEXT.replace("cases = 14", "cases = \"14\"")).unwrap_err();
        assert!(
            matches!(&error, ProvenanceError::Malformed { line: 9, message } if message.contains("expected usize"))
        );
        assert_eq!(Provenance::parse("[published]\ncases = 785\n"), Ok(None));
        let error = Provenance::parse(&TEXT.replace("licence", "license")).unwrap_err();
        assert!(error.to_string().starts_with("line 5: unknown field `license`"), "{error}");
    }
}
