//! A group of ART among clients and an adversary who carries every message: what they do is [`operation::Operation`], what
//! the adversary may come to know thereby [`ledger`] says, and [`check`] compares the two after each step.
//!
//! | | what it has | what it does not |
//! |---|---|---|
//! | groups | one that the first member sets up, and those that members set up after it, each linked to the last; signed or not; clients outside of it | a client in two groups: it gives up the one for the other |
//! | clients | offer one prekey at a time; take a setup for one of their group if it names that; know each other's public keys; adopt their updates at once | waiting for the group to accept an update |
//! | compromise | whole states; identity, signature, MAC and chain keys, prekeys, and keys of nodes alone | the setup key, which is deleted in the step in which it is made |
//! | adversary | has and carries all messages; edits and repeats them; updates, sends and sets up groups in a member's name, the same for all or not, with keys that fit or do not; changes the setup that waits for a member; publishes prekeys | waits for members that are offline |
//! | availability | that members accept each other's messages | in stages in which the adversary had a say |
//!
//! What ART does not protect against is predicted, and so is no violation: any member's MAC key is enough to update in
//! the name of another, and where messages are not signed, any member's keys to send one; a leaf key from before an
//! update gives the stages before, up to the setup. Of a setup that is on its way, the signature key of its creator alone
//! is enough to put another tree in its place: the key exchange protects the leaf keys of the others, and not the tree.

pub mod check;
pub mod client;
pub mod fingerprint;
pub mod forge;
mod forge_setup;
pub mod honest;
pub mod leak;
pub mod ledger;
pub mod operation;
pub mod run;
pub mod shadow_tree;
pub mod start;
pub mod tamper;
pub mod world;

/// A stage of some group, as some of its members see it, by the order of their creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StageId(pub usize);
