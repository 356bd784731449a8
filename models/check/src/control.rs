//! The negative control: a model of each prover that is declared wrongly. If it is not reported as broken, by the code
//! that the other models go through, no report is to be believed.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::expected::{EXPECTED, Suite};
use crate::prove::prove;
use crate::prover::{Installed, Prover};

/// The files of a control: their names and their texts.
type Files = [(&'static str, &'static str); 2];

const PROVERIF: Files = [
    (EXPECTED, include_str!("../control/proverif/expected.toml")),
    ("control.pv", include_str!("../control/proverif/control.pv")),
];
const TAMARIN: Files = [
    (EXPECTED, include_str!("../control/tamarin/expected.toml")),
    ("control.spthy", include_str!("../control/tamarin/control.spthy")),
];

/// Runs the control of a prover: each of its queries has to get a verdict, and another one than is declared.
///
/// # Errors
/// What happened instead.
pub(crate) fn run_control(installed: &Installed, timeout: Duration) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let files = match installed.prover {
        Prover::ProVerif => PROVERIF,
        Prover::Tamarin => TAMARIN,
    };
    write(&files, folder.path()).map_err(|error| error.to_string())?;
    let suite = Suite::load(installed.prover, folder.path(), None).map_err(|error| error.to_string())?;
    for (model, source, variant) in suite.variants() {
        let proof = prove(installed, model, source, variant, timeout);
        let answers = proof.answers.map_err(|failure| failure.to_string())?;
        for (query, found) in model.queries.iter().zip(answers) {
            let name = &query.name;
            match found {
                None => return Err(format!("the query {name} was not decided")),
                Some(found) if found == variant.expected(query) => {
                    return Err(format!("the query {name} is declared wrongly, and passed"));
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

fn write(files: &Files, folder: &Path) -> io::Result<()> {
    files.iter().try_for_each(|(name, text)| fs::write(folder.join(name), text))
}
