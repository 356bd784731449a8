//! `pleach models`: holds the models and the explorer to what is expected of them, shows a model, and explores.
//!
//! [`command`], [`explore`], [`merge`] and [`replay`] read the arguments, `pleach-models-check` does the work, [`text`] and
//! [`trace`] print what came of it.

pub mod command;
pub mod explore;
pub mod merge;
pub mod replay;
pub mod text;
pub mod trace;
