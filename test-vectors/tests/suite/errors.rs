//! A malformed file is refused with what is wrong and where.

use std::path::Path;

use pleach_vectors::{Kind, load, parse};

fn message(kind: Kind, text: &str) -> String {
    parse(kind, text.as_bytes()).unwrap_err().to_string()
}

const GOOD: &str =
    r#"{"cipher_suite": 1, "psks": [{"psk_id": "", "psk": "00", "psk_nonce": "0a"}], "psk_secret": "ff"}"#;

/// A file whose second case, from line 3 on, is `GOOD` with a replacement.
fn with(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from));
    message(Kind::PskSecret, &format!("[\n{GOOD},\n{}\n]", GOOD.replacen(from, to, 1)))
}

#[test]
fn a_malformed_field_is_named_with_its_case_and_line() {
    assert_eq!(parse(Kind::PskSecret, format!("[{GOOD}]").as_bytes()).unwrap().len(), 1);
    assert_eq!(
        with("\"0a\"", "\"0\""),
        "case 1, field psks[0].psk_nonce (line 3): an odd number of hexadecimal digits"
    );
    assert_eq!(
        with("\"0a\"", "\"0z\""),
        "case 1, field psks[0].psk_nonce (line 3): 'z' at position 1 is no hexadecimal digit"
    );
    assert_eq!(
        with("\"ff\"", "255"),
        "case 1, field psk_secret (line 3): invalid type: integer `255`, expected a string of hexadecimal digits"
    );
    assert_eq!(
        with("1,", "65536,"),
        "case 1, field cipher_suite (line 3): invalid value: integer `65536`, expected u16"
    );
}

#[test]
fn missing_unknown_and_repeated_fields_are_named() {
    assert_eq!(with("\"psk\": \"00\", ", ""), "case 1, field psks[0] (line 3): missing field `psk`");
    assert_eq!(
        with("\"psk_id\"", "\"psk_name\""),
        "case 1, field psks[0].psk_name (line 3): unknown field `psk_name`, expected one of `psk_id`, `psk`, `psk_nonce`"
    );
    assert_eq!(
        with("\"psk\": \"00\"", "\"psk\": \"00\", \"psk\": \"00\""),
        "case 1, field psks[0] (line 3): duplicate field `psk`"
    );
    assert_eq!(with(GOOD, "{}"), "case 1, field . (line 3): missing field `cipher_suite`");
    assert!(with(GOOD, "null").starts_with("case 1, field . (line 3): invalid type: null"));
}

#[test]
fn a_null_tree_may_be_null_but_not_missing() {
    let case = |tree: &str| {
        format!(
            r#"[{{"cipher_suite": 1, "external_psks": [], "key_package": "", "signature_priv": "",
            "encryption_priv": "", "init_priv": "", "welcome": "", {tree}
            "initial_epoch_authenticator": "", "epochs": []}}]"#
        )
    };
    assert!(parse(Kind::PassiveClientWelcome, case("\"ratchet_tree\": null,").as_bytes()).is_ok());
    assert_eq!(
        message(Kind::PassiveClientWelcome, &case("")),
        "case 0, field . (line 3): missing field `ratchet_tree`"
    );
}

#[test]
fn what_is_no_list_of_cases_is_refused() {
    assert_eq!(message(Kind::Welcome, "[]"), "holds no case");
    for text in ["", "{}", "[1", "[{}] x", "null"] {
        let message = message(Kind::Welcome, text);
        assert!(message.starts_with("is no JSON array of cases: "), "{text}: {message}");
    }
    let message = parse(Kind::Welcome, b"[\xff]").unwrap_err().to_string();
    assert!(message.starts_with("is no JSON array of cases: invalid utf-8"), "{message}");
}

#[test]
fn the_file_is_named() {
    let error = load(Kind::Welcome, Path::new("no/welcome.json")).unwrap_err();
    assert!(error.to_string().starts_with("no/welcome.json: cannot be read: "), "{error}");
}

/// Deep nesting must not overflow the stack.
#[test]
fn deep_nesting_is_an_error() {
    let text = "[".repeat(100_000);
    assert!(parse(Kind::Welcome, text.as_bytes()).is_err());
}
