//! `pleach models`, with stand-ins for the provers: `fake/`. The models in `sample/` tell them what to say.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod evidence;
mod explored;
mod explorer;
mod provers;
mod render;
mod results;
mod verdicts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SAMPLE: [(&str, &str); 5] = [
    ("proverif/expected.toml", include_str!("sample/proverif/expected.toml")),
    ("proverif/one.pv", include_str!("sample/proverif/one.pv")),
    ("proverif/base.pvl", include_str!("sample/proverif/base.pvl")),
    ("tamarin/expected.toml", include_str!("sample/tamarin/expected.toml")),
    ("tamarin/two.spthy", include_str!("sample/tamarin/two.spthy")),
];

/// A checkout with models of a test's own.
struct Checkout {
    root: PathBuf,
}

impl Checkout {
    /// The models of `sample/`.
    fn new(test: &str) -> Checkout {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("models").join(test);
        let _ = fs::remove_dir_all(&root);
        let checkout = Checkout { root };
        for (name, text) in SAMPLE {
            checkout.write(name, text);
        }
        checkout
    }

    /// The same, with what the stand-ins say of them recorded.
    fn recorded(test: &str) -> Checkout {
        let checkout = Checkout::new(test);
        checkout.passes(&["--record"]);
        checkout
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join("models").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from:?}");
        self.write(name, &text.replace(from, to));
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pleach"));
        command.arg("models").args(arguments).current_dir(&self.root);
        command
    }

    /// `pleach models check`, with the stand-ins.
    fn check(&self, options: &[&str]) -> Command {
        let fake = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/fake");
        let mut command = self.command(&[&["check"], options].concat());
        command.env("PROVERIF", fake.join("proverif")).env("TAMARIN_PROVER", fake.join("tamarin-prover"));
        command.env("FAKE_CHILD", self.root.join("child"));
        command
    }

    /// `pleach models check`, where there is no prover.
    fn check_without(&self, options: &[&str]) -> Command {
        let mut command = self.command(&[&["check"], options].concat());
        command.env_remove("PROVERIF").env_remove("TAMARIN_PROVER").env("PATH", &self.root);
        command
    }

    /// What is printed, times and the folders of this machine left out.
    fn text(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let lines = text.split_inclusive('\n').map(|line| match line.split_once("slowest in ") {
            Some((before, _)) => format!("{before}slowest in SECONDS s\n"),
            None => line.to_owned(),
        });
        let text: String = lines.collect();
        text.replace(self.root.to_str().unwrap(), "ROOT").replace(env!("CARGO_MANIFEST_DIR"), "CLI")
    }

    /// What a command prints that ends with this exit code.
    fn ends(&self, code: i32, command: &mut Command) -> String {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let (stdout, stderr) = (self.text(&stdout), self.text(&stderr));
        assert_eq!(status.code(), Some(code), "{stdout}{stderr}");
        let (said, silent) = if code == 2 { (stderr, stdout) } else { (stdout, stderr) };
        assert_eq!(silent, "");
        said
    }

    fn passes(&self, options: &[&str]) -> String {
        self.ends(0, &mut self.check(options))
    }

    fn fails(&self, options: &[&str]) -> String {
        self.ends(1, &mut self.check(options))
    }
}
