//! RFC 9420, Section 12.4.3: how new members join.

pub mod create;
pub mod external;
pub mod group_info;
pub mod join;
pub mod linked;
pub mod message;
pub mod tree;

/// The label of the encryption of GroupSecrets: RFC 9420, Section 17.7.
pub const WELCOME: &[u8] = b"Welcome";
