//! The edits of `models/mutants.toml`, and the specification's text with all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Deserialize;

/// The text of each file, by its path in `spec/src`.
pub(crate) type Sources = BTreeMap<String, String>;

#[derive(Deserialize)]
struct Table {
    mutant: Vec<Mutant>,
}

/// What the copy needs of an entry; the rest is for readers and for the models.
#[derive(Deserialize)]
pub(crate) struct Mutant {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) edit: Vec<Edit>,
}

/// One place of the specification.
#[derive(Deserialize)]
pub(crate) struct Edit {
    pub(crate) file: String,
    /// Occurs once in the file.
    pub(crate) find: String,
    /// Asks whether the mutant is on, and does what `find` does if it is not.
    pub(crate) replace: String,
}

/// An edit whose place was found.
struct Placed<'a> {
    range: Range<usize>,
    id: &'a str,
    replace: &'a str,
}

pub(crate) fn read_table(text: &str) -> Result<Vec<Mutant>, String> {
    let table: Table = toml::from_str(text).map_err(|error| format!("models/mutants.toml: {error}"))?;
    Ok(table.mutant)
}

/// The files with all edits. The text that an edit finds is that of the specification, never that of another edit.
///
/// # Errors
/// What is wrong with the first edit that cannot be made: the mutant, the file and the text.
pub(crate) fn apply_edits(sources: &Sources, mutants: &[Mutant]) -> Result<Sources, String> {
    let mut ids = BTreeSet::new();
    let mut placed: BTreeMap<&str, Vec<Placed<'_>>> = BTreeMap::new();
    for mutant in mutants {
        if !ids.insert(&mutant.id) {
            return Err(format!("models/mutants.toml: there are two mutants {}", mutant.id));
        }
        for edit in &mutant.edit {
            placed.entry(&edit.file).or_default().push(place(sources, &mutant.id, edit)?);
        }
    }
    let mut copy = sources.clone();
    for (file, edits) in placed {
        if let Some(text) = copy.get_mut(file) {
            *text = replaced(text, file, edits)?;
        }
    }
    Ok(copy)
}

fn place<'a>(sources: &Sources, id: &'a str, edit: &'a Edit) -> Result<Placed<'a>, String> {
    let Edit { file, find, replace } = edit;
    let complaint = |what: &str, text: &str| Err(format!("mutant {id}: {what}: spec/src/{file}\n{text}"));
    let Some(text) = sources.get(file) else {
        return complaint("there is no such file", find);
    };
    let switch = format!("crate::mutation::is_on(\"{id}\")");
    let asked = replace.matches("is_on(").count();
    if asked == 0 || replace.matches(&switch).count() != asked {
        return complaint(&format!("the replacement has to ask {switch}, and for no other mutant"), replace);
    }
    let mut places = text.match_indices(find.as_str());
    match (places.next(), places.next()) {
        (Some((start, _)), None) if !find.is_empty() => Ok(Placed { range: start..start + find.len(), id, replace }),
        (None, _) => complaint("this text does not occur in the file", find),
        _ => complaint("this text occurs more than once in the file", find),
    }
}

fn replaced(text: &str, file: &str, edits: Vec<Placed<'_>>) -> Result<String, String> {
    let mut edits = edits;
    edits.sort_by_key(|edit| edit.range.start);
    let mut copy = String::new();
    let (mut done, mut before) = (0, "");
    for Placed { range, id, replace } in edits {
        let Some(unchanged) = text.get(done..range.start) else {
            let find = text.get(range).unwrap_or_default();
            return Err(format!("mutants {before} and {id}: both change the same text: spec/src/{file}\n{find}"));
        };
        copy.push_str(unchanged);
        copy.push_str(replace);
        (done, before) = (range.end, id);
    }
    copy.push_str(text.get(done..).unwrap_or_default());
    Ok(copy)
}
