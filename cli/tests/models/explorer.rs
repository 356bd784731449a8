//! `pleach models explore`, `merge` and `replay`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::Checkout;

/// Small and quick: three members, of whom the first is alone at the start.
const SMALL: [&str; 6] = ["explore", "--members", "3", "--start", "alone", "--no-merge"];

fn with<'a>(some: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [some, more].concat()
}

/// The numbers of states and steps in a report.
fn numbers(checkout: &Checkout, name: &str) -> [usize; 2] {
    let text = checkout.read(name);
    ["states = ", "steps = "].map(|field| {
        let line = text.lines().find_map(|line| line.strip_prefix(field));
        line.unwrap().parse().unwrap()
    })
}

/// The text without times.
fn timeless(text: &str) -> String {
    let is_time = |line: &&str| !line.contains(" states/s");
    text.lines().filter(is_time).collect::<Vec<_>>().join("\n")
}

#[test]
fn wrong_arguments_are_refused() {
    let checkout = Checkout::new("explorer_arguments");
    let refused = |arguments: &[&str], problem: &str| {
        let text = checkout.ends(2, &mut checkout.command(&with(&["explore"], arguments)));
        assert!(text.starts_with("error: ") && text.contains(problem), "{arguments:?}: {text}");
    };
    for shard in ["0/3", "4/3", "1/0", "1", "-1/3", "1/1000001"] {
        refused(&[&format!("--shard={shard}")], &format!("`{shard}` is no shard: it is i/n, with i from 1 to n"));
    }
    refused(&["--protocol", "signal"], "the explorer has a model of mls and of art");
    refused(&["--start", "old"], "`old` is no start: it is full, new or alone");
    refused(&["--members", "0"], "0 is not in 1..=64");
    refused(&["--stop-after", "0"], "0 is not in 1..");
    refused(&["--mutant", "no-mutant"], "no mutant of the specification is called `no-mutant`");
    refused(&["--property", "beauty"], "the explorer has no property `beauty`");
    refused(&["--record", "--mutant", "no-psk"], "what is found without a defence is not recorded");
    refused(&["--record", "--shard", "1/2"], "a shard is not recorded");
    refused(&["--record", "--property", "secrecy"], "what is found of some properties alone is not recorded");
}

/// With a start that there is not: the first error is that of what is looked at first.
#[test]
fn what_cannot_be_written_is_said_before_anything_is_explored() {
    let checkout = Checkout::new("explorer_unwritable");
    let refused = |arguments: &[&str], problem: &str| {
        let text = checkout.ends(2, &mut checkout.command(&with(&["explore", "--start", "old"], arguments)));
        assert_eq!(text, format!("error: {problem}\n"));
    };
    for path in [".", "..", "models", "models/new/", "/dev/null"] {
        refused(&["--report", path], &format!("{path} cannot be written: it is no file"));
    }
    let problem = "models/none/r.toml cannot be written: there is no folder models/none";
    refused(&["--report", "models/none/r.toml"], problem);
    assert!(!checkout.path("none").exists());
    let text = checkout.ends(2, &mut checkout.command(&["merge", "no-shard.toml", "--report", "."]));
    assert_eq!(text, "error: . cannot be written: it is no file\n");
    checkout.write("evidence/explorer.toml", "[[compaign]]\n");
    let text = checkout.ends(2, &mut checkout.command(&["explore", "--start", "old", "--record"]));
    assert!(text.contains("models/evidence/explorer.toml, line 1: unknown field `compaign`"), "{text}");
    // What ends without a report leaves what there was, and nothing else.
    checkout.write("reports/r.toml", "earlier");
    refused(&["--report", "models/reports/r.toml"], "`old` is no start: it is full, new or alone");
    assert_eq!(names(&checkout, "reports"), ["r.toml"]);
    assert_eq!(checkout.read("reports/r.toml"), "earlier");
}

