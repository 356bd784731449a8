//! What is inside a message: a reader of RFC 9420's encodings that knows where it is.
//!
//! [`grammar`] has the RFC's structs as tables, [`reader`] walks them into a tree of [`node::Node`]s, and
//! [`text`] and [`json`] print it. [`input`] turns hex and base64 into bytes, [`detect`] finds the type.

pub mod command;
mod cursor;
pub mod detect;
pub mod error;
pub mod grammar;
pub mod input;
pub mod json;
pub mod node;
pub mod reader;
pub mod text;
