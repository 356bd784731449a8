//! Other implementations of MLS as peers, each through its public interface alone.
//!
//! A peer is a `Subject` of the kinds of vectors that a whole client can be run against, so a file that this
//! project generates is checked by code that shares nothing with it. Of some other kinds it has a part in public:
//!
//! ```text
//! case of passive-client-* -> Case::verify::<MlsRs>() | Case::verify::<OpenMls>() -> Mismatch
//! case of another kind     -> Peer::verify_each(case) -> a verdict for each step
//! ```
//!
//! The primitives of both peers are AWS-LC's: [`Peer::suites`] are those that it has.

mod aws_lc;
mod framed_commit;
mod mls_rs;
mod openmls;
mod refusal;
mod report;
mod steps;
mod welcome;

pub use mls_rs::MlsRs;
pub use openmls::OpenMls;
pub use refusal::Refusal;
pub use report::{Report, run, run_stories};
pub use steps::{Steps, run_steps};

use pleach_vectors::{AnyCase, Step, passive_client, story};

/// An implementation of MLS by others, as a client that joins a group and follows it.
pub trait Peer: passive_client::Subject + story::Subject {
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

    /// Each verification step of a case of a kind that is no passive client's; `None` if no public function of the peer
    /// does any of the steps. Those that it does not do are among the steps, refused.
    fn verify_each(case: &AnyCase) -> Option<Vec<Step>>;
}
