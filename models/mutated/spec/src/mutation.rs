//! Which mutants are on.
//!
//! The switches belong to a thread, as the terms of the symbolic algebra do: each test, and each thread of an explorer,
//! has its own.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;

/// The mutants that change the specification: the ids of the entries of `models/mutants.toml` that have edits, in its
/// order.
pub const IDS: &[&str] = include!(concat!(env!("OUT_DIR"), "/ids.rs"));

/// No mutant of [`IDS`] is called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownMutant {
    /// What was asked for.
    pub id: String,
}

impl fmt::Display for UnknownMutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no mutant of the specification is called {:?}", self.id)
    }
}

impl Error for UnknownMutant {}

thread_local! {
    static ON: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Switches these mutants on, and all others off, on this thread.
///
/// # Errors
/// An id that is not in [`IDS`]; then nothing changes.
pub fn switch_on(ids: &[&str]) -> Result<(), UnknownMutant> {
    let mut on = Vec::new();
    for id in ids {
        match IDS.iter().find(|known| *known == id) {
            Some(known) => on.push(*known),
            None => return Err(UnknownMutant { id: id.to_string() }),
        }
    }
    ON.set(on);
    Ok(())
}

/// The mutants that are on.
pub fn switched_on() -> Vec<&'static str> {
    ON.with_borrow(Vec::clone)
}

/// Whether a mutant is on. The edits ask this.
pub fn is_on(id: &str) -> bool {
    ON.with_borrow(|on| on.contains(&id))
}
