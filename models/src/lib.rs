//! The specification as a symbolic model: what `pleach-spec` computes over real bytes, it computes here over terms that
//! nothing can look into, and an adversary deduces what it can from them.
//!
//! The code that passes the working group's vectors is the code that is explored: there is no gap between model and
//! specification but the algebra, [`term`] and [`crypto`].

pub mod art;
mod bytes;
pub mod client;
pub mod crypto;
pub mod edit;
pub mod explain;
pub mod explore;
pub mod horn;
pub mod knowledge;
pub mod mls;
pub mod property;
pub mod reading;
pub mod term;
