//! The secrets inside real values.

use pleach_spec::group::GroupState;
use pleach_spec::key_package::validation::OwnKeyPackage;
use pleach_spec::key_schedule::epoch::EpochSecrets;
use pleach_spec::secret_tree::ratchet::RatchetKey;
use pleach_spec::secret_tree::{RatchetType, next_key};
use pleach_spec::tree::math::{LeafIndex, NodeIndex};
use pleach_spec::tree::private_keys::{PrivateKeys, private_key_at};
use pleach_spec_concrete::Octets;

use crate::client::SUITE;

/// Secrets, each with a hint at what it is.
#[derive(Default)]
pub(crate) struct Secrets(pub(crate) Vec<(&'static str, Octets)>);

impl Secrets {
    pub(crate) fn add(&mut self, hint: &'static str, secret: &Octets) {
        assert!(secret.as_slice().len() >= 12, "{hint} is short");
        self.0.push((hint, secret.clone()));
    }

    pub(crate) fn of_key_package(&mut self, own: &OwnKeyPackage<Octets>) {
        self.add("init", &own.init_private_key.bytes);
        self.add("encryption", &own.encryption_private_key.bytes);
        self.add("signature", &own.signature_private_key.bytes);
    }

    pub(crate) fn of_ratchet_key(&mut self, key: &RatchetKey<Octets>) {
        self.add("key", &key.key.bytes);
        self.add("nonce", &key.nonce.bytes);
    }

    pub(crate) fn of_private_keys(&mut self, keys: &PrivateKeys<Octets>) {
        for node in 0..16 {
            if let Some(key) = private_key_at(keys, NodeIndex(node)) {
                self.add("node", &key.bytes);
            }
        }
    }

    pub(crate) fn of_epoch(&mut self, secrets: &EpochSecrets<Octets>) {
        self.add("init", &secrets.init_secret.bytes);
        self.add("sender data", &secrets.sender_data_secret.bytes);
        self.add("exporter", &secrets.exporter_secret.bytes);
        self.add("external", &secrets.external_secret.bytes);
        self.add("confirmation", &secrets.confirmation_key.bytes);
        self.add("membership", &secrets.membership_key.bytes);
        self.add("resumption", &secrets.resumption_psk.bytes);
        self.add("authenticator", &secrets.epoch_authenticator.bytes);
    }

    /// Those above, of this epoch and those that are kept; and the next message keys.
    pub(crate) fn of_state(&mut self, state: &GroupState<Octets>) {
        self.of_private_keys(&state.private_keys);
        self.add("signature", &state.signature_private_key.bytes);
        self.of_epoch(&state.epoch_secrets);
        for update in &state.pending_updates {
            self.add("encryption", &update.encryption_private_key.bytes);
            self.add("signature", &update.signature_private_key.bytes);
        }
        for past in &state.past_epochs {
            self.add("sender data", &past.sender_data_secret.bytes);
        }
        for stored in &state.resumption_psks {
            self.add("PSK", &stored.psk.bytes);
        }
        for leaf in 0..3 {
            for ratchet in [RatchetType::Handshake, RatchetType::Application] {
                let tree = state.secret_tree.clone();
                let (_, key) = next_key(SUITE, tree, LeafIndex(leaf), ratchet).unwrap();
                self.of_ratchet_key(&key);
            }
        }
    }
}
