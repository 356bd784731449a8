//! The command: formats, files, exit codes and messages.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use clap::CommandFactory;
use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use pleach_cli::args::Cli;
use pleach_cli::decode::grammar::ROOTS;

use super::samples;

fn pleach(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pleach"));
    command.args(args).stdin(Stdio::null());
    command
}

/// Runs the command with this on standard input.
fn with_input(args: &[&str], input: &[u8]) -> Output {
    let mut command = pleach(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The command may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// The command fails with exit code 2, prints nothing, and says exactly this.
fn assert_unusable(output: &Output, message: &str) {
    assert_eq!(String::from_utf8_lossy(&output.stderr).trim_end(), message);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

/// Where tests may write: a name of its own for each.
fn temporary(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn message() -> Vec<u8> {
    samples::mls_message(5, &samples::key_package())
}

#[test]
fn all_formats_are_detected_and_print_the_same() {
    let bytes = message();
    let expected = with_input(&["decode"], &bytes);
    assert_eq!(expected.status.code(), Some(0));
    assert!(expected.stderr.is_empty());
    let hex = HEXLOWER.encode(&bytes);
    let lines: Vec<&str> = hex.as_bytes().chunks(33).map(|line| str::from_utf8(line).unwrap()).collect();
    let base64 = BASE64.encode(&bytes);
    for text in [
        hex.clone(),
        HEXUPPER.encode(&bytes),
        format!(" 0x{hex}\n"),
        lines.join("\r\n"),
        base64.clone(),
        BASE64_NOPAD.encode(&bytes),
        BASE64URL.encode(&bytes),
        BASE64URL_NOPAD.encode(&bytes),
        format!("\n{}\n {}\n", &base64[..77], &base64[77..]),
    ] {
        let output = with_input(&["decode", "-"], text.as_bytes());
        assert_eq!(String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&expected.stdout));
        assert_eq!(output.status.code(), Some(0), "{text}");
    }
}

#[test]
fn files_are_read() {
    let path = temporary("key_package.bin");
    std::fs::write(&path, message()).unwrap();
    let output = pleach(&["decode", path.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, with_input(&["decode"], &message()).stdout);
}

#[test]
fn missing_files_are_named() {
    let output = pleach(&["decode", "no/such/file"]).output().unwrap();
    assert_unusable(&output, "error: no/such/file: No such file or directory (os error 2)");
}

#[test]
fn empty_input_is_an_error() {
    for input in ["", " \n"] {
        let output = with_input(&["decode"], input.as_bytes());
        assert_unusable(&output, "error: standard input: the input is empty");
    }
}

#[test]
fn text_that_is_neither_hex_nor_base64_is_an_error() {
    assert_unusable(
        &with_input(&["decode"], b"hello, world"),
        "error: standard input: the input is text, but neither hex nor base64: \
         ',' at position 5 is in neither",
    );
    assert_unusable(
        &with_input(&["decode"], b"0001000"),
        "error: standard input: not hex: 7 digits, an odd number (if this is base64, say --format base64)",
    );
    assert_unusable(
        &with_input(&["decode", "--format", "hex"], b"00 01\n0g"),
        "error: standard input: not hex: 'g' at position 7",
    );
    for (text, reason) in [
        ("AAEA=", "no bytes have 5 characters"),
        ("AAEAZ", "no bytes have 5 characters"),
        ("AAEAZZ", "the last character has bits that belong to no byte"),
        ("A=EAZg==", "'=' at position 1"),
        ("AA+A_Zg=", "'+' at position 2"),
        ("====", "no bytes have 4 characters"),
    ] {
        let output = with_input(&["decode", "--format", "base64"], text.as_bytes());
        assert_unusable(&output, &format!("error: standard input: not base64: {reason}"));
    }
}

#[test]
fn the_format_can_be_named() {
    let output = with_input(&["decode", "--format", "binary", "--type", "Remove"], b"0001");
    assert!(String::from_utf8_lossy(&output.stdout).contains("removed: 808464433"));
    let output = with_input(&["decode", "--format", "base64", "--type", "Remove"], b"AAEABA==");
    assert!(String::from_utf8_lossy(&output.stdout).contains("removed: 65540"));
}

#[test]
fn the_type_can_be_named_in_any_case() {
    let output = with_input(&["decode", "--type", "leafnode"], &samples::update_leaf());
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("LeafNode\n"));
}

#[test]
fn a_wrong_type_is_an_error_with_its_place() {
    assert_unusable(
        &with_input(&["decode", "--type", "KeyPackage"], b"0001 0001 05"),
        "error: standard input (5 bytes in hex): at byte 4 in KeyPackage.init_key: \
         vector length 5 exceeds the 0 bytes left",
    );
    let output = pleach(&["decode", "--type", "KeyPackages"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("similar value exists: 'KeyPackage'"));
}

#[test]
fn truncated_messages_are_errors_and_print_nothing() {
    for (name, _, bytes) in samples::all() {
        let output = with_input(&["decode"], &bytes[..bytes.len() - 1]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(output.stdout.is_empty(), "{name}");
        assert!(stderr.contains(" left\n"), "{name}: {stderr}");
    }
}

#[test]
fn trailing_bytes_are_an_error() {
    let mut bytes = message();
    bytes.push(0);
    assert_unusable(
        &with_input(&["decode", "--type", "MLSMessage"], &bytes),
        &format!(
            "error: standard input ({} bytes): at byte {} in MLSMessage: 1 byte after the end",
            bytes.len(),
            bytes.len() - 1
        ),
    );
}

#[test]
fn what_has_to_be_named_is_pointed_out() {
    let output = with_input(&["decode"], &samples::group_context());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.ends_with("\n  with --type it decodes as: GroupContext\n"), "{stderr}");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let path = temporary("tree.bin");
    let blanks = samples::vector(
        &[samples::tree_entries()[0].clone(), vec![0; 39_999], samples::tree_entries()[6].clone()].concat(),
    );
    std::fs::write(&path, blanks).unwrap();
    let mut command = pleach(&["decode", path.to_str().unwrap()]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let mut command = pleach(&["decode", "--type", "Remove", "-"]);
    let path = temporary("remove.hex");
    std::fs::write(&path, "00000001").unwrap();
    command.stdin(File::open(path).unwrap()).stdout(File::create("/dev/full").unwrap());
    let output = command.stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: standard output: "));
}

#[test]
fn usage_errors_have_exit_code_2_and_help_0() {
    for args in [&[][..], &["decode", "--no-such-option"], &["encode"], &["decode", "a", "b"]] {
        let output = pleach(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    for args in [&["--help"][..], &["--version"], &["decode", "--help"], &["decode", "-h"]] {
        let output = pleach(args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn help_names_every_type() {
    let mut command = Cli::command();
    command.clone().debug_assert();
    let decode = command.find_subcommand_mut("decode").unwrap();
    let help = decode.render_long_help().to_string();
    let words: Vec<&str> = help.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for root in ROOTS {
        assert!(words.contains(&root.name), "{}", root.name);
    }
}
