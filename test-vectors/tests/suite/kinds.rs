//! Kinds are told by names and folders, and by nothing else.

use std::path::{Path, PathBuf};

use pleach_vectors::{Kind, LocateError, Origin, locate};

#[test]
fn a_kind_is_told_by_the_files_name_then_by_its_folder() {
    let of = |path: &str| Kind::of_path(Path::new(path));
    assert_eq!(of("treekem.json"), Some(Kind::TreeKem));
    assert_eq!(of("/a/b/passive-client-random.json"), Some(Kind::PassiveClientRandom));
    assert_eq!(of("treekem/generated.json"), Some(Kind::TreeKem));
    assert_eq!(of("welcome/treekem.json"), Some(Kind::TreeKem));
    assert_eq!(of("psk_secret.json"), Some(Kind::PskSecret));
    assert_eq!(of("psk-secret/invalid.json"), Some(Kind::PskSecret));
    assert_eq!(of("passive-client-x509/generated.json"), Some(Kind::PassiveClientX509));
    assert_eq!(of("treekem/more/generated.json"), None);
    assert_eq!(of("kat_tree_kem_openmls.json"), None);
    assert_eq!(of("passive-client.json"), None);
    assert_eq!(of(""), None);
}

#[test]
fn every_name_is_that_of_its_kind() {
    for kind in Kind::ALL {
        assert_eq!(kind.name().parse(), Ok(kind));
    }
    for kinds in [Kind::WORKING_GROUP.as_slice(), &Kind::OURS, &Kind::ART] {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        assert!(names.is_sorted());
    }
    assert_eq!(Kind::ALL.len(), 30);
    let error = "tree".parse::<Kind>().unwrap_err().to_string();
    assert!(error.contains("\"tree\" is no kind") && error.contains("treekem"), "{error}");
}

/// A folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[&str]) -> Folder {
        let root = std::env::temp_dir().join(format!("pleach-{name}-{}", std::process::id()));
        for file in files {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "[]").unwrap();
        }
        Folder(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn a_folder_is_searched_to_its_last_folder() {
    let files = ["welcome.json", "deep/treekem/a.json", "treekem/schema.json", "x.json", "n.txt"];
    let folder = Folder::with("deep", &files);
    let located = locate(std::slice::from_ref(&folder.0), None).unwrap();
    assert_eq!(located.origin, Origin::Given);
    assert_eq!(
        located.files,
        [(Kind::TreeKem, folder.0.join("deep/treekem/a.json")), (Kind::Welcome, folder.0.join("welcome.json")),]
    );
    assert_eq!(located.ignored, [folder.0.join("x.json")]);
    assert_eq!(located.absent, []);

    let located = locate(std::slice::from_ref(&folder.0), Some(Kind::Welcome)).unwrap();
    assert_eq!(located.files, [(Kind::Welcome, folder.0.join("welcome.json"))]);

    let error = locate(std::slice::from_ref(&folder.0), Some(Kind::TreeMath)).unwrap_err();
    assert!(matches!(error, LocateError::NoFile(_, Some(Kind::TreeMath))));
    assert!(error.to_string().ends_with("holds no file of the kind tree-math"));
}

#[test]
fn a_file_of_unknown_kind_needs_to_be_told_it() {
    let folder = Folder::with("told", &["x.json"]);
    let path = folder.0.join("x.json");
    let error = locate(std::slice::from_ref(&path), None).unwrap_err();
    assert!(matches!(error, LocateError::UnknownKind(_)));
    assert!(error.to_string().contains("say the kind with --kind"), "{error}");
    let located = locate(std::slice::from_ref(&path), Some(Kind::TreeKem)).unwrap();
    assert_eq!(located.files, [(Kind::TreeKem, path)]);
}

#[test]
fn a_path_that_does_not_exist_is_named() {
    let error = locate(&[PathBuf::from("no/such/file.json")], None).unwrap_err();
    assert!(error.to_string().starts_with("no/such/file.json cannot be read"), "{error}");
}
