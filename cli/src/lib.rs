//! The command `pleach`: arguments and presentation.

pub mod args;
pub mod decode;
pub mod engine;
pub mod models;
mod progress;
pub mod vectors;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use pleach_models_check::explorer::campaign::Campaign;
use pleach_models_check::explorer::found::Replayed;
use pleach_models_check::report::Report;
use pleach_vectors::AnyCase;

use args::{Cli, Command, Models, Vectors};
use decode::command::Unusable;
use engine::spec::Specification;
use models::command::{RenderArgs, Unusable as NoReport};
use models::explore::Unexplored;
use models::replay::ReplayArgs;
use vectors::command::VerifyArgs;
use vectors::generate::{GenerateArgs, GenerateError};

/// A check failed.
const FAILED: u8 = 1;
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
            Err(Unusable::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => fail(&error),
        },
        Command::Vectors(Vectors::Verify(args)) => verify(&args, &mut out),
        Command::Vectors(Vectors::Generate(args)) => generate(&args, &mut out),
        Command::Models(Models::Check(args)) => report(models::command::run_check(&args), &mut out),
        Command::Models(Models::Results(args)) => report(models::command::make_results(&args), &mut out),
        Command::Models(Models::Render(args)) => render(&args, &mut out),
        Command::Models(Models::Explore(args)) => campaign(models::explore::run_explore(&args), &mut out),
        Command::Models(Models::Merge(args)) => campaign(models::merge::run_merge(&args), &mut out),
        Command::Models(Models::Replay(args)) => replay(&args, &mut out),
    }
}

fn verify(args: &VerifyArgs, out: &mut impl Write) -> ExitCode {
    let report = match vectors::command::verify(args, AnyCase::verify::<Specification>) {
        Ok(report) => report,
        Err(error) => return fail(&error),
    };
    match vectors::command::print(args, &report, out) {
        // The exit code does not depend on how much of the report was read.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => fail(&error),
        _ if report.is_as_expected() => ExitCode::SUCCESS,
        _ => ExitCode::from(FAILED),
    }
}

fn generate(args: &GenerateArgs, out: &mut impl Write) -> ExitCode {
    let written = match vectors::generate::write_set(args) {
        Ok(written) => written,
        Err(error @ GenerateError::Failure(_)) => {
            fail(&error);
            return ExitCode::from(FAILED);
        }
        Err(error) => return fail(&error),
    };
    match vectors::generate::print(args, &written, out) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => fail(&error),
        _ => ExitCode::SUCCESS,
    }
}

fn report(report: Result<Report, NoReport>, out: &mut impl Write) -> ExitCode {
    let report = match report {
        Ok(report) => report,
        Err(error) => return fail(&error),
    };
    match models::text::write_report(out, &report).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => fail(&error),
        _ if report.is_as_expected() => ExitCode::SUCCESS,
        _ => ExitCode::from(FAILED),
    }
}

fn campaign(campaign: Result<Campaign, Unexplored>, out: &mut impl Write) -> ExitCode {
    let campaign = match campaign {
        Ok(campaign) => campaign,
        Err(error) => return fail(&error),
    };
    match models::trace::write_campaign(out, &campaign) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => fail(&error),
        _ if !campaign.is_clean() => ExitCode::from(FAILED),
        _ if !campaign.complete => fail(&Unexplored::Interrupted),
        _ => ExitCode::SUCCESS,
    }
}

fn replay(args: &ReplayArgs, out: &mut impl Write) -> ExitCode {
    let (operations, end) = match models::replay::run_replay(args) {
        Ok(replayed) => replayed,
        Err(error) => return fail(&error),
    };
    match models::trace::write_replayed(out, args, &operations, &end) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => fail(&error),
        _ if end == (Replayed::Holds { loose: 0 }) => ExitCode::SUCCESS,
        // A run that cannot happen shows nothing: it may be one of an earlier specification.
        _ => ExitCode::from(FAILED),
    }
}

fn render(args: &RenderArgs, out: &mut impl Write) -> ExitCode {
    let text = match models::command::render(args) {
        Ok(text) => text,
        Err(error) => return fail(&error),
    };
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => fail(&error),
        _ => ExitCode::SUCCESS,
    }
}

/// Says what is wrong. If even that cannot be written, the exit code is all there is.
fn fail(error: &dyn core::error::Error) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::from(UNUSABLE)
}
