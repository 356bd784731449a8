//! The explorer over the copy that holds the mutants.

use pleach_models_mutated as symbolic;

#[allow(clippy::duplicate_mod, reason = "the copies differ in their types alone, and so does what is over them")]
#[path = "over.rs"]
pub(super) mod over;
