//! `PROVENANCE.toml`: where a generated set is from, and what each of its files holds. It stands in the set's folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{Kind, LocateError};

/// The name of the file.
pub const PROVENANCE: &str = "PROVENANCE.toml";

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
    pub fn parse(text: &str) -> Result<Option<Provenance>, String> {
        let file: Result<File, toml::de::Error> = toml::from_str(text);
        file.map(|file| file.generated).map_err(|error| {
            let line =
                error.span().map_or(1, |span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
            format!("line {line}: {}", error.message())
        })
    }
}

/// The SHA-256 of bytes, in lowercase hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The files that the provenance in a folder names: none, if there is no such file.
pub(crate) fn recorded(folder: &Path, kind: Option<Kind>) -> Result<Vec<Recorded>, LocateError> {
    let path = folder.join(PROVENANCE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(LocateError::Unreadable(path, error)),
    };
    let provenance = Provenance::parse(&text).map_err(|problem| LocateError::Provenance(path.clone(), problem))?;
    let mut recorded = Vec::new();
    for (name, entry) in provenance.into_iter().flat_map(|provenance| provenance.files) {
        let file = folder.join(&name);
        let Some(of_file) = Kind::of_path(&file) else {
            return Err(LocateError::Provenance(path, format!("{name:?} is no file of any kind")));
        };
        if kind.is_none_or(|kind| kind == of_file) {
            recorded.push(Recorded { kind: of_file, path: file, entry });
        }
    }
    Ok(recorded)
}

#[cfg(test)]
mod tests {
    use super::{Provenance, sha256};

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
        assert!(error.starts_with("line 9: ") && error.contains("expected usize"), "{error}");
        assert_eq!(Provenance::parse("[published]\ncases = 785\n"), Ok(None));
        let error = Provenance::parse(&TEXT.replace("licence", "license")).unwrap_err();
        assert!(error.starts_with("line 5: unknown field `license`"), "{error}");
    }
}
