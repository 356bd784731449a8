//! A prover as a child process with a time limit. It is killed together with its own children, as Tamarin's `maude`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};

/// How long the pauses are between two looks at a child: short at first, for most models take a fraction of a second.
const PAUSES: [Duration; 2] = [Duration::from_millis(2), Duration::from_millis(50)];

static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Ends all children, and those that are started from now on.
pub fn cancel() {
    CANCELLED.store(true, Ordering::Relaxed);
}

/// Whether [`cancel`] was called.
pub fn is_cancelled() -> bool {
    CANCELLED.load(Ordering::Relaxed)
}

/// A program to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job<'a> {
    /// Its absolute path.
    pub(crate) program: &'a Path,
    /// Its arguments.
    pub(crate) arguments: &'a [OsString],
    /// The time that it may take.
    pub(crate) timeout: Duration,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// By itself.
    Exited(ExitStatus),
    /// It took too long.
    TimedOut,
    /// Someone called [`cancel`].
    Cancelled,
}

/// A run that ended.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// How.
    pub(crate) ended: Ended,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it said to standard error.
    pub(crate) stderr: String,
    /// The time that it took.
    pub(crate) time: Duration,
}

impl Job<'_> {
    /// Runs it in a folder of its own.
    pub(crate) fn run_alone(&self) -> io::Result<Run> {
        self.run(tempfile::tempdir()?.path())
    }

    /// Runs it in a folder, which also holds its output. A file takes it all, so that no reader waits for a grandchild
    /// that has the pipe open.
    pub(crate) fn run(&self, folder: &Path) -> io::Result<Run> {
        let start = Instant::now();
        let (stdout, stderr) = (folder.join("stdout"), folder.join("stderr"));
        let mut command = CommandWrap::with_new(self.program, |command| {
            command.args(self.arguments).current_dir(folder).stdin(Stdio::null());
        });
        command.command_mut().stdout(File::create(&stdout)?).stderr(File::create(&stderr)?);
        together(&mut command);
        let mut child = command.spawn()?;
        let ended = wait(child.as_mut(), start, self.timeout);
        // Also those that the program left behind when it ended. There may be none.
        let _ = child.start_kill();
        let ended = ended?;
        if !matches!(ended, Ended::Exited(_)) {
            child.wait()?;
        }
        let read = |path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Run { ended, stdout: read(&stdout)?, stderr: read(&stderr)?, time: start.elapsed() })
    }
}

/// The child and its children end together.
fn together(command: &mut CommandWrap) {
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::std::JobObject);
}

fn wait(child: &mut dyn ChildWrapper, start: Instant, timeout: Duration) -> io::Result<Ended> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::Exited(status));
        }
        if is_cancelled() {
            return Ok(Ended::Cancelled);
        }
        let elapsed = start.elapsed();
        if elapsed >= timeout {
            return Ok(Ended::TimedOut);
        }
        let [shortest, longest] = PAUSES;
        thread::sleep((elapsed / 20).clamp(shortest, longest));
    }
}
