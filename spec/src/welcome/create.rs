//! RFC 9420, Section 12.4.1 and Section 12.4.3.1: the Welcome for the members that a Commit adds.

use crate::algebra::{Bytes, Crypto};
use crate::commit::next_epoch::NextEpoch;
use crate::commit::prepare::PreparedCommit;
use crate::commit::send_path::SentPath;
use crate::crypto::{encrypt_with_label, random};
use crate::error::{Error, Invalid, Misuse, Place};
use crate::key_package::validation::{INIT_KEY, key_package_ref};
use crate::key_schedule::{welcome_key, welcome_nonce};
use crate::proposal_list::apply::AddedMember;
use crate::secret::Seed;
use crate::tree::update_path::create::path_secret_for;
use crate::welcome::WELCOME;
use crate::welcome::group_info::{GroupInfo, encode_group_info};
use crate::welcome::message::{EncryptedGroupSecrets, GroupSecrets, Welcome, encode_group_secrets};

/// What a Welcome is made from.
#[derive(Clone, Copy, Debug)]
pub struct WelcomeInput<'a, B> {
    /// The new epoch, as the committer sees it.
    pub next: &'a NextEpoch<B>,
    /// The proposals of the Commit.
    pub prepared: &'a PreparedCommit<B>,
    /// The path of the Commit.
    pub sent: &'a SentPath<B>,
}

/// One Welcome for all the members that the Commit adds.
///
/// # Errors
/// If an `init_key` is invalid, at the index of the Add among the Adds.
pub fn create_welcome<B: Crypto>(
    input: &WelcomeInput<'_, B>,
    group_info: &GroupInfo<B>,
    seed: &Seed<B>,
) -> Result<Welcome<B>, Error> {
    let suite = input.next.state.suite;
    let encrypted = B::aead_seal(
        suite,
        &welcome_key(suite, &input.next.welcome_secret).bytes,
        &welcome_nonce(suite, &input.next.welcome_secret).bytes,
        &B::literal(&[]),
        &encode_group_info(group_info),
    );
    let Some(encrypted_group_info) = encrypted else {
        return Err(Error::Misuse(Misuse::TooLong));
    };
    let added = &input.prepared.applied.added;
    let mut secrets = Ok(Vec::new());
    for index in 0..added.len() {
        secrets = match (secrets, added.get(index)) {
            (Ok(secrets), Some(member)) => {
                let randomness = random(suite, seed, WELCOME, index as u32, suite.kdf_nh());
                let entry = encrypt_group_secrets(input, member, index, &encrypted_group_info, &randomness);
                with_entry(secrets, entry)
            }
            (secrets, _) => secrets,
        };
    }
    Ok(Welcome { cipher_suite: suite.value(), secrets: secrets?, encrypted_group_info })
}

fn with_entry<B: Bytes>(
    secrets: Vec<EncryptedGroupSecrets<B>>,
    entry: Result<EncryptedGroupSecrets<B>, Error>,
) -> Result<Vec<EncryptedGroupSecrets<B>>, Error> {
    let mut secrets = secrets;
    secrets.push(entry?);
    Ok(secrets)
}

/// ```text
/// encrypted_group_secrets = EncryptWithLabel(init_key, "Welcome", encrypted_group_info, group_secrets)
/// ```
fn encrypt_group_secrets<B: Crypto>(
    input: &WelcomeInput<'_, B>,
    member: &AddedMember<B>,
    index: usize,
    encrypted_group_info: &B,
    randomness: &B,
) -> Result<EncryptedGroupSecrets<B>, Error> {
    let path_secret = match &input.sent.update {
        Some(update) => path_secret_for(update, member.leaf),
        None => None,
    };
    let group_secrets = GroupSecrets {
        joiner_secret: input.next.joiner_secret.clone(),
        path_secret,
        psks: input.prepared.applied.psks.clone(),
    };
    let encrypted = encrypt_with_label(
        input.next.state.suite,
        &member.key_package.init_key,
        WELCOME,
        encrypted_group_info,
        &encode_group_secrets(&group_secrets),
        randomness,
    );
    match encrypted {
        Some(encrypted_group_secrets) => {
            Ok(EncryptedGroupSecrets { new_member: key_package_ref(&member.key_package)?, encrypted_group_secrets })
        }
        None => Err(Error::Invalid(Invalid { rule: INIT_KEY, place: Place::Entry(index as u32) })),
    }
}
