//! `pleach models`: holds the ProVerif and Tamarin models to what is expected of them, or shows one.
//!
//! [`command`] reads the arguments, `pleach-models-check` does the work, [`text`] prints what came of it.

pub mod command;
pub mod text;
