//! `art-stage-key`.

use pleach_spec::art::context::context_hash;
use pleach_spec::art::stage_key::{
    art_sender_data_secret, chain_key, first_chain_key, message_secret, sender_ratchet_secret, stage_authenticator,
    stage_key, update_mac_key,
};
use pleach_spec::art::tree::MemberIndex;
use pleach_spec::secret::{ArtChainKey, ArtMessageSecret, ArtStageKey, ArtTreeKey};
use pleach_spec_concrete::Octets;
use pleach_vectors::art::Context;
use pleach_vectors::art::stage_key::{StageSecrets, Subject};

use super::super::{Refusal, Specification, octets, suite};
use super::context;

impl Subject for Specification {
    fn context_hash(values: &Context<'_>) -> Result<Vec<u8>, Refusal> {
        Ok(context_hash(suite(values.cipher_suite)?, &context(values)?).into())
    }

    fn first_chain_key(suite_value: u16) -> Result<Vec<u8>, Refusal> {
        Ok(first_chain_key::<Octets>(suite(suite_value)?).bytes.into())
    }

    fn stage_key(suite_value: u16, chain_key: &[u8], tree_key: &[u8], context_hash: &[u8]) -> Result<Vec<u8>, Refusal> {
        let chain_key = ArtChainKey { bytes: octets(chain_key) };
        let tree_key = ArtTreeKey { bytes: octets(tree_key) };
        Ok(stage_key(suite(suite_value)?, &chain_key, &tree_key, &octets(context_hash)).bytes.into())
    }

    fn stage_secrets(suite_value: u16, stage_key: &[u8]) -> Result<StageSecrets, Refusal> {
        let (suite, stage_key) = (suite(suite_value)?, &ArtStageKey { bytes: octets(stage_key) });
        Ok(StageSecrets {
            chain_key: chain_key(suite, stage_key).bytes.into(),
            update_mac_key: update_mac_key(suite, stage_key).bytes.into(),
            stage_authenticator: stage_authenticator(suite, stage_key).bytes.into(),
            sender_data_secret: art_sender_data_secret(suite, stage_key).bytes.into(),
            message_secret: message_secret(suite, stage_key).bytes.into(),
        })
    }

    fn ratchet_secret(suite_value: u16, message_secret: &[u8], sender: u32) -> Result<Vec<u8>, Refusal> {
        let message_secret = ArtMessageSecret { bytes: octets(message_secret) };
        Ok(sender_ratchet_secret(suite(suite_value)?, &message_secret, MemberIndex(sender)).bytes.into())
    }
}
