//! Opening a Welcome without joining.

use openmls::group::{MlsGroupJoinConfig, ProcessedWelcome};
use openmls::messages::group_info::VerifiableGroupInfo;
use openmls::prelude::{MlsMessageBodyIn, Verifiable};
use pleach_vectors::passive_client::Joiner;
use pleach_vectors::welcome::Case;

use super::crypto_basics::signature_public_key;
use super::primitives::AwsLc;
use super::{OpenMls, decoded_message, provider_of};
use crate::Refusal;
use crate::welcome::Subject;

impl Subject for OpenMls {
    type GroupInfo = VerifiableGroupInfo;

    fn open(case: &Case) -> Result<VerifiableGroupInfo, Refusal> {
        let joiner = Joiner {
            cipher_suite: case.cipher_suite,
            external_psks: &[],
            key_package: &case.key_package,
            signature_priv: &[],
            encryption_priv: &[],
            init_priv: &case.padded_init_priv(),
        };
        let MlsMessageBodyIn::Welcome(welcome) = decoded_message(&case.welcome)? else {
            return Err(Refusal::other("the message is no Welcome"));
        };
        let config = MlsGroupJoinConfig::default();
        let opened = ProcessedWelcome::new_from_welcome(&provider_of(&joiner)?, &config, welcome);
        Ok(opened.map_err(Refusal::of)?.unverified_group_info().clone())
    }

    fn verify_signature(suite: u16, group_info: &VerifiableGroupInfo, signer_pub: &[u8]) -> Result<(), Refusal> {
        group_info.verify_no_out(&AwsLc, &signature_public_key(suite, signer_pub)?).map_err(Refusal::of)
    }
}
