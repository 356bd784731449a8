//! The ratchet tree: RFC 9420, Section 4, Section 7 and Appendix C.

pub mod math;
pub mod nodes;
pub mod ratchet_tree;
pub mod update_path;
