//! The files under check.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the workspace.
pub(crate) struct SourceFile {
    /// Its path from the folder that was walked, with `/` between the parts.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR"));
    spec.parent().expect("spec lies in the workspace").into()
}

/// The files of `spec/src`.
pub(crate) fn specification() -> Vec<SourceFile> {
    files_below(&workspace().join("spec/src"), &["rs"])
}

/// The files below `root` with one of the extensions, sorted, without build output and hidden folders.
pub(crate) fn files_below(root: &Path, extensions: &[&str]) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("the folder can be read");
        for entry in entries {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_name().and_then(|name| name.to_str());
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                if !name.is_some_and(|name| name == "target" || name.starts_with('.')) {
                    folders.push(path);
                }
            } else if extension.is_some_and(|extension| extensions.contains(&extension)) {
                files.push(read(root, &path));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn read(root: &Path, path: &Path) -> SourceFile {
    let relative = path.strip_prefix(root).expect("the file lies below");
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    SourceFile { path: parts.join("/"), text: fs::read_to_string(path).expect("the file is UTF-8") }
}

/// Whether an item exists in tests only.
pub(crate) fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}