/// The names of what is in a folder.
fn names(checkout: &Checkout, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(checkout.path(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_earlier_report_stays_until_the_new_one_takes_its_place() {
    let checkout = Checkout::new("explorer_killed");
    checkout.write("reports/r.toml", "earlier");
    let explore = ["explore", "--depth", "9", "--jobs", "1", "--report", "models/reports/r.toml"];
    let mut child = checkout.command(&explore).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(60);
    while names(&checkout, "reports").len() == 1 && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
    let opened = names(&checkout, "reports");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(opened.len(), 2, "{opened:?}");
    assert_eq!(checkout.read("reports/r.toml"), "earlier");
    let arguments = ["--depth", "1", "--jobs", "1", "--report", "models/reports/r.toml"];
    checkout.ends(0, &mut checkout.command(&with(&SMALL, &arguments)));
    assert!(checkout.read("reports/r.toml").contains("complete = true\n"));
}

#[test]
fn shards_and_threads_add_up_to_the_whole() {
    let checkout = Checkout::new("explorer_shards");
    let explore = |arguments: &[&str]| checkout.ends(0, &mut checkout.command(&with(&SMALL, arguments)));
    explore(&["--jobs", "1", "--report", "models/whole.toml"]);
    explore(&["--shard", "1/3", "--jobs", "2", "--report", "models/1.toml"]);
    explore(&["--shard", "2/3", "--jobs", "1", "--report", "models/2.toml"]);
    explore(&["--shard", "3/3", "--jobs", "3", "--report", "models/3.toml"]);
    let merge = ["merge", "models/2.toml", "models/3.toml", "models/1.toml", "--report", "models/sum.toml"];
    let text = checkout.ends(0, &mut checkout.command(&merge));
    assert_eq!(numbers(&checkout, "sum.toml"), numbers(&checkout, "whole.toml"));
    assert!(checkout.read("sum.toml").contains("shard = \"1/1\"\nparts = 6\n"));
    insta::assert_snapshot!(timeless(&text));
}

/// The loop of `pleach models explore --help`, of five small parts and not of 64, ended in the middle of it and begun again.
#[test]
fn a_campaign_in_parts_goes_on_where_it_was_ended() {
    let checkout = Checkout::new("explorer_parts");
    let help = checkout.ends(0, &mut checkout.command(&["explore", "--help"]));
    let (_, commands) = help.split_once("\n  mkdir -p parts\n").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    let small = "--members 3 --start alone --no-merge --jobs 2";
    let commands = format!("mkdir -p parts\n{}", commands.replace("64", "5").replace("--depth 3", small));
    let folder = Path::new(env!("CARGO_BIN_EXE_pleach")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", &commands]).env("PATH", path).current_dir(&checkout.root);
    let text = checkout.ends(0, &mut shell);
    assert_eq!(text.matches("; shard ").count(), 5, "{text}");
    checkout.ends(0, &mut checkout.command(&[&SMALL[..], &["--jobs", "1", "--report", "models/whole.toml"]].concat()));
    assert_eq!(numbers(&checkout, "evidence/explorer.toml"), numbers(&checkout, "whole.toml"));
    assert!(checkout.read("evidence/explorer.toml").contains("shard = \"1/1\"\nparts = 10\n"));
    // The third part was interrupted, the fourth was killed.
    fs::remove_file(checkout.path("evidence/explorer.toml")).unwrap();
    checkout.replace("../parts/3.toml", "complete = true", "complete = false");
    let merge = |code: i32, parts: &[&str]| {
        let paths = parts.iter().map(|part| format!("parts/{part}.toml"));
        checkout.ends(code, checkout.command(&["merge", "--record"]).args(paths))
    };
    let problem = "error: of these, not all was explored, so that they have to be explored again: parts/3.toml\n";
    assert_eq!(merge(2, &["1", "2", "3", "4", "5"]), problem);
    fs::remove_file(checkout.path("../parts/4.toml")).unwrap();
    assert_eq!(merge(2, &["1", "2", "3", "5"]), "error: not all shards are there: 4/5\n");
    assert!(!checkout.path("evidence/explorer.toml").exists());
    let text = checkout.ends(0, &mut shell);
    assert_eq!(text.matches("; shard ").count(), 2, "{text}");
    assert_eq!(numbers(&checkout, "evidence/explorer.toml"), numbers(&checkout, "whole.toml"));
}

#[test]
fn reports_are_merged_only_if_they_are_those_of_one_exploration() {
    let checkout = Checkout::new("explorer_merge");
    let explore = |shard: &str, more: &[&str]| {
        let report = format!("models/{}.toml", shard.replace('/', "_"));
        let arguments = ["--depth", "1", "--jobs", "1", "--shard", shard, "--report", &report];
        checkout.ends(0, &mut checkout.command(&[&SMALL, &arguments[..], more].concat()));
    };
    explore("1/2", &[]);
    explore("2/2", &[]);
    explore("2/3", &[]);
    let merge = |code: i32, names: &[&str]| {
        let paths: Vec<String> = names.iter().map(|name| format!("models/{name}.toml")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        checkout.ends(code, &mut checkout.command(&with(&["merge"], &paths)))
    };
    merge(0, &["1_2", "2_2"]);
    assert_eq!(merge(2, &["2_2"]), "error: not all shards are there: 1/2\n");
    assert_eq!(merge(2, &["1_2", "2_2", "1_2"]), "error: models/1_2.toml: shard 1/2 is there already\n");
    let problem = "error: models/2_3.toml: it is of another number of shards than the first report\n";
    assert_eq!(merge(2, &["1_2", "2_3"]), problem);
    assert!(merge(2, &["none"]).starts_with("error: models/none.toml: No such file"));
    let report = checkout.read("2_2.toml");
    checkout.write("2_2.toml", &report.replace("seed = 0", "seed = 1"));
    assert_eq!(merge(2, &["1_2", "2_2"]), "error: models/2_2.toml: it has other parameters than the first report\n");
    checkout.write("2_2.toml", &report.replace("sha256 = \"", "sha256 = \"0"));
    assert_eq!(merge(2, &["1_2", "2_2"]), "error: models/2_2.toml: it is of other sources than the first report\n");
    checkout.write("2_2.toml", &report.replace("build = \"", "build = \"0"));
    let problem = "error: models/2_2.toml: it is of another build of the explorer than the first report\n";
    assert_eq!(merge(2, &["1_2", "2_2"]), problem);
    for number in ["nan", "-nan", "inf", "-1.0", "1e300"] {
        for field in ["seconds", "states_per_second"] {
            let with = |line: &str| match line.split_once(" = ") {
                Some((name, _)) if name == field => format!("{field} = {number}\n"),
                _ => format!("{line}\n"),
            };
            checkout.write("2_2.toml", &report.lines().map(with).collect::<String>());
            let text = merge(2, &["1_2", "2_2"]);
            assert!(text.contains("models/2_2.toml, line ") && text.contains(" is not from 0 to 1e12\n"), "{text}");
        }
    }
    checkout.write("2_2.toml", &report.replace("seed =", "sead ="));
    assert!(merge(2, &["1_2", "2_2"]).contains("models/2_2.toml, line 8: unknown field `sead`"));
}

/// Of `sha256sum`'s lines on the files, in the order of their paths from the root of the checkout.
#[test]
fn a_report_has_the_hashes_of_its_sources_and_of_its_build() {
    fn add(root: &Path, name: &str, list: &mut BTreeMap<String, String>) {
        let place = root.join(name);
        if place.is_file() {
            let digest = HEXLOWER.encode(&Sha256::digest(fs::read(place).unwrap()));
            list.insert(name.to_owned(), digest);
            return;
        }
        for entry in fs::read_dir(place).unwrap() {
            add(root, &format!("{name}/{}", entry.unwrap().file_name().to_str().unwrap()), list);
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let hash = |names: &[&str]| {
        let mut list = BTreeMap::new();
        names.iter().for_each(|name| add(root, name, &mut list));
        let lines: String = list.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
        HEXLOWER.encode(&Sha256::digest(lines))
    };
    let checkout = Checkout::new("explorer_hashes");
    let report = ["explore", "--members", "1", "--depth", "0", "--jobs", "1", "--report", "models/r.toml"];
    checkout.ends(0, &mut checkout.command(&report));
    let report = checkout.read("r.toml");
    let sources = ["models/src", "spec/src"];
    let build = [&sources[..], &["Cargo.lock", "models/check/src/explorer", "models/mutants.toml"]].concat();
    let lines = format!("\nsha256 = \"{}\"\nbuild = \"{}\"\n", hash(&sources), hash(&build));
    assert!(report.contains(&lines), "{report}");
}

#[test]
fn what_falls_without_a_defence_is_found_and_explained() {
    let checkout = Checkout::new("explorer_mutant");
    let arguments = ["explore", "--members", "2", "--jobs", "1", "--mutant", "no-commit-secret"];
    let property = ["--property", "post-compromise security"];
    let report = ["--report", "models/report.toml"];
    let text = checkout.ends(1, &mut checkout.command(&[&arguments[..], &property, &report].concat()));
    insta::assert_snapshot!(timeless(&text));
    let report = checkout.read("report.toml");
    assert!(report.contains("[[attack]]\noperations = [") && report.contains("derivation = ["), "{report}");
}

/// What comes of these lines.
fn replayed(checkout: &Checkout, code: i32, lines: &str, arguments: &[&str]) -> String {
    checkout.write("run", lines);
    checkout.ends(code, &mut checkout.command(&with(&["replay", "models/run"], arguments)))
}

#[test]
fn a_run_is_replayed() {
    let checkout = Checkout::new("explorer_replay");
    let run = "# C leaks, and is removed.\n\n  1. leak: state of C\n  2. A removes C\nB commits\n";
    let text = replayed(&checkout, 0, run, &[]);
    let operations = "  1. leak: state of C\n  2. A removes C\n  3. B commits\n";
    assert_eq!(text, format!("MLS, 4 members, start `full`\n{operations}No violation\n"));
    let only = ["--mutant", "no-blanking-on-remove", "--property", "removed member"];
    insta::assert_snapshot!(replayed(&checkout, 1, run, &only));
    // A trace that is stale does not pass.
    let text = replayed(&checkout, 1, "A adds E\nA adds E\nB commits\n", &[]);
    let refused = "  1. A adds E\n  2. A adds E\nThe last of these cannot happen there, or changes nothing. Until there, \
                   no violation\n";
    assert_eq!(text, format!("MLS, 4 members, start `full`\n{refused}"));
    assert_eq!(replayed(&checkout, 2, "A dances\n", &[]), "error: no operation is written `A dances`\n");
    let text = checkout.ends(2, &mut checkout.command(&["replay", "models/none"]));
    assert!(text.starts_with("error: models/none: No such file"), "{text}");
}

#[test]
fn operations_name_clients_that_there_are() {
    let checkout = Checkout::new("explorer_clients");
    // Of two members, A and B, and C outside.
    let replay = |code: i32, lines: &str, protocol: &str| {
        replayed(&checkout, code, lines, &["--members", "2", "--protocol", protocol])
    };
    replay(0, "A adds C\n", "mls");
    replay(0, "A adds C\n", "art");
    let refused = |lines: &str, protocol: &str, problem: &str| {
        assert_eq!(replay(2, lines, protocol), format!("error: {problem}\n"));
    };
    refused("Z commits\n", "mls", "operation 1, `Z commits`: there is no client Z");
    refused("A commits\n\nA adds D\n", "mls", "operation 2, `A adds D`: there is no client D");
    refused("client3 commits\n", "mls", "operation 1, `D commits`: there is no client D");
    let most = "client18446744073709551615";
    refused(&format!("{most} commits"), "mls", &format!("operation 1, `{most} commits`: there is no client {most}"));
    refused("leak: PSK\nleak: state of D\n", "mls", "operation 2, `leak: state of D`: there is no client D");
    let to_nobody = "adversary to D: as A commits";
    refused(to_nobody, "mls", &format!("operation 1, `{to_nobody}`: there is no client D"));
    refused("adversary: as D updates\n", "art", "operation 1, `adversary: as D updates`: there is no client D");
}

#[test]
fn a_run_is_read_from_standard_input() {
    let checkout = Checkout::new("explorer_stdin");
    let mut command = checkout.command(&["replay", "-", "--members", "2"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"A commits").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = checkout.text(&output.stdout);
    assert_eq!(text, "MLS, 2 members, start `full`\n  1. A commits\nNo violation\n");
}

/// The oracle does not tell the state after a message, whose key is deleted, from the one before it.
#[test]
fn secrets_that_are_kept_are_found_without_a_defence() {
    let checkout = Checkout::new("explorer_kept");
    // On one thread: of several, each stops when another has found something.
    let arguments = ["explore", "--protocol", "art", "--members", "3", "--mutant", "art-no-ratchet", "--jobs", "1"];
    let text = checkout.ends(1, &mut checkout.command(&arguments));
    assert!(text.contains("  1. A sends a message\n  2. leak: state of A\nforward secrecy: "), "{text}");
}
