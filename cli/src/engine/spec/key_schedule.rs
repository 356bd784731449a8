//! `key-schedule` and `psk_secret`.

use pleach_spec::error::Misuse;
use pleach_spec::key_schedule::exporter::export;
use pleach_spec::key_schedule::group_context::{GroupContext, encode_group_context};
use pleach_spec::key_schedule::psk::{MAX_PSKS, PskInput, psk_secret};
use pleach_spec::key_schedule::psk_id::{PreSharedKeyId, PskSource};
use pleach_spec::key_schedule::{
    confirmation_key, encryption_secret, epoch_authenticator, epoch_secret, exporter_secret, external_key_pair,
    external_secret, init_secret, joiner_secret, member_secret, membership_key, resumption_psk, sender_data_secret,
    welcome_secret,
};
use pleach_spec::secret::{CommitSecret, ExporterSecret, ExternalSecret, InitSecret, Psk, PskSecret};
use pleach_spec_concrete::Octets;
use pleach_vectors::key_schedule::{EpochSecrets, Subject};
use pleach_vectors::psk_secret as psk_vectors;

use super::{Refusal, Specification, octets, suite};

impl Subject for Specification {
    fn group_context(
        suite_value: u16,
        group_id: &[u8],
        epoch: u64,
        tree_hash: &[u8],
        confirmed_transcript_hash: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let context = GroupContext {
            cipher_suite: suite(suite_value)?.value(),
            group_id: octets(group_id),
            epoch,
            tree_hash: octets(tree_hash),
            confirmed_transcript_hash: octets(confirmed_transcript_hash),
            extensions: Vec::new(),
        };
        Ok(encode_group_context(&context).into())
    }

    fn epoch_secrets(
        suite_value: u16,
        init: &[u8],
        commit: &[u8],
        psk: &[u8],
        group_context: &[u8],
    ) -> Result<EpochSecrets, Refusal> {
        let suite = suite(suite_value)?;
        let context = octets(group_context);
        let [init, commit, psk] = [init, commit, psk].map(octets);
        let init = InitSecret { bytes: init };
        let commit = CommitSecret { bytes: commit };
        let joiner = joiner_secret(suite, &init, &commit, &context);
        let member = member_secret(suite, &joiner, &PskSecret { bytes: psk });
        let epoch = &epoch_secret(suite, &member, &context);
        Ok(EpochSecrets {
            joiner_secret: joiner.bytes.into(),
            welcome_secret: welcome_secret(suite, &member).bytes.into(),
            init_secret: init_secret(suite, epoch).bytes.into(),
            sender_data_secret: sender_data_secret(suite, epoch).bytes.into(),
            encryption_secret: encryption_secret(suite, epoch).bytes.into(),
            exporter_secret: exporter_secret(suite, epoch).bytes.into(),
            epoch_authenticator: epoch_authenticator(suite, epoch).bytes.into(),
            external_secret: external_secret(suite, epoch).bytes.into(),
            confirmation_key: confirmation_key(suite, epoch).bytes.into(),
            membership_key: membership_key(suite, epoch).bytes.into(),
            resumption_psk: resumption_psk(suite, epoch).bytes.into(),
        })
    }

    fn external_pub(suite_value: u16, external_secret: &[u8]) -> Result<Vec<u8>, Refusal> {
        let bytes = octets(external_secret);
        let pair = external_key_pair(suite(suite_value)?, &ExternalSecret { bytes });
        Ok(pair.public_key.bytes.into())
    }

    fn export(
        suite_value: u16,
        exporter_secret: &[u8],
        label: &str,
        context: &[u8],
        length: u32,
    ) -> Result<Vec<u8>, Refusal> {
        let bytes = octets(exporter_secret);
        let length = usize::try_from(length).map_err(|_| Misuse::TooLong)?;
        let exported =
            export(suite(suite_value)?, &ExporterSecret { bytes }, label.as_bytes(), &octets(context), length)?;
        Ok(exported.bytes.into())
    }
}

impl psk_vectors::Subject for Specification {
    fn psk_secret(suite_value: u16, psks: &[psk_vectors::ExternalPsk]) -> Result<Vec<u8>, Refusal> {
        if psks.len() > MAX_PSKS {
            return Err(Misuse::TooLong.into());
        }
        let inputs: Vec<PskInput<Octets>> = psks.iter().map(psk_input).collect();
        Ok(psk_secret(suite(suite_value)?, &inputs).bytes.into())
    }
}

fn psk_input(psk: &psk_vectors::ExternalPsk) -> PskInput<Octets> {
    PskInput {
        id: PreSharedKeyId {
            source: PskSource::External { psk_id: octets(&psk.psk_id) },
            psk_nonce: octets(&psk.psk_nonce),
        },
        psk: Psk { bytes: octets(&psk.psk) },
    }
}
