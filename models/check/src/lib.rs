//! The ProVerif and Tamarin models, and the explorer: what is expected of them, what the provers say, and what they said.
//!
//! [`expected`] reads what each variant of each model should give; [`template`] and [`theory`] know the switches of
//! models, [`input`] the exact text that a prover gets. [`prover`] finds the provers, [`prove`] runs one on a variant,
//! as a child [`process`]. [`evidence`] is what they said earlier. [`mod@check`] puts all of it together, negative controls
//! included; [`report`] is what comes of it, [`table`] the view of it by protocol, property and adversary, and
//! [`results`] the page that is made of what is expected and recorded. [`explorer`] is a tool
//! beside them: it searches the specification itself.

pub mod check;
mod control;
pub mod evidence;
pub mod expected;
pub mod explorer;
pub mod input;
pub mod locate;
pub mod process;
pub mod prove;
pub mod prover;
mod proverif;
pub mod report;
pub mod results;
pub mod table;
pub mod tamarin;
pub mod template;
pub mod theory;
mod verdict;

pub use check::{CheckError, Mode, Progress, Request, check};
