//! Which types of the specification hold secrets, by its source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Fields, File, Item, Type, Visibility};

/// A struct or an enum: whether it is public, and the names in the types of its fields.
struct Holder {
    is_public: bool,
    names: BTreeSet<String>,
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(source_files(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn source() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let texts = source_files(&folder).into_iter().map(fs::read_to_string);
    texts.map(|text| syn::parse_file(&text.unwrap()).unwrap()).collect()
}

/// The names of the types of `secret.rs`, which one macro declares: what is followed by a semicolon.
pub(crate) fn secret_types() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/secret.rs");
    let text = fs::read_to_string(path).unwrap();
    let (_, list) = text.split_once("\nsecrets! {").unwrap();
    list.lines().filter_map(|line| line.trim().strip_suffix(';')).map(str::to_owned).collect()
}

/// The names in a type, generic arguments included.
fn names(ty: &Type) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match ty {
        Type::Path(path) => {
            for segment in &path.path.segments {
                found.insert(segment.ident.to_string());
                if let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments {
                    for argument in &arguments.args {
                        if let syn::GenericArgument::Type(ty) = argument {
                            found.extend(names(ty));
                        }
                    }
                }
            }
        }
        Type::Reference(reference) => found.extend(names(&reference.elem)),
        Type::Slice(slice) => found.extend(names(&slice.elem)),
        Type::Array(array) => found.extend(names(&array.elem)),
        Type::Tuple(tuple) => found.extend(tuple.elems.iter().flat_map(names)),
        // Functions hold nothing.
        Type::BareFn(_) => {}
        _ => panic!("a form of type that is not looked into"),
    }
    found
}

fn names_of_fields(fields: &Fields) -> BTreeSet<String> {
    fields.iter().flat_map(|field| names(&field.ty)).collect()
}

fn declared() -> BTreeMap<String, Holder> {
    let mut declared = BTreeMap::new();
    for item in source().iter().flat_map(|file| &file.items) {
        let (name, visibility, names) = match item {
            Item::Struct(item) => (&item.ident, &item.vis, names_of_fields(&item.fields)),
            Item::Enum(item) => {
                let variants = item.variants.iter();
                let names = variants.flat_map(|variant| names_of_fields(&variant.fields));
                (&item.ident, &item.vis, names.collect())
            }
            _ => continue,
        };
        let is_public = matches!(visibility, Visibility::Public(_));
        let known = declared.insert(name.to_string(), Holder { is_public, names });
        // Names are told apart by nothing else here.
        assert!(known.is_none(), "two types are called {name}");
    }
    declared
}

/// The public types with a field that is a secret, or holds one itself.
pub(crate) fn public_holders() -> BTreeSet<String> {
    let (declared, mut secret) = (declared(), secret_types());
    loop {
        let more: Vec<&String> = declared
            .iter()
            .filter(|(name, holder)| !secret.contains(*name) && !secret.is_disjoint(&holder.names))
            .map(|(name, _)| name)
            .collect();
        if more.is_empty() {
            break;
        }
        secret.extend(more.into_iter().cloned());
    }
    let is_public = |name: &String| declared.get(name).is_some_and(|holder| holder.is_public);
    secret.into_iter().filter(is_public).collect()
}
