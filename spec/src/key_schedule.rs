//! RFC 9420, Section 8: the key schedule.

pub mod group_context;
pub mod psk_id;
