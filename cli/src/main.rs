//! The binary: its exit code is that of [`pleach_cli::run`].

use std::process::ExitCode;

fn main() -> ExitCode {
    pleach_cli::run()
}
