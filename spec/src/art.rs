//! Asynchronous Ratcheting Trees.

pub mod context;
pub mod envelope;
pub mod group;
pub mod key;
pub mod key_exchange;
pub mod labels;
pub mod member;
pub mod message;
pub mod path;
pub mod prekey;
pub mod public_tree;
pub mod setup;
pub mod stage_key;
pub mod tree;
pub mod update;
