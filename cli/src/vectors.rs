//! `pleach vectors`: runs test vectors and reports what came of them, or generates new ones.
//!
//! [`command`] finds and loads the files, [`run`] does the cases on all processors, [`report`] makes the rows of
//! it, which [`text`] and [`json`] print. [`generate`] has nothing to do with these.

pub mod command;
pub mod generate;
pub mod json;
pub mod report;
pub mod run;
pub mod suite;
pub mod text;
