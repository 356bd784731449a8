//! The schemas and the serde types describe the same files.

use pleach_vectors::{Kind, checkout, parse};
use serde_json::Value;

use crate::common;

fn schema(kind: Kind) -> Value {
    let path = checkout().join("test-vectors").join(kind.name()).join("schema.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The part of JSON Schema 2020-12 that our schemas use. Any other keyword is an error, so that no part of a
/// schema goes unchecked.
fn validate(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    for (keyword, argument) in schema.as_object().unwrap() {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let target = root.pointer(argument.as_str().unwrap().trim_start_matches('#'));
                validate(root, target.unwrap(), value, at)?;
                true
            }
            "anyOf" => {
                let options = argument.as_array().unwrap();
                options.iter().any(|option| validate(root, option, value, at).is_ok())
            }
            "type" => match argument {
                Value::Array(types) => types.iter().any(|name| has_type(value, name)),
                name => has_type(value, name),
            },
            "pattern" => value.as_str().is_none_or(|text| {
                assert_eq!(argument, "^([0-9A-Fa-f]{2})*$", "the only pattern in use");
                text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            }),
            "minimum" => value.as_i64().is_none_or(|number| number >= argument.as_i64().unwrap()),
            "maximum" => value.as_u64().is_none_or(|number| number <= argument.as_u64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= argument.as_u64().unwrap()),
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    validate(root, argument, item, &format!("{at}[{i}]"))?;
                }
                true
            }
            "properties" => {
                for (name, property) in argument.as_object().unwrap() {
                    if let Some(field) = value.get(name) {
                        validate(root, property, field, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "required" => {
                let names = argument.as_array().unwrap();
                let has = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                !value.is_object() || names.iter().all(has)
            }
            "additionalProperties" => {
                assert_eq!(argument, false);
                let known = schema["properties"].as_object().unwrap();
                let is_known = |name: &String| known.contains_key(name);
                value.as_object().is_none_or(|fields| fields.keys().all(is_known))
            }
            _ => panic!("the keyword {keyword} is not one of those implemented here"),
        };
        if !holds {
            return Err(format!("{at}: {keyword}"));
        }
    }
    Ok(())
}

fn has_type(value: &Value, name: &Value) -> bool {
    match name.as_str().unwrap() {
        "array" => value.is_array(),
        "object" => value.is_object(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        name => panic!("the type {name} is not one of those implemented here"),
    }
}

/// The answers of the schema and of the loader, which must agree.
fn accepted(kind: Kind, schema: &Value, file: &Value) -> bool {
    let by_schema = validate(schema, schema, file, "");
    let by_loader = parse(kind, file.to_string().as_bytes());
    assert_eq!(
        by_schema.is_ok(),
        by_loader.is_ok(),
        "{kind}: schema {by_schema:?}, loader {:?}",
        by_loader.map(|cases| cases.len())
    );
    by_schema.is_ok()
}

/// Our own passive-client kinds have the one format of `story.md`.
#[test]
fn the_schemas_of_stories_differ_in_their_titles_only() {
    let untitled = Kind::OURS.map(|kind| {
        let mut schema = schema(kind);
        let title = schema.as_object_mut().unwrap().remove("title").unwrap();
        assert!(title.as_str().unwrap().starts_with(&format!("{kind}: ")), "{title}");
        schema
    });
    for (kind, schema) in Kind::OURS.iter().zip(&untitled) {
        assert_eq!(*schema, untitled[0], "{kind}");
    }
}

#[test]
fn every_file_fits_its_schema() {
    for kind in Kind::ALL {
        let schema = schema(kind);
        for bytes in common::files(kind) {
            let file: Value = serde_json::from_slice(&bytes).unwrap();
            assert!(accepted(kind, &schema, &file), "{kind}");
        }
    }
}

#[test]
fn every_case_is_written_as_it_was_read() {
    for kind in Kind::ALL {
        for bytes in common::files(kind) {
            let file: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(serde_json::to_value(parse(kind, &bytes).unwrap()).unwrap(), file, "{kind}");
        }
    }
}

#[test]
fn an_empty_list_fits_no_schema() {
    for kind in Kind::ALL {
        assert!(!accepted(kind, &schema(kind), &Value::Array(Vec::new())));
    }
}

/// The path of every object in a case; of a list, the first entry stands for all.
fn objects(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.push(at.clone());
            for (name, field) in fields {
                objects(field, format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for item in items.iter().take(1) {
                objects(item, format!("{at}/0"), found);
            }
        }
        _ => {}
    }
}

/// A case of the kind with something in each list, so that every object of the format is met.
fn full_case(kind: Kind) -> Value {
    let file: Value = serde_json::from_slice(&common::sample(kind)).unwrap();
    let count = |case: &&Value| {
        let mut found = Vec::new();
        objects(case, String::new(), &mut found);
        found.len()
    };
    file.as_array().unwrap().iter().max_by_key(count).unwrap().clone()
}

const OPTIONAL: [&str; 3] = ["cipher_suite", "tree_hash_before", "tree_hash_after"];

#[test]
fn schema_and_loader_know_the_same_fields() {
    for kind in Kind::ALL {
        let (schema, case) = (schema(kind), full_case(kind));
        let mut places = Vec::new();
        objects(&case, String::new(), &mut places);
        for place in places {
            let mut with_more = case.clone();
            let object = with_more.pointer_mut(&place).unwrap().as_object_mut().unwrap();
            object.insert("unheard_of".into(), Value::Null);
            assert!(!accepted(kind, &schema, &Value::Array(vec![with_more])), "{kind} {place}");

            let names: Vec<String> = case.pointer(&place).unwrap().as_object().unwrap().keys().cloned().collect();
            for name in names {
                let mut changed = case.clone();
                let object = changed.pointer_mut(&place).unwrap().as_object_mut().unwrap();
                object.remove(&name);
                let may_lack = kind == Kind::TreeOperations && OPTIONAL.contains(&name.as_str());
                let verdict = accepted(kind, &schema, &Value::Array(vec![changed.clone()]));
                assert_eq!(verdict, may_lack, "{kind} {place}/{name} missing");

                // A type that no field has.
                let object = changed.pointer_mut(&place).unwrap().as_object_mut().unwrap();
                object.insert(name.clone(), Value::Bool(true));
                let verdict = accepted(kind, &schema, &Value::Array(vec![changed]));
                assert!(!verdict, "{kind} {place}/{name} of a wrong type");
            }
        }
    }
}

#[test]
fn schema_and_loader_agree_on_bytes_and_numbers() {
    let schema = schema(Kind::PskSecret);
    let case = |suite: Value, psk_secret: &str| {
        let case = serde_json::json!({"cipher_suite": suite, "psks": [], "psk_secret": psk_secret});
        accepted(Kind::PskSecret, &schema, &Value::Array(vec![case]))
    };
    assert!(case(1.into(), "00fF"));
    assert!(case(65535.into(), ""));
    assert!(!case(65536.into(), "00"));
    assert!(!case((-1).into(), "00"));
    assert!(!case("1".into(), "00"));
    assert!(!case(1.into(), "0"));
    assert!(!case(1.into(), "0g"));
    assert!(!case(1.into(), "0x00"));
}
