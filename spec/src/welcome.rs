//! RFC 9420, Section 12.4.3: what new members receive.

pub mod group_info;
pub mod message;
