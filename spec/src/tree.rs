//! The ratchet tree: RFC 9420, Section 4, Section 7 and Appendix C.

pub mod math;
pub mod nodes;
pub mod ratchet_tree;
pub mod terms;

pub mod capabilities;
pub mod leaf_node;
pub mod leaf_policy;
pub mod leaf_validation;
pub mod member_validation;

pub mod evolution;
pub mod private_keys;
pub mod update_path;

pub mod add_remove;
pub mod parent_hash;
pub mod tree_hash;
pub mod validation;
