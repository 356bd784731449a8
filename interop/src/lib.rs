//! Other implementations of MLS as peers, each through its public interface alone.
//!
//! A peer is a `Subject` of the kinds of vectors that a whole client can be run against, so a file that this
//! project generates is checked by code that shares nothing with it:
//!
//! ```text
//! case of passive-client-* -> Case::verify::<MlsRs>() | Case::verify::<OpenMls>() -> Mismatch
//! ```
//!
//! The primitives of both peers are AWS-LC's: [`Peer::suites`] are those that it has.

mod aws_lc;
mod mls_rs;
mod openmls;
mod refusal;
mod report;

pub use mls_rs::MlsRs;
pub use openmls::OpenMls;
pub use refusal::Refusal;
pub use report::{Report, run};

use pleach_vectors::passive_client;

/// An implementation of MLS by others, as a client that joins a group and follows it.
pub trait Peer: passive_client::Subject {
    /// The name of its package.
    const NAME: &'static str;

    /// The cipher suites that it can be run with, in ascending order: its own claim, not a list made here.
    fn suites() -> Vec<u16>;

    /// Whether a member would add the client of this encoded MLSMessage(KeyPackage): all that is checked of it before
    /// an Add, its lifetime at the present time among it. The kinds of vectors do not ask this.
    ///
    /// # Errors
    /// If the member would not.
    fn check_key_package(member: &Self::Client, key_package: &[u8]) -> Result<(), Self::Error>;
}
