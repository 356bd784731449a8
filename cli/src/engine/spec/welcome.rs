//! `welcome`.

use pleach_spec::crypto::SignaturePublicKey;
use pleach_spec::error::Misuse;
use pleach_spec::framing::message::MlsMessage;
use pleach_spec::group::epoch::secrets_from_joiner;
use pleach_spec::key_schedule::psk::psk_secret;
use pleach_spec::key_schedule::{confirmation_key, confirmation_tag};
use pleach_spec::secret::HpkePrivateKey;
use pleach_spec::welcome::group_info::{decode_group_info, encode_group_info, verify_group_info};
use pleach_spec::welcome::join::{check_confirmation_tag, find_entry, open_group_info, open_group_secrets};
use pleach_spec::welcome::message::{Welcome, decode_group_secrets, encode_group_secrets};
use pleach_spec_concrete::Octets;
use pleach_vectors::welcome::Subject;

use super::{Refusal, Specification, decoded, decoded_message, octets, suite, wrong_message};

impl Subject for Specification {
    fn find_secrets(_: u16, welcome: &[u8], key_package: &[u8]) -> Result<u32, Refusal> {
        let welcome = decoded_welcome(welcome)?;
        let MlsMessage::KeyPackage { key_package } = decoded_message(key_package)? else {
            return wrong_message();
        };
        let entry = find_entry(&key_package, &welcome)?;
        let position = welcome.secrets.iter().position(|other| *other == entry);
        let position = position.and_then(|position| u32::try_from(position).ok());
        Ok(position.ok_or(Misuse::Unknown)?)
    }

    fn decrypt_group_secrets(
        suite_value: u16,
        welcome: &[u8],
        entry: u32,
        init_priv: &[u8],
    ) -> Result<Vec<u8>, Refusal> {
        let welcome = decoded_welcome(welcome)?;
        let position = usize::try_from(entry).ok();
        let entry = position.and_then(|position| welcome.secrets.get(position));
        let entry = entry.ok_or(Misuse::Unknown)?;
        let bytes = octets(init_priv);
        let key = HpkePrivateKey { bytes };
        let group_secrets = open_group_secrets(suite(suite_value)?, &key, &welcome, entry)?;
        Ok(encode_group_secrets(&group_secrets).into())
    }

    fn decrypt_group_info(suite_value: u16, welcome: &[u8], group_secrets: &[u8]) -> Result<Vec<u8>, Refusal> {
        let (suite, welcome) = (suite(suite_value)?, decoded_welcome(welcome)?);
        let group_secrets = decoded(group_secrets, decode_group_secrets)?;
        let no_psks = psk_secret(suite, &[]);
        let group_info = open_group_info(suite, &welcome, &group_secrets, &no_psks)?;
        Ok(encode_group_info(&group_info).into())
    }

    fn verify_group_info_signature(suite_value: u16, group_info: &[u8], signer_pub: &[u8]) -> Result<(), Refusal> {
        let group_info = decoded(group_info, decode_group_info)?;
        let bytes = octets(signer_pub);
        let key = SignaturePublicKey { bytes };
        Ok(verify_group_info(suite(suite_value)?, &group_info, &key)?)
    }

    fn verify_group_info_confirmation_tag(
        suite_value: u16,
        group_info: &[u8],
        group_secrets: &[u8],
    ) -> Result<(), Refusal> {
        let suite = suite(suite_value)?;
        let group_info = decoded(group_info, decode_group_info)?;
        let joiner_secret = decoded(group_secrets, decode_group_secrets)?.joiner_secret;
        let (context, no_psks) = (&group_info.group_context, psk_secret(suite, &[]));
        let (_, epoch_secret) = secrets_from_joiner(suite, context, &joiner_secret, &no_psks);
        let key = confirmation_key(suite, &epoch_secret);
        let tag = confirmation_tag(suite, &key, &context.confirmed_transcript_hash);
        Ok(check_confirmation_tag(&group_info, &tag)?)
    }
}

fn decoded_welcome(message: &[u8]) -> Result<Welcome<Octets>, Refusal> {
    match decoded_message(message)? {
        MlsMessage::Welcome { welcome } => Ok(welcome),
        _ => wrong_message(),
    }
}
