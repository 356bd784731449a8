//! Which sources this program explores.

/// The SHA-256 of what `sha256sum` says of each file of `spec/src` and `models/src`, in the order of their paths from the
/// root of the checkout. It is that of the sources that this program was built of.
pub(super) const SOURCES: &str = include_str!(concat!(env!("OUT_DIR"), "/sources.sha256"));

/// The same, with `Cargo.lock`, `models/check/src/explorer` and `models/mutants.toml`: what a report depends on beside its
/// parameters. What is recorded of the specification is not stale when these change.
pub(super) const BUILD: &str = include_str!(concat!(env!("OUT_DIR"), "/build.sha256"));
