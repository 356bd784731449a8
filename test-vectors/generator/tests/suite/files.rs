//! What is written, and what is not overwritten.

use std::fs;
use std::path::{Path, PathBuf};

use pleach_generator::{Output, OutputError, Request};
use pleach_spec::cipher_suite::CipherSuite;
use pleach_vectors::{Kind, PROVENANCE, load};

use crate::{SUITE, folder, request, write};

/// All files in a folder, with their content.
fn tree(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            files.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// The content of files by their names in the folder.
fn content(folder: &Path) -> Vec<(String, String)> {
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    tree(folder).iter().map(|(path, text)| (name(path), text.clone())).collect()
}

const TWO: [Kind; 2] = [Kind::TreeMath, Kind::Welcome];

#[test]
fn two_runs_write_the_same_files() {
    let (one, other) = (folder("one"), folder("other"));
    let request = request(&Kind::ALL, &[SUITE], 1);
    let written = write(&one, &request, false).unwrap();
    write(&other, &request, false).unwrap();
    assert_eq!(content(&one), content(&other));
    // A file for each kind and the one that says where they are from, and no temporary file.
    assert_eq!((written.len(), tree(&one).len()), (30, 31));
    for file in written {
        assert_eq!(load(file.kind, &file.path).unwrap().cases.len(), file.cases);
        assert_eq!(fs::read(&file.path).unwrap().len(), file.bytes);
    }
}

#[test]
fn a_file_that_is_there_is_named_and_left_alone() {
    let folder = folder("there");
    write(&folder, &request(&[Kind::Welcome], &[SUITE], 1), false).unwrap();
    let before = content(&folder);
    let error = write(&folder, &request(&TWO, &[SUITE], 1), false).unwrap_err();
    assert!(matches!(&error, OutputError::Exists(path) if *path == folder.join("welcome/generated.json")));
    assert_eq!(content(&folder), before);
}

#[test]
fn what_is_not_made_anew_keeps_its_entry() {
    let (parts, whole) = (folder("parts"), folder("whole"));
    write(&whole, &request(&TWO, &[SUITE], 1), false).unwrap();
    write(&parts, &request(&[Kind::Welcome], &[SUITE], 1), false).unwrap();
    write(&parts, &request(&[Kind::TreeMath], &[SUITE], 1), false).unwrap();
    assert_eq!(content(&parts), content(&whole));
    write(&parts, &request(&[Kind::TreeMath], &[SUITE], 1), true).unwrap();
    assert_eq!(content(&parts), content(&whole));
}

#[test]
fn sets_of_different_parameters_are_not_mixed() {
    let folder = folder("mixed");
    write(&folder, &request(&TWO, &[SUITE], 1), false).unwrap();
    let before = content(&folder);
    let one = request(&[Kind::Welcome], &[SUITE], 1);
    let others = [
        ("seed", Request { seed: "01".parse().unwrap(), ..one.clone() }),
        ("count", Request { count: None, ..one.clone() }),
        ("suites", Request { suites: CipherSuite::ALL.to_vec(), ..one }),
    ];
    for (name, other) in others {
        let error = Output::prepare(&folder, &other, true).unwrap_err();
        assert!(matches!(&error, OutputError::OtherParameters { .. }), "{error}");
        assert!(error.to_string().contains(&format!("PROVENANCE.toml: the {name} of the set there is ")), "{error}");
        assert_eq!(content(&folder), before);
        // The whole set may be made from something else.
        let whole = Request { kinds: TWO.to_vec(), ..other };
        assert!(Output::prepare(&folder, &whole, true).is_ok());
    }
}

#[test]
fn files_of_unknown_origin_are_not_mixed_with_others() {
    let folder = folder("unrecorded");
    write(&folder, &request(&TWO, &[SUITE], 1), false).unwrap();
    fs::remove_file(folder.join(PROVENANCE)).unwrap();
    let before = content(&folder);
    let other = Request { seed: "01".parse().unwrap(), ..request(&[Kind::Welcome], &[SUITE], 1) };
    let error = write(&folder, &other, true).unwrap_err();
    assert!(matches!(&error, OutputError::Unrecorded(path) if *path == folder.join("tree-math/generated.json")));
    assert_eq!(content(&folder), before);
    write(&folder, &Request { kinds: TWO.to_vec(), ..other }, true).unwrap();
}

#[test]
fn what_is_no_file_is_left_alone() {
    let folder = folder("no_file");
    write(&folder, &request(&TWO, &[SUITE], 1), false).unwrap();
    let in_the_way = folder.join("welcome/generated.json");
    fs::remove_file(&in_the_way).unwrap();
    fs::create_dir(&in_the_way).unwrap();
    let before = content(&folder);
    let error = write(&folder, &request(&TWO, &[SUITE], 1), true).unwrap_err();
    assert!(matches!(&error, OutputError::NoFile(path) if *path == in_the_way));
    assert_eq!(content(&folder), before);
}

#[test]
fn a_set_that_cannot_be_written_leaves_no_other_file() {
    let folder = folder("renamed");
    let request = request(&TWO, &[SUITE], 1);
    let output = Output::prepare(&folder, &request, false).unwrap();
    let lists = pleach_generator::generate(&request, &|| {}).unwrap();
    // Meanwhile something takes the last file's place.
    fs::create_dir_all(folder.join(PROVENANCE).join("in the way")).unwrap();
    assert!(matches!(output.write(&lists).unwrap_err(), OutputError::Io(path, _) if path == folder.join(PROVENANCE)));
    assert!(content(&folder).iter().all(|(name, _)| name.ends_with("/generated.json")));
}

/// All that such a file must have, but its list of files.
const GENERATED: &str =
    "[generated]\ndescription = \"\"\ngenerator = \"\"\ncommand = \"\"\nlicence = \"\"\nseed = \"\"\n";

#[test]
fn a_file_that_someone_else_wrote_is_not_replaced() {
    let folder = folder("foreign");
    fs::create_dir_all(&folder).unwrap();
    for (text, problem) in [
        ("[working-group]\n", "it has no table \"generated\""),
        ("[generated]\n", "line 1: missing field `description`"),
        ("[", "line 1: "),
        (
            &format!("{GENERATED}files = {{ \"x/y.json\" = {{ cases = 1, sha256 = \"\" }} }}\n"),
            "\"x/y.json\" is no file",
        ),
        (&format!("{GENERATED}count = -1\n"), "line 7: invalid value: integer `-1`"),
    ] {
        fs::write(folder.join(PROVENANCE), text).unwrap();
        let error = write(&folder, &request(&TWO, &[SUITE], 1), true).unwrap_err().to_string();
        assert!(error.contains(problem) && error.contains(PROVENANCE), "{error}");
        assert_eq!(content(&folder), [(PROVENANCE.to_owned(), text.to_owned())]);
    }
}
