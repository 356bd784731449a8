//! What the application decides: RFC 9420 leaves it open, and every operation takes it as an argument.

use crate::algebra::Bytes;
use crate::key_schedule::psk_id::PskSource;
use crate::secret::Psk;
use crate::secret_tree::GenerationWindow;
use crate::tree::leaf_policy::LeafPolicy;

/// The policy of one client for one group.
#[derive(Clone, Debug)]
pub struct Policy<B> {
    /// The Authentication Service, the clock, and the longest lifetime of a leaf.
    pub leaf: LeafPolicy<B>,
    /// The PSKs that the client holds, apart from the resumption PSKs that the group's state keeps.
    pub psks: Vec<StoredPsk<B>>,
    /// How far apart and how many out-of-order messages may be: RFC 9420, Section 15.3.
    pub generations: GenerationWindow,
    /// For how many past epochs messages can still be read: RFC 9420, Section 14.
    pub past_epochs: usize,
    /// For how many past epochs the `resumption_psk` is kept: RFC 9420, Section 8.6.
    pub resumption_epochs: usize,
}

/// A PSK and the name that it is looked up by.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredPsk<B> {
    /// Its name.
    pub name: PskName<B>,
    /// Its value.
    pub psk: Psk<B>,
}

/// The name of a PSK: a [`PskSource`] without what the PSK is used for.
#[derive(Clone, Debug, PartialEq)]
pub enum PskName<B> {
    /// Provided by the application.
    External {
        /// Its name.
        psk_id: B,
    },
    /// The `resumption_psk` of an epoch.
    Resumption {
        /// The group.
        group_id: B,
        /// The epoch.
        epoch: u64,
    },
}

/// The name that a source is looked up by.
pub fn psk_name<B: Bytes>(source: &PskSource<B>) -> PskName<B> {
    match source {
        PskSource::External { psk_id } => PskName::External { psk_id: psk_id.clone() },
        PskSource::Resumption { psk_group_id, psk_epoch, .. } => {
            PskName::Resumption { group_id: psk_group_id.clone(), epoch: *psk_epoch }
        }
    }
}

/// Looks a PSK up; `None` if the list does not have it.
pub fn find_psk<B: Bytes>(stored: &[StoredPsk<B>], source: &PskSource<B>) -> Option<Psk<B>> {
    let name = psk_name(source);
    let mut found = None;
    for i in 0..stored.len() {
        found = match (found, stored.get(i)) {
            (None, Some(entry)) if entry.name == name => Some(entry.psk.clone()),
            (found, _) => found,
        };
    }
    found
}
