//! `pleach vectors`: runs test vectors and reports what came of them.
//!
//! [`command`] finds and loads the files, [`run`] does the cases on all processors, [`report`] makes the rows of
//! it, which [`text`] and [`json`] print.

pub mod command;
pub mod json;
pub mod report;
pub mod run;
pub mod suite;
pub mod text;
