//! The command `pleach`: arguments and presentation.

pub mod args;
pub mod decode;
pub mod engine;
pub mod vectors;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use decode::command::Unusable;

/// The command or its input is unusable.
const UNUSABLE: u8 = 2;

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    let Cli { command } = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    match command {
        Command::Decode(args) => match decode::command::run(&args, &mut out) {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever reads the output has seen enough of it, as `head` does.
            Err(Unusable::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        },
    }
}

/// Says what is wrong. If even that cannot be written, the exit code is all there is.
fn fail(error: &dyn core::error::Error) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::from(UNUSABLE)
}
