//! The leaves of a JSON value, and how to change one.

use serde_json::Value;

/// A leaf that was changed.
pub(crate) struct Changed {
    /// Where it is: `epochs[0].commit`.
    pub(crate) path: String,
    /// What was done to it.
    pub(crate) change: String,
    /// The whole value with the change.
    pub(crate) value: Value,
}

/// Every change of every leaf: of a string, of at most so many bytes, and always of the first and the last.
pub(crate) fn changes(value: &Value, bytes: usize) -> Vec<Changed> {
    let mut all = Vec::new();
    for (path, pointer) in leaves("", "", value) {
        let leaf = value.pointer(&pointer).unwrap();
        for (change, new) in changed(&path, leaf, bytes) {
            let mut value = value.clone();
            *value.pointer_mut(&pointer).unwrap() = new;
            let path = path.clone();
            all.push(Changed { path, change, value });
        }
    }
    all
}

/// The path and the JSON pointer of every leaf.
fn leaves(path: &str, pointer: &str, value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let dot = if path.is_empty() { "" } else { "." };
                leaves(&format!("{path}{dot}{name}"), &format!("{pointer}/{name}"), value)
            })
            .collect(),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .flat_map(|(i, value)| leaves(&format!("{path}[{i}]"), &format!("{pointer}/{i}"), value))
            .collect(),
        _ => vec![(path.into(), pointer.into())],
    }
}

fn changed(path: &str, leaf: &Value, bytes: usize) -> Vec<(String, Value)> {
    match leaf {
        Value::Null => vec![("null to 0".into(), 0.into()), ("null to \"00\"".into(), "00".into())],
        Value::Number(number) => {
            let number = number.as_u64().unwrap();
            let others = [("plus one", number.checked_add(1)), ("minus one", number.checked_sub(1))];
            others.into_iter().filter_map(|(change, other)| Some((change.into(), other?.into()))).collect()
        }
        Value::String(text) if path.ends_with("label") => {
            vec![("a letter more".into(), format!("{text}x").into())]
        }
        Value::String(text) if text.is_empty() => vec![("\"\" to \"00\"".into(), "00".into())],
        Value::String(hex) => flips(hex, bytes),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => panic!("{path} is {leaf}"),
    }
}

/// One bit of a byte, in bytes spread over the string. It is none of the bits that X25519 and X448 ignore in a key.
fn flips(hex: &str, bytes: usize) -> Vec<(String, Value)> {
    let last = hex.len() / 2 - 1;
    let count = last.min(bytes - 1);
    let flip = |i: usize| {
        let position = last * i / count.max(1);
        let digit = 2 * position;
        let value = u8::from_str_radix(&hex[digit..=digit], 16).unwrap() ^ 1;
        let text = format!("{}{value:x}{}", &hex[..digit], &hex[digit + 1..]);
        let change = format!("a bit of byte {position} of {}", last + 1);
        (change, text.into())
    };
    (0..=count).map(flip).collect()
}
