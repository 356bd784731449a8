//! The policy of the clients in the vectors: as open as a policy can be.

use pleach_spec::algebra::Bytes;
use pleach_spec::credential::{AuthenticationService, Credential};
use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::policy::{Policy, PskName, StoredPsk};
use pleach_spec::secret::Psk;
use pleach_spec::secret_tree::GenerationWindow;
use pleach_spec::tree::leaf_policy::{Clock, LeafPolicy};
use pleach_spec_concrete::Octets;
use pleach_vectors::passive_client::ExternalPsk;

use super::octets;

/// How far a ratchet may be moved on, and how many keys it keeps.
pub(super) const GENERATIONS: GenerationWindow = GenerationWindow { maximum_forward: 1000, maximum_kept: 1000 };

/// The policy of a client that holds these PSKs. It keeps the resumption PSKs of all epochs.
pub(super) fn policy(psks: &[ExternalPsk]) -> Policy<Octets> {
    Policy {
        leaf: leaf_policy(),
        psks: psks.iter().map(stored_psk).collect(),
        generations: GENERATIONS,
        past_epochs: 0,
        resumption_epochs: usize::MAX,
    }
}

fn stored_psk(psk: &ExternalPsk) -> StoredPsk<Octets> {
    StoredPsk { name: PskName::External { psk_id: octets(&psk.psk_id) }, psk: Psk { bytes: octets(&psk.psk) } }
}

/// Basic and X.509 credentials are valid, and the time is not known: vectors outlive lifetimes.
pub(super) fn leaf_policy() -> LeafPolicy<Octets> {
    LeafPolicy {
        authentication: AuthenticationService {
            context: Octets::literal(&[]),
            is_valid,
            is_successor: |_, _, _| true,
            is_same_client: |_, first, second| first == second,
        },
        clock: Clock::Unchecked,
        maximum_lifetime: u64::MAX,
    }
}

fn is_valid(_: &Octets, credential: &Credential<Octets>, _: &SignaturePublicKey<Octets>) -> bool {
    match credential {
        Credential::Basic { .. } | Credential::X509 { .. } => true,
        Credential::Other { .. } => false,
    }
}
