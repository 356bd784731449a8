//! What the command says.

use std::fs;
use std::path::Path;

use crate::{folder, generate, refused, succeeds, text};

const SMALL: &[&str] = &["--kind", "tree-math", "--kind", "psk_secret", "--count", "2"];

#[test]
fn a_row_for_each_kind_a_total_and_the_seed() {
    let out = folder("rows");
    insta::assert_snapshot!(succeeds(&out, SMALL));
    insta::assert_snapshot!(fs::read_to_string(out.join("PROVENANCE.toml")).unwrap());
}

#[test]
fn a_kind_named_twice_is_generated_once() {
    let (once, twice) = (folder("once"), folder("twice"));
    let options = ["--kind", "deserialization", "--count", "3"];
    let printed = succeeds(&once, &options);
    assert_eq!(printed, succeeds(&twice, &[&options[..], &["--kind", "deserialization"]].concat()));
    assert!(printed.contains("deserialization                           3"), "{printed}");
}

#[test]
fn a_suite_is_a_number_or_a_name() {
    let (number, name) = (folder("number"), folder("name"));
    let options = ["--kind", "crypto-basics", "--suite"];
    succeeds(&number, &[&options[..], &["7"]].concat());
    succeeds(&name, &[&options[..], &["MLS_256_DHKEMP384_AES256GCM_SHA384_P384"]].concat());
    let file = |out: &Path| fs::read(out.join("crypto-basics/generated.json")).unwrap();
    assert_eq!(file(&number), file(&name));
}

#[test]
fn what_is_there_is_overwritten_by_force_only() {
    let out = folder("force");
    succeeds(&out, SMALL);
    let before = fs::read(out.join("psk_secret/generated.json")).unwrap();
    let seed = [SMALL, &["--seed", "01"]].concat();
    let message = refused(2, &out, &seed);
    assert_eq!(message, "error: DIR/tree-math/generated.json is there already; --force overwrites it\n");
    assert_eq!(fs::read(out.join("psk_secret/generated.json")).unwrap(), before);
    succeeds(&out, &[&seed[..], &["--force"]].concat());
    assert_ne!(fs::read(out.join("psk_secret/generated.json")).unwrap(), before);
}

#[test]
fn arguments_that_mean_nothing_are_refused() {
    let out = folder("arguments");
    for (options, problem) in [
        (["--seed", ""], "a seed is 1 to 64 bytes"),
        (["--seed", "0g"], "a seed is 1 to 64 bytes"),
        (["--seed", "123"], "a seed is 1 to 64 bytes"),
        (["--kind", "tree"], "the kinds are crypto-basics, deserialization, key-schedule"),
        (["--suite", "8"], "a cipher suite is a number"),
        (["--suite", "P384"], "a cipher suite is a number"),
        (["--count", "0"], "0 is not in 1..=1000"),
        (["--count", "1001"], "1001 is not in 1..=1000"),
        (["--count", "many"], "invalid digit"),
    ] {
        let message = refused(2, &out, &options);
        assert!(message.contains(problem) && message.contains(options[0]), "{message}");
    }
    assert!(!out.exists());
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_pleach")).args(["vectors", "generate"]).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr, &out).contains("--out <DIR>"));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let out = folder("in_the_way");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("tree-math"), "").unwrap();
    let message = refused(2, &out, SMALL);
    assert!(message.starts_with("error: DIR/tree-math: "), "{message}");
    let file = out.join("tree-math");
    let message = refused(2, &file, SMALL);
    assert!(message.starts_with("error: DIR/"), "{message}");
}

#[test]
fn the_help_says_all_of_it() {
    let output = generate(Path::new("unused"), &["--help"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}
