//! The specification with its defences on switches, for the models alone.
//!
//! The build script copies `spec/src` and makes the edits of `models/mutants.toml`. All mutants are in the one copy:
//! where one changes the text, [`mutation::is_on`] decides at run time. With no switch on, this is `pleach-spec`; its
//! documentation says what is what.

pub mod mutation;

include!(concat!(env!("OUT_DIR"), "/spec/lib.rs"));
